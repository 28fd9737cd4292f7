import Basics
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
    do {
      let path = request.uri.path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
      if let (name, version) = Self.inference(path), request.method == .post {
        return try await infer(name, version, request)
      }
      do throws(ServiceError) {
        let answer = try document(path, request.headers[.authorization])
        switch request.method {
        case .get: return answer
        case .head: return answer.createHeadResponse()
        default: throw .method(expected: Self.inference(path) == nil ? "GET" : "POST")
        }
      } catch {
        service.refused(error, over: "http")
        throw error
      }
    } catch let error as ServiceError {
      var response = Response.json(["error": error.message], status: error.status)
      if error.passes { response.headers[.retryAfter] = "1" }
      if case .token = error { response.headers[.wwwAuthenticate] = "Bearer" }
      if case .method(let expected) = error { response.headers[.allow] = expected }
      return response
    }
  }

  /// The model and its version in the path of inference; the version is empty where the path has none.
  private static func inference(_ path: [String]) -> (name: String, version: String)? {
    guard path.starts(with: ["v2", "models"]), path.count > 3, path.last == "infer" else { return nil }
    if path.count == 4 { return (path[2], "") }
    return path.count == 6 && path[3] == "versions" ? (path[2], path[4]) : nil
  }

  /// What is at a path.
  private func document(_ path: [String], _ authorization: String?) throws(ServiceError) -> Response {
    // Whoever watches over the server needs no token.
    switch path {
    case ["v2", "health", "live"]: return .json([:])
    case ["v2", "health", "ready"]:
      guard service.isReady else { throw .closing }
      return .json([:])
    default: break
    }
    try service.authorize(authorization)
    switch path {
    case ["metrics"]:
      return Response(
        status: .ok, headers: [.contentType: OpenMetrics.contentType],
        body: .init(byteBuffer: ByteBuffer(string: service.metrics.text)))
    case ["v2"]: return .json(ServerDocument.server)
    case ["v2", "models", "stats"]: return .json(ServerDocument.statistics(service.networks, service))
    case let path where path.starts(with: ["v2", "models"]) && path.count > 2:
      var rest = path[3...]
      var version = ""
      if rest.first == "versions", rest.count > 1 {
        version = rest[rest.startIndex + 1]
        rest = rest.dropFirst(2)
      }
      let network = try service.network(path[2], version: version)
      switch Array(rest) {
      case []: return .json(ServerDocument.metadata(network))
      case ["ready"]:
        guard service.isReady else { throw .closing }
        return .json([:])
      case ["config"]: return .json(ServerDocument.configuration(network))
      case ["stats"]: return .json(ServerDocument.statistics([network], service))
      case ["infer"]: throw .method(expected: "POST")
      default: break
      }
    default: break
    }
    throw .unknown("there is no such path")
  }

  private func infer(_ name: String, _ version: String, _ request: Request) async throws -> Response {
    var arrival: RequestBudget.Arrival?
    let (network, question, output) = try await service.infer(name, version: version, over: "http") {
      try service.authorize(request.headers[.authorization])
      _ = try service.network(name, version: version)
      let here = try service.budget.arrive()
      arrival = here
      let body = try await body(of: request, here)
      let length = request.headers[.inferenceHeaderLength]
      return { () throws(ServiceError) in
        do throws(SentTensor.Flaw) { return try InferenceQuestion(body, headerLength: length) } catch {
          throw .request("the request \(error.what)")
        }
      }
    }
    let (headers, bytes) = try await service.atDesk { Self.answer(network, question, output) }
    // It is there until its answer is written.
    return Response(
      status: .ok, headers: headers,
      body: .init(contentLength: bytes.readableBytes) { [arrival] writer in
        try await writer.write(bytes)
        try await writer.finish(nil)
        withExtendedLifetime(arrival) {}
      })
  }

  /// The bytes of a request. A length that it tells is taken of the budget before they are read.
  private func body(of request: Request, _ arrival: RequestBudget.Arrival) async throws -> ByteBuffer {
    if let encoding = request.headers[.contentEncoding], encoding != "identity" {
      throw ServiceError.request("the request is compressed with \(ShownText.brief(encoding)); send it as it is")
    }
    let length = request.headers[.contentLength].flatMap { Int($0) }
    if let length { try arrival.take(length) }
    var body = ByteBuffer()
    for try await part in request.body {
      if length == nil { try arrival.take(part.readableBytes) }
      body.writeImmutableBuffer(part)
    }
    return body
  }

  /// The headers and the bytes of an answer.
  private static func answer(
    _ network: NetworkOnServer, _ question: InferenceQuestion, _ output: Tensor
  ) -> (HTTPFields, ByteBuffer) {
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
      "model_name": network.name, "model_version": InferenceService.version, "outputs": [header],
    ]
    if let id = question.id { document["id"] = id }
    let text = Response.text(document)
    var answer = ByteBuffer(bytes: text)
    guard question.isBinary else { return ([.contentType: "application/json"], answer) }
    answer.writeBytes(numbers)
    return ([.contentType: "application/octet-stream", .inferenceHeaderLength: String(text.count)], answer)
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
