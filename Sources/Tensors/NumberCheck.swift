import Synchronization

/// Looks for NaN and infinities where they arise: in each layer's result. It works while `NumberCheck.$current` holds a
/// check, and costs nothing otherwise.
public final class NumberCheck: Sendable {
  /// The check of the current task; nil where numbers aren't checked.
  @TaskLocal public static var current: NumberCheck?

  /// A layer whose result holds a number that is not finite although its predecessors' results do not.
  public struct Finding: Sendable, Equatable {
    /// The layer's place among those that ran since `begin`, from 1.
    public var layer: Int
    /// The kind of work, as it was given to `Profile.measure`.
    public var kind: String
    /// The shape of the result.
    public var shape: [Int]
  }

  private let state = Mutex<(layers: Int, found: Finding?)>((0, nil))

  /// Makes a check that has found nothing.
  public init() {}

  /// Forgets what was found, and counts layers from 1 again.
  public func begin() { state.withLock { $0 = (0, nil) } }

  /// The first layer since `begin` whose result isn't finite; nil if all are.
  public var found: Finding? { state.withLock(\.found) }

  /// Notes a layer's result.
  func note(_ result: Tensor, _ kind: String) {
    let index = state.withLock { state -> Int? in
      state.layers += 1
      return state.found == nil ? state.layers : nil
    }
    guard let index, !result.isFinite else { return }
    state.withLock { $0.found = $0.found ?? Finding(layer: index, kind: kind, shape: result.shape) }
  }
}
