package import Images

/// How one cost grows along one axis, beside what the arithmetic says.
package struct Growth: Sendable {
  package struct Point: Sendable {
    /// Where on the axis.
    package var value: Double
    package var measured, predicted: Double

    package init(value: Double, measured: Double, predicted: Double) {
      (self.value, self.measured, self.predicted) = (value, measured, predicted)
    }
  }

  package enum Quantity: String, Sendable { case time, memory }

  /// What grows, in one word: `size`.
  package var axis: String
  package var quantity: Quantity
  package var title: String
  /// The axis with its unit: `height and width (px)`.
  package var label: String
  /// How the prediction was made, in a sentence.
  package var prediction: String
  /// In the axis' order; seconds or bytes.
  package var points: [Point]
  /// Whether powers matter, rather than differences.
  package var isLogarithmic: Bool

  package init(
    axis: String, quantity: Quantity, title: String, label: String, prediction: String, points: [Point],
    isLogarithmic: Bool
  ) {
    (self.axis, self.quantity, self.title, self.label) = (axis, quantity, title, label)
    (self.prediction, self.points, self.isLogarithmic) = (prediction, points, isLogarithmic)
  }

  package var picture: String { "\(axis)-\(quantity.rawValue).png" }

  package var plot: Plot {
    let unit = quantity == .time ? 1 : 1e-6
    let ticks = points.map(\.value)
    let isTime = quantity == .time
    return Plot(
      title, x: .init(label, isLogarithmic ? .logarithmic : .linear, ticks: ticks),
      y: .init(
        isTime ? "time (s)" : "peak memory (MB)", isLogarithmic && isTime ? .logarithmic : .linear,
        lower: isLogarithmic && isTime ? nil : 0),
      [
        .init("measured", points.map { ($0.value, $0.measured * unit) }),
        .init("predicted", points.map { ($0.value, $0.predicted * unit) }, style: .dashed),
      ])
  }

  /// A section of the page that shows it.
  package var markdown: String {
    let show = quantity == .time ? Text.seconds : Text.bytes
    let table = Table(
      [label, "measured", "predicted", "ratio"],
      points.map {
        ["\(Int($0.value))", show($0.measured), show($0.predicted), Text.number($0.measured / $0.predicted)]
      }
    )
    return """
      ## \(title)

      ![\(title), measured and predicted](\(picture))

      Predicted: \(prediction).

      \(table.markdown)
      """
  }

  /// All of them as comma-separated values, seconds and bytes.
  package static func csv(_ all: [Growth]) -> String {
    let rows = all.flatMap { growth in
      growth.points.map { "\(growth.axis),\(growth.quantity.rawValue),\($0.value),\($0.measured),\($0.predicted)" }
    }
    return (["axis,quantity,value,measured,predicted"] + rows).joined(separator: "\n") + "\n"
  }
}
