import Foundation
import ModelServer
import OpenInference
import Tensors
import Testing

@Suite struct InferenceServiceTests {
  private func service(token: String? = nil) -> InferenceService {
    InferenceService([onServer()], most: 4, largestRequest: 1 << 20, token: token)
  }

  @Test func tokens() throws {
    try service().authorize(nil)
    let guarded = service(token: "secret")
    // The scheme's name is the same in any case (RFC 9110, 11.1).
    for right in ["Bearer secret", "bearer secret", "BEARER secret"] { try guarded.authorize(right) }
    for wrong in [nil, "", "Bearer", "Bearer secre", "Bearer secret2", "Bearer  secret2", "Basic secret", "secret"] {
      #expect(throws: ServiceError.token) { try guarded.authorize(wrong) }
    }
  }

  @Test func names() throws {
    #expect(try service().network("net", version: "").name == "net")
    #expect(try service().network("net", version: "1").name == "net")
    #expect(throws: ServiceError.unknown("'net' has version 1 only, not '2'")) {
      try service().network("net", version: "2")
    }
    #expect(throws: ServiceError.unknown("no model is called 'other'; served: 'net'")) {
      try service().network("other", version: "")
    }
  }

  /// Finite numbers whose sum isn't.
  @Test func numbersThatAreTooLarge() async throws {
    let service = service()
    Thread { service.queue.run() }.start()
    defer { service.close() }
    let inputs = [
      SentTensor("sample", "FP32", [2, 1, 1, 1], .list([1, 3e38])), SentTensor("timestep", "FP32", [1], .list([3e38])),
    ]
    await #expect(
      throws: ServiceError.request("the network's output for picture 1 is not finite: its numbers are too large")
    ) {
      _ = try await service.infer("net", version: "", over: "grpc") {
        { () throws(ServiceError) in InferenceQuestion(inputs: inputs) }
      }
    }
  }

  /// What comes to no model is counted without a name.
  @Test func whatIsRefused() async {
    let service = service()
    await #expect(throws: ServiceError.self) {
      _ = try await service.infer(String(repeating: "x", count: 5000), version: "", over: "http") {
        { () throws(ServiceError) in InferenceQuestion(inputs: []) }
      }
    }
    await #expect(throws: ServiceError.full) {
      _ = try await service.infer("net", version: "", over: "grpc") { throw ServiceError.full }
    }
    service.refused(.token, over: "grpc")
    for (model, transport, status) in [("", "http", 404), ("net", "grpc", 503), ("", "grpc", 401)] {
      let line = #"pipelinekit_requests_total{model="\#(model)",protocol="\#(transport)",status="\#(status)"} 1"#
      #expect(service.metrics.text.contains(line))
    }
    #expect(service.statistics.of("net").failure.count == 1)
  }

  @Test func anotherOutput() async throws {
    let service = service()
    await #expect(throws: ServiceError.request("'net' gives 'out_sample', not 'x'")) {
      _ = try await service.infer("net", version: "", over: "http") {
        { () throws(ServiceError) in InferenceQuestion(inputs: [], outputs: ["x"]) }
      }
    }
    #expect(service.statistics.of("net").failure.count == 1)
    #expect(service.metrics.text.contains(#"pipelinekit_requests_total{model="net",protocol="http",status="400"} 1"#))
  }
}
