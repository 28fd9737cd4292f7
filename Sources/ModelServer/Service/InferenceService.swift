import Basics
import Dispatch
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
  /// What requests may take together.
  package let budget: RequestBudget
  private let room: MemoryRoom
  private let token: String?
  private let closing = Mutex(false)
  /// Where requests are read and answers written: one after the other, and not where others are waited for.
  private let desk = DispatchQueue(label: "requests")

  /// - Parameters:
  ///   - most: how many requests may be there at the same time.
  ///   - largestRequest: the most bytes of a request, as far as memory allows.
  ///   - token: what requests must know; nil for nothing.
  ///   - memory: the bytes that the process may use.
  package init(
    _ networks: [NetworkOnServer], most: Int, largestRequest: Int, token: String?, memory: Int = MachineMemory.limit
  ) {
    self.networks = networks
    metrics = OpenMetrics()
    statistics = Statistics(networks.map(\.name), factory: metrics)
    budget = RequestBudget(most: most, largest: largestRequest, memory: memory)
    room = MemoryRoom(budget, weights: networks.reduce(0) { $0 + ($1.memory?.weights ?? 0) }, limit: memory)
    queue = BatchQueue(room: room, statistics: statistics)
    self.token = token
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
    let words = (authorization ?? "").split(separator: " ", maxSplits: 1)
    guard words.count == 2, words[0].lowercased() == "bearer" else { throw .token }
    let (given, expected) = (Array(words[1].utf8), Array(token.utf8))
    // In a time that doesn't tell how much of it is right.
    let difference = zip(given, expected).reduce(UInt8(given.count == expected.count ? 0 : 1)) { $0 | ($1.0 ^ $1.1) }
    if difference != 0 { throw .token }
  }

  /// The network of a model. An empty version is any.
  package func network(_ name: String, version: String) throws(ServiceError) -> NetworkOnServer {
    guard let network = networks.first(where: { $0.name == name }) else {
      let known = networks.map(\.name)
      throw .unknown("no model is called '\(ShownText.brief(name))'; served: \(quoted(known, "and"))")
    }
    guard version.isEmpty || version == Self.version else {
      throw .unknown("'\(name)' has version \(Self.version) only, not '\(ShownText.brief(version))'")
    }
    return network
  }

  /// The output of a network for a request. Whatever comes of it is counted.
  ///
  /// - Parameters:
  ///   - transport: `http` or `grpc`.
  ///   - receive: waits for the request, and gives the work of reading it.
  package func infer(
    _ name: String, version: String, over transport: String,
    _ receive: () async throws -> @Sendable () throws(ServiceError) -> InferenceQuestion
  ) async throws -> (network: NetworkOnServer, question: InferenceQuestion, output: Tensor) {
    let began = ContinuousClock.now
    func answered(_ status: Int) {
      statistics.answered(name, over: transport, status: status, after: ContinuousClock.now - began)
    }
    do {
      let read = try await receive()
      let network = try network(name, version: version)
      let (question, batch) = try await atDesk { [room] in
        let question = try read()
        if let other = question.outputs.first(where: { $0 != network.output.name }) {
          throw ServiceError.request("'\(name)' gives '\(network.output.name)', not '\(ShownText.brief(other))'")
        }
        return (question, try network.batch(question.inputs, most: room.most))
      }
      let output: Tensor
      do { output = try await queue.evaluate(batch, by: network) } catch {
        if error is ServiceError || error is CancellationError { throw error }
        throw ServiceError.failed("\(error)")
      }
      if let index = output.values.firstIndex(where: { !$0.isFinite }) {
        let row = index / (output.count / output.shape[0])
        throw ServiceError.request("the network's output for picture \(row) is not finite: its numbers are too large")
      }
      answered(200)
      return (network, question, output)
    } catch {
      // A client that went away gets no answer.
      answered((error as? ServiceError)?.status ?? 499)
      throw error
    }
  }

  /// Notes a request that was refused before it came to a model.
  package func refused(_ error: ServiceError, over transport: String) {
    statistics.answered("", over: transport, status: error.status, after: .zero)
  }

  /// Does work on a request that may take long, such as reading many numbers, apart from the threads on which other
  /// requests are waited for and health is told.
  package func atDesk<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      desk.async { continuation.resume(with: Swift.Result { try work() }) }
    }
  }
}

/// A request for inference, whatever the way on which it came.
package struct InferenceQuestion: Sendable {
  /// What the client calls it, if anything.
  package var id: String?
  package var inputs: [SentTensor]
  /// The outputs that are asked for; none for all.
  package var outputs: [String]
  /// Whether the output is wanted in binary.
  package var isBinary: Bool

  package init(id: String? = nil, inputs: [SentTensor], outputs: [String] = [], isBinary: Bool = true) {
    (self.id, self.inputs, self.outputs, self.isBinary) = (id, inputs, outputs, isBinary)
  }
}
