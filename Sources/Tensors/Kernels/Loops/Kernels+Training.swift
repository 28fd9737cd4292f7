import CKernels

/// The C loops of training, and of tiles in inference.
extension Kernels {
  private static let training = pk_choose_training().pointee

  /// `count` rounded up to whole vectors.
  static func wholeVectors(_ count: Int) -> Int { (count + training.lanes - 1) / training.lanes * training.lanes }
  static var lanes: Int { training.lanes }

  /// y = g·f′(x).
  static func activationGradient(
    _ x: UnsafePointer<Float>, _ g: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int,
    _ activation: Activation
  ) {
    training.activation_gradient(x, g, y, count, activation.rawValue)
  }

  /// gz = g·f′(gain·x̂ + offset) with x̂ = (x − mean)·inverse; writes Σ gz and Σ gz·x̂ into `sums`.
  static func normSums(
    _ x: UnsafePointer<Float>, _ g: UnsafePointer<Float>, _ gz: UnsafeMutablePointer<Float>, _ count: Int,
    mean: Float, inverse: Float, gain: Float, offset: Float, _ activation: Activation,
    _ sums: UnsafeMutablePointer<(Double, Double)>
  ) {
    training.norm_sums(x, g, gz, count, mean, inverse, gain, offset, activation.rawValue, numbers(sums))
  }

  /// gz ← inverse·(gain·gz − first − x̂·second).
  static func normGradient(
    _ x: UnsafePointer<Float>, _ gz: UnsafeMutablePointer<Float>, _ count: Int, mean: Float, inverse: Float,
    gain: Float, first: Float, second: Float
  ) {
    training.norm_gradient(x, gz, count, mean, inverse, gain, first, second)
  }

