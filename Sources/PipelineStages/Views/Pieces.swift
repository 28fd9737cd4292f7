import Foundation

/// The rigid pieces that a rearrangement of pixels consists of: of a jigsaw puzzle its pieces, of a quarter turn the whole
/// picture, of a random order single pixels. Each is a connected set of pixels that move and turn together, so that a film
/// can show them on their way.
///
/// They are found from the order of pixels alone. Pixel p goes to T(p); around p, T(q) = T(p) + M (q − p) for one of the
/// eight matrices M of a square's symmetries, and p's piece is all that can be reached with the same M.
struct Pieces {
  /// A symmetry of the square: first mirrored, then turned clockwise by quarters.
  struct Symmetry {
    enum Mirror { case none, upsideDown, sideways }
    let quarters: Int
    let mirror: Mirror

    /// In this order where several describe a piece equally well.
    static let all = [
      Symmetry(0, .none), Symmetry(1, .none), Symmetry(2, .none), Symmetry(3, .none), Symmetry(0, .upsideDown),
      Symmetry(0, .sideways), Symmetry(1, .upsideDown), Symmetry(3, .upsideDown),
    ]

    init(_ quarters: Int, _ mirror: Mirror) { (self.quarters, self.mirror) = (quarters, mirror) }

    /// M (dy, dx); y points down.
    func callAsFunction(_ dy: Int, _ dx: Int) -> (dy: Int, dx: Int) {
      var (dy, dx) = (mirror == .upsideDown ? -dy : dy, mirror == .sideways ? -dx : dx)
      for _ in 0..<quarters { (dy, dx) = (dx, -dy) }
      return (dy, dx)
    }

    /// The turn in radians, clockwise, the short way.
    var angle: Double { Double(quarters == 3 ? -1 : quarters) * .pi / 2 }
  }

  /// A piece and its way from its place in the picture to that in the view.
  struct Piece {
    var symmetry: Symmetry
    /// The bounds of its pixels in the picture.
    var rows: Range<Int>, columns: Range<Int>
    /// Its middle before and after, in pixels from the top left corner.
    var start: (y: Double, x: Double), end: (y: Double, x: Double)
    var moves: Bool { start != end || symmetry.quarters != 0 || symmetry.mirror != .none }
  }

  private let width: Int
  /// The piece of each pixel of the picture, row by row.
  let ofPixel: [Int]
  let all: [Piece]

  /// The pieces of `order`, which gives pictures of `newWidth` columns, in a picture of height×width.
  init(_ order: PixelOrder, _ height: Int, _ width: Int, newWidth: Int) {
    let target = order.inverse.source
    /// The way from pixel `p` to its place in the view.
    func place(_ p: Int) -> (y: Int, x: Int) { (target[p] / newWidth, target[p] % newWidth) }
    func neighbours(_ p: Int) -> [(pixel: Int, dy: Int, dx: Int)] {
      let (y, x) = (p / width, p % width)
      return [(0, 1), (1, 0), (0, -1), (-1, 0)].compactMap { dy, dx in
        (0..<height).contains(y + dy) && (0..<width).contains(x + dx) ? (p + dy * width + dx, dy, dx) : nil
      }
    }
    func agrees(_ p: Int, _ n: (pixel: Int, dy: Int, dx: Int), _ symmetry: Symmetry) -> Bool {
      let (from, to, step) = (place(p), place(n.pixel), symmetry(n.dy, n.dx))
      return to.y - from.y == step.dy && to.x - from.x == step.dx
    }
    var ofPixel = [Int](repeating: -1, count: height * width)
    var pieces: [Piece] = []
    for first in ofPixel.indices where ofPixel[first] < 0 {
      let near = neighbours(first).filter { ofPixel[$0.pixel] < 0 }
      var (symmetry, most) = (Symmetry.all[0], 0)
      for candidate in Symmetry.all {
        let count = near.count { agrees(first, $0, candidate) }
        if count > most { (symmetry, most) = (candidate, count) }
      }
      ofPixel[first] = pieces.count
      var found = [first]
      var next = 0
      while next < found.count {
        for n in neighbours(found[next]) where ofPixel[n.pixel] < 0 && agrees(found[next], n, symmetry) {
          ofPixel[n.pixel] = pieces.count
          found.append(n.pixel)
        }
        next += 1
      }
      let (ys, xs) = (found.map { $0 / width }, found.map { $0 % width })
      let (rows, columns) = (ys.min()!..<ys.max()! + 1, xs.min()!..<xs.max()! + 1)
      let places = found.map(place)
      let (newYs, newXs) = (places.map(\.y), places.map(\.x))
      pieces.append(
        Piece(
          symmetry: symmetry, rows: rows, columns: columns,
          start: (Double(rows.lowerBound + rows.upperBound) / 2, Double(columns.lowerBound + columns.upperBound) / 2),
          end: (Double(newYs.min()! + newYs.max()! + 1) / 2, Double(newXs.min()! + newXs.max()! + 1) / 2)))
    }
    (self.width, self.ofPixel, all) = (width, ofPixel, pieces)
  }
}

