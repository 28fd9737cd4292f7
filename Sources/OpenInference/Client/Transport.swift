import Foundation
import NIOCore
import PipelineKit
import Tensors

/// How servers are asked, once. A future fails with an `AttemptFailure` where the request didn't come to an answer, and with
/// a `ServedFault` where the answer is wrong.
protocol Transport: Sendable {
  /// A loop for what waits between requests.
  var eventLoop: any EventLoop { get }

  /// What a server says of itself.
  func server(_ host: ServerAddress.Host) -> EventLoopFuture<ServerMetadata>

  /// What a server says of a model.
  func metadata(_ host: ServerAddress.Host, of model: ServedName) -> EventLoopFuture<ModelMetadata>

  /// The configuration of a model, an extension of Triton's; nil from a server that doesn't know it.
  func configuration(_ host: ServerAddress.Host, of model: ServedName) -> EventLoopFuture<ModelConfiguration?>

  /// The output of a model for inputs.
  func infer(_ host: ServerAddress.Host, _ inference: Inference) -> EventLoopFuture<Tensor>
}

/// The name of a model on servers, and perhaps its version.
struct ServedName: Sendable, Equatable, CustomStringConvertible {
  /// `NAME` or `NAME/versions/VERSION`, as in the path of a request.
  let description: String
  let name: String
  /// Empty for the server's choice.
  let version: String

  /// - Parameter path: the name in an address; nil if a name or a version is missing, or there are two.
  init?(_ path: String) {
    description = path
    let parts = path.components(separatedBy: "/versions/")
    guard parts.count <= 2, !parts.contains("") else { return nil }
    (name, version) = (parts[0], parts.count == 2 ? parts[1] : "")
  }
}

/// A question to a network.
struct Inference: Sendable {
  let model: ServedName
  /// In the order of the numbers.
  let inputs: [(port: TensorPort, tensor: Tensor)]
  /// The output that is asked for, and the shape that it must have.
  let output: TensorPort
  let shape: [Int]
  /// Whether the server takes numbers in binary.
  let isBinary: Bool

  /// The most bytes that the answer may have: numbers in JSON take some twenty each.
  var largestAnswer: Int { 32 * shape.reduce(1, *) + 1 << 20 }
}
