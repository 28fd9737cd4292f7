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
    let (n, length) = (x.shape[0], x.shape[2])
    return Tensor([n, outputs, length]) { out in
      guard let y = out.baseAddress else { return }
      x.values.withUnsafeBufferPointer { x in
        (bias?.values ?? []).withUnsafeBufferPointer { bias in
          nonisolated(unsafe) let x = x.baseAddress ?? Scratch.nothing
          let bias = bias.isEmpty ? nil : bias.baseAddress
          switch matrix {
          case .packed(let matrix):
            overChannels(matrix, x, n, length, bias, into: y, stride: length)
          case .plain(let matrix):
            matrix.overImages(
              images: n, columns: length, bias: bias, into: y,
              .lying(PlainNumbers(start: x), picture: inputs * length, row: length))
          }
        }
      }
    }
  }

  /// Maps the channels of what comes after `first`, N×outputs×S, or 1×outputs×S for all: N×inputs×L to N×outputs×(S+L).
  public func overChannels(_ x: Tensor, after first: Tensor) -> Tensor {
    precondition(
      x.rank == 3 && x.shape[1] == inputs && first.rank == 3 && first.shape[1] == outputs
        && [1, x.shape[0]].contains(first.shape[0]), "\(x.shapeText) by \(outputs)×\(inputs) after \(first.shapeText)")
    let (n, length, start) = (x.shape[0], x.shape[2], first.shape[2])
    guard case .laid(.packed(let matrix)) = weights, ![x, first].contains(where: \.isRecorded), bias?.isRecorded != true
    else { return .concatenated([first.broadcast(to: [n] + first.shape[1...]), overChannels(x)], axis: 2) }
    return Tensor([n, outputs, start + length]) { out in
      guard let y = out.baseAddress else { return }
      nonisolated(unsafe) let target = y
      let rows = first.shape[0] * outputs
      first.values.withUnsafeBufferPointer { first in
        nonisolated(unsafe) let source = first.baseAddress ?? Scratch.nothing
        Parallel.forEach(n * outputs, costEach: start / 2) { row in
          (target + row * (start + length)).initialize(from: source + row % rows * start, count: start)
        }
      }
      x.values.withUnsafeBufferPointer { x in
        (bias?.values ?? []).withUnsafeBufferPointer { bias in
          overChannels(
            matrix, x.baseAddress ?? Scratch.nothing, n, length, bias.isEmpty ? nil : bias.baseAddress,
            into: y + start, stride: start + length)
        }
      }
    }
  }

  /// The products for n×inputs×`length` numbers at x, into rows that are `stride` numbers apart.
  private func overChannels(
    _ matrix: PackedMatrix, _ x: UnsafePointer<Float>, _ n: Int, _ length: Int, _ bias: UnsafePointer<Float>?,
    into y: UnsafeMutablePointer<Float>, stride: Int
  ) {
    nonisolated(unsafe) let x = x
    MatrixProduct.overImages(matrix, images: n, columns: length, bias: bias, into: y, stride: stride) {
      image, columns, inner, packed in
      matrix.operands.packColumns(
        x + (image * inputs + inner.lowerBound) * length + columns.lowerBound, innerStride: length, columnStride: 1,
        inner: inner, of: inputs, columns: columns.count, into: packed)
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
        MatrixProduct.overImages(
          matrix, images: 1, columns: vectors, bias: bias.isEmpty ? nil : bias.baseAddress, into: turned
        ) { _, columns, inner, packed in
          matrix.operands.packColumns(
            x + columns.lowerBound * inputs + inner.lowerBound, innerStride: 1, columnStride: inputs, inner: inner,
            of: inputs, columns: columns.count, into: packed)
        }
      }
      Parallel.forEach(vectors, costEach: 4 * outputs) { vector in
        for i in 0..<outputs { y[vector * outputs + i] = turned[i * vectors + vector] }
      }
    }
  }
}

extension Tensor {
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
