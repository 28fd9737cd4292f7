/// A 2-D convolution (cross-correlation, as is usual in networks) of N×C×H×W by weights O×C×K×K.
///
/// `ConvolutionPlan` chooses the algorithm. Each number of the result is summed in a fixed order, whatever the number
/// of threads or of pictures.
public struct Convolution: Sendable {
  /// O, the channels of the result.
  public let outputs: Int
  /// C, the channels of the input.
  public let channels: Int
  /// K, the side of the kernel in pixels; at least 1.
  public let kernel: Int
  /// Pixels of the input from one window to the next; at least 1.
  public let stride: Int
  /// Rows and columns of zeros added on every side; at least 0.
  public let padding: Int
  let bias: Tensor?
  private let weights: Weights

  /// The channels from which on 8 bits are enough for kernels of a single pixel: these change an estimate of IF-I-M by
  /// 3.6e-3, where all of such kernels would by 8.6e-3 (docs/speed.md).
  private static let manyChannels = 512

  private enum Weights: Sendable {
    /// Weights for inference. For 3×3 kernels of stride 1, with the objects that transform and keep them, each on its
    /// first call.
    case laid(LayerMatrix, [Int: Winograd], TileKernels?)
    /// Weights in training are used once, so they are packed on use.
    case recorded(Tensor)
  }

  /// Makes a layer of `weight`, O×C×K×K, and `bias`, O numbers; traps on other shapes, a stride below 1 or negative
  /// padding. With half precision, kernels of a single pixel with many channels multiply whole numbers of 8 bits.
  public init(weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0) {
    precondition(weight.rank == 4 && weight.shape[2] == weight.shape[3] && weight.shape[2] > 0, "O×C×K×K expected")
    precondition(stride > 0 && padding >= 0 && (bias == nil || bias!.count == weight.shape[0]))
    (outputs, channels, kernel) = (weight.shape[0], weight.shape[1], weight.shape[2])
    self.stride = stride
    self.padding = padding
    self.bias = bias
    if weight.isRecorded {
      weights = .recorded(weight)
      return
    }
    let (outputs, inner) = (outputs, channels * kernel * kernel)
    let inBytes = kernel == 1 && channels >= Self.manyChannels
    let matrix = weight.values.withUnsafeBufferPointer { w in
      LayerMatrix(w.baseAddress ?? Scratch.nothing, rows: outputs, inner: inner, inBytes: inBytes)
    }
    let shape = weight.shape
    let isSmall = kernel == 3 && stride == 1
    var winograd: [Int: Winograd] = [:]
    if isSmall, case .packed(let matrix) = matrix { winograd = Winograd.bySide(matrix) }
    weights = .laid(
      matrix, winograd,
      isSmall ? TileKernels { matrix.numbersInRows.reshaped(shape) } : nil)
  }

  /// The shape for `ConvolutionPlan`, for pictures like `x`.
  package func shape(of x: Tensor) -> ConvolutionShape {
    let (n, _, height, width) = x.nchw
    return shape(pictures: n, height: height, width: width)
  }

  private func shape(pictures: Int, height: Int, width: Int) -> ConvolutionShape {
    ConvolutionShape(
      pictures: pictures, channels: channels, height: height, width: width, outputs: outputs, kernel: kernel,
      stride: stride, padding: padding)
  }

  /// The convolution of `x`, N×C×H×W, plus `other`, if there is one, a tensor like the result: N×O×H′×W′ with
  /// H′ = (H + 2·padding − K) / stride + 1.
  public func callAsFunction(_ x: Tensor, plus other: Tensor? = nil) -> Tensor {
    let (n, channels, height, width) = x.nchw
    precondition(channels == self.channels, "\(x.shapeText) convolved by \(outputs)×\(self.channels)")
    precondition(height + 2 * padding >= kernel && width + 2 * padding >= kernel, "\(x.shapeText) is below \(kernel)")
    let high = (height + 2 * padding - kernel) / stride + 1
    let wide = (width + 2 * padding - kernel) / stride + 1
    let isRecorded = [x, other, bias].contains { $0?.isRecorded == true }
    guard case .laid(let matrix, let winograd, let kernels) = weights, !isRecorded else {
      return other.map { .sum($0, recorded(x)) } ?? recorded(x)
    }
    let (shape, multiplication) = (shape(of: x), matrix.multiplication)
    let algorithm = ConvolutionPlan.inference(shape, multiplication).result
    if case .winograd(let side) = algorithm, let tiles = winograd[side] {
      return x.values.withUnsafeBufferPointer {
        byTiles(tiles, .lying($0.baseAddress ?? Scratch.nothing), shape, plus: other)
      }
    }
    if let other { return .sum(other, self(x)) }
    if case .tiles = algorithm, let kernels, let tiles = ConvolutionPlan.keptTiles(shape, multiplication) {
      return tiles(x, kernels, bias: bias)
    }
    return Tensor([n, outputs, high, wide]) { out in
      guard let y = out.baseAddress else { return }
      x.values.withUnsafeBufferPointer { x in
        (bias?.values ?? []).withUnsafeBufferPointer { bias in
          nonisolated(unsafe) let pixels = x.baseAddress ?? Scratch.nothing
          let patches = Patches(
            channels: channels, height: height, width: width, wide: wide, kernel: kernel, stride: stride,
            padding: padding)
          let bias = bias.isEmpty ? nil : bias.baseAddress
          let picture = channels * height * width
          switch matrix {
          case .packed(let matrix):
            let left = MatrixProduct.Left(matrix: matrix, bias: bias, results: y, stride: high * wide)
            MatrixProduct.overImages([left], images: n, columns: high * wide) { image, columns, inner, packed in
              patches.pack(
                pixels + image * picture, pixels: columns, inner: inner, into: packed, matrix.operands)
            }
          case .plain(let matrix):
            matrix.overImages(
              images: n, columns: high * wide, bias: bias, into: y,
              patches.lie
                ? .lying(PlainNumbers(start: pixels), picture: picture, row: height * width)
                : .made { image, columns, inner, rows in
                  patches.lay(pixels + image * picture, pixels: columns, inner: inner, into: rows)
                })
          }
        }
      }
    }
  }
}

