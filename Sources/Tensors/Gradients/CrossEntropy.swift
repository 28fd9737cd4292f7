import Foundation

extension Tensor {
  /// The mean over the rows n of −log softmax(row n)[label n]: a scalar. The tensor is N×K, a number for each class;
  /// labels are 0 ..< K. Computed in double precision relative to the greatest number of each row, so that nothing
  /// overflows.
  public func crossEntropy(with labels: [Int]) -> Tensor {
    precondition(
      rank == 2 && shape[0] == labels.count && !labels.isEmpty && labels.allSatisfy { (0..<shape[1]).contains($0) },
      "\(shapeText) with \(labels.count) labels")
    let (rows, classes) = (shape[0], shape[1])
    // (softmax − one-hot)/N, the gradient.
    var slopes = [Float](repeating: 0, count: count)
    var sum = 0.0
    for row in 0..<rows {
      let logits = values[row * classes..<(row + 1) * classes].map(Double.init)
      let greatest = logits.max()!
      let powers = logits.map { exp($0 - greatest) }
      let total = powers.reduce(0, +)
      sum += log(total) - (logits[labels[row]] - greatest)
      for (k, power) in powers.enumerated() {
        slopes[row * classes + k] = Float((power / total - (k == labels[row] ? 1 : 0)) / Double(rows))
      }
    }
    return Tensor([], [Float(sum / Double(rows))]).recorded(from: self) { [gradient = Tensor(shape, slopes)] g in
      [gradient * g.values[0]]
    }
  }
}
