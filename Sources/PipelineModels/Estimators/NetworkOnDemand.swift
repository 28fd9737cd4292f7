import Inference
import PipelineKit
import Synchronization
import Tensors

/// A network on this machine that is loaded for its first evaluation. A run that only encodes prompts doesn't read its
/// weights, and where both are needed the text encoder's memory is free again by then.
final class NetworkOnDemand: PartialNetwork {
  private let loaded = Mutex<(any PartialNetwork)?>(nil)
  private let load: @Sendable () throws -> any PartialNetwork

  init(_ load: @escaping @Sendable () throws -> any PartialNetwork) { self.load = load }

  /// The network. Evaluations that come while it is being loaded wait. Throws what loading throws.
  private func network() throws -> any PartialNetwork {
    try loaded.withLock { loaded in
      if let loaded { return loaded }
      let new = try load()
      loaded = new
      return new
    }
  }

  func callAsFunction(_ batch: NetworkBatch, reusing reuse: FeatureReuse?) throws -> (Tensor, KeptFeatures?) {
    let network = try network()
    return try network(batch, reusing: reuse)
  }

  func share(_ reuse: FeatureReuse, height: Int, width: Int) -> Double {
    (try? network().share(reuse, height: height, width: width)) ?? 1
  }
}
