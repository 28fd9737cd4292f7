import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import OpenInference
import Tensors

/// The protocol over HTTP: health, metadata, configuration, statistics and inference, and the server's metrics.
struct HTTPService: HTTPResponder {
  typealias Context = BasicRequestContext

  let service: InferenceService

  func respond(to request: Request, context: Context) async throws -> Response {
    do { return try await answer(request) } catch let error as ServiceError {
      var response = Response.json(["error": error.message], status: error.status)
      if case .busy = error { response.headers[.retryAfter] = "1" }
      if case .token = error { response.headers[.wwwAuthenticate] = "Bearer" }
      return response
    }
  }

  private func answer(_ request: Request) async throws -> Response {
    let path = request.uri.path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
    // Whoever watches over the server needs no token.
    if request.method == .get {
      switch path {
      case ["v2", "health", "live"]: return .json([:])
      case ["v2", "health", "ready"]:
        guard service.isReady else { throw ServiceError.closing }
        return .json([:])
      default: break
      }
    }
    try service.authorize(request.headers[.authorization])
    switch (request.method, path) {
    case (.get, ["metrics"]):
      return Response(
        status: .ok, headers: [.contentType: OpenMetrics.contentType],
        body: .init(byteBuffer: ByteBuffer(string: service.metrics.text)))
    case (.get, ["v2"]): return .json(ServerDocument.server)
    case (.get, ["v2", "models", "stats"]): return .json(ServerDocument.statistics(service.networks, service))
    case (_, let path) where path.starts(with: ["v2", "models"]) && path.count > 2:
      var rest = path[3...]
      var version = ""
      if rest.first == "versions", rest.count > 1 {
        version = rest[rest.startIndex + 1]
        rest = rest.dropFirst(2)
      }
      if (request.method, Array(rest)) == (.post, ["infer"]) { return try await infer(path[2], version, request) }
      let network = try service.network(path[2], version: version)
      switch (request.method, Array(rest)) {
      case (.get, []): return .json(ServerDocument.metadata(network))
      case (.get, ["ready"]):
        guard service.isReady else { throw ServiceError.closing }
        return .json([:])
      case (.get, ["config"]): return .json(ServerDocument.configuration(network))
      case (.get, ["stats"]): return .json(ServerDocument.statistics([network], service))
      default: break
      }
    default: break
    }
    throw ServiceError.unknown("there is no \(request.method.rawValue) of this path")
  }

  private func infer(_ name: String, _ version: String, _ request: Request) async throws -> Response {
    if let encoding = request.headers[.contentEncoding], encoding != "identity" {
      throw ServiceError.request("the request is compressed with \(encoding); send it as it is")
    }
    let most = service.largestRequest
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > most {
      throw ServiceError.tooLarge("the request has \(length) bytes; this server takes at most \(most)")
    }
    let body: ByteBuffer
    do { body = try await request.body.collect(upTo: most) } catch is NIOTooManyBytesError {
      throw ServiceError.tooLarge("the request has more than \(most) bytes")
    }
    let question: InferenceQuestion
    do {
      question = try InferenceQuestion(body, headerLength: request.headers[.inferenceHeaderLength])
    } catch { throw ServiceError.request("the request \(error.what)") }
    let (network, output) = try await service.infer(
      name, version: version, over: "http", outputs: question.outputs, { () throws(ServiceError) in question.inputs })
    var header: [String: Any] = [
      "name": network.output.name, "datatype": "FP32", "shape": output.shape,
    ]
    let numbers = question.isBinary ? output.bytes(as: .f32) : []
    if question.isBinary {
      header["parameters"] = ["binary_data_size": numbers.count]
    } else {
      header["data"] = output.values
    }
    var document: [String: Any] = [
      "model_name": name, "model_version": InferenceService.version, "outputs": [header],
    ]
    if let id = question.id { document["id"] = id }
    guard question.isBinary else { return .json(document) }
    let text = Response.text(document)
    var answer = ByteBuffer(bytes: text)
    answer.writeBytes(numbers)
    return Response(
      status: .ok,
      headers: [.contentType: "application/octet-stream", .inferenceHeaderLength: String(text.count)],
      body: .init(byteBuffer: answer))
  }
}

extension HTTPField.Name {
  /// The bytes of JSON before binary numbers.
  fileprivate static let inferenceHeaderLength = HTTPField.Name("Inference-Header-Content-Length")!
}

extension Response {
  /// JSON as an answer.
  fileprivate static func json(_ document: [String: Any], status: Int = 200) -> Response {
    Response(
      status: .init(code: status), headers: [.contentType: "application/json"],
      body: .init(byteBuffer: ByteBuffer(bytes: text(document))))
  }

  fileprivate static func text(_ document: [String: Any]) -> Data {
    // Nothing but texts, finite numbers and lists of them is ever in it.
    try! JSONSerialization.data(withJSONObject: document, options: [.sortedKeys, .withoutEscapingSlashes])
  }
}