  private static func numbers(_ pairs: UnsafeMutablePointer<(Double, Double)>) -> UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(pairs).assumingMemoryBound(to: Double.self)
  }

  /// A parameter for each channel of a vector.
  typealias Parameters = UnsafePointer<Float>

  /// The mean and Σ (x − mean)² of each channel.
  static func laneMoments(
    _ x: UnsafePointer<Float>, pixels: Int, _ moments: UnsafeMutablePointer<(Double, Double)>
  ) {
    training.lane_moments(x, pixels, numbers(moments))
  }

  /// As `affine`.
  static func laneAffine(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, pixels: Int, mean: Parameters, factor: Parameters,
    offset: Parameters, _ activation: Activation
  ) {
    training.lane_affine(x, y, pixels, mean, factor, offset, activation.rawValue)
  }

  /// As `normSums`.
  static func laneNormSums(
    _ x: UnsafePointer<Float>, _ g: UnsafePointer<Float>, _ gz: UnsafeMutablePointer<Float>, pixels: Int,
    mean: Parameters, inverse: Parameters, gain: Parameters, offset: Parameters, _ activation: Activation,
    _ sums: UnsafeMutablePointer<(Double, Double)>
  ) {
    training.lane_norm_sums(
      x, g, gz, pixels, mean, inverse, gain, offset, activation.rawValue, numbers(sums))
  }

  /// As `normGradient`.
  static func laneNormGradient(
    _ x: UnsafePointer<Float>, _ gz: UnsafeMutablePointer<Float>, pixels: Int, mean: Parameters, inverse: Parameters,
    gain: Parameters, first: Parameters, second: Parameters
  ) {
    training.lane_norm_gradient(x, gz, pixels, mean, inverse, gain, first, second)
  }

  /// As `dot`, of each channel.
  static func laneDot(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>?, pixels: Int, _ sums: UnsafeMutablePointer<Float>
  ) {
    training.lane_dot(a, b, pixels, sums)
  }

  /// Σ a·b, or Σ a.
  static func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>?, _ count: Int) -> Double {
    training.dot(a, b, count)
  }

  /// One step of Adam.
  static func adam(
    _ p: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ m: UnsafeMutablePointer<Float>,
    _ v: UnsafeMutablePointer<Float>, _ count: Int, beta1: Float, beta2: Float, epsilon: Float, step: Float,
    correction: Float
  ) {
    training.adam(p, g, m, v, count, beta1, beta2, epsilon, step, correction)
  }

  /// c = a·b, or c += a·b, of unpacked matrices: number (i, k) of a is at i·`aRow` + k·`aInner`; rows of b and c are
  /// whole vectors long. The next result, `next` numbers after c, is prefetched; 0 for none.
  static func stridedProduct(
    _ a: UnsafePointer<Float>, row aRow: Int, inner aInner: Int, _ b: UnsafePointer<Float>, stride bStride: Int,
    into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int, inner: Int, columns: Int, accumulates: Bool = false,
    next: Int = 0
  ) {
    training.strided_product(
      a, aRow, aInner, b, bStride, c, stride, rows, inner, columns, accumulates ? 1 : 0, next)
  }

  /// The position of a line of pixels in lanes: pixels go to `phases` in turn, `phase` numbers apart; within a phase
  /// they are `stride` numbers apart.
  struct Lanes {
    var phases = 1
    var phase = 0
    var stride: Int
  }

  /// Copies a line of `pixels` pixels of a vector of channels or fewer into lanes; the first is pixel `first` of y.
  /// Planes that are 0 apart are in lanes already.
  static func pixelsToLanes(
    _ x: UnsafePointer<Float>, plane: Int, channels: Int, pixels: Int, into y: UnsafeMutablePointer<Float>,
    first: Int = 0, _ lanes: Lanes
  ) {
    training.pixels_to_lanes(x, plane, channels, pixels, first, lanes.phases, lanes.phase, lanes.stride, y)
  }

  /// Writes rows that are columns of x, y[row·step + i] = x[row + i·apart], of `length` numbers each.
  static func turn(
    _ x: UnsafePointer<Float>, apart: Int, rows: Int, length: Int, into y: UnsafeMutablePointer<Float>, step: Int
  ) {
    if length < lanes || rows < 4 || apart == 0 {
      for i in 0..<length {
        for row in 0..<rows { (y + row * step + i).initialize(to: x[row + i * apart]) }
      }
      return
    }
    // The last vector of numbers overlaps the one before it.
    for i in stride(from: 0, to: length, by: lanes) {
      let first = min(i, length - lanes)
      pixelsToLanes(
        x + first * apart, plane: apart, channels: lanes, pixels: rows, into: y + first, .init(stride: step))
    }
  }

  /// The reverse of `pixelsToLanes`, plus a number for each channel.
  static func lanesToPixels(
    _ y: UnsafePointer<Float>, first: Int = 0, _ lanes: Lanes, bias: UnsafePointer<Float>? = nil,
    into x: UnsafeMutablePointer<Float>, plane: Int, channels: Int, pixels: Int
  ) {
    training.lanes_to_pixels(y, first, lanes.phases, lanes.phase, lanes.stride, bias, x, plane, channels, pixels)
  }

  /// How a picture is cut into tiles, the first of which begins at (top, left): `points`² numbers make `outputs`²
  /// pixels, which are `spread` apart.
  struct Tiles {
    var points, outputs, spread, height, width, top, left: Int
    var inLanes: Bool

    fileprivate func withPointer(_ body: (UnsafePointer<pk_tiles>) -> Void) {
      var tiles = pk_tiles(
        points: points, outputs: outputs, spread: spread, height: height, width: width, in_lanes: inLanes ? 1 : 0,
        top: top, left: left)
      body(&tiles)
    }
  }

  /// The position of the matrices of tiles: `matrix` numbers apart, with rows `stride` numbers apart.
  struct TileMatrices {
    var matrix, stride: Int
  }

  /// A tap that is zero.
  static let noTap = UInt8(pk_no_tap)

  /// Transforms the kernels of `lanes` channels or fewer into a row per item. `taps` picks their numbers from
  /// windows; lanes and items are so many numbers apart.
  static func tileWeights(
    _ tiles: Tiles, _ w: UnsafePointer<Float>, window: Int, taps: [UInt8], lane: Int, lanes: Int, item: Int,
    items: Int, into u: UnsafeMutablePointer<Float>, _ place: TileMatrices
  ) {
    tiles.withPointer {
      training.tile_weights($0, w, window, taps, lane, lanes, item, items, u, place.matrix, place.stride)
    }
  }

  /// Transforms `down` rows of `across` tiles of a vector of channels or fewer.
  static func tileInput(
    _ tiles: Tiles, _ x: UnsafePointer<Float>, channels: Int, down: Int, across: Int,
    into v: UnsafeMutablePointer<Float>, _ place: TileMatrices
  ) {
    tiles.withPointer {
      training.tile_input($0, x, channels, down, across, v, place.matrix, place.stride)
    }
  }

  /// The reverse of `tileInput`, plus a number for each channel; handles two phases at once where pixels are split
  /// into phases.
  static func tileOutput(
    _ tiles: Tiles, _ m: UnsafePointer<Float>, phase: Int, _ place: TileMatrices, across: Int,
    bias: UnsafePointer<Float>?, into y: UnsafeMutablePointer<Float>, channels: Int
  ) {
    tiles.withPointer {
      training.tile_output($0, m, phase, place.matrix, place.stride, across, bias, y, channels)
    }
  }

  /// The adjoint of `tileOutput` where pixels are not split into phases; writes the channels' sums over these pixels
  /// into `bias`.
  static func tileGradient(
    _ tiles: Tiles, _ g: UnsafePointer<Float>, channels: Int, across: Int, into m: UnsafeMutablePointer<Float>,
    _ place: TileMatrices, bias: UnsafeMutablePointer<Float>
  ) {
    tiles.withPointer {
      training.tile_gradient($0, g, channels, across, m, place.matrix, place.stride, bias)
    }
  }

  /// The adjoint of `tileWeights` for one item: writes into the windows of `lanes` channels, `lane` numbers apart.
  static func tileWeightsGradient(
    _ tiles: Tiles, _ u: UnsafePointer<Float>, matrix: Int, lanes: Int, taps: [UInt8], lane: Int,
    into w: UnsafeMutablePointer<Float>
  ) {
    tiles.withPointer { training.tile_weights_gradient($0, u, matrix, lanes, taps, lane, w) }
  }
}
