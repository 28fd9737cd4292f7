/// Average pooling over squares of any size.
extension Tensor {
  /// The means of the size×size squares of N×C×H×W: N×C×H/size×W/size. `size` must divide both.
  public func averagePooled(by size: Int) -> Tensor {
    let (n, c, height, width) = nchw
    precondition(size > 0 && height % size == 0 && width % size == 0, "\(shapeText) in squares of \(size)")
    let (h, w) = (height / size, width / size)
    let pooled = Tensor([n, c, h, w]) { out in
      if out.isEmpty { return }
      values.withUnsafeBufferPointer { x in
        nonisolated(unsafe) let (x, y) = (x.baseAddress!, out.baseAddress!)
        Parallel.forEach(n * c, costEach: height * width) { plane in
          let (source, target) = (x + plane * height * width, y + plane * h * w)
          for i in 0..<(h * w) {
            var sum: Float = 0
            for row in 0..<size {
              let line = source + (i / w * size + row) * width + i % w * size
              for column in 0..<size { sum += line[column] }
            }
            target[i] = sum / Float(size * size)
          }
        }
      }
    }
    return pooled.recorded(from: self) { [$0.spread(by: size)] }
  }

  /// Spreads every pixel over a size×size square, divided by size²: the gradient of pooling.
  private func spread(by size: Int) -> Tensor {
    let (n, c, h, w) = nchw
    let (height, width) = (h * size, w * size)
    return Tensor([n, c, height, width]) { out in
      if out.isEmpty { return }
      values.withUnsafeBufferPointer { g in
        nonisolated(unsafe) let (g, y) = (g.baseAddress!, out.baseAddress!)
        Parallel.forEach(n * c, costEach: height * width) { plane in
          for row in 0..<height {
            let source = g + plane * h * w + row / size * w
            let target = y + (plane * height + row) * width
            for column in 0..<width { target[column] = source[column / size] / Float(size * size) }
          }
        }
      }
    }
  }
}