extension Convolution {
  /// The convolution of what a normalisation results in, with every pixel of it repeated twice along both axes where it
  /// is `doubled`, plus `other`, if there is one. Nothing of it is stored where it `makes` its input.
  public func callAsFunction(_ x: GroupNormalisation, doubled: Bool = false, plus other: Tensor? = nil) -> Tensor {
    guard other?.isRecorded != true, let (tiles, shape) = maker(x, doubled: doubled) else {
      return self(doubled ? x.tensor.upsampledNearest() : x.tensor, plus: other)
    }
    let (width, small) = (shape.width, x.shape[3])
    return x.withParts { part in
      byTiles(
        tiles,
        .made { picture, channel, rows, plane in
          if !doubled {
            let some = rows.lowerBound * width..<rows.upperBound * width
            return part(picture, channel, some, into: plane + some.lowerBound)
          }
          let half = rows.lowerBound / 2..<(rows.upperBound + 1) / 2
          Scratch.with(half.count * small) { pixels in
            part(picture, channel, half.lowerBound * small..<half.upperBound * small, into: pixels)
            Kernels.double(pixels, rows: half.count, small, into: plane + 2 * half.lowerBound * width)
          }
        }, shape, plus: other)
    }
  }

  /// Whether each channel of a normalisation's result is made right before its tiles are transformed: in inference, by
  /// our own kernels, where each tile is transformed once and in single precision.
  public func makes(_ x: GroupNormalisation, doubled: Bool = false) -> Bool { maker(x, doubled: doubled) != nil }

  private func maker(_ x: GroupNormalisation, doubled: Bool) -> (Winograd, ConvolutionShape)? {
    let (input, factor) = (x.shape, doubled ? 2 : 1)
    guard case .laid(let matrix, let winograd, _) = weights, !winograd.isEmpty, !x.isRecorded,
      bias?.isRecorded != true, input.count == 4, !input.contains(0), x.other?.count != 0, input[1] == channels
    else { return nil }
    let shape = shape(pictures: input[0], height: factor * input[2], width: factor * input[3])
    if shape.height + 2 * padding < kernel || shape.width + 2 * padding < kernel { return nil }
    guard case .winograd(let side) = ConvolutionPlan.inference(shape, matrix.multiplication).result,
      let tiles = winograd[side], tiles.transformsOnce
    else { return nil }
    return (tiles, shape)
  }

  private func byTiles(
    _ tiles: Winograd, _ pictures: Winograd.Pictures, _ shape: ConvolutionShape, plus other: Tensor?
  ) -> Tensor {
    let result = [shape.pictures, outputs, shape.resultHeight, shape.resultWidth]
    precondition(other == nil || other!.shape == result, "\(other!.shapeText) is added")
    return Tensor(result) { out in
      guard let y = out.baseAddress else { return }
      (bias?.values ?? []).withUnsafeBufferPointer { bias in
        (other?.values ?? []).withUnsafeBufferPointer { other in
          tiles.run(
            pictures, bias.isEmpty ? nil : bias.baseAddress, plus: other.isEmpty ? nil : other.baseAddress, into: y,
            n: shape.pictures, height: shape.height, width: shape.width, padding: padding, high: shape.resultHeight,
            wide: shape.resultWidth)
        }
      }
    }
  }

