/// A convolution in training, for any kernel and stride, as one matrix product for each of the kernel's K·K taps, and
/// its two gradients. The gradient of the input also computes a transposed convolution.
///
/// Pictures are stored in lanes and split into stride² phases, so that a tap meets a run of neighbouring pixels of
/// one phase and no patches are needed. Positions are counted on a grid per picture that is a little larger than the
/// result; values beyond the result are computed from whatever is there and never read.
struct TapConvolution: Sendable {
  let kernel, stride, padding: Int
  /// Whether the result is used in training, where pictures in lanes are preferred.
  var trains = true

  /// Numbers that a thread works on at a time (1 MB); with the weights they fit the second-level cache.
  private static let blockCount = 1 << 18
  /// The number of partial sums, which are added up in order so that the result does not depend on the number of
  /// threads.
  private static let groups = 8

  private var window: Int { kernel * kernel }

  /// The layout of pictures.
  private struct Layout {
    let kernel, stride, padding: Int
    let n, channels, height, width: Int
    let outputs, high, wide: Int
    /// Whole vectors of channels.
    let inColumns, outColumns: Int
    let gridWide, grid: Int
    /// Pictures per block.
    let together: Int
    /// Whether input and result are stored in lanes.
    let inputInLanes, resultInLanes: Bool

    init(_ convolution: TapConvolution, input: [Int], inputInLanes: Bool, result: [Int], resultInLanes: Bool) {
      (self.inputInLanes, self.resultInLanes) = (inputInLanes, resultInLanes)
      (kernel, stride, padding) = (convolution.kernel, convolution.stride, convolution.padding)
      (n, channels, height, width) = (input[0], input[1], input[2], input[3])
      (outputs, high, wide) = (result[1], result[2], result[3])
      (inColumns, outColumns) = (Kernels.wholeVectors(channels), Kernels.wholeVectors(outputs))
      gridWide = (width + 2 * padding + stride - 1) / stride
      grid = (height + 2 * padding + stride - 1) / stride * gridWide
      // One picture per block where its result must not depend on its place among others.
      let library = ProductPlan.library()
      together =
        library == .openBLAS && !convolution.trains
        ? 1 : max(1, blockCount / max(1, grid * (stride * stride * inColumns + outColumns)))
    }

    var blocks: Int { (n + together - 1) / together }
    func block(_ i: Int) -> Range<Int> { i * together..<min(n, (i + 1) * together) }

    /// The size of a phase in numbers; the last tap extends beyond the end of the last picture.
    var phase: Int { (together * grid + (kernel - 1) / stride * (gridWide + 1)) * inColumns }
    var inputCount: Int { stride * stride * phase }
    var resultCount: Int { together * grid * outColumns }
    /// Grid positions of a block of `images`, up to the last of the result.
    func places(_ images: Int) -> Int { (images - 1) * grid + (high - 1) * gridWide + wide }

    /// The position in the phases where the first grid position meets a tap.
    func start(tap: Int) -> Int {
      let (y, x) = (tap / kernel, tap % kernel)
      return (y % stride * stride + x % stride) * phase + (y / stride * gridWide + x / stride) * inColumns
    }

    /// The distance of channels, as the kernels take it: 0 in lanes.
    var inputPlane: Int { inputInLanes ? 0 : height * width }
    var resultPlane: Int { resultInLanes ? 0 : high * wide }

    /// Calls `body` for the rows of pixels of pictures and each vector of their channels: where they lie in the phases,
    /// in the picture, and how many channels there are.
    func forInputRows(_ images: Range<Int>, _ body: (_ lanes: Int, _ pixels: Int, _ channels: Int) -> Void) {
      for image in images {
        for row in 0..<height {
          let (phaseRow, gridRow) = ((row + padding) % stride, (row + padding) / stride)
          let lanes = phaseRow * stride * phase + ((image - images.lowerBound) * grid + gridRow * gridWide) * inColumns
          for first in Swift.stride(from: 0, to: channels, by: Kernels.lanes) {
            let pixels = (image * channels + first) * height * width + row * width * (inputInLanes ? Kernels.lanes : 1)
            body(lanes + first, pixels, min(Kernels.lanes, channels - first))
          }
        }
      }
    }

    /// Calls `body` for the rows of pixels of the result, which are on the grid.
    func forResultRows(_ images: Range<Int>, _ body: (_ lanes: Int, _ pixels: Int, _ first: Int, Int) -> Void) {
      for image in images {
        for row in 0..<high {
          let lanes = ((image - images.lowerBound) * grid + row * gridWide) * outColumns
          for first in Swift.stride(from: 0, to: outputs, by: Kernels.lanes) {
            let pixels = (image * outputs + first) * high * wide + row * wide * (resultInLanes ? Kernels.lanes : 1)
            body(lanes + first, pixels, first, min(Kernels.lanes, outputs - first))
          }
        }
      }
    }

