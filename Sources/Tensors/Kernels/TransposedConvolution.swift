/// A transposed convolution of N×C×H×W by weights C×O×K×K, the adjoint of `Convolution`: every pixel adds its kernel's
/// pattern to the result, `stride` pixels apart.
public struct TransposedConvolution: Sendable {
  /// C×O×K×K.
  public let weight: Tensor
  /// O, or nil.
  public let bias: Tensor?
  public let stride: Int
  /// How many rows and columns of the result are cut off on every side.
  public let padding: Int

  public init(weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0) {
    precondition(weight.rank == 4 && weight.shape[2] == weight.shape[3] && weight.shape[2] > 0, "C×O×K×K expected")
    precondition(stride > 0 && padding >= 0 && (bias == nil || bias!.count == weight.shape[1]))
    self.weight = weight
    self.bias = bias
    self.stride = stride
    self.padding = padding
    Kernels.keepMemory()
  }

  /// Pixels of several small pictures that are multiplied at a time.
  private static let pixelsAtOnce = 512
  /// Patterns of one piece of work, in elements.
  private static let patternCount = 1 << 18

  /// N×O×H′×W′ with H′ = (H − 1)·stride − 2·padding + K.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let (_, channels, high, wide) = x.nchw
    precondition(channels == weight.shape[0], "\(x.shapeText) convolved by \(weight.shapeText), transposed")
    let kernel = weight.shape[2]
    let height = (high - 1) * stride - 2 * padding + kernel
    let width = (wide - 1) * stride - 2 * padding + kernel
    precondition(height > 0 && width > 0, "nothing is left of \(x.shapeText)")
    let plain = TransposedConvolution(
      weight: weight.constant, bias: bias?.constant, stride: stride, padding: padding)
    let wanted = (x: x.isRecorded, weight: weight.isRecorded, bias: bias?.isRecorded == true)
    return plain.run(x, height: height, width: width).recorded(from: x, weight, bias) { [x = x.constant] g in
      [
        wanted.x ? Convolution(weight: plain.weight, stride: plain.stride, padding: plain.padding)(g) : nil,
        wanted.weight
          ? PatchesGradient(kernel: kernel, stride: plain.stride, padding: plain.padding)(g, x) : nil,
        wanted.bias ? g.channelSums() : nil,
      ]
    }
  }

  /// The same with the size of the result given: several sizes of input to a convolution have one size of output.
  ///
  /// A few pictures' pixels at a time, and a band of output channels, are multiplied with the weights into patterns, which
  /// are then added up; cut by shape alone.
  func run(_ x: Tensor, height: Int, width: Int) -> Tensor {
    let (n, channels, high, wide) = x.nchw
    let (outputs, kernel) = (weight.shape[1], weight.shape[2])
    let (window, pixels) = (kernel * kernel, high * wide)
    let together = max(1, min(n, Self.pixelsAtOnce / max(1, pixels)))
    let groups = (n + together - 1) / together
    let most = max(1, Self.patternCount / (window * together * max(1, pixels)))
    let bands = max((outputs + most - 1) / most, min(outputs, (15 + groups) / max(1, groups)))
    return Tensor([n, outputs, height, width]) { out in
      if out.isEmpty { return }
      x.values.withUnsafeBufferPointer { x in
        weight.values.withUnsafeBufferPointer { w in
          (bias?.values ?? []).withUnsafeBufferPointer { bias in
            nonisolated(unsafe) let (x, w, y, bias) = (x.baseAddress, w.baseAddress, out.baseAddress!, bias)
            Parallel.forEach(groups * bands) { item in
              let images = item / bands * together..<min(n, (item / bands + 1) * together)
              let range = MatrixProduct.piece(item % bands, of: bands, outputs)
              let length = images.count * pixels
              let patterns = UnsafeMutablePointer<Float>.allocate(capacity: range.count * window * length)
              let packed = UnsafeMutablePointer<Float>.allocate(capacity: images.count > 1 ? channels * length : 0)
              defer {
                patterns.deallocate()
                packed.deallocate()
              }
              if images.count > 1 {
                for (i, image) in images.enumerated() {
                  for channel in 0..<channels {
                    (packed + channel * length + i * pixels).initialize(
                      from: x! + (image * channels + channel) * pixels, count: pixels)
                  }
                }
              }
              if channels > 0 {
                MatrixProduct.multiply(
                  .init(start: w! + range.lowerBound * window, stride: outputs * window, transposed: true),
                  .init(
                    start: images.count > 1 ? UnsafePointer(packed) : x! + images.lowerBound * channels * pixels,
                    stride: length),
                  into: patterns, stride: length, rows: range.count * window, inner: channels, columns: length)
              }
              for (i, image) in images.enumerated() {
                for output in range {
                  let plane = y + (image * outputs + output) * height * width
                  plane.initialize(repeating: bias.isEmpty ? 0 : bias[output], count: height * width)
                  if channels == 0 { continue }
                  for k in 0..<window {
                    Kernels.addPatches(
                      patterns + ((output - range.lowerBound) * window + k) * length + i * pixels, height, width,
                      top: k / kernel - padding, left: k % kernel - padding, stride: stride, high: high, wide: wide,
                      to: plane)
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
