public import Basics
import PipelineKit
import Tensors

/// The pixels of an H×W picture in another order: pixel i of the result is the picture's `source[i]`, row by row.
package struct PixelOrder: Equatable {
  /// A permutation of 0 ..< H·W.
  package var source: [Int]

  /// The order that undoes this one.
  var inverse: PixelOrder {
    var back = source
    for (to, from) in source.enumerated() { back[from] = to }
    return PixelOrder(source: back)
  }

  /// N×C×H×W with the pixels of every channel in this order.
  func callAsFunction(_ image: Tensor) -> Tensor {
    let (n, c, h, w) = image.nchw
    return image.reshaped([n, c, h * w]).gathered(axis: 2, source).reshaped([n, c, h, w])
  }

  /// Takes each pixel of a result of height×width from the position `from(y, x)` of a picture of `columns`, which are as many
  /// as the result's unless given.
  init(_ height: Int, _ width: Int, columns: Int? = nil, from: (Int, Int) -> (y: Int, x: Int)) {
    source = []
    source.reserveCapacity(height * width)
    for y in 0..<height {
      for x in 0..<width {
        let place = from(y, x)
        source.append(place.y * (columns ?? width) + place.x)
      }
    }
  }

  init(source: [Int]) { self.source = source }

  /// The order that a view makes of the pixels of H×W; of a quarter turn, those of W×H. `negate`, which moves none, leaves
  /// them. Throws if the view doesn't take the size or the number of patches, or if `permutation` is missing.
  init(
    _ view: View.Rearrangement, _ height: Int, _ width: Int, seed: Seed, patches: Int, factor: Double,
    permutation: Permutation?
  ) throws {
    let generator = SeededGenerator()(seed: seed.number)
    switch view {
    case .identity, .negate: self.init(height, width) { ($0, $1) }
    case .rotate90: self.init(width, height, columns: width) { y, x in (height - 1 - x, y) }
    case .rotate180: self.init(height, width) { y, x in (height - 1 - y, width - 1 - x) }
    case .rotate270: self.init(width, height, columns: width) { y, x in (x, width - 1 - y) }
    case .flip: self.init(height, width) { y, x in (height - 1 - y, x) }
    case .mirror: self.init(height, width) { y, x in (y, width - 1 - x) }
    case .skew: self = .skew(height, width, factor: factor)
    case .patchPermute: self = try .patches(height, width, perSide: patches, generator: generator)
    case .pixelPermute: self.init(source: generator.permutation(height * width))
    case .jigsaw: self = try .jigsaw(height, width, generator: generator)
    case .innerCircle: self = .innerCircle(height, width)
    case .squareHinge: self = try .squareHinge(height, width)
    case .permutation:
      guard let permutation else { throw ViewFault.noPermutation }
      self = try .permutation(permutation, height, width)
    }
  }

  /// Moves column x down cyclically by factor · (x − W/2), rounded towards zero.
  static func skew(_ height: Int, _ width: Int, factor: Double) -> PixelOrder {
    PixelOrder(height, width) { y, x in
      let moved = (y - Int(factor * Double(x - width / 2))) % height
      return (moved < 0 ? moved + height : moved, x)
    }
  }

  /// Turns the central disc, whose radius is 3/8 of the shorter side, by 180°.
  static func innerCircle(_ height: Int, _ width: Int) -> PixelOrder {
    let diameter = 3 * min(height, width)
    return PixelOrder(height, width) { y, x in
      // Distances are in half pixels; scaled by 4 and compared with the diameter, all numbers are whole.
      let (dy, dx) = (2 * y + 1 - height, 2 * x + 1 - width)
      return 16 * (dy * dy + dx * dx) < diameter * diameter ? (height - 1 - y, width - 1 - x) : (y, x)
    }
  }

  /// Turns each of 3×3 squares, a third of the side wide, by 90°: clockwise if row + column is even, else
  /// counterclockwise. One or two remaining rows and columns stay.
  static func squareHinge(_ height: Int, _ width: Int) throws -> PixelOrder {
    try View.Rearrangement.squareHinge.requireSize(height, width)
    let side = height / 3
    return PixelOrder(height, width) { y, x in
      let (row, column) = (y / side, x / side)
      guard row < 3, column < 3 else { return (y, x) }
      let (dy, dx) = (y - row * side, x - column * side)
      let turned = (row + column) % 2 == 0 ? (side - 1 - dx, dy) : (dx, side - 1 - dy)
      return (row * side + turned.0, column * side + turned.1)
    }
  }

  /// The pixels, or square-many tiles, in the order of a permutation. Throws if it has another number of places.
  static func permutation(_ permutation: Permutation, _ height: Int, _ width: Int) throws(ViewFault) -> PixelOrder {
    let count = permutation.order.count
    if count == height * width { return PixelOrder(source: permutation.order) }
    let perSide = Int(Double(count).squareRoot())
    guard perSide * perSide == count, perSide > 0, height % perSide == 0, width % perSide == 0 else {
      throw .places(name: permutation.name, count, height, width)
    }
    return tiles(height, width, perSide: perSide, order: permutation.order)
  }

  /// `perSide`² tiles in a random order.
  static func patches(_ height: Int, _ width: Int, perSide: Int, generator: Generator) throws -> PixelOrder {
    guard (1...65536).contains(perSide) else {
      throw StageFault.outOfRange(port: "patches", expected: "1…65536", found: "\(perSide)")
    }
    try View.Rearrangement.patchPermute.requireSize(height, width, patches: perSide)
    return tiles(height, width, perSide: perSide, order: generator.permutation(perSide * perSide))
  }

  /// `perSide`² tiles in an order: at each place, the number of the tile that goes there, row by row. `perSide` divides
  /// both sides.
  private static func tiles(_ height: Int, _ width: Int, perSide: Int, order: [Int]) -> PixelOrder {
    let (tileHeight, tileWidth) = (height / perSide, width / perSide)
    return PixelOrder(height, width) { y, x in
      let tile = order[y / tileHeight * perSide + x / tileWidth]
      return (tile / perSide * tileHeight + y % tileHeight, tile % perSide * tileWidth + x % tileWidth)
    }
  }
}

