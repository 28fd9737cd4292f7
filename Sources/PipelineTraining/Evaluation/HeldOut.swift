public import Inference
import Tensors

/// A mean with its standard error.
public struct Estimated: Sendable {
  /// The mean.
  public let mean: Double
  /// The mean's standard error.
  public let standardError: Double
}

extension DigitTask {
  /// The loss of a network on every digit, `passes` times with fresh noise. The standard error is computed from the
  /// losses of batches of a hundred digits. `each` is called after every batch with the number done and their total.
  public func loss(of network: DigitLearner, passes: Int, seed: UInt64, each: (Int, Int) throws -> Void) rethrows
    -> Estimated
  {
    let generator = Generator(seed: seed)
    let batches = stride(from: 0, to: count, by: 100).map { Array($0..<min(count, $0 + 100)) }
    var losses: [(loss: Double, weight: Double)] = []
    for pass in 0..<passes {
      for (index, batch) in batches.enumerated() {
        losses.append((Double(loss(batch, by: network, generator).values[0]), Double(batch.count)))
        try each(pass * batches.count + index + 1, passes * batches.count)
      }
    }
    let weight = losses.reduce(0) { $0 + $1.weight }
    let mean = losses.reduce(0) { $0 + $1.loss * $1.weight } / weight
    let squares = losses.reduce(0) { $0 + ($1.loss - mean) * ($1.loss - mean) * $1.weight } / weight
    return Estimated(mean: mean, standardError: (squares / Double(max(1, losses.count - 1))).squareRoot())
  }

  /// The number of digits that a classifier recognises. `each` is called after every batch with the number of digits
  /// done and their total.
  public func countRead(by classifier: DigitClassifier, each: (Int, Int) throws -> Void) rethrows -> Int {
    var right = 0
    for start in stride(from: 0, to: count, by: 100) {
      let batch = Array(start..<min(count, start + 100))
      let read = classifier.classes(of: digits.images(batch, black: configuration.black, white: configuration.white))
      right += zip(read, batch).count { $0 == digits.labels[$1] }
      try each(batch.last! + 1, count)
    }
    return right
  }
}