  /// The convolution of two tensors' channels, those of `x` first: of what they are concatenated to, which single
  /// precision does without for kernels of a single pixel.
  public func callAsFunction(joining x: Tensor, _ other: Tensor) -> Tensor {
    let isRecorded = [x, other, bias].contains { $0?.isRecorded == true }
    let isOfPixels = kernel == 1 && stride == 1 && padding == 0
    guard case .laid(.packed(let matrix), _, _) = weights, !matrix.operands.isWhole, isOfPixels, !isRecorded else {
      return self(.concatenated([x, other], axis: 1))
    }
    let (n, channels, height, width) = x.nchw
    precondition(
      other.shape == [n, self.channels - channels, height, width], "\(other.shapeText) is joined to \(x.shapeText)")
    let (plane, more) = (height * width, self.channels - channels)
    return Tensor([n, outputs, height, width]) { out in
      guard let y = out.baseAddress else { return }
      x.values.withUnsafeBufferPointer { x in
        other.values.withUnsafeBufferPointer { other in
          (bias?.values ?? []).withUnsafeBufferPointer { bias in
            nonisolated(unsafe) let (x, other) = (
              x.baseAddress ?? Scratch.nothing, other.baseAddress ?? Scratch.nothing
            )
            let left = MatrixProduct.Left(
              matrix: matrix, bias: bias.isEmpty ? nil : bias.baseAddress, results: y, stride: plane)
            MatrixProduct.overImages([left], images: n, columns: plane) { image, columns, inner, packed in
              func pack(_ source: UnsafePointer<Float>, _ some: Range<Int>) {
                if some.isEmpty { return }
                matrix.operands.packColumns(
                  source + some.lowerBound * plane + columns.lowerBound, innerStride: plane, columnStride: 1,
                  inner: some, of: self.channels, columns: columns.count, into: packed)
              }
              // Channel c of the second tensor is that of number c + channels.
              pack(x + image * channels * plane, inner.clamped(to: 0..<channels))
              pack(other + (image * more - channels) * plane, inner.clamped(to: channels..<self.channels))
            }
          }
        }
      }
    }
  }

  /// O×C×K×K, as the layer keeps them: with half precision they are rounded.
  package var weight: Tensor {
    switch weights {
    case .laid(let matrix, _, _): matrix.numbersInRows.reshaped([outputs, channels, kernel, kernel])
    case .recorded(let weight): weight
    }
  }
}

/// The position of a convolution's windows in its input.
private struct Patches: Sendable {
  let channels, height, width, wide, kernel, stride, padding: Int

  /// Whether the windows are single pixels, which need no copying.
  var lie: Bool { kernel == 1 && stride == 1 && padding == 0 }

  /// Writes number `k` (of channels·K·K) of the window of each pixel in `pixels`.
  private func lay(_ x: UnsafePointer<Float>, pixels: Range<Int>, number k: Int, into row: UnsafeMutablePointer<Float>)
  {
    let (channel, ky, kx) = (k / (kernel * kernel), k / kernel % kernel, k % kernel)
    Kernels.patches(
      x + channel * height * width, height, width, top: ky - padding, left: kx - padding, stride: stride, wide: wide,
      pixels: pixels, into: row)
  }

  /// Writes the windows of the output pixels in `pixels` as columns, row after row: of their channels·K·K numbers
  /// those in `inner`.
  func lay(_ x: UnsafePointer<Float>, pixels: Range<Int>, inner: Range<Int>, into rows: UnsafeMutablePointer<Float>) {
    for k in inner { lay(x, pixels: pixels, number: k, into: rows + (k - inner.lowerBound) * pixels.count) }
  }

  /// Packs the windows of the output pixels in `pixels` as columns: of their channels·K·K numbers those in `inner`.
  func pack(
    _ x: UnsafePointer<Float>, pixels: Range<Int>, inner: Range<Int>, into packed: UnsafeMutableRawPointer,
    _ operands: Operands
  ) {
    let total = channels * kernel * kernel
    if lie {
      operands.packColumns(
        x + inner.lowerBound * height * width + pixels.lowerBound, innerStride: height * width, columnStride: 1,
        inner: inner, of: total, columns: pixels.count, into: packed)
      return
    }
    let depth = operands.depth(total)
    // A panel's rows are made in single precision, then converted, a section at a time.
    let most = operands.isWhole ? min(inner.count, operands.section) : 0
    Scratch.with(most * operands.panelColumns) { windows in
      for columns in operands.panels(of: pixels.count) {
        let (first, count) = (columns.lowerBound, columns.count)
        let lanes = operands.wholeVectors(count)
        let panel = packed + first * depth * operands.size
        let range = pixels.lowerBound + first..<pixels.lowerBound + first + count
        operands.forEachSection(of: inner) { some in
          let rows =
            operands.isWhole ? windows : panel.assumingMemoryBound(to: Float.self) + some.lowerBound * lanes
          for k in some {
            let row = rows + (k - some.lowerBound) * lanes
            lay(x, pixels: range, number: k, into: row)
            if count < lanes { (row + count).initialize(repeating: 0, count: lanes - count) }
          }
          if operands.isWhole {
            operands.packColumns(
              windows, innerStride: lanes, columnStride: 1, inner: some, of: total, columns: lanes, into: panel)
          }
        }
      }
    }
  }
}
