/// Joining, cutting and reordering along axes. Every function copies; none changes its input.
extension Tensor {
  /// Joins tensors along `axis`. Their other axes must agree; there must be at least one tensor.
  public static func concatenated(_ tensors: [Tensor], axis: Int) -> Tensor {
    precondition(!tensors.isEmpty, "nothing to concatenate")
    if tensors.count == 1 { return tensors[0] }
    var shape = tensors[0].shape
    for t in tensors.dropFirst() {
      precondition(
        t.rank == shape.count && shape.indices.allSatisfy { $0 == axis || t.shape[$0] == tensors[0].shape[$0] },
        "\(t.shapeText) does not join \(tensors[0].shapeText) along axis \(axis)")
      shape[axis] += t.shape[axis]
    }
    if tensors.contains(where: \.isRecorded) { return recordedConcatenation(tensors, axis: axis) }
    let outer = shape[..<axis].reduce(1, *)
    let whole = shape[axis...].reduce(1, *)
    // In lanes, too, the elements along the axes from the second on are contiguous.
    let inLanes = axis <= 1 && tensors.contains(where: \.isInLanes) && tensors.allSatisfy { fitsLanes($0.shape) }
    return Tensor(shape, inLanes: inLanes) { out in
      guard let start = out.baseAddress else { return }
      nonisolated(unsafe) let target = start
      var position = 0
      for t in tensors {
        let run = t.shape[axis...].reduce(1, *)
        let place = position
        t.lying(inLanes: inLanes).storage.withUnsafeBufferPointer { x in
          guard let start = x.baseAddress else { return }
          nonisolated(unsafe) let source = start
          Parallel.forEach(outer, costEach: run / 2) { o in
            (target + o * whole + place).initialize(from: source + o * run, count: run)
          }
        }
        position += run
      }
    }
  }

  /// The part of the tensor with indices in `range` on `axis`.
  public func slice(axis: Int, _ range: Range<Int>) -> Tensor {
    precondition(range.lowerBound >= 0 && range.upperBound <= shape[axis], "\(range) of axis \(axis) in \(shapeText)")
    if isRecorded { return recordedSlice(axis: axis, range) }
    if range.count == shape[axis] { return self }
    var result = shape
    result[axis] = range.count
    let outer = shape[..<axis].reduce(1, *)
    let inner = shape[(axis + 1)...].reduce(1, *)
    let inLanes =
      isInLanes && axis <= 1 && Tensor.fitsLanes(result) && (axis == 0 || range.lowerBound % Kernels.lanes == 0)
    return Tensor(result, inLanes: inLanes) { out in
      lying(inLanes: inLanes).storage.withUnsafeBufferPointer { x in
        let run = range.count * inner
        if run == 0 || outer == 0 { return }
        nonisolated(unsafe) let (source, target) = (x.baseAddress!, out.baseAddress!)
        Parallel.forEach(outer, costEach: run / 2) { o in
          let start = (o * shape[axis] + range.lowerBound) * inner
          (target + o * run).initialize(from: source + start, count: run)
        }
      }
    }
  }

  /// One picture of a batch, with a batch axis of length 1.
  public func element(_ index: Int) -> Tensor { slice(axis: 0, index..<(index + 1)) }

  /// The tensor with its indices on `axis` in reverse order.
  public func flipped(axis: Int) -> Tensor {
    gathered(axis: axis, Array((0..<shape[axis]).reversed()))
  }

  /// The tensor whose index i on `axis` is this one's `indices[i]`.
  public func gathered(axis: Int, _ indices: [Int]) -> Tensor {
    if isRecorded { return recordedGathering(axis: axis, indices) }
    var result = shape
    result[axis] = indices.count
    let outer = shape[..<axis].reduce(1, *)
    let inner = shape[(axis + 1)...].reduce(1, *)
    return Tensor(result) { out in
      values.withUnsafeBufferPointer { x in
        for o in 0..<outer {
          for (k, j) in indices.enumerated() {
            precondition(j >= 0 && j < shape[axis])
            let from = (o * shape[axis] + j) * inner
            let to = (o * indices.count + k) * inner
            for i in 0..<inner { out.initializeElement(at: to + i, to: x[from + i]) }
          }
        }
      }
    }
  }

  /// The tensor with its axes in another order: axis i of the result is this one's `order[i]`.
  public func permuted(_ order: [Int]) -> Tensor {
    precondition(order.sorted() == Array(0..<rank), "\(order) is no order of \(rank) axes")
    let strides = Self.strides(of: shape)
    let back = order.indices.map { order.firstIndex(of: $0)! }
    return walked(order.map { shape[$0] }, strides: order.map { strides[$0] })
      .recorded(from: self) { [$0.permuted(back)] }
  }

  /// How many elements apart neighbours along each axis are.
  private static func strides(of shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
    return strides
  }

  /// The elements in the order given by `strides`: index i of axis a is i·strides[a] elements away.
  func walked(_ target: [Int], strides: [Int]) -> Tensor {
    let steps = Self.strides(of: target)
    let (length, apart) = (target.last ?? 1, strides.last ?? 0)
    // Rows of the result whose elements are neighbours in the source are written some at a time, so that a line of the cache
    // is read once.
    let near = strides.indices.dropLast().first { strides[$0] == 1 && target[$0] > 1 }
    let (rows, step) = near.map { (target[$0], steps[$0]) } ?? (1, 0)
    let outer = target.indices.dropLast().filter { $0 != near }
    let most = 16
    let blocks = (rows + most - 1) / most
    return Tensor(target) { out in
      if out.isEmpty { return }
      values.withUnsafeBufferPointer { x in
        nonisolated(unsafe) let (x, y) = (x.baseAddress!, out.baseAddress!)
        let count = outer.reduce(blocks) { $0 * target[$1] }
        Parallel.forEach(count, costEach: 2 * min(rows, most) * length) { item in
          var (rest, block) = item.quotientAndRemainder(dividingBy: blocks)
          let some = block * most..<min(rows, (block + 1) * most)
          var (from, to) = (some.lowerBound, some.lowerBound * step)
          for axis in outer.reversed() {
            let index = rest % target[axis]
            (from, to, rest) = (from + index * strides[axis], to + index * steps[axis], rest / target[axis])
          }
          Kernels.turn(x + from, apart: apart, rows: some.count, length: length, into: y + to, step: step)
        }
      }
    }
  }
}
