import PipelineKit
import Synchronization
import Tensors

/// A network on this machine that is loaded for its first evaluation. A run that only encodes prompts doesn't read its
/// weights, and where both are needed the text encoder's memory is free again by then.
final class NetworkOnDemand: Network {
  private let loaded = Mutex<(any Network)?>(nil)
  private let load: @Sendable () throws -> any Network

  init(_ load: @escaping @Sendable () throws -> any Network) { self.load = load }

  /// Evaluations that come while it is being loaded wait. Throws what loading throws.
  func callAsFunction(_ batch: NetworkBatch) throws -> Tensor {
    let network = try loaded.withLock { loaded in
      if let loaded { return loaded }
      let new = try load()
      loaded = new
      return new
    }
    return try network(batch)
  }
}
