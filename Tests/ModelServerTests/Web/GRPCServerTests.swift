import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import ModelServer
import OpenInference
import SwiftProtobuf
import Testing

/// What the server answers over gRPC to other clients than ours.
@Suite struct GRPCServerTests {
  private func service(token: String? = nil, memory: Int = 1 << 34) -> InferenceService {
    InferenceService([onServer()], most: 4, largestRequest: 1 << 20, token: token, memory: memory)
  }

  /// The answer's numbers, or the error's code and message.
  private func ask(
    _ server: Server, metadata: Metadata = [:], _ change: (inout Inference_ModelInferRequest) -> Void = { _ in }
  ) async throws -> String {
    var request = Inference_ModelInferRequest.with { request in
      request.modelName = "net"
      request.inputs = [
        .with { ($0.name, $0.datatype, $0.shape) = ("sample", "FP32", [1, 1, 2, 2]) },
        .with { ($0.name, $0.datatype, $0.shape) = ("timestep", "FP32", [1]) },
      ]
      request.rawInputContents = [Data(count: 16), Data(count: 4)]
    }
    change(&request)
    return try await withGRPCClient(
      transport: .http2NIOPosix(
        target: .ipv4(address: "127.0.0.1", port: server.grpcPort), transportSecurity: .plaintext)
    ) { [request] client in
      do {
        let answer = try await Inference_GRPCInferenceService.Client(wrapping: client)
          .modelInfer(request, metadata: metadata)
        return "\(answer.outputs[0].shape)"
      } catch let error as RPCError { return "\(error.code): \(error.message)" }
    }
  }

  private func expect(
    _ server: Server, _ said: String, metadata: Metadata = [:],
    _ change: (inout Inference_ModelInferRequest) -> Void = { _ in }
  ) async throws {
    let found = try await ask(server, metadata: metadata, change)
    #expect(found == said)
  }

  @Test func anAnswer() async throws {
    try await withServer(service()) { server in try await expect(server, "[1, 1, 2, 2]") }
  }

  @Test func wrongRequests() async throws {
    let service = service()
    try await withServer(service) { server in
      try await expect(server, "invalidArgument: the request has 2 tensors, but raw numbers of 1") {
        $0.rawInputContents.removeLast()
      }
      try await expect(server, "invalidArgument: the request gives 'sample' with 300000 axes; expected at most 8") {
        $0.inputs[0].shape = [Int64](repeating: 1, count: 300_000)
      }
      let long = String(repeating: "n", count: 100_000)
      try await expect(server, "notFound: no model is called '\(long.prefix(200))…'; served: 'net'") {
        $0.modelName = long
      }
      try await expect(
        server,
        #"invalidArgument: the request gives 'timestep' as a\u{a}b; expected 'FP64', 'FP32', 'FP16', 'BF16', 'INT64', 'INT32'"#
      ) { $0.inputs[1].datatype = "a\nb" }
    }
    #expect(service.metrics.text.contains(#"{model="net",protocol="grpc",status="400"} 3"#))
    #expect(service.metrics.text.contains(#"{model="",protocol="grpc",status="404"} 1"#))
  }

  /// A request that is too large is refused with a status, and what it took of the budget is free again.
  @Test func tooLarge() async throws {
    let service = service()
    try await withServer(service) { server in
      try await expect(
        server, "resourceExhausted: the request has more than 1048576 bytes, which is the most that this server takes"
      ) { $0.rawInputContents[0] = Data(count: 3 << 20) }
      try await expect(server, "[1, 1, 2, 2]")
    }
    #expect(service.metrics.text.contains(#"{model="",protocol="grpc",status="413"} 1"#))
    #expect(service.budget.left == service.budget.bytes && service.budget.requests == 0)
  }

  @Test func aFullServer() async throws {
    let service = service(memory: 80_000)
    try await withServer(service) { server in
      let other = try service.budget.arrive()
      try other.take(10_000)
      try await expect(server, "unavailable: other requests take the memory that this one needs; ask again later")
      let others = try (0..<3).map { _ in try service.budget.arrive() }
      try await expect(server, "unavailable: 4 requests wait already; ask again later")
      withExtendedLifetime((other, others)) {}
    }
  }

  @Test func aToken() async throws {
    let service = service(token: "secret")
    try await withServer(service) { server in
      let refusal = "unauthenticated: this server asks for a token: the header 'Authorization: Bearer TOKEN'"
      try await expect(server, refusal)
      try await expect(server, refusal, metadata: ["authorization": "Bearer secre"])
      try await expect(server, "[1, 1, 2, 2]", metadata: ["authorization": "bearer secret"])
    }
    #expect(service.metrics.text.contains(#"{model="",protocol="grpc",status="401"} 2"#))
  }
}
