import Foundation
package import Metrics
import Synchronization

/// What a server did, for each model, since its start: for the protocol's statistics, and as metrics.
package final class Statistics: Sendable {
  /// How often, and how long in all.
  package struct Duration: Sendable, Equatable {
    package var count: UInt64 = 0
    package var nanoseconds: UInt64 = 0

    mutating func add(_ duration: Swift.Duration, times: UInt64 = 1) {
      count += times
      nanoseconds += Self.nanoseconds(duration) * times
    }

    static func nanoseconds(_ duration: Swift.Duration) -> UInt64 {
      let (seconds, attoseconds) = duration.components
      return UInt64(max(0, seconds)) * 1_000_000_000 + UInt64(max(0, attoseconds)) / 1_000_000_000
    }
  }

  /// What happened with a model.
  package struct Model: Sendable, Equatable {
    /// Milliseconds since 1970; 0 before the first.
    package var lastInference: UInt64 = 0
    package var pictures: UInt64 = 0
    package var batches: UInt64 = 0
    package var success = Duration()
    package var failure = Duration()
    package var queue = Duration()
    package var compute = Duration()
    /// By the number of pictures in a batch.
    package var batchSizes: [Int: Duration] = [:]
  }

  private let models: Mutex<[String: Model]>
  private let factory: any MetricsFactory

  package init(_ names: [String], factory: any MetricsFactory) {
    models = Mutex(Dictionary(uniqueKeysWithValues: names.map { ($0, Model()) }))
    self.factory = factory
  }

  /// What happened with a model so far.
  package func of(_ name: String) -> Model { models.withLock { $0[name] ?? Model() } }

  /// A batch was evaluated.
  ///
  /// - Parameters:
  ///   - waits: how long each of its requests waited.
  package func ran(_ name: String, pictures: Int, computing: Swift.Duration, waits: [Swift.Duration]) {
    models.withLock { models in
      models[name]?.lastInference = UInt64(max(0, Date().timeIntervalSince1970) * 1000)
      models[name]?.pictures += UInt64(pictures)
      models[name]?.batches += 1
      models[name]?.batchSizes[pictures, default: Duration()].add(computing)
      for wait in waits {
        models[name]?.queue.add(wait)
        models[name]?.compute.add(computing)
      }
    }
    let model = [("model", name)]
    Counter(label: "pipelinekit_pictures", dimensions: model, factory: factory).increment(by: pictures)
    Recorder(label: "pipelinekit_batch_pictures", dimensions: model, factory: factory).record(pictures)
    Timer(label: "pipelinekit_compute_seconds", dimensions: model, factory: factory)
      .recordNanoseconds(Int64(Duration.nanoseconds(computing)))
    for wait in waits {
      Timer(label: "pipelinekit_wait_seconds", dimensions: model, factory: factory)
        .recordNanoseconds(Int64(Duration.nanoseconds(wait)))
    }
  }

  /// A request was answered.
  ///
  /// - Parameters:
  ///   - name: the model's; what isn't one is counted without a name, as anything may be asked for.
  ///   - status: of HTTP; also for gRPC.
  package func answered(_ name: String, over transport: String, status: Int, after duration: Swift.Duration) {
    let isKnown = models.withLock { models in
      if status == 200 { models[name]?.success.add(duration) } else { models[name]?.failure.add(duration) }
      return models[name] != nil
    }
    Counter(
      label: "pipelinekit_requests",
      dimensions: [("model", isKnown ? name : ""), ("protocol", transport), ("status", String(status))],
      factory: factory
    ).increment()
  }
}
