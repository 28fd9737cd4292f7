import Synchronization

/// How a tensor was computed: one entry of the tape that reverse-mode differentiation follows backwards.
package final class Derivation: Sendable {
  /// Maps the gradient of a result to those of its operands; nil where one is not needed.
  package typealias Pullback = @Sendable (Tensor) -> [Tensor?]

  fileprivate enum Origin {
    /// A variable, where the walk ends.
    case variable
    case operation(parents: [Derivation?], Pullback)
    /// An operation that has been visited; its stored values are freed.
    case walked
  }

  private let origin: Mutex<Origin>

  fileprivate init(_ origin: Origin) { self.origin = Mutex(origin) }

  fileprivate var parents: [Derivation?] {
    origin.withLock { origin in
      switch origin {
      case .variable: return []
      case .operation(let parents, _): return parents
      case .walked: preconditionFailure("a computation is walked back along once")
      }
    }
  }

  /// Removes and returns the operands and the pullback; nil for a variable.
  fileprivate func take() -> (parents: [Derivation?], pullback: Pullback)? {
    origin.withLock { origin in
      guard case .operation(let parents, let pullback) = origin else { return nil }
      origin = .walked
      return (parents, pullback)
    }
  }
}

extension Tensor {
  /// The same tensor as a variable of differentiation: results computed from it keep their derivation.
  public var variable: Tensor {
    var copy = self
    copy.derivation = Derivation(.variable)
    return copy
  }

  /// The same tensor without its derivation.
  public var constant: Tensor {
    var copy = self
    copy.derivation = nil
    return copy
  }

  /// Whether gradients pass through this tensor.
  package var isRecorded: Bool { derivation != nil }

  /// This result with its derivation, where one of the operands is recorded.
  ///
  /// `pullback` maps the gradient of the result to one per operand, in order. It must not capture recorded tensors.
  func recorded(from operands: Tensor?..., by pullback: @escaping Derivation.Pullback) -> Tensor {
    recorded(from: operands, by: pullback)
  }

  func recorded(from operands: [Tensor?], by pullback: @escaping Derivation.Pullback) -> Tensor {
    if !operands.contains(where: { $0?.derivation != nil }) { return self }
    var copy = self
    copy.derivation = Derivation(.operation(parents: operands.map { $0?.derivation }, pullback))
    return copy
  }
}

/// ∂Σresult/∂v for each of `variables`, by reverse accumulation (Linnainmaa 1970); zero for variables that the result
/// does not depend on.
///
/// Frees the values that the computation stored, so gradients of a result can be computed once.
public func gradients(of result: Tensor, with variables: [Tensor]) -> [Tensor] {
  precondition(variables.allSatisfy { $0.derivation != nil }, "gradients are taken with respect to variables")
  var gradients: [ObjectIdentifier: Tensor] = [:]
  if let node = result.derivation {
    gradients[ObjectIdentifier(node)] = Tensor(result.shape, repeating: 1)
    var order = operandsFirst(node)
    while let node = order.popLast() {
      guard let (parents, pullback) = node.take() else { continue }
      guard let gradient = gradients.removeValue(forKey: ObjectIdentifier(node)) else { continue }
      for (parent, share) in zip(parents, pullback(gradient)) {
        guard let parent, let share else { continue }
        let key = ObjectIdentifier(parent)
        gradients[key] = gradients.removeValue(forKey: key).map { Tensor.sum($0, share) } ?? share
      }
    }
  }
  return variables.map { gradients[ObjectIdentifier($0.derivation!)] ?? Tensor($0.shape, repeating: 0) }
}

/// Every node that `last` was computed from, operands before results.
private func operandsFirst(_ last: Derivation) -> [Derivation] {
  var order: [Derivation] = []
  var seen: Set<ObjectIdentifier> = [ObjectIdentifier(last)]
  var stack: [(node: Derivation, rest: [Derivation?])] = [(last, last.parents)]
  while let (node, rest) = stack.last {
    guard let next = rest.last else {
      order.append(node)
      stack.removeLast()
      continue
    }
    stack[stack.count - 1].rest.removeLast()
    if let next, seen.insert(ObjectIdentifier(next)).inserted { stack.append((next, next.parents)) }
  }
  return order
}
