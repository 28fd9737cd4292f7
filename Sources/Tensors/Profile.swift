import Dispatch
import Synchronization

/// Where a run's time goes: collected while `Profile.$current` holds one, and free where it holds none.
///
/// Times are of the thread that runs the graph; what kernels share with other threads counts once.
public final class Profile: Sendable {
  /// The profile that is being taken.
  @TaskLocal public static var current: Profile?

  /// One stage's runs.
  public struct Stage: Sendable, Equatable {
    public var name: String
    /// What pipeline files call it.
    public var kind: String
    public var calls = 0
    public var seconds = 0.0
    /// How many runs of equal stages it saved.
    public var spared = 0
  }

  /// One kind of work's calls.
  public struct Work: Sendable, Equatable {
    public var name: String
    public var calls = 0
    /// Without the work of other kinds inside of it.
    public var seconds = 0.0
  }

  /// How work counts that is inside of other work.
  public enum Extent: Sendable {
    /// A layer of a network; inside of a whole it is part of that.
    case layer
    /// A part of a run with everything in it but other wholes: reading weights, encoding a text.
    case whole
  }

  private struct State {
    var stages: [Stage] = []
    var work: [Work] = []
    /// What is going on, outermost first, with the seconds taken by other work inside of it.
    var open: [(extent: Extent, inside: Double)] = []
    var evaluations = 0
    var batches = 0
  }

  private let state = Mutex(State())

  public init() {}

  /// The stages in the order of their first runs.
  public var stages: [Stage] { state.withLock(\.stages) }
  /// The kinds of work, the longest first.
  public var work: [Work] { state.withLock { $0.work.sorted { $0.seconds > $1.seconds } } }
  /// How many times a network was asked for something, and in how many goes.
  public var evaluations: (count: Int, batches: Int) { state.withLock { ($0.evaluations, $0.batches) } }

  /// Runs `body` as work of a kind.
  public static func measure<Result>(
    _ kind: @autoclosure () -> String, _ extent: Extent = .layer, _ body: () throws -> Result
  ) rethrows -> Result {
    guard let profile = current else { return try body() }
    return try profile.measure(kind(), extent, body)
  }

  /// Notes that a network worked on `count` evaluations in one go.
  public static func noteBatch(of count: Int) {
    current?.state.withLock {
      $0.evaluations += count
      $0.batches += 1
    }
  }

  /// Notes that a stage has run, in place of `spared` equal ones as well.
  public func noteStage(_ name: String, kind: String, seconds: Double, spared: Int) {
    state.withLock { state in
      let index =
        state.stages.firstIndex { $0.name == name && $0.kind == kind }
        ?? {
          state.stages.append(Stage(name: name, kind: kind))
          return state.stages.count - 1
        }()
      state.stages[index].calls += 1
      state.stages[index].seconds += seconds
      state.stages[index].spared += spared
    }
  }

  private func measure<Result>(_ kind: String, _ extent: Extent, _ body: () throws -> Result) rethrows -> Result {
    let counts = state.withLock { state in
      let isInside = extent == .layer && state.open.contains { $0.extent == .whole }
      if !isInside { state.open.append((extent, 0)) }
      return !isInside
    }
    guard counts else { return try body() }
    let start = DispatchTime.now().uptimeNanoseconds
    defer {
      let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
      state.withLock { state in
        let inside = state.open.removeLast().inside
        if !state.open.isEmpty { state.open[state.open.count - 1].inside += seconds }
        let index =
          state.work.firstIndex { $0.name == kind }
          ?? {
            state.work.append(Work(name: kind))
            return state.work.count - 1
          }()
        state.work[index].calls += 1
        state.work[index].seconds += seconds - inside
      }
    }
    return try body()
  }
}
