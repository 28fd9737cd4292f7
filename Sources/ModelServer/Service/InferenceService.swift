import Basics
import Metrics
package import OpenInference
import PipelineKit
import Synchronization
package import Tensors

/// What the server says and does, whatever the way on which it is asked.
package final class InferenceService: Sendable {
  /// The only version of each model.
  package static let version = "1"
  /// What it can do beyond the protocol: of Triton's extensions.
  package static let extensions = ["binary_tensor_data", "model_configuration", "statistics"]

  /// In the order in which they were given.
  package let networks: [NetworkOnServer]
  package let statistics: Statistics
  package let metrics: OpenMetrics
  package let queue: BatchQueue
  /// The most bytes in a request.
  package let largestRequest: Int
  private let token: String?
  private let closing = Mutex(false)

  /// - Parameters:
  ///   - most: how many requests may wait.
  ///   - token: what requests must know; nil for nothing.
  package init(_ networks: [NetworkOnServer], most: Int, largestRequest: Int, token: String?) {
    self.networks = networks
    metrics = OpenMetrics()
    statistics = Statistics(networks.map(\.name), factory: metrics)
    queue = BatchQueue(most: most, statistics: statistics)
    (self.largestRequest, self.token) = (largestRequest, token)
  }

  /// Whether it takes requests for inference.
  package var isReady: Bool { !closing.withLock { $0 } }

  /// Takes no more requests; those that wait are still answered.
  package func close() {
    closing.withLock { $0 = true }
    queue.close()
  }

  /// Throws if the request doesn't know the token.
  ///
  /// - Parameter authorization: the header of that name.
  package func authorize(_ authorization: String?) throws(ServiceError) {
    guard let token else { return }
    let (given, expected) = (Array((authorization ?? "").utf8), Array("Bearer \(token)".utf8))
    // In a time that doesn't tell how much of it is right.
    let difference = zip(given, expected).reduce(UInt8(given.count == expected.count ? 0 : 1)) { $0 | ($1.0 ^ $1.1) }
    if difference != 0 { throw .token }
  }

  /// The network of a model. An empty version is any.
  package func network(_ name: String, version: String) throws(ServiceError) -> NetworkOnServer {
    guard let network = networks.first(where: { $0.name == name }) else {
      let known = networks.map(\.name)
      throw .unknown("no model is called '\(ShownText.line(name))'; served: \(quoted(known, "and"))")
    }
    guard version.isEmpty || version == Self.version else {
      throw .unknown("'\(name)' has version \(Self.version) only, not '\(ShownText.line(version))'")
    }
    return network
  }

  /// The output of a network for the inputs of a request.
  ///
  /// - Parameters:
  ///   - outputs: those that are asked for; none for all.
  ///   - transport: `http` or `grpc`.
  package func infer(
    _ name: String, version: String, over transport: String, outputs: [String],
    _ inputs: () throws(ServiceError) -> [SentTensor]
  ) async throws -> (network: NetworkOnServer, output: Tensor) {
    let network = try network(name, version: version)
    let began = ContinuousClock.now
    func answered(_ status: Int) {
      statistics.answered(name, over: transport, status: status, after: ContinuousClock.now - began)
    }
    do {
      if let other = outputs.first(where: { $0 != network.output.name }) {
        throw ServiceError.request("'\(name)' gives '\(network.output.name)', not '\(ShownText.line(other))'")
      }
      let output: Tensor
      let batch = try network.batch(inputs())
      do { output = try await queue.evaluate(batch, by: network) } catch {
        if error is ServiceError || error is CancellationError { throw error }
        throw ServiceError.failed("\(error)")
      }
      if let index = output.values.firstIndex(where: { !$0.isFinite }) {
        let row = index / (output.count / output.shape[0])
        throw ServiceError.request("the network's output for picture \(row) is not finite: its numbers are too large")
      }
      answered(200)
      return (network, output)
    } catch {
      // A client that went away gets no answer.
      answered((error as? ServiceError)?.status ?? 499)
      throw error
    }
  }
}
