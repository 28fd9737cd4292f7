public import Basics
import PipelineKit
import Tensors

/// An error in a recipe, apart from single settings.
public enum RecipeFault: Fault {
  /// Settings that contradict each other; the text says how.
  case inconsistent(path: String, String)
  /// The settings require tensors of this shape, which is too large; `what` needs them.
  case tooLarge(_ what: String, [Int])
  /// The file is of no known kind of recipe.
  case unknown(path: String, known: [(key: String, summary: String)])
  /// The recipe is of a kind whose networks `evaluate` doesn't measure.
  case notMeasured(path: String, String)
  /// Two registered kinds have the same key.
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
    case .notMeasured(let path, let what):
      "\(path): trains \(what), which '\(ProgramName.current) evaluate' does not measure"
    case .taken(let key): "there is a kind of recipes with the key '\(key)' already"
    }
  }
}
