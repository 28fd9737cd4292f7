/// A transposed convolution of single pixels and its gradients: N×C×1×1 by weights C×O×K×K without padding is the
/// product of an N×C matrix and a C×O·K·K one, both used unpacked.
struct PixelProduct: Sendable {
  let n, channels, outputs, kernel: Int

  /// Nil where the rows of the result are not whole vectors.
  init?(n: Int, channels: Int, outputs: Int, kernel: Int) {
    (self.n, self.channels, self.outputs, self.kernel) = (n, channels, outputs, kernel)
    if n == 0 || channels == 0 || columns == 0 || columns % Kernels.lanes != 0 { return nil }
  }

  /// The numbers of a picture of the result.
  private var columns: Int { outputs * kernel * kernel }

  private var library: ProductLibrary { ProductPlan.library() }

  /// Columns that are computed at a time: twice the width of our product, or as many as OpenBLAS packs efficiently.
  private var atATime: Int { library == .own ? 6 * Kernels.lanes : 256 }

  /// Calls `body` for some columns at a time, on all threads.
  private func forColumns(_ body: @Sendable (_ first: Int, _ count: Int) -> Void) {
    Parallel.forEach((columns + atATime - 1) / atATime, costEach: n * channels * atATime / 16) { i in
      body(i * atATime, min(atATime, columns - i * atATime))
    }
  }

  /// N×O×K×K from x, N×C×1×1, plus `bias`, O numbers. With `apart`, a picture's result does not depend on the others.
  func callAsFunction(_ x: Tensor, _ weight: Tensor, bias: Tensor?, apart: Bool) -> Tensor {
    let rowsAtATime = apart && library == .openBLAS ? 1 : n
    let starts = (bias?.values ?? []).flatMap { [Float](repeating: $0, count: kernel * kernel) }
    return Tensor([n, outputs, kernel, kernel]) { out in
      x.values.withUnsafeBufferPointer { x in
        weight.values.withUnsafeBufferPointer { w in
          starts.withUnsafeBufferPointer { starts in
            nonisolated(unsafe) let (x, w, y) = (x.baseAddress!, w.baseAddress!, out.baseAddress!)
            nonisolated(unsafe) let starts = starts.isEmpty ? nil : starts.baseAddress
            forColumns { first, count in
              // Rows at this distance would compete for the same cache lines.
              Scratch.with(channels * count) { u in
                for c in 0..<channels { (u + c * count).initialize(from: w + c * columns + first, count: count) }
                if let starts {
                  for row in 0..<n { (y + row * columns + first).initialize(from: starts + first, count: count) }
                }
                for row in stride(from: 0, to: n, by: rowsAtATime) {
                  MatrixProduct.strided(
                    x + row * channels, row: channels, inner: 1, u, stride: count, into: y + row * columns + first,
                    stride: columns, rows: rowsAtATime, inner: channels, columns: count, accumulates: starts != nil)
                }
              }
            }
          }
        }
      }
    }
  }

  /// The gradient of the weights C×O×K×K from g, N×O×K×K.
  func weightGradient(_ x: Tensor, _ g: Tensor) -> Tensor {
    Tensor([channels, outputs, kernel, kernel]) { out in
      x.values.withUnsafeBufferPointer { x in
        g.values.withUnsafeBufferPointer { g in
          nonisolated(unsafe) let (x, g, w) = (x.baseAddress!, g.baseAddress!, out.baseAddress!)
          forColumns { first, count in
            MatrixProduct.strided(
              x, row: 1, inner: channels, g + first, stride: columns, into: w + first, stride: columns,
              rows: channels, inner: n, columns: count)
          }
        }
      }
    }
  }

  /// Numbers of a row of weights that are multiplied at a time; with those of the gradients they fit the second-level
  /// cache.
  private static let innerAtATime = 1024

  /// The gradient of the input N×C×1×1 from g, N×O×K×K. Pictures become columns, so that the weights need not be
  /// transposed.
  func inputGradient(_ g: Tensor, _ weight: Tensor) -> Tensor {
    let pictures = Kernels.wholeVectors(n)
    /// Calls `body` for each vector of pictures: the first, and how many.
    func forVectors(_ body: (_ first: Int, _ count: Int) -> Void) {
      for first in stride(from: 0, to: n, by: Kernels.lanes) { body(first, min(Kernels.lanes, n - first)) }
    }
    return Tensor([n, channels, 1, 1]) { out in
      Scratch.with((columns + channels) * pictures) { turned in
        g.values.withUnsafeBufferPointer { g in
          weight.values.withUnsafeBufferPointer { w in
            nonisolated(unsafe) let (w, turned) = (w.baseAddress!, turned)
            nonisolated(unsafe) let sums = turned + columns * pictures
            forVectors { first, count in
              Kernels.pixelsToLanes(
                g.baseAddress! + first * columns, plane: columns, channels: count, pixels: columns,
                into: turned + first, .init(stride: pictures))
            }
            let pieces = library == .own ? min((channels + 7) / 8, 4 * Parallel.threads) : (channels + 63) / 64
            Parallel.forEach(pieces, costEach: channels * columns * pictures / 16 / pieces) { i in
              let rows = MatrixProduct.piece(i, of: pieces, channels)
              for first in stride(from: 0, to: columns, by: Self.innerAtATime) {
                MatrixProduct.strided(
                  w + rows.lowerBound * columns + first, row: columns, inner: 1, turned + first * pictures,
                  stride: pictures, into: sums + rows.lowerBound * pictures, stride: pictures, rows: rows.count,
                  inner: min(Self.innerAtATime, columns - first), columns: pictures, accumulates: first > 0)
              }
            }
            forVectors { first, count in
              Kernels.lanesToPixels(
                sums + first, .init(stride: pictures), into: out.baseAddress! + first * channels, plane: channels,
                channels: count, pixels: channels)
            }
          }
        }
      }
    }
  }
}
