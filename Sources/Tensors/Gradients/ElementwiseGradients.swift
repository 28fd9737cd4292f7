/// Gradients of elementwise operations, and sums.
extension Tensor {
  /// The sums over the axes that `target` was broadcast along to become this shape: the gradient of broadcasting.
  func summed(to target: [Int]) -> Tensor {
    if shape == target { return self }
    let padded = [Int](repeating: 1, count: rank - target.count) + target
    var sums = [Double](repeating: 0, count: target.reduce(1, *))
    var strides = [Int](repeating: 0, count: rank)
    var step = 1
    for axis in shape.indices.reversed() {
      strides[axis] = padded[axis] == 1 ? 0 : step
      step *= padded[axis]
    }
    var index = [Int](repeating: 0, count: rank)
    var place = 0
    for value in values {
      sums[place] += Double(value)
      for axis in shape.indices.reversed() {
        index[axis] += 1
        place += strides[axis]
        if index[axis] < shape[axis] { break }
        place -= strides[axis] * shape[axis]
        index[axis] = 0
      }
    }
    return Tensor(target, sums.map { Float($0) })
  }

  /// The sum of all elements, in double precision: a scalar.
  public func summed() -> Tensor {
    Tensor([], [Float(values.reduce(0.0) { $0 + Double($1) })]).recorded(from: self) { [shape] g in
      [Tensor(shape, repeating: g.values[0])]
    }
  }

  /// ‖self − target‖² / count: a scalar. `target` is a constant.
  public func meanSquaredError(to target: Tensor) -> Tensor {
    precondition(shape == target.shape, "\(shapeText) against \(target.shapeText)")
    let difference = combined(with: target) { $0 - $1 }
    let sum = difference.values.reduce(0.0) { $0 + Double($1) * Double($1) }
    return Tensor([], [Float(sum / Double(count))]).recorded(from: self) { [count] g in
      [difference * (2 * g.values[0] / Float(count))]
    }
  }

  static func recordedSum(_ a: Tensor, _ b: Tensor, dividedBy divisor: Float) -> Tensor {
    sum(a.constant, b.constant, dividedBy: divisor).recorded(from: a, b) { g in
      let share = divisor == 1 ? g : g / divisor
      return [share, share]
    }
  }

  /// x·scale + shift per picture and channel; the tensor is N×C×…, `scale` and `shift` are N×C.
  public func modulated(scale: Tensor? = nil, shift: Tensor? = nil) -> Tensor {
    precondition(rank >= 2 && [scale, shift].allSatisfy { $0 == nil || $0!.shape == Array(shape[..<2]) })
    let (scales, shifts) = (scale?.values, shift?.values)
    return scaledPlanes(by: scales, plus: shifts).recorded(from: self, scale, shift) {
      [x = self.constant, wanted = scale?.isRecorded == true] g in
      let channels = Array(x.shape[..<2])
      return [
        scales == nil ? g : g.scaledPlanes(by: scales, plus: nil),
        wanted ? Tensor(channels, Tensor.planeSums(g, x)) : nil,
        shift == nil ? nil : Tensor(channels, Tensor.planeSums(g, nil)),
      ]
    }
  }

  /// Each plane of N×C×… times a number, plus a number.
  private func scaledPlanes(by scales: [Float]?, plus shifts: [Float]?) -> Tensor {
    let count = shape[0] * shape[1]
    let zeros = [Float](repeating: 0, count: count)
    return affinePlanes(
      by: zeros + (scales ?? [Float](repeating: 1, count: count)) + (shifts ?? zeros), .identity)
  }

  /// Σ a·b, or Σ a, over every plane of N×C×….
  static func planeSums(_ a: Tensor, _ b: Tensor?) -> [Float] {
    let planes = Planes(a)
    return Tensor([planes.count]) { out in
      out.initialize(repeating: 0)
      a.storage.withUnsafeBufferPointer { x in
        (b?.lying(inLanes: a.isInLanes).storage ?? []).withUnsafeBufferPointer { other in
          nonisolated(unsafe) let (x, other, sums) = (
            x.baseAddress, b == nil ? nil : other.baseAddress, out.baseAddress
          )
          planes.sweep { place, start in planes.dot(x! + start, other.map { $0 + start }, place, into: sums!) }
        }
      }
    }.values
  }
}

extension Activation {
  func recorded(_ x: Tensor) -> Tensor {
    self(x.constant).recorded(from: x) { [x = x.constant] g in
      [
        g.lying(inLanes: x.isInLanes).storage.withUnsafeBufferPointer { g in
          nonisolated(unsafe) let g = g.baseAddress
          return x.writingBlocks { x, y, range in
            Kernels.activationGradient(
              x + range.lowerBound, g! + range.lowerBound, y + range.lowerBound, range.count, self)
          }
        }
      ]
    }
  }
}