    /// Copies pictures x into the phases, with zeros around them.
    func lay(_ x: UnsafePointer<Float>, _ images: Range<Int>, into p: UnsafeMutablePointer<Float>) {
      p.initialize(repeating: 0, count: inputCount)
      forInputRows(images) { lanes, pixels, count in
        Kernels.pixelsToLanes(
          x + pixels, plane: inputPlane, channels: count, pixels: width, into: p + lanes, first: padding,
          .init(phases: stride, phase: phase, stride: inColumns))
      }
    }

    /// Copies a gradient of the result into the grid, with zeros around it.
    func layResult(_ g: UnsafePointer<Float>, _ images: Range<Int>, into grid: UnsafeMutablePointer<Float>) {
      grid.initialize(repeating: 0, count: resultCount)
      forResultRows(images) { lanes, pixels, _, count in
        Kernels.pixelsToLanes(
          g + pixels, plane: resultPlane, channels: count, pixels: wide, into: grid + lanes,
          .init(stride: outColumns))
      }
    }
  }

  /// Whether a result of this shape is stored in lanes: if possible, except that convolutions of single pixels, which
  /// are often next to attention, keep the order of their input.
  private func givesLanes(_ shape: [Int], of x: Tensor) -> Bool {
    trains && Tensor.fitsLanes(shape) && (kernel > 1 || x.isInLanes)
  }

