public import Basics
public import Tensors

/// Lines over one pair of axes, as a picture.
///
/// ```swift
/// let plot = Plot("Loss", x: .init("step"), y: .init("mean squared error", .logarithmic), [.init("training", points)])
/// try ImageFile.write(plot.image(), to: "loss.png")
/// ```
public struct Plot: Sendable {
  /// How an axis maps numbers to places.
  public enum Scale: Sendable {
    /// Equal differences are equally long.
    case linear
    /// Equal ratios are equally long; only positive numbers can be shown.
    case logarithmic
  }

  /// One axis of a plot.
  public struct Axis: Sendable {
    /// The quantity and its unit: `time (s)`.
    public var label: String
    /// How numbers map to places on the axis.
    public var scale: Scale
    /// The first and the last number on the axis; nil: a little outside of the data.
    public var lower, upper: Double?
    /// The numbers with labelled ticks; nil: 1, 2 or 5 times powers of ten.
    public var ticks: [Double]?

    /// Makes an axis; `Plot.image` throws where its bounds make no range.
    public init(
      _ label: String, _ scale: Scale = .linear, lower: Double? = nil, upper: Double? = nil, ticks: [Double]? = nil
    ) {
      (self.label, self.scale, self.lower, self.upper, self.ticks) = (label, scale, lower, upper, ticks)
    }
  }

  /// How a series is drawn.
  public enum Style: Sendable {
    /// A continuous line.
    case solid
    /// A dashed line.
    case dashed
    /// Marks without a line.
    case points
    /// A thin pale line: for noisy data under a smooth line.
    case faint
  }

  /// A list of points, joined in their order.
  public struct Series: Sendable {
    /// Its name in the legend; empty for none.
    public var name: String
    /// A point that an axis can't show (NaN, infinite, not positive on a logarithmic axis) is a gap in the line.
    public var points: [(x: Double, y: Double)]
    /// How the points are drawn.
    public var style: Style
    /// Whether each point has a mark; nil: only on solid lines of at most 40 points.
    public var hasMarkers: Bool?

    /// Makes a series; points that can't be shown are left out when it is drawn.
    public init(_ name: String, _ points: [(x: Double, y: Double)], style: Style = .solid, hasMarkers: Bool? = nil) {
      (self.name, self.points, self.style, self.hasMarkers) = (name, points, style, hasMarkers)
    }

    var isMarked: Bool { style == .points || hasMarkers ?? (style == .solid && points.count <= 40) }
  }

  /// The line above the plot.
  public var title: String
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// The lines; later ones are drawn over earlier ones.
  public var series: [Series]

  /// Makes a plot; `image` checks it.
  public init(_ title: String, x: Axis, y: Axis, _ series: [Series]) {
    (self.title, self.x, self.y, self.series) = (title, x, y, series)
  }

  /// The sizes that a plot may have, in pixels.
  public static let sizes = 200...8000

  /// The plot as a picture 1×3×height×width. Throws where no point can be shown, an axis' bounds make no range, or a
  /// size is outside of `sizes`.
  public func image(width: Int = 640, height: Int = 420) throws -> Tensor {
    for size in [width, height] where !Plot.sizes.contains(size) { throw PlotFault.size(width: width, height: height) }
    let shown = series.map {
      $0.points.filter { PlotScale.isShowable($0.x, x.scale) && PlotScale.isShowable($0.y, y.scale) }
    }
    guard shown.contains(where: { !$0.isEmpty }) else {
      throw PlotFault.empty(title: title, points: series.reduce(0) { $0 + $1.points.count })
    }
    let across = try PlotScale(x, shown.joined().map(\.x))
    let up = try PlotScale(y, shown.joined().map(\.y))
    var canvas = try Canvas(width: width, height: height)
    let frame = PlotFrame(self, across, up, width: width, height: height)
    frame.draw(on: &canvas)
    var pens: [PlotPen] = []
    for (index, series) in series.enumerated() {
      var pen = PlotPen(columns: frame.columns, rows: frame.rows)
      for run in frame.runs(series) {
        pen.line(run, series.style)
        // A single point between gaps makes no line, so it gets a mark.
        if series.isMarked || run.count == 1 { for point in run { pen.mark(Plot.marker(index), at: point) } }
      }
      pen.paint(Plot.colour(index), series.style, on: &canvas)
      pens.append(pen)
    }
    PlotLegend(series, frame)?.draw(on: &canvas, avoiding: pens)
    return canvas.picture
  }

  static func marker(_ index: Int) -> PlotMarker { PlotMarker(rawValue: index % PlotMarker.allCases.count)! }

  /// Colours that can be told apart with any colour vision (Okabe & Ito 2008), the strong ones first.
  static func colour(_ index: Int) -> Canvas.Ink {
    let colours: [SIMD3<Float>] = [
      [0, 114, 178], [213, 94, 0], [0, 158, 115], [204, 121, 167], [86, 180, 233], [230, 159, 0], [60, 60, 60],
    ]
    return colours[index % colours.count] / 127.5 - 1
  }
}

/// An error in a plot.
public enum PlotFault: Fault {
  /// The size is outside of `Plot.sizes`.
  case size(width: Int, height: Int)
  /// None of the points can be shown.
  case empty(title: String, points: Int)
  /// An axis can't show its lower or upper bound.
  case bound(axis: String, Double)
  /// An axis' lower bound is not below its upper one.
  case bounds(axis: String, Double, Double)

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .size(let width, let height):
      "a plot is \(Plot.sizes.lowerBound) to \(Plot.sizes.upperBound) pixels wide and high, found \(width)×\(height)"
    case .empty(let title, 0): "plot '\(title)' has no points"
    case .empty(let title, let points):
      "plot '\(title)': none of its \(points) points can be shown (not finite, or not positive on a logarithmic axis)"
    case .bound(let axis, let value): "axis '\(axis)' can't begin or end at \(value)"
    case .bounds(let axis, let lower, let upper): "axis '\(axis)' should go from \(lower) to \(upper)"
    }
  }
}
