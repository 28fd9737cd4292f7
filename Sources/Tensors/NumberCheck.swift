import Synchronization

/// Asks a run to look for NaN and infinities, while `NumberCheck.$current` holds a check. Looking at each layer's result
/// takes time, so it is done only for a stage whose result is known to hold one: the stage runs once more in `look`.
public final class NumberCheck: Sendable {
  /// The check of the current task; nil where numbers aren't checked.
  @TaskLocal public static var current: NumberCheck?

  /// A layer whose result holds a number that is not finite although its predecessors' results do not.
  public struct Finding: Sendable, Equatable {
    /// The layer's place among those of the stage, from 1.
    public var layer: Int
    /// The kind of work, as it was given to `Profile.measure`.
    public var kind: String
    /// The shape of the result.
    public var shape: [Int]
  }

  private let state = Mutex<(isLooking: Bool, layers: Int, found: Finding?)>((false, 0, nil))

  /// Makes a check that has found nothing.
  public init() {}

  /// Runs `body`, and gives the first layer in it whose result isn't finite; nil if all are.
  public func look(_ body: () throws -> Void) rethrows -> Finding? {
    state.withLock { $0 = (true, 0, nil) }
    defer { state.withLock { $0.isLooking = false } }
    try body()
    return state.withLock(\.found)
  }

  /// Whether layers' results are looked at.
  package var isLooking: Bool { state.withLock(\.isLooking) }

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
