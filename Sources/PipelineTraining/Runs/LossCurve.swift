import Images
import Tensors

/// The loss curve of a run: rows of a step, the mean loss since the row before, and the learning rate.
struct LossCurve {
  let rows: [[Float]]

  var csv: String {
    "step,loss,rate\n" + rows.map { row in "\(LossCurve.step(row)),\(row[1]),\(row[2])\n" }.joined()
  }

  /// The curve as a picture; nil if there are no rows.
  func picture(title: String, loss: String, stepsPerEpoch: Int) throws -> Tensor? {
    let points = rows.map { (x: Double($0[0]) / Double(stepsPerEpoch), y: Double($0[1])) }
    guard points.contains(where: { $0.x.isFinite && $0.y.isFinite && $0.y > 0 }) else { return nil }
    // A mean over a thirtieth of the run removes the noise of single rows.
    let reach = points.count / 60
    let mean = points.indices.map { i in
      let near = points[max(0, i - reach)...min(points.count - 1, i + reach)]
      return (x: points[i].x, y: near.reduce(0) { $0 + $1.y } / Double(near.count))
    }
    let each = Plot.Series("mean of \(stepsPerRow) steps", points, style: .faint)
    let smooth = Plot.Series("mean of \(stepsPerRow * (2 * reach + 1)) steps", mean, hasMarkers: false)
    return try Plot(
      title, x: .init("epoch", lower: 0), y: .init(loss, .logarithmic), reach > 0 ? [each, smooth] : [smooth]
    ).image()
  }

  /// The steps between rows; the last row may have fewer.
  private var stepsPerRow: Int { rows.first.map(LossCurve.step) ?? 0 }

  /// The step in a row, limited to the range of Int.
  private static func step(_ row: [Float]) -> Int { row[0].isFinite ? Int(min(max(row[0], 0), 1e12)) : 0 }
}
