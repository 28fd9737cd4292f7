public import Basics
import Tensors

/// What can be wrong with a recipe beside its settings one by one.
public enum RecipeFault: Fault {
  case inconsistent(path: String, String)
  /// `what` makes tensors of this shape.
  case tooLarge(_ what: String, [Int])
  /// A file that no kind of recipe recognises.
  case unknown(path: String, known: [(key: String, summary: String)])
  /// A kind whose networks `evaluate` doesn't measure.
  case notMeasured(path: String, String)
  /// Two kinds with one key.
  case taken(key: String)

  public var cause: FaultCause {
    switch self {
    case .inconsistent, .tooLarge, .unknown: .data
    case .notMeasured: .usage
    case .taken: .fault
    }
  }

  public var description: String {
    switch self {
    case .inconsistent(let path, let what): "\(path): \(what)"
    case .tooLarge(let what, let shape):
      "\(what) takes tensors of \(Tensor.text(shape)) numbers, but \(TensorSize.largest) are the most; take a smaller batch, or a "
        + "network of fewer channels"
    case .unknown(let path, let known):
      "\(path): is not a recipe of a known kind; expected the key "
        + known.map { "'\($0.key)' (for \($0.summary))" }.joined(separator: " or ")
    case .notMeasured(let path, let what): "\(path): trains \(what), which 'runner evaluate' does not measure"
    case .taken(let key): "there is a kind of recipes with the key '\(key)' already"
    }
  }
}
