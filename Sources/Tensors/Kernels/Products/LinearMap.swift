/// W·x + b for vectors x: a dense layer's weights, packed once.
public struct LinearMap: Sendable {
  /// The lengths of x and of the result.
  public let inputs, outputs: Int
  private let weights: Weights
  private let bias: Tensor?

  private enum Weights: Sendable {
    case laid(LayerMatrix)
    /// Weights in training are used once, so they are packed on use.
    case recorded(Tensor)
  }

  /// Makes a layer of `weight`, outputs×inputs, and `bias`, one number per output; traps on other shapes. With half
  /// precision it multiplies whole numbers of 8 bits if it may, `inBytes`; in that form a few vectors, up to four, are not
  /// rounded.
  public init(weight: Tensor, bias: Tensor? = nil, inBytes: Bool = false) {
    precondition(weight.rank == 2 && (bias == nil || bias!.count == weight.shape[0]), weight.shapeText)
    (outputs, inputs) = (weight.shape[0], weight.shape[1])
    self.bias = bias
    if weight.isRecorded {
      weights = .recorded(weight)
      return
    }
    let (outputs, inputs) = (outputs, inputs)
    weights = .laid(
      weight.values.withUnsafeBufferPointer { w in
        LayerMatrix(w.baseAddress ?? Scratch.nothing, rows: outputs, inner: inputs, inBytes: inBytes)
      })
  }

  /// The most vectors for which the time to read the weights from memory dominates.
  private static let few = 4

