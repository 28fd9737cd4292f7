import AsyncHTTPClient
import Foundation
import ModelServer
import NIOCore
import NIOHTTP1
import OpenInference
import PipelineKit
import PipelineModels
import PipelineTesting
import Tensors
import TestSupport
import Testing

/// A server on ports of this machine, asked over HTTP and gRPC.
@Suite struct ServerTests {
  private func service(token: String? = nil, largestRequest: Int = 1 << 20) -> InferenceService {
    InferenceService([onServer()], most: 4, largestRequest: largestRequest, token: token)
  }

  private struct Answer {
    let status: UInt
    let headers: [String: String]
    let text: String
  }

  private func ask(
    _ server: Server, _ path: String, body: String? = nil, headers: [(String, String)] = [],
    method: NIOHTTP1.HTTPMethod = .GET
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(server.httpPort)/\(path)")
    request.method = method
    if let body {
      request.method = .POST
      request.body = .bytes(ByteBuffer(string: body))
    }
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
    let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
    return Answer(
      status: response.status.code,
      headers: Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }, text: text)
  }

  private static let question =
    #"{"id": "a", "inputs": [{"name": "sample", "datatype": "FP32", "shape": [1, 1, 2, 2], "data": [[[[1, 2], [3, 4]]]]}, {"name": "timestep", "datatype": "INT64", "shape": [1], "data": [5]}]}"#

  @Test func overHTTP() async throws {
    try await withServer(service()) { server in
      for (path, status, text) in [
        ("v2/health/live", 200, "{}"), ("v2/health/ready", 200, "{}"), ("v2/models/net/ready", 200, "{}"),
        ("v2/models/net/versions/1/ready", 200, "{}"),
        (
          "v2", 200,
          #"{"extensions":["binary_tensor_data","model_configuration","statistics"],"name":"pipelinekit","version":"\#(PipelineKit.version)"}"#
        ),
        (
          "v2/models/net", 200,
          #"{"inputs":[{"datatype":"FP32","name":"sample","shape":[-1,1,-1,-1]},{"datatype":"FP32","name":"timestep","shape":[-1,1]}],"name":"net","outputs":[{"datatype":"FP32","name":"out_sample","shape":[-1,1,-1,-1]}],"platform":"pipelinekit","versions":["1"]}"#
        ),
        (
          "v2/models/net/config", 200,
          #"{"backend":"pipelinekit","dynamic_batching":{},"input":[{"data_type":"TYPE_FP32","dims":[1,-1,-1],"name":"sample"},{"data_type":"TYPE_FP32","dims":[1],"name":"timestep"}],"max_batch_size":4,"name":"net","output":[{"data_type":"TYPE_FP32","dims":[1,-1,-1],"name":"out_sample"}],"platform":""}"#
        ),
        ("v2/models/other", 404, #"{"error":"no model is called 'other'; served: 'net'"}"#),
        ("v3", 404, #"{"error":"there is no such path"}"#),
        ("v2/models/net/infer", 405, #"{"error":"this path takes POST"}"#),
      ] as [(String, UInt, String)] {
        let answer = try await ask(server, path)
        #expect(answer.status == status && answer.text == text && answer.headers["content-type"] == "application/json")
      }
      let answer = try await ask(server, "v2/models/net/infer", body: Self.question)
      #expect(
        answer.text
          == #"{"id":"a","model_name":"net","model_version":"1","outputs":[{"data":[6,7,8,9],"datatype":"FP32","name":"out_sample","shape":[1,1,2,2]}]}"#
      )
      let statistics = try await ask(server, "v2/models/net/stats").text
      #expect(statistics.contains(#""inference_count":1"#) && statistics.contains(#""execution_count":1"#))
      let metrics = try await ask(server, "metrics")
      #expect(metrics.headers["content-type"] == OpenMetrics.contentType)
      #expect(metrics.text.contains(#"pipelinekit_requests_total{model="net",protocol="http",status="200"} 1"#))
    }
  }

  @Test(
    arguments: [
      ("{", [], 400, "the request is not the JSON that the protocol describes"),
      (
        #"{"inputs": [{"name": "sample", "datatype": "FP32", "shape": [1, 1, 1, 1], "parameters": {"binary_data_size": 4}}]}"#,
        [], 400, "the request should hold 4 bytes of numbers, found 0"
      ),
      (
        "{}", [("Inference-Header-Content-Length", "9")], 400,
        "the request should begin with as many bytes of JSON as Inference-Header-Content-Length says, found 2 in all"
      ),
      ("{}", [("Content-Encoding", "gzip")], 400, "the request is compressed with gzip; send it as it is"),
      (
        String(repeating: " ", count: 1000), [], 413,
        "the request has more than 900 bytes, which is the most that this server takes"
      ),
      (
        #"{"inputs": [{"name": "sample", "datatype": "FP32", "shape": [1, 1, 1, 1], "data": [\#(String(repeating: "[", count: 300))]}]}"#,
        [], 400,
        "the request is not the JSON that the protocol describes: 'data' takes numbers, in lists at most 8 deep"
      ),
      (
        #"{"inputs": [{"name": "sample", "datatype": "FP32", "shape": [\#(String(repeating: "1,", count: 300))1], "data": [1]}]}"#,
        [], 400, "the request gives 'sample' with 301 axes; expected at most 8"
      ),
      (
        #"{"inputs": [{"name": "sample", "datatype": "\#(String(repeating: "T", count: 300))", "shape": [1], "data": [1]}]}"#,
        [], 400,
        "the request gives 'sample' as \(String(repeating: "T", count: 200))…; expected 'FP64', 'FP32', 'FP16', 'BF16', 'INT64', 'INT32'"
      ),
    ] as [(String, [(String, String)], UInt, String)]) func wrongRequests(
      body: String, headers: [(String, String)], status: UInt, says: String
    ) async throws
  {
    try await withServer(service(largestRequest: 900)) { server in
      let answer = try await ask(server, "v2/models/net/infer", body: body, headers: headers)
      #expect(answer.status == status && answer.text == #"{"error":"\#(says)"}"#)
      let metrics = try await ask(server, "metrics").text
      #expect(metrics.contains(#"pipelinekit_requests_total{model="net",protocol="http",status="\#(status)"} 1"#))
    }
  }

  @Test func methods() async throws {
    try await withServer(service()) { server in
      let head = try await ask(server, "v2/health/live", method: .HEAD)
      #expect(head.status == 200 && head.text == "")
      let delete = try await ask(server, "v2/models/net", method: .DELETE)
      #expect(delete.status == 405 && delete.headers["allow"] == "GET")
      let get = try await ask(server, "v2/models/net/versions/1/infer")
      #expect(get.status == 405 && get.headers["allow"] == "POST")
      #expect(try await ask(server, "v2/nothing", method: .PUT).status == 404)
      #expect(
        try await ask(server, "metrics").text
          .contains(#"pipelinekit_requests_total{model="",protocol="http",status="405"} 2"#))
    }
  }

  /// Bodies that wait are counted; beyond the budget a request is refused before it is read.
  @Test func aFullServer() async throws {
    let service = InferenceService([onServer()], most: 4, largestRequest: 4000, token: nil, memory: 80_000)
    try await withServer(service) { server in
      var head = HTTPClientRequest(url: "http://127.0.0.1:\(server.httpPort)/v2/models/net/infer")
      head.method = .POST
      // A request of which only the beginning comes.
      let (parts, more) = AsyncStream.makeStream(of: ByteBuffer.self)
      head.body = .stream(parts, length: .known(Int64(3000)))
      more.yield(ByteBuffer(string: "{"))
      let half = Task { [head] in try await HTTPClient.shared.execute(head, timeout: .seconds(60)) }
      while service.budget.left == service.budget.bytes { await Task.yield() }
      #expect(service.budget.bytes - service.budget.left == 3000)
      half.cancel()
      more.finish()
      _ = try? await half.value
      while service.budget.left < service.budget.bytes { await Task.yield() }

      // All bytes are taken, then all places.
      var others = try (0..<3).map { _ in try service.budget.arrive() }
      for (other, count) in zip(others, [4000, 4000, 2000]) { try other.take(count) }
      let full = try await ask(server, "v2/models/net/infer", body: Self.question)
      #expect(full.status == 503 && full.headers["retry-after"] == "1")
      #expect(full.text == #"{"error":"other requests take the memory that this one needs; ask again later"}"#)
      others.append(try service.budget.arrive())
      let busy = try await ask(server, "v2/models/net/infer", body: Self.question)
      #expect(busy.status == 429 && busy.headers["retry-after"] == "1")
      #expect(try await ask(server, "v2/models/net").status == 200)
      others = []
    }
  }

  /// Only health is told without the token.
  @Test func aToken() async throws {
    try await withServer(service(token: "secret")) { server in
      #expect(try await ask(server, "v2/health/ready").status == 200)
      for path in ["v2", "metrics", "v2/models/net", "v2/models/other", "x"] {
        let answer = try await ask(server, path)
        #expect(answer.status == 401 && answer.headers["www-authenticate"] == "Bearer")
      }
      #expect(try await ask(server, "v2", headers: [("Authorization", "Bearer secret")]).status == 200)
    }
  }

  /// While it ends, it says so; whoever watches can tell it from one that is ready.
  @Test func ending() async throws {
    let service = service()
    try await withServer(service) { server in
      service.close()
      #expect(try await ask(server, "v2/health/live").status == 200)
      #expect(try await ask(server, "v2/health/ready").status == 503)
      let answer = try await ask(server, "v2/models/net/infer", body: Self.question)
      #expect(answer.status == 503 && answer.text == #"{"error":"the server is shutting down"}"#)
    }
  }

  @Test func aPortThatIsTaken() async throws {
    try await withServer(service()) { server in
      let place = "127.0.0.1:\(server.httpPort)"
      await #expect {
        try await Server(service(), host: "127.0.0.1", httpPort: server.httpPort, grpcPort: 0, identity: nil)
      } throws: { error in
        "\(error)" == "can't listen at \(place): address already in use; give another --host, --port or --grpc-port"
      }
    }
  }

  /// On a thread of its own, as our client waits for answers.
  private func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      Thread { continuation.resume(with: Swift.Result { try body() }) }.start()
    }
  }

  private static let registry: Registry = {
    var registry = Registry.standard
    try! OpenInferencePlugin.register(in: &registry)
    return registry
  }()

  /// The estimate of mnist-class's network, here or at an address.
  @Sendable private static func estimate(_ model: String) throws -> Tensor {
    let x = Generator(seed: 1).normal([2, 1, 28, 28])
    let model = try #require(LoadModel()(from: model, formats: .with(registry)) as? any NoiseEstimator)
    return try model.estimates([Evaluation(x, at: 7, condition: EncodeLabel()(model, 3))])[0].noise
  }

  private static let folder = Fixtures.package + "/models/mnist-class"

  private func realService(token: String? = nil) throws -> InferenceService {
    let format = try #require(try ModelFormats.standard.open(Self.folder) as? any ServableFormat)
    let facts = format.facts(name: "net")
    let network = NetworkOnServer(
      name: "net", form: format.form, network: try format.loadNetwork(ModelOptions(name: "net")),
      divisor: facts.divisor, memory: facts.memory, largest: 8)
    return InferenceService([network], most: 8, largestRequest: 1 << 24, token: token)
  }

  /// Our own client gets from a real network, over both, what it gets from the same network in this process.
  @Test func ownClient() async throws {
    try await withServer(realService()) { server in
      let local = try await onThread { try Self.estimate(Self.folder) }
      for address in ["oip+http://127.0.0.1:\(server.httpPort)", "oip+grpc://127.0.0.1:\(server.grpcPort)"] {
        #expect(try await onThread { try Self.estimate("\(address)/net?local=\(Self.folder)") } == local)
      }
    }
  }

  /// One of two replicas isn't there: the other answers.
  @Test func aReplicaThatIsGone() async throws {
    try await withServer(realService()) { server in
      let local = try await onThread { try Self.estimate(Self.folder) }
      let hosts = "127.0.0.1:1,127.0.0.1:\(server.grpcPort)"
      #expect(try await onThread { try Self.estimate("oip+grpc://\(hosts)/net?local=\(Self.folder)") } == local)
    }
  }

  /// What goes wrong over gRPC, in words.
  @Test func errorsOverGRPC() async throws {
    func error(_ address: String) async -> String {
      do {
        _ = try await onThread { try Self.estimate("\(address)?local=\(Self.folder)&patience=0") }
        return "none"
      } catch { return "\(error)" }
    }
    try await withServer(realService(token: "secret")) { server in
      let host = "127.0.0.1:\(server.grpcPort)"
      #expect(
        await error("oip+grpc://\(host)/net")
          == "server \(host): answers UNAUTHENTICATED: this server asks for a token: the header 'Authorization: Bearer TOKEN'; the file that PIPELINEKIT_SERVER_HEADERS names can hold credentials for it"
      )
      let http = "127.0.0.1:\(server.httpPort)"
      #expect(
        await error("oip+grpc://\(http)/net")
          == "server \(http): can't be reached: the connection failed; does it speak gRPC there?")
    }
    try await withServer(realService()) { server in
      let host = "127.0.0.1:\(server.grpcPort)"
      #expect(
        await error("oip+grpc://\(host)/other")
          == "server \(host): answers NOT_FOUND: no model is called 'other'; served: 'net'")
    }
    #expect(
      await error("oip+grpc://127.0.0.1:1/net") == "server 127.0.0.1:1: can't be reached: connection refused")
    #expect(
      await error("oip+grpc://no-such-host.invalid/net")
        == "server no-such-host.invalid:80: can't be reached: its name is not known")
  }
}
