import Basics
import Tensors

/// A tensor that the server's model takes or gives.
struct TensorPort: Sendable, Equatable {
  let name: String
  let type: ElementType
  /// −1 for an axis of any length.
  let shape: [Int]

  /// The types, or those of some kind, in words.
  static func types(_ isOne: (ElementType) -> Bool = { _ in true }) -> String {
    listed(ElementType.allCases.filter(isOne).map(\.rawValue))
  }

  /// Whether a tensor of another shape fits, in which −1 stands for any length.
  func fits(_ other: [Int]) -> Bool {
    shape.count == other.count && zip(shape, other).allSatisfy { $0 == $1 || $0 == -1 || $1 == -1 }
  }
}