  /// Maps the last axis: …×inputs to …×outputs.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    precondition(x.rank >= 1 && x.shape[x.rank - 1] == inputs, "\(x.shapeText) by \(outputs)×\(inputs)")
    let vectors = x.shape.dropLast().reduce(1, *)
    guard case .laid(let matrix) = weights, !x.isRecorded, bias?.isRecorded != true else {
      return x.recordedLinear(weight, bias: bias)
    }
    let shape = x.shape.dropLast() + [outputs]
    if vectors == 0 || outputs == 0 { return Tensor(Array(shape), repeating: 0) }
    return Tensor(Array(shape)) { out in
      x.values.withUnsafeBufferPointer { x in
        nonisolated(unsafe) let (x, y) = (x.baseAddress ?? Scratch.nothing, out.baseAddress!)
        switch matrix {
        case .packed(let matrix) where vectors <= Self.few: applyToFew(matrix, x, vectors, into: y)
        case .packed(let matrix): apply(matrix, x, vectors, into: y)
        case .plain(let matrix):
          (bias?.values ?? []).withUnsafeBufferPointer { bias in
            matrix.overVectors(x, vectors, bias: bias.isEmpty ? nil : bias.baseAddress, into: y)
          }
        }
      }
    }
  }

  /// Maps the channels: N×inputs×L to N×outputs×L.
  public func overChannels(_ x: Tensor) -> Tensor {
    precondition(x.rank == 3 && x.shape[1] == inputs, "\(x.shapeText) by \(outputs)×\(inputs)")
    guard case .laid(let matrix) = weights, !x.isRecorded, bias?.isRecorded != true else {
      return weight.recordedLinearOverChannels(x, bias: bias)
    }
    guard case .plain(let matrix) = matrix else { return Self.overChannels(x, [self], after: [nil], plus: [nil])[0] }
    let (n, length) = (x.shape[0], x.shape[2])
    return Tensor([n, outputs, length]) { out in
      guard let y = out.baseAddress else { return }
      x.values.withUnsafeBufferPointer { x in
        (bias?.values ?? []).withUnsafeBufferPointer { bias in
          nonisolated(unsafe) let x = x.baseAddress ?? Scratch.nothing
          matrix.overImages(
            images: n, columns: length, bias: bias.isEmpty ? nil : bias.baseAddress, into: y,
            .lying(PlainNumbers(start: x), picture: inputs * length, row: length))
        }
      }
    }
  }

  /// Maps the channels and adds `other`, whose shape the result has: N×inputs×L plus N×outputs×H×W, with H·W = L.
  public func overChannels(_ x: Tensor, plus other: Tensor) -> Tensor {
    precondition(x.rank == 3 && x.shape[1] == inputs, "\(x.shapeText) by \(outputs)×\(inputs)")
    let isRecorded = [x, bias, other].contains { $0?.isRecorded == true }
    if isRecorded || other.isInLanes || packed == nil { return .sum(overChannels(x).reshaped(other.shape), other) }
    return Self.overChannels(x, [self], after: [nil], plus: [other])[0].reshaped(other.shape)
  }

  /// Maps the channels of x, N×inputs×L, by each of some maps, after tensors, if there are any, N×outputs×S or 1×outputs×S
  /// for all pictures: to N×outputs×(S+L). They share the packed x if all of them multiply the same kind of numbers.
  public static func overChannels(_ x: Tensor, _ maps: [LinearMap], after firsts: [Tensor?]) -> [Tensor] {
    precondition(maps.count == firsts.count)
    let n = x.shape[0]
    for (map, first) in zip(maps, firsts) {
      precondition(x.rank == 3 && x.shape[1] == map.inputs, "\(x.shapeText) by \(map.outputs)×\(map.inputs)")
      guard let first else { continue }
      precondition(
        first.rank == 3 && first.shape[1] == map.outputs && [1, n].contains(first.shape[0]),
        "\(map.outputs)×\(map.inputs) after \(first.shapeText)")
    }
    let matrices = maps.compactMap(\.packed)
    let isRecorded = ([x] + firsts + maps.map(\.bias)).contains { $0?.isRecorded == true }
    if !isRecorded, matrices.count == maps.count, Set(matrices.map(\.operands.together)).count == 1 {
      return overChannels(x, maps, after: firsts, plus: maps.map { _ in nil })
    }
    return zip(maps, firsts).map { map, first in
      let result = map.overChannels(x)
      return first.map { .concatenated([$0.broadcast(to: [n] + $0.shape[1...]), result], axis: 2) } ?? result
    }
  }

  private var packed: PackedMatrix? {
    if case .laid(.packed(let matrix)) = weights { matrix } else { nil }
  }

  /// The same where all matrices are packed, for the same operands; to what a map makes of x is added a tensor of as many
  /// numbers, if there is one.
  private static func overChannels(
    _ x: Tensor, _ maps: [LinearMap], after firsts: [Tensor?], plus others: [Tensor?]
  ) -> [Tensor] {
    let (n, channels, length) = (x.shape[0], x.shape[1], x.shape[2])
    let starts = firsts.map { $0?.shape[2] ?? 0 }
    let shapes = maps.indices.map { [n, maps[$0].outputs, starts[$0] + length] }
    for (map, other) in zip(maps, others) {
      precondition(other == nil || other!.count == n * map.outputs * length, "\(other!.shapeText) is added")
    }
    return Tensor.written(shapes) { results in
      for (first, y) in zip(firsts, results) { first?.copyRows(of: n, to: y, apart: length) }
      Tensor.withNumbers(of: maps.map(\.bias)) { biases in
        Tensor.withNumbers(of: others) { others in
          x.values.withUnsafeBufferPointer { x in
            nonisolated(unsafe) let x = x.baseAddress ?? Scratch.nothing
            let lefts = maps.indices.map { i in
              MatrixProduct.Left(
                matrix: maps[i].packed!, bias: biases[i], plus: others[i], results: results[i] + starts[i],
                stride: starts[i] + length)
            }
            MatrixProduct.overImages(lefts, images: n, columns: length) { image, columns, inner, packed in
              lefts[0].matrix.operands.packColumns(
                x + (image * channels + inner.lowerBound) * length + columns.lowerBound, innerStride: length,
                columnStride: 1, inner: inner, of: channels, columns: columns.count, into: packed)
            }
          }
        }
      }
    }
  }

  /// Outputs×inputs.
  private var weight: Tensor {
    switch weights {
    case .laid(let matrix): matrix.numbersInRows
    case .recorded(let weight): weight
    }
  }

  private func applyToFew(
    _ matrix: PackedMatrix, _ x: UnsafePointer<Float>, _ vectors: Int, into y: UnsafeMutablePointer<Float>
  ) {
    nonisolated(unsafe) let (x, y) = (x, y)
    for vector in 0..<vectors {
      guard let bias else {
        (y + vector * outputs).initialize(repeating: 0, count: outputs)
        continue
      }
      bias.values.withUnsafeBufferPointer { (y + vector * outputs).initialize(from: $0.baseAddress!, count: outputs) }
    }
    let panels = PackedMatrix.panels(outputs)
    let pieces = min(panels, 4 * Parallel.threads)
    Parallel.forEach(pieces, costEach: inputs * outputs / (2 * pieces)) { item in
      matrix.multiply(
        panels: MatrixProduct.piece(item, of: pieces, panels), few: x, into: y, columns: vectors)
    }
  }

  /// Applies the map with the vectors as columns and transposes the result.
  private func apply(
    _ matrix: PackedMatrix, _ x: UnsafePointer<Float>, _ vectors: Int, into y: UnsafeMutablePointer<Float>
  ) {
    nonisolated(unsafe) let (x, y) = (x, y)
    Scratch.with(outputs * vectors) { turned in
      nonisolated(unsafe) let turned = turned
      (bias?.values ?? []).withUnsafeBufferPointer { bias in
        let left = MatrixProduct.Left(
          matrix: matrix, bias: bias.isEmpty ? nil : bias.baseAddress, results: turned, stride: vectors)
        MatrixProduct.overImages([left], images: 1, columns: vectors) { _, columns, inner, packed in
          matrix.operands.packColumns(
            x + columns.lowerBound * inputs + inner.lowerBound, innerStride: 1, columnStride: inputs, inner: inner,
            of: inputs, columns: columns.count, into: packed)
        }
      }
      let together = Kernels.lanes
      Parallel.forEach((vectors + together - 1) / together, costEach: together * outputs / 2) { item in
        let first = item * together
        Kernels.turn(
          turned + first, apart: vectors, rows: min(together, vectors - first), length: outputs,
          into: y + first * outputs, step: outputs)
      }
    }
  }
}

