import ModelServer
import PipelineKit
import PipelineModels
import Synchronization
import Tensors

/// x̂ = x + t + Σ condition + noise level, for each picture by itself, and a record of the batches.
final class SumNetwork: Network {
  let batches = Mutex<[Int]>([])
  /// Called before each batch.
  let before: @Sendable () throws -> Void

  init(before: @escaping @Sendable () throws -> Void = {}) { self.before = before }

  func callAsFunction(_ batch: NetworkBatch) throws -> Tensor {
    try before()
    batches.withLock { $0.append(batch.pictures) }
    let sample = batch.sample
    let count = sample.shape[0]
    func each(_ numbers: [Float]) -> [Float] {
      numbers.isEmpty
        ? [Float](repeating: 0, count: count)
        : numbers.count == count ? numbers : [Float](repeating: numbers[0], count: count)
    }
    let (times, levels) = (each(batch.timesteps), each(batch.noiseLevels ?? []))
    let condition = batch.condition.map { $0.broadcast(to: [count] + $0.shape[1...]) }
    let size = sample.count / count
    return Tensor(
      sample.shape,
      sample.values.enumerated().map { index, value in
        let row = index / size
        return value + times[row] + levels[row] + (condition?.element(row).values.reduce(0, +) ?? 0)
      })
  }
}

/// A network of this form that is served as `net`.
func onServer(
  _ network: any Network = SumNetwork(), form: NetworkForm? = nil, divisor: Int = 1, memory: ModelMemory? = nil,
  largest: Int = 4
) -> NetworkOnServer {
  NetworkOnServer(
    name: "net", form: form ?? NetworkForm(inputChannels: 1, outputChannels: 1, height: 2, width: 2), network: network,
    divisor: divisor, memory: memory, largest: largest)
}
