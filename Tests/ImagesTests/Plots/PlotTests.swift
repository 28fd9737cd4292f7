import Foundation
import Images
import Tensors
import Testing

@Suite struct PlotTests {
  typealias Points = [(x: Double, y: Double)]

  func plot(
    _ points: Points..., x: Plot.Axis = .init("x"), y: Plot.Axis = .init("y"), style: Plot.Style = .solid,
    hasMarkers: Bool? = false, names: Bool = false
  ) -> Plot {
    Plot("", x: x, y: y, points.map { Plot.Series(names ? "name" : "", $0, style: style, hasMarkers: hasMarkers) })
  }

  /// Pixels that are nearly of the first series' colour, (0, 114, 178) of 255.
  func blue(_ picture: Tensor) -> Set<SIMD2<Int>> {
    let (_, _, h, w) = picture.nchw
    var found: Set<SIMD2<Int>> = []
    for y in 0..<h {
      for x in 0..<w where picture[0, 0, y, x] < -0.7 && picture[0, 2, y, x] > 0.2 { found.insert([x, y]) }
    }
    return found
  }

  @Test func aLineGoesFromItsFirstPointToItsLast() throws {
    let exact = (x: Plot.Axis("", lower: 0, upper: 1), y: Plot.Axis("", lower: 0, upper: 1))
    let picture = try plot([(0, 0), (1, 1)], x: exact.x, y: exact.y).image(width: 400, height: 300)
    #expect(picture.shape == [1, 3, 300, 400])
    let line = blue(picture)
    let (left, right) = (line.map(\.x).min()!, line.map(\.x).max()!)
    let (top, bottom) = (line.map(\.y).min()!, line.map(\.y).max()!)
    #expect(right - left > 300 && bottom - top > 200)
    // Every column of the way is painted, and nothing away from the diagonal.
    for x in left...right { #expect(line.contains { $0.x == x }) }
    for pixel in line {
      let along = Double(pixel.x - left) / Double(right - left)
      #expect(abs(Double(bottom - pixel.y) / Double(bottom - top) - along) < 0.02)
    }
  }

  @Test func aPointThatCanNotBeShownIsAGap() throws {
    let whole = try blue(plot([(0, 1), (1, 1), (2, 1), (3, 1), (4, 1)]).image())
    for gap in [Double.nan, .infinity, -.infinity, 1e200] {
      let cut = try blue(plot([(0, 1), (1, 1), (2, gap), (3, 1), (4, 1)]).image())
      #expect(cut.isSubset(of: whole) && (40...60).contains(cut.count * 100 / whole.count), "\(gap)")
    }
    let loss = Plot.Axis("", .logarithmic)
    for gap in [0, -1, Double.nan] {
      let cut = try blue(plot([(0, 1), (1, 1), (2, gap), (3, 1), (4, 1)], y: loss).image())
      #expect((40...60).contains(cut.count * 100 / whole.count), "\(gap)")
    }
  }

  /// Whatever numbers there are, it is a picture or an error.
  @Test func extremeNumbersArePlottedOrRefused() throws {
    let values: [Double] = [
      0, -0.0, 1, -1, .leastNonzeroMagnitude, .leastNormalMagnitude, 1e-100, 1e-45, 1e-30, 1e30, 3.4e38, 9.9e99, 1e100,
      -9.9e99, 1e300, .nan,
      .infinity,
      -.infinity, .greatestFiniteMagnitude, 1 + .ulpOfOne,
    ]
    let axes: [Plot.Axis] = [
      .init("a"), .init("a", .logarithmic), .init("a", lower: 0), .init("a", lower: 0, upper: 1),
      .init("a", lower: 1, upper: 1 + .ulpOfOne), .init("a", .logarithmic, lower: 1e-90, upper: 1e90),
      .init("a", lower: 0, upper: 1e-110), .init("a", ticks: [.nan, 1e300, 0, .leastNonzeroMagnitude]),
    ]
    for axis in axes {
      for first in values {
        for second in values {
          for style in [Plot.Style.solid, .dashed] {
            do {
              let points = [(x: first, y: second), (x: second, y: first), (x: 1, y: 2), (x: 2, y: first)]
              let picture = try plot(points, x: axis, y: axis, style: style, hasMarkers: true)
                .image(width: 200, height: 200)
              #expect(picture.isFinite)
            } catch { #expect(error is PlotFault) }
          }
        }
      }
    }
  }

  @Test func aLonePointIsAMark() throws {
    for points: Points in [[(3, 4)], [(3, 4), (3, 4)], [(0, 0)], [(1, 1), (2, .nan), (3, 1)]] {
      #expect(try (20...400).contains(blue(plot(points, hasMarkers: points.count == 2).image()).count))
    }
  }

  @Test func marksAndDashes() throws {
    let points: Points = [(0, 0), (1, 2), (2, 1)]
    let line = try blue(plot(points).image())
    #expect(try blue(plot(points, hasMarkers: true).image()).count > line.count + 30)
    let faint = try plot(points, style: .faint).image()
    let paper = try plot(points, style: .points).image()
    #expect(blue(faint).isEmpty && faint != paper)
    #expect(try blue(plot(points, style: .points).image()).count < line.count / 3)
    let dashed = try blue(plot(points, style: .dashed).image())
    #expect((40...80).contains(dashed.count * 100 / line.count))
  }

  @Test func linesStayInsideOfTheAxes() throws {
    let points: Points = [(-1e90, -1e90), (0.5, 0.5), (1e90, 3), (0.5, 0.4), (0.4, -7)]
    let (x, y) = (Plot.Axis("", lower: 0, upper: 1), Plot.Axis("", lower: 0, upper: 1))
    let frame = try blue(plot([(0, 0), (0, 1), (1, 1), (1, 0)], x: x, y: y).image())
    let line = try blue(plot(points, x: x, y: y).image())
    #expect(!line.isEmpty)
    #expect(line.allSatisfy { $0.x >= frame.map(\.x).min()! && $0.x <= frame.map(\.x).max()! })
    #expect(line.allSatisfy { $0.y >= frame.map(\.y).min()! && $0.y <= frame.map(\.y).max()! })
  }

  @Test func thousandsOfPointsOnALogarithmicAxis() throws {
    let points: Points = (0..<20_000).map { (Double($0), 1 / (1 + Double($0) / 50) + 0.01 * abs(sin(Double($0)))) }
    let picture = try plot(points, y: .init("loss", .logarithmic)).image()
    #expect(blue(picture).count > 500)
  }

  @Test func theLegendLiesWhereLeastIsHidden() throws {
    let rising: Points = (0...50).map { (Double($0), Double($0)) }
    let bare = plot(rising)
    let named = plot(rising, names: true)
    // A rising line leaves the upper left corner free: nothing of it is covered.
    #expect(try blue(bare.image()).isSubset(of: blue(named.image())))
    let falling: Points = rising.map { ($0.x, -$0.y) }
    #expect(try blue(plot(falling).image()).isSubset(of: blue(plot(falling, names: true).image())))
  }

  @Test func everySizeAndTextIsDrawn() throws {
    let long = String(repeating: "a very long text ", count: 40)
    for (width, height) in [(200, 200), (200, 900), (900, 200), (640, 420)] {
      let plot = Plot(
        long, x: .init(long), y: .init(long, .logarithmic),
        (0..<9).map { i in .init(long, [(0, 1), (1, Double(i) + 1e8)]) })
      #expect(try plot.image(width: width, height: height).shape == [1, 3, height, width])
    }
  }

  @Test func whatIsNoPlot() {
    let data: Points = [(0, 1)]
    let cases: [(Plot, (Int, Int), String)] = [
      (Plot("Loss", x: .init("x"), y: .init("y"), []), (640, 420), "plot 'Loss' has no points"),
      (plot([]), (640, 420), "plot '' has no points"),
      (
        plot([(0, .nan), (.infinity, 2)], y: .init("y", .logarithmic)), (640, 420),
        "plot '': none of its 2 points can be shown (not finite, or not positive on a logarithmic axis)"
      ),
      (plot(data), (199, 420), "a plot is 200 to 8000 pixels wide and high, found 199×420"),
      (plot(data), (640, .max), "a plot is 200 to 8000 pixels wide and high, found 640×\(Int.max)"),
      (plot(data, x: .init("t (s)", lower: .nan)), (640, 420), "axis 't (s)' can't begin or end at nan"),
      (plot(data, y: .init("loss", .logarithmic, lower: 0)), (640, 420), "axis 'loss' can't begin or end at 0.0"),
      (plot(data, x: .init("x", lower: 2, upper: 1)), (640, 420), "axis 'x' should go from 2.0 to 1.0"),
    ]
    for (plot, size, expected) in cases {
      #expect(message { try plot.image(width: size.0, height: size.1) } == expected)
    }
  }
}
