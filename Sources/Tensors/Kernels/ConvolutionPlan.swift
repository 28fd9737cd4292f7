/// A convolution, or a transposed one, by what its algorithm is chosen by.
package struct ConvolutionShape: Sendable, Hashable {
  /// Of the pictures that go in, N×C×H×W.
  package var pictures, channels, height, width: Int
  package var outputs, kernel, stride, padding: Int
  package var isTransposed: Bool

  package init(
    pictures: Int = 1, channels: Int, height: Int, width: Int, outputs: Int, kernel: Int, stride: Int = 1,
    padding: Int = 0, isTransposed: Bool = false
  ) {
    (self.pictures, self.channels, self.height, self.width) = (pictures, channels, height, width)
    (self.outputs, self.kernel, self.stride, self.padding) = (outputs, kernel, stride, padding)
    self.isTransposed = isTransposed
  }

  /// Rows and columns of a picture of the result.
  var resultHeight: Int { result(height) }
  var resultWidth: Int { result(width) }
  private func result(_ length: Int) -> Int {
    isTransposed ? (length - 1) * stride - 2 * padding + kernel : (length + 2 * padding - kernel) / stride + 1
  }
}

/// What layers multiply in.
package enum Multiplication: Sendable, CaseIterable { case single, half, bfloat }

/// How a convolution is computed.
package enum ConvolutionAlgorithm: Sendable, Hashable, CustomStringConvertible {
  /// `Patches`: windows of the input as columns of a matrix, multiplied with the weights.
  case patches
  /// `Winograd`: F(m×m, 3×3) with packed kernels, m being 4 or 8.
  case winograd(Int)
  /// `TileConvolution`: Winograd's algorithm on channels in lanes, with transforms of so many points.
  case tiles(points: Int)
  /// `TapConvolution`: a product of matrices for each of the kernel's taps.
  case taps
  /// `PixelProduct`: one product for pictures of a single pixel.
  case pixels

  package var description: String {
    switch self {
    case .patches: "patches"
    case .winograd(let side): "winograd \(side)×\(side)"
    case .tiles(let points): "tiles of \(points) points"
    case .taps: "taps"
    case .pixels: "single pixels"
    }
  }
}

/// The algorithms for one convolution. This is the one place where they are chosen: a pure function of the shape, of
/// whether gradients will be asked for, of what layers multiply in and of the vectors' length.
package struct ConvolutionPlan: Sendable, Hashable {
  package var result: ConvolutionAlgorithm
  /// The gradients of the input and of the weights; nil where none is asked for.
  package var inputGradient, weightGradient: ConvolutionAlgorithm?

  /// The plan of a network that runs.
  package static func inference(_ shape: ConvolutionShape, _ multiplication: Multiplication = .single) -> Self {
    if shape.isTransposed { return Self(result: forward(transposed: shape)) }
    let side = Winograd.side(shape, multiplication)
    if let tiles = keptTiles(shape, multiplication), tiles.fit, side != 8 {
      return Self(result: .tiles(points: tiles.points))
    }
    return Self(result: side.map(ConvolutionAlgorithm.winograd) ?? .patches)
  }

  /// The plan of a network that learns, whose weights change with every step and are not worth packing.
  package static func training(_ shape: ConvolutionShape) -> Self {
    let back = backTiles(shape).map { ConvolutionAlgorithm.tiles(points: $0.points) }
    if shape.isTransposed {
      let result = forward(transposed: shape)
      if result == .pixels { return Self(result: .pixels, inputGradient: .pixels, weightGradient: .pixels) }
      return Self(result: result, inputGradient: back ?? .taps, weightGradient: back ?? .taps)
    }
    let tiles = tiles(shape)
    let result = tiles.map { ConvolutionAlgorithm.tiles(points: $0.points) } ?? .taps
    return Self(result: result, inputGradient: back ?? .taps, weightGradient: result)
  }

  private static func forward(transposed shape: ConvolutionShape) -> ConvolutionAlgorithm {
    if let tiles = tiles(shape) { return .tiles(points: tiles.points) }
    return pixels(shape) == nil ? .taps : .pixels
  }

  // MARK: What an algorithm can do

  /// The tiles for 3×3 kernels, of stride 1 or 2, and for transposed ones that double a picture; nil where there are none,
  /// or too few channels to share the transform of a tile.
  static func tiles(_ shape: ConvolutionShape) -> TileConvolution? {
    var tiles: TileConvolution?
    if shape.channels < 8 || shape.outputs == 0 { return nil }
    switch (shape.isTransposed, shape.kernel, shape.stride, shape.padding) {
    case (false, 3, 1, 0...2):
      tiles = .convolution(
        channels: shape.channels, outputs: shape.outputs, height: shape.height, width: shape.width,
        padding: shape.padding)
    case (false, 3, 2, 1):
      tiles = .strided(
        channels: shape.channels, outputs: shape.outputs, height: shape.height, width: shape.width)
    case (true, 4, 2, 1) where shape.outputs >= 8:
      tiles = .transposed(
        channels: shape.channels, outputs: shape.outputs, height: shape.height, width: shape.width)
    default: break
    }
    return tiles?.pays == true ? tiles : nil
  }

  /// The tiles for the gradient of the input.
  static func backTiles(_ shape: ConvolutionShape) -> TileConvolution? {
    var tiles: TileConvolution?
    if shape.outputs < 8 { return nil }
    switch (shape.isTransposed, shape.kernel, shape.stride, shape.padding) {
    case (false, 3, 1, 0...2):
      tiles = .inputGradient(
        channels: shape.channels, outputs: shape.outputs, height: shape.height, width: shape.width,
        padding: shape.padding)
    case (false, 3, 2, 1):
      tiles = .stridedInputGradient(
        channels: shape.channels, outputs: shape.outputs, height: shape.height, width: shape.width)
    case (true, 4, 2, 1) where shape.channels >= 8:
      tiles = .transposedInputGradient(
        channels: shape.channels, outputs: shape.outputs, height: shape.height, width: shape.width)
    default: break
    }
    return tiles?.pays == true ? tiles : nil
  }

  /// The tiles whose transformed kernels are kept for inference: of so few channels that nine times their kernels is
  /// little.
  static func keptTiles(_ shape: ConvolutionShape, _ multiplication: Multiplication) -> TileConvolution? {
    guard !shape.isTransposed, shape.kernel == 3, shape.stride == 1, multiplication == .single,
      max(shape.channels, shape.outputs) <= 256
    else { return nil }
    return tiles(shape)
  }

  static func pixels(_ shape: ConvolutionShape) -> PixelProduct? {
    guard shape.isTransposed, shape.height == 1, shape.width == 1, shape.padding == 0 else { return nil }
    return PixelProduct(
      n: shape.pictures, channels: shape.channels, outputs: shape.outputs, kernel: shape.kernel)
  }
}
