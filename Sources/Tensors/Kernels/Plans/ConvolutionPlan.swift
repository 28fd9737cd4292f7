/// The parameters of a convolution, or a transposed one, that decide its algorithm.
package struct ConvolutionShape: Sendable, Hashable {
  /// The input, N×C×H×W.
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

  /// The height and width of the result's pictures.
  var resultHeight: Int { result(height) }
  var resultWidth: Int { result(width) }
  private func result(_ length: Int) -> Int {
    isTransposed ? (length - 1) * stride - 2 * padding + kernel : (length + 2 * padding - kernel) / stride + 1
  }
}

/// The number type in which layers multiply: single precision, or whole numbers of 16 or 8 bits with scales.
package enum Multiplication: Sendable, CaseIterable { case single, whole }

/// How a convolution is computed.
package enum ConvolutionAlgorithm: Sendable, Hashable, CustomStringConvertible {
  /// `Patches`: windows of the input as columns of a matrix, multiplied with the weights.
  case patches
  /// `Winograd`: F(m×m, 3×3) with packed kernels, m being 2, 4 or 8.
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

/// The algorithms for one convolution. They are chosen only here, by a pure function of the shape, whether gradients
/// are needed, the number type of products, the length of vectors and the library that multiplies, which
/// `ProductPlan` chooses.
package struct ConvolutionPlan: Sendable, Hashable {
  package var result: ConvolutionAlgorithm
  /// The algorithms for the gradients of the input and of the weights; nil where none are needed.
  package var inputGradient, weightGradient: ConvolutionAlgorithm?

  /// The plan for inference.
  package static func inference(
    _ shape: ConvolutionShape, _ multiplication: Multiplication = .single, _ processor: Processor = .current
  ) -> Self {
    if shape.isTransposed {
      let tiles = keptTiles(shape, multiplication, processor)
      return Self(
        result: tiles.map { .tiles(points: $0.points) } ?? (pixels(shape) == nil ? .taps : .pixels))
    }
    // Where a picture has too few tiles for OpenBLAS, our Winograd is faster than its product with windows; it is left
    // out where the environment asks for OpenBLAS.
    let side =
      multiplication == .single && processor.products == .openBLAS ? nil : Winograd.side(shape, multiplication)
    let isOurs = ProductPlan.library(multiplication, processor) == .own
    if let tiles = keptTiles(shape, multiplication, processor), !isOurs || (tiles.fit && side != 8) {
      return Self(result: .tiles(points: tiles.points))
    }
    return Self(result: side.map(ConvolutionAlgorithm.winograd) ?? .patches)
  }

  /// The plan for training, where the weights change with every step and packing them does not pay.
  package static func training(_ shape: ConvolutionShape, _ processor: Processor = .current) -> Self {
    let back = backTiles(shape, processor).map { ConvolutionAlgorithm.tiles(points: $0.points) }
    if shape.isTransposed {
      let tiles = tiles(shape, processor).map { ConvolutionAlgorithm.tiles(points: $0.points) }
      let result = tiles ?? (pixels(shape) == nil ? .taps : .pixels)
      if result == .pixels { return Self(result: .pixels, inputGradient: .pixels, weightGradient: .pixels) }
      return Self(result: result, inputGradient: back ?? .taps, weightGradient: back ?? .taps)
    }
    let tiles = tiles(shape, processor)
    let result = tiles.map { ConvolutionAlgorithm.tiles(points: $0.points) } ?? .taps
    return Self(result: result, inputGradient: back ?? .taps, weightGradient: result)
  }

  // MARK: Conditions of the algorithms

  /// The tiles for 3×3 kernels of stride 1 or 2, and for transposed ones that double a picture; nil where there are
  /// none, or too few channels to share the transform of a tile.
  static func tiles(
    _ shape: ConvolutionShape, _ processor: Processor = .current, onlySix: Bool = false
  ) -> TileConvolution? {
    var tiles: TileConvolution?
    if shape.channels < 8 || shape.outputs == 0 { return nil }
    switch (shape.isTransposed, shape.kernel, shape.stride, shape.padding) {
    case (false, 3, 1, 0...2):
      tiles = .convolution(
        channels: shape.channels, outputs: shape.outputs, height: shape.height, width: shape.width,
        padding: shape.padding, onlySix: onlySix)
    case (false, 3, 2, 1):
      tiles = .strided(
        channels: shape.channels, outputs: shape.outputs, height: shape.height, width: shape.width)
    case (true, 4, 2, 1) where shape.outputs >= 8:
      tiles = .transposed(
        channels: shape.channels, outputs: shape.outputs, height: shape.height, width: shape.width)
    default: break
    }
    tiles?.library = ProductPlan.library(.single, processor)
    return tiles?.pays == true ? tiles : nil
  }

  /// The tiles for the gradient of the input.
  static func backTiles(_ shape: ConvolutionShape, _ processor: Processor = .current) -> TileConvolution? {
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
    tiles?.library = ProductPlan.library(.single, processor)
    return tiles?.pays == true ? tiles : nil
  }

  /// The tiles whose transformed kernels are kept for inference. Only layers with few channels use them, where nine
  /// times the kernels is little memory; larger ones use `Winograd`.
  static func keptTiles(
    _ shape: ConvolutionShape, _ multiplication: Multiplication = .single, _ processor: Processor = .current
  ) -> TileConvolution? {
    if ProductPlan.library(multiplication, processor) == .openBLAS {
      return openBLASTiles(shape, multiplication, processor)
    }
    if shape.isTransposed { return tiles(shape, processor) }
    guard shape.kernel == 3, shape.stride == 1, multiplication == .single, max(shape.channels, shape.outputs) <= 256
    else { return nil }
    return tiles(shape, processor)
  }

  /// The tiles whose products OpenBLAS computes. It multiplies the tiles of each picture separately, so that a
  /// picture's result does not depend on the others; with few tiles, packing the kernels does not pay. Nine points
  /// are used only where tiles fill the result, as everywhere in inference, because they round off ten times as much
  /// as six.
  private static func openBLASTiles(
    _ shape: ConvolutionShape, _ multiplication: Multiplication, _ processor: Processor
  ) -> TileConvolution? {
    guard multiplication == .single, shape.isTransposed || (shape.kernel == 3 && shape.stride == 1),
      shape.channels >= 16, shape.outputs >= 4, var tiles = tiles(shape, processor)
    else { return nil }
    if !shape.isTransposed, !tiles.fit {
      guard let six = Self.tiles(shape, processor, onlySix: true) else { return nil }
      tiles = six
    }
    return tiles.down * tiles.across >= 16 ? tiles : nil
  }

  static func pixels(_ shape: ConvolutionShape) -> PixelProduct? {
    guard shape.isTransposed, shape.height == 1, shape.width == 1, shape.padding == 0 else { return nil }
    return PixelProduct(
      n: shape.pictures, channels: shape.channels, outputs: shape.outputs, kernel: shape.kernel)
  }
}