extension Tensor {
  /// The image turned clockwise by `quarters` · 90°.
  func turned(_ quarters: Int) -> Tensor {
    switch quarters % 4 {
    case 1: permuted([0, 1, 3, 2]).flipped(axis: 3)
    case 2: flipped(axis: 2).flipped(axis: 3)
    case 3: permuted([0, 1, 3, 2]).flipped(axis: 2)
    default: self
    }
  }
}

extension View.Rearrangement {
  /// The height and width of the view of a picture of H×W.
  func size(_ height: Int, _ width: Int) -> (height: Int, width: Int) {
    self == .rotate90 || self == .rotate270 ? (width, height) : (height, width)
  }

  /// Throws if the view can't be applied to a picture of H×W.
  ///
  /// - Parameter patches: the number of tiles along each side; nil if it isn't known.
  func requireSize(_ height: Int, _ width: Int, patches: Int? = nil) throws(ViewFault) {
    let expected: String? =
      switch self {
      case .patchPermute:
        patches.flatMap { patches in
          height % patches == 0 && width % patches == 0 && height > 0 && width > 0
            ? nil : "a picture whose sides are multiples of \(patches)"
        }
      case .jigsaw:
        height == width && height % 4 == 0 && height > 0 ? nil : "a square picture whose side is a multiple of 4"
      case .squareHinge: height == width && height >= 3 ? nil : "a square picture of at least 3×3"
      case .identity, .flip, .mirror, .rotate90, .rotate180, .rotate270, .negate, .skew, .pixelPermute, .innerCircle,
        .permutation:
        nil
      }
    if let expected { throw .size(view: self, expected: expected, height, width) }
  }
}

/// An error for a picture that a view can't be applied to.
public enum ViewFault: Fault {
  /// The view doesn't take this height and width (the last two values).
  case size(view: View.Rearrangement, expected: String, Int, Int)
  /// The view `permutation` without a permutation.
  case noPermutation
  /// A permutation of another number of places than a picture has pixels or tiles; the last values are the permutation's
  /// places and the picture's height and width.
  case places(name: String, Int, Int, Int)

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .size(let view, let expected, let height, let width):
      "view '\(view.rawValue)' takes \(expected), found \(height)×\(width)"
    case .noPermutation: "view 'permutation' needs 'from', a file with the permutation"
    case .places(let name, let count, let height, let width):
      "\(name): expected a permutation of the \(height * width) pixels of \(height)×\(width), or of p×p tiles "
        + "where p divides both sides, found one of \(count)"
    }
  }
}