extension Pieces {
  /// Samples of a pixel of a film in each direction: their mean smooths edges.
  static let samples = 2

  /// What is seen at a moment, `progress` 0 … 1, in a frame of height×width pixels, of which `scale` are as long as one of the
  /// picture: row by row, `samples` of each pixel in each direction, the picture's pixel or −1 where there is none. The
  /// picture's corner lies at `before` and the view's at `after`, in pixels of the picture.
  ///
  /// Pieces move on straight lines and turn evenly; what is mirrored turns over like a card. Those that move lie on those
  /// that don't.
  func sources(
    at progress: Double, height: Int, width: Int, scale: Int, before: (y: Double, x: Double),
    after: (y: Double, x: Double)
  ) -> [Int32] {
    let (high, wide) = (height * Self.samples, width * Self.samples)
    let perPixel = Double(scale * Self.samples)
    var sources = [Int32](repeating: -1, count: high * wide)
    let inOrder = all.indices.filter { !all[$0].moves } + all.indices.filter { all[$0].moves }
    for index in inOrder {
      let piece = all[index]
      let pose = piece.pose(at: progress, before: before, after: after)
      /// The samples whose middles may lie between two positions.
      func samples(_ bounds: ClosedRange<Double>, of count: Int) -> Range<Int> {
        let first = max(0, Int((bounds.lowerBound * perPixel).rounded(.down)))
        return first..<max(first, min(count, Int((bounds.upperBound * perPixel).rounded(.up))))
      }
      for row in samples(pose.rows, of: high) {
        for column in samples(pose.columns, of: wide) {
          let (y, x) = pose.source(y: (Double(row) + 0.5) / perPixel, x: (Double(column) + 0.5) / perPixel)
          guard piece.rows.contains(y), piece.columns.contains(x) else { continue }
          let pixel = y * self.width + x
          if ofPixel[pixel] == index { sources[row * wide + column] = Int32(pixel) }
        }
      }
    }
    return sources
  }
}

extension Pieces.Piece {
  /// A piece at a moment of its way.
  struct Pose {
    /// Rows and columns that hold all of it, in pixels of the picture.
    let rows, columns: ClosedRange<Double>
    private let middle, start: (y: Double, x: Double)
    private let cosine, sine: Double
    /// What a height and a width of 1 have become.
    private let high, wide: Double

    fileprivate init(_ piece: Pieces.Piece, _ progress: Double, middle: (y: Double, x: Double)) {
      (self.middle, start) = (middle, piece.start)
      let angle = piece.symmetry.angle * progress
      (cosine, sine) = (cos(angle), sin(angle))
      // A card that is seen from its edge has no pixels, but a size that can be divided by.
      let over = cos(.pi * progress)
      let size = abs(over) < 1e-6 ? 1e-6 : over
      high = piece.symmetry.mirror == .upsideDown ? size : 1
      wide = piece.symmetry.mirror == .sideways ? size : 1
      let (halfHeight, halfWidth) = (
        Double(piece.rows.count) / 2 * abs(high), Double(piece.columns.count) / 2 * abs(wide)
      )
      let y = abs(cosine) * halfHeight + abs(sine) * halfWidth
      let x = abs(sine) * halfHeight + abs(cosine) * halfWidth
      (rows, columns) = (middle.y - y...middle.y + y, middle.x - x...middle.x + x)
    }

    /// The pixel of the picture that would now be at (y, x), in it or not.
    func source(y: Double, x: Double) -> (y: Int, x: Int) {
      let (dy, dx) = (y - middle.y, x - middle.x)
      // Far outside where the size is hardly anything.
      func pixel(_ place: Double) -> Int { Int(min(max(place, -1), 1e9).rounded(.down)) }
      return (
        pixel(start.y + (cosine * dy - sine * dx) / high), pixel(start.x + (sine * dy + cosine * dx) / wide)
      )
    }
  }

  fileprivate func pose(
    at progress: Double, before: (y: Double, x: Double), after: (y: Double, x: Double)
  ) -> Pose {
    func between(_ first: Double, _ last: Double) -> Double { first + (last - first) * progress }
    return Pose(
      self, progress,
      middle: (
        between(start.y + before.y, end.y + after.y), between(start.x + before.x, end.x + after.x)
      ))
  }
}
