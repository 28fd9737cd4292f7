import Tensors

/// The parts of a batch: of `count` examples, in order, the first parts have one more where they can't be equal. Parts at
/// the end are empty where there are fewer examples than parts.
struct BatchParts {
  let count, parts: Int

  /// The positions of a part's examples in the batch.
  func range(_ part: Int) -> Range<Int> {
    let (size, larger) = (count / parts, count % parts)
    let start = part * size + min(part, larger)
    return start..<start + size + (part < larger ? 1 : 0)
  }

  /// The part's share of the batch, 0 … 1.
  func weight(_ part: Int) -> Float { Float(range(part).count) / Float(count) }

  /// The parts that a process computes, those that are empty left out.
  func parts(of rank: Int, among processes: Int) -> [Int] {
    let each = parts / processes
    return (rank * each..<(rank + 1) * each).filter { !range($0).isEmpty }
  }
}

/// A weighted sum of lists of tensors. They are added in the order in which they come, so that the sum's bytes depend on
/// nothing else.
struct OrderedSum {
  private(set) var tensors: [Tensor] = []

  mutating func add(_ terms: [Tensor], weight: Float) {
    guard !tensors.isEmpty else {
      tensors = weight == 1 ? terms : terms.map { $0 * weight }
      return
    }
    for i in tensors.indices { tensors[i] = tensors[i].combined(with: terms[i]) { $0 + weight * $1 } }
  }
}

extension ProcessGroup {
  /// The weighted sum over a batch's parts of what `compute` gives for each, the same in every process. Each process
  /// computes its own parts; the first adds them in the parts' order.
  ///
  /// - Parameters:
  ///   - shapes: the shapes of the tensors that `compute` gives.
  ///   - compute: gets a part's number, and the positions of its examples in the batch.
  func sum(_ batch: BatchParts, _ shapes: [[Int]], _ compute: (Int, Range<Int>) throws -> [Tensor]) throws -> [Tensor] {
    let own = batch.parts(of: rank, among: count)
    if rank > 0 {
      // All are computed before the first is sent, as the first process takes none before its own are done.
      for terms in try own.map({ try compute($0, batch.range($0)) }) { try send(terms, to: 0) }
      return try receive(shapes, from: 0)
    }
    var sum = OrderedSum()
    for part in own { sum.add(try compute(part, batch.range(part)), weight: batch.weight(part)) }
    for other in others {
      for part in batch.parts(of: other, among: count) {
        sum.add(try receive(shapes, from: other), weight: batch.weight(part))
      }
    }
    for other in others { try send(sum.tensors, to: other) }
    return sum.tensors
  }

  private func send(_ tensors: [Tensor], to rank: Int) throws {
    for tensor in tensors where tensor.count > 0 { try send(tensor.bytes(as: .f32), to: rank) }
  }

  private func receive(_ shapes: [[Int]], from rank: Int) throws -> [Tensor] {
    try shapes.map { shape in
      let count = shape.reduce(1, *)
      let bytes = count == 0 ? [] : try receive(4 * count, from: rank)
      return Tensor(shape, bytes: bytes[...], as: .f32)!
    }
  }
}
