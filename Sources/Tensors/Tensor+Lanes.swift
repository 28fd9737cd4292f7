/// Pictures stored with a vector of channels side by side.
///
/// The transforms and products of convolutions work on vectors of channels. Between the layers of a network in
/// training, an N×C×H×W tensor is therefore stored as N×C/L×H×W×L, with L channels to a vector, where C is a multiple
/// of L. Pictures and vectors of channels follow each other as in row-major order, so joining and cutting along
/// channels copy the same way. Code that does not know this layout reads `values`, which are in row-major order.
extension Tensor {
  /// Whether a tensor of this shape can be stored in lanes.
  static func fitsLanes(_ shape: [Int]) -> Bool { shape.count >= 3 && shape[1] > 0 && shape[1] % Kernels.lanes == 0 }

  /// The same tensor, stored in lanes if possible, otherwise in row-major order.
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
