/// Doubling and halving of pictures inside networks.
extension Tensor {
  /// N×C×H×W with every pixel repeated twice along both axes: N×C×2H×2W.
  public func upsampledNearest() -> Tensor {
    let (n, c, h, w) = nchw
    if isRecorded { return recordedUpsampling() }
    if count == 0 { return Tensor([n, c, 2 * h, 2 * w], []) }
    return Tensor([n, c, 2 * h, 2 * w]) { out in
      values.withUnsafeBufferPointer { x in
        nonisolated(unsafe) let (x, y) = (x.baseAddress!, out.baseAddress!)
        Parallel.forEach(n * c, costEach: h * w) { plane in
          Kernels.double(x + plane * h * w, rows: h, w, into: y + plane * 4 * h * w)
        }
      }
    }
  }

  /// The means of the 2×2 squares of N×C×H×W: N×C×H/2×W/2; an odd last row or column is left out.
  public func averagePooled() -> Tensor {
    let (n, c, height, width) = nchw
    let (h, w) = (height / 2, width / 2)
    if isRecorded { return recordedPooling() }
    return Tensor([n, c, h, w]) { out in
      if out.isEmpty { return }
      values.withUnsafeBufferPointer { x in
        nonisolated(unsafe) let (x, y) = (x.baseAddress!, out.baseAddress!)
        Parallel.forEach(n * c, costEach: h * w) { plane in
          for row in 0..<h {
            let upper = x + (plane * height + 2 * row) * width
            let lower = upper + width
            let target = y + (plane * h + row) * w
            for i in 0..<w {
              target[i] = (upper[2 * i] + upper[2 * i + 1] + lower[2 * i] + lower[2 * i + 1]) / 4
            }
          }
        }
      }
    }
  }
}

extension Kernels {
  /// Writes every pixel of some rows, `width` pixels each, twice along both axes.
  static func double(_ x: UnsafePointer<Float>, rows: Int, _ width: Int, into y: UnsafeMutablePointer<Float>) {
    for row in 0..<rows {
      let source = x + row * width
      let target = y + row * 4 * width
      for i in 0..<width {
        target[2 * i] = source[i]
        target[2 * i + 1] = source[i]
      }
      (target + 2 * width).initialize(from: target, count: 2 * width)
    }
  }
}