  /// The convolution of N×C×H×W by O×C×K×K, plus `bias`.
  func callAsFunction(_ x: Tensor, _ weight: Tensor, bias: Tensor?) -> Tensor {
    let (n, channels, height, width) = x.nchw
    let outputs = weight.shape[0]
    let shape = [
      n, outputs, (height + 2 * padding - kernel) / stride + 1, (width + 2 * padding - kernel) / stride + 1,
    ]
    let inLanes = givesLanes(shape, of: x)
    let layout = Layout(self, input: x.shape, inputInLanes: x.isInLanes, result: shape, resultInLanes: inLanes)
    let matrix = channels * layout.outColumns
    return Tensor(shape, inLanes: inLanes) { out in
      if out.isEmpty { return }
      if channels == 0 {
        return Self.fill(out, with: bias, planes: outputs, plane: shape[2] * shape[3], inLanes: inLanes)
      }
      Scratch.with(window * matrix) { u in
        x.storage.withUnsafeBufferPointer { x in
          weight.values.withUnsafeBufferPointer { w in
            (bias?.values ?? []).withUnsafeBufferPointer { bias in
              nonisolated(unsafe) let (x, w, u, y) = (x.baseAddress!, w.baseAddress!, u, out.baseAddress!)
              nonisolated(unsafe) let bias = bias.isEmpty ? nil : bias.baseAddress
              Parallel.forEach(channels, costEach: 4 * outputs * window) { c in
                for first in Swift.stride(from: 0, to: outputs, by: Kernels.lanes) {
                  Kernels.pixelsToLanes(
                    w + (first * channels + c) * window, plane: channels * window,
                    channels: min(Kernels.lanes, outputs - first), pixels: window,
                    into: u + c * layout.outColumns + first, .init(stride: matrix))
                }
              }
              Parallel.forEach(layout.blocks, costEach: window * matrix * layout.grid * layout.together / 16) { block in
                Scratch.with(layout.inputCount + layout.resultCount) { p in
                  let images = layout.block(block)
                  let sums = p + layout.inputCount
                  layout.lay(x, images, into: p)
                  for tap in 0..<window {
                    MatrixProduct.strided(
                      p + layout.start(tap: tap), row: layout.inColumns, inner: 1, u + tap * matrix,
                      stride: layout.outColumns, into: sums, stride: layout.outColumns,
                      rows: layout.places(images.count), inner: channels, columns: layout.outColumns,
                      accumulates: tap > 0)
                  }
                  layout.forResultRows(images) { lanes, pixels, first, count in
                    Kernels.lanesToPixels(
                      sums + lanes, .init(stride: layout.outColumns), bias: bias.map { $0 + first }, into: y + pixels,
                      plane: layout.resultPlane, channels: count, pixels: layout.wide)
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /// The gradient of the input N×C×height×width from g, N×O×h×w; plus `bias`, C numbers.
  func inputGradient(_ g: Tensor, _ weight: Tensor, height: Int, width: Int, bias: Tensor? = nil) -> Tensor {
    let (n, outputs, _, _) = g.nchw
    let channels = weight.shape[1]
    let shape = [n, channels, height, width]
    let inLanes = givesLanes(shape, of: g)
    let layout = Layout(self, input: shape, inputInLanes: inLanes, result: g.shape, resultInLanes: g.isInLanes)
    let matrix = outputs * layout.inColumns
    return Tensor(shape, inLanes: inLanes) { out in
      if out.isEmpty { return }
      if g.count == 0 { return Self.fill(out, with: bias, planes: channels, plane: height * width, inLanes: inLanes) }
      Scratch.with(window * matrix) { u in
        g.storage.withUnsafeBufferPointer { g in
          weight.values.withUnsafeBufferPointer { w in
            (bias?.values ?? []).withUnsafeBufferPointer { bias in
              nonisolated(unsafe) let (g, w, u, x) = (g.baseAddress!, w.baseAddress!, u, out.baseAddress!)
              nonisolated(unsafe) let bias = bias.isEmpty ? nil : bias.baseAddress
              Parallel.forEach(outputs, costEach: 4 * channels * window) { o in
                for first in Swift.stride(from: 0, to: channels, by: Kernels.lanes) {
                  Kernels.pixelsToLanes(
                    w + (o * channels + first) * window, plane: window, channels: min(Kernels.lanes, channels - first),
                    pixels: window, into: u + o * layout.inColumns + first, .init(stride: matrix))
                }
              }
              Parallel.forEach(layout.blocks, costEach: window * matrix * layout.grid * layout.together / 16) { block in
                Scratch.with(layout.inputCount + layout.resultCount) { p in
                  let images = layout.block(block)
                  let grid = p + layout.inputCount
                  layout.layResult(g, images, into: grid)
                  p.initialize(repeating: 0, count: layout.inputCount)
                  for tap in 0..<window {
                    MatrixProduct.strided(
                      grid, row: layout.outColumns, inner: 1, u + tap * matrix, stride: layout.inColumns,
                      into: p + layout.start(tap: tap), stride: layout.inColumns, rows: layout.places(images.count),
                      inner: outputs, columns: layout.inColumns, accumulates: true)
                  }
                  var channel = 0
                  layout.forInputRows(images) { lanes, pixels, count in
                    Kernels.lanesToPixels(
                      p + lanes, first: padding,
                      .init(phases: stride, phase: layout.phase, stride: layout.inColumns),
                      bias: bias.map { $0 + channel }, into: x + pixels, plane: layout.inputPlane, channels: count,
                      pixels: width)
                    channel = channel + count == channels ? 0 : channel + count
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /// The gradient of the weights O×C×K×K of a convolution of x, N×C×H×W, from g, N×O×h×w.
  func weightGradient(_ x: Tensor, _ g: Tensor) -> Tensor {
    let (channels, outputs) = (x.shape[1], g.shape[1])
    let layout = Layout(self, input: x.shape, inputInLanes: x.isInLanes, result: g.shape, resultInLanes: g.isInLanes)
    let groups = min(Self.groups, layout.blocks)
    let matrix = channels * layout.outColumns
    return Tensor([outputs, channels, kernel, kernel]) { out in
      if out.isEmpty { return }
      if x.count == 0 || g.count == 0 { return out.initialize(repeating: 0) }
      Scratch.with(groups * window * matrix) { u in
        x.storage.withUnsafeBufferPointer { x in
          g.storage.withUnsafeBufferPointer { g in
            nonisolated(unsafe) let (x, g, u, w) = (x.baseAddress!, g.baseAddress!, u, out.baseAddress!)
            Parallel.forEach(groups) { group in
              let u = u + group * window * matrix
              let blocks = MatrixProduct.piece(group, of: groups, layout.blocks)
              Scratch.with(layout.inputCount + layout.resultCount) { p in
                let grid = p + layout.inputCount
                for block in blocks {
                  let images = layout.block(block)
                  layout.lay(x, images, into: p)
                  layout.layResult(g, images, into: grid)
                  for tap in 0..<window {
                    MatrixProduct.strided(
                      p + layout.start(tap: tap), row: 1, inner: layout.inColumns, grid, stride: layout.outColumns,
                      into: u + tap * matrix, stride: layout.outColumns, rows: channels,
                      inner: layout.places(images.count), columns: layout.outColumns,
                      accumulates: block > blocks.lowerBound)
                  }
                }
              }
            }
            Parallel.forEach(window, costEach: groups * matrix) { tap in
              for group in 1..<max(1, groups) {
                let total = u + tap * matrix
                Kernels.add(total, u + (group * window + tap) * matrix, total, matrix, 1)
              }
            }
            Parallel.forEach(channels, costEach: 4 * outputs * window) { c in
              for first in Swift.stride(from: 0, to: outputs, by: Kernels.lanes) {
                Kernels.lanesToPixels(
                  u + c * layout.outColumns + first, .init(stride: matrix),
                  into: w + (first * channels + c) * window, plane: channels * window,
                  channels: min(Kernels.lanes, outputs - first), pixels: window)
              }
            }
          }
        }
      }
    }
  }

  private static func fill(
    _ out: UnsafeMutableBufferPointer<Float>, with bias: Tensor?, planes: Int, plane: Int, inLanes: Bool
  ) {
    let lanes = inLanes ? Kernels.lanes : 1
    let bias = bias?.values
    for i in 0..<out.count {
      let channel = i / (lanes * plane) * lanes % planes + i % lanes
      out.initializeElement(at: i, to: bias?[channel] ?? 0)
    }
  }
}