extension Tensor {
  /// Copies the rows of this tensor, n×C×S or 1×C×S for each of n pictures, to y, where `apart` numbers follow each.
  fileprivate func copyRows(of n: Int, to y: UnsafeMutablePointer<Float>, apart: Int) {
    let (rows, count) = (shape[0] * shape[1], shape[2])
    values.withUnsafeBufferPointer { x in
      guard let start = x.baseAddress else { return }
      nonisolated(unsafe) let (source, target) = (start, y)
      Parallel.forEach(n * shape[1], costEach: count / 2) { row in
        (target + row * (count + apart)).initialize(from: source + row % rows * count, count: count)
      }
    }
  }

  /// x·Wᵀ + bias: x is …×K, `weight` O×K, `bias` O; the result is …×O.
  public func linear(_ weight: Tensor, bias: Tensor? = nil) -> Tensor { LinearMap(weight: weight, bias: bias)(self) }

  /// W·x + bias for each element of a batch: the tensor itself is W, O×K; x is N×K×L; `bias` O; the result is N×O×L.
  public func linearOverChannels(_ x: Tensor, bias: Tensor? = nil) -> Tensor {
    LinearMap(weight: self, bias: bias).overChannels(x)
  }

  /// The product of this M×K matrix and K×N `other`.
  public func matrixProduct(_ other: Tensor) -> Tensor {
    precondition(rank == 2 && other.rank == 2 && shape[1] == other.shape[0], "\(shapeText) · \(other.shapeText)")
    return linearOverChannels(other.reshaped([1] + other.shape)).reshaped([shape[0], other.shape[1]])
  }
}
