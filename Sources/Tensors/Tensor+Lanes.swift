/// Pictures with a vector of channels side by side.
///
/// What a convolution's transforms and products take are vectors of channels. Between the layers of a network that is
/// trained N×C×H×W therefore lies as N×C/L×H×W×L, L channels to a vector, where C is a multiple of L: the same pictures
/// and vectors of channels one after the other as in row-major order, so that joining and cutting along channels are the
/// same copies. What knows nothing of it reads `values`, which are in row-major order.
extension Tensor {
  /// Whether such a shape can lie in lanes.
  static func fitsLanes(_ shape: [Int]) -> Bool { shape.count >= 3 && shape[1] > 0 && shape[1] % Kernels.lanes == 0 }

  /// The same tensor, in lanes if it can be or else in row-major order.
  package func lying(inLanes: Bool) -> Tensor {
    let inLanes = inLanes && Tensor.fitsLanes(shape)
    if inLanes == isInLanes { return self }
    var copy = Tensor(shape, inLanes: inLanes) { turn(into: $0, intoLanes: inLanes) }
    copy.derivation = derivation
    return copy
  }

  @usableFromInline
  func rowMajor() -> [Float] { lying(inLanes: false).storage }

  private func turn(into out: UnsafeMutableBufferPointer<Float>, intoLanes: Bool) {
    if out.isEmpty { return }
    let plane = shape[2...].reduce(1, *)
    storage.withUnsafeBufferPointer { x in
      nonisolated(unsafe) let (x, y) = (x.baseAddress!, out.baseAddress!)
      Parallel.forEach(shape[0] * shape[1] / Kernels.lanes, costEach: 2 * Kernels.lanes * plane) { i in
        let (x, y) = (x + i * Kernels.lanes * plane, y + i * Kernels.lanes * plane)
        let line = Kernels.Lanes(stride: Kernels.lanes)
        if intoLanes {
          Kernels.pixelsToLanes(x, plane: plane, channels: Kernels.lanes, pixels: plane, into: y, line)
        } else {
          Kernels.lanesToPixels(x, line, into: y, plane: plane, channels: Kernels.lanes, pixels: plane)
        }
      }
    }
  }
}
