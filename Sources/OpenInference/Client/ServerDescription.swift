import Basics
import NIOCore
import PipelineKit

/// What a server says of itself and of a model.
struct ServerDescription: Sendable, CustomStringConvertible {
  let server: ServerMetadata
  let model: ModelMetadata
  /// The most pictures in a request; nil if it tells none.
  let largest: Int?

  /// `if-stage1, version 1, by triton 2.51.0`.
  var description: String {
    let version = model.versions.map { ", version \($0.joined(separator: " or "))" } ?? ""
    let by = server.version.map { "\(server.name) \($0)" } ?? server.name
    return ShownText.line("\(model.name)\(version), by \(by)")
  }

  /// Asks a server, `one`, for the description of a model. A busy or starting server is asked again.
  static func ask(_ one: Replicas, _ name: String) -> EventLoopFuture<ServerDescription> {
    let host = one.hosts[0]
    let server = one.send("v2", retryingUnreachable: false) { reply -> ServerMetadata in
      do { return try reply.json(ServerMetadata.self, as: "its answer to GET v2") } catch {
        throw ServedFault.otherProtocol(host, "its answer to GET v2 doesn't name it")
      }
    }.flatMapErrorThrowing { error in
      // Other versions have other paths.
      guard case ServedFault.status(_, let status, _) = error, [400, 404, 405, 501].contains(status) else {
        throw error
      }
      throw ServedFault.otherProtocol(host, "GET v2 gives \(status)")
    }
    return server.flatMap { server in
      let path = "v2/models/\(name)"
      let model = one.send(path, retryingUnreachable: false) { reply in
        try reply.json(ModelMetadata.self, as: "its description of '\(name)'")
      }
      // An extension of Triton's: other servers don't know the path.
      let largest = one.send(path + "/config", retryingUnreachable: false) { reply in
        (try? reply.json(ModelConfiguration.self, as: "")).flatMap(\.maxBatchSize)
      }.recover { _ in nil }
      return model.and(largest).map { ServerDescription(server: server, model: $0, largest: $1) }
    }
  }
}
