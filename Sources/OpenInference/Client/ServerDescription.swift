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
    let version = model.versions.map { ", version \(ShownText.brief($0.joined(separator: " or ")))" } ?? ""
    let by = server.version.map { "\(server.name) \($0)" } ?? server.name
    return "\(model.name)\(version), by \(by)"
  }

  /// Asks a server, `one`, for the description of a model. A busy or starting server is asked again.
  static func ask(_ one: Replicas, _ model: ServedName, over transport: any Transport) -> EventLoopFuture<
    ServerDescription
  > {
    one.ask(retryingUnreachable: false) { transport.server($0) }.flatMap { server in
      let metadata = one.ask(retryingUnreachable: false) { transport.metadata($0, of: model) }
      let configuration = one.ask(retryingUnreachable: false) { transport.configuration($0, of: model) }
        .recover { _ in nil }
      return metadata.and(configuration).map {
        ServerDescription(server: server, model: $0, largest: $1?.maxBatchSize)
      }
    }
  }
}
