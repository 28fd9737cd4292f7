import Basics
import Synchronization

/// How a run's time is spent. It is collected while `Profile.$current` holds a profile, and costs nothing otherwise.
///
/// Times are those of the thread that runs the graph. Work that kernels share with other threads counts once.
public final class Profile: Sendable {
  /// The profile that collects times in the current task; nil where none is taken.
  @TaskLocal public static var current: Profile?

  /// All runs of one stage.
  public struct Stage: Sendable, Equatable {
    /// The stage's name in the pipeline.
    public var name: String
    /// The kind of stage, as pipeline files name it.
    public var kind: String
    /// How many times it ran.
    public var calls = 0
    /// The total time of its runs, in seconds.
    public var seconds = 0.0
    /// How many runs of identical stages its runs replaced.
    public var spared = 0
  }

  /// All calls of one kind of work.
  public struct Work: Sendable, Equatable {
    /// The kind, as it was given to `measure`.
    public var name: String
    /// How many times it was measured.
    public var calls = 0
    /// The total time in seconds, without other kinds of work inside it.
    public var seconds = 0.0
  }

  /// How work inside other work is counted.
  public enum Extent: Sendable {
    /// A layer of a network. Inside a whole it counts as part of that.
    case layer
    /// A part of a run, including everything in it except other wholes: reading weights, encoding a text.
    case whole
  }

  private struct State {
    var stages: [Stage] = []
    var work: [Work] = []
    /// The work in progress, outermost first, with the seconds taken by other work inside it.
    var open: [(extent: Extent, inside: Double)] = []
    var evaluations = 0
    var whole = 0.0
    var batches = 0
  }

  private let state = Mutex(State())

  /// Makes an empty profile.
  public init() {}

  /// The stages in the order of their first runs.
  public var stages: [Stage] { state.withLock(\.stages) }
  /// The kinds of work, those with the most time first.
  public var work: [Work] { state.withLock { $0.work.sorted { $0.seconds > $1.seconds } } }
  /// How many evaluations networks made, and in how many batches.
  public var evaluations: (count: Int, batches: Int) { state.withLock { ($0.evaluations, $0.batches) } }
  /// The same work in evaluations of whole networks: one of a part of a network counts as the part's share of the work.
  public var wholeEvaluations: Double { state.withLock(\.whole) }

  /// Runs `body` and adds its time to the current profile under `kind`. A layer's result is looked at by the current
  /// `NumberCheck`.
  public static func measure<Result>(
    _ kind: @autoclosure () -> String, _ extent: Extent = .layer, _ body: () throws -> Result
  ) rethrows -> Result {
    guard let check = NumberCheck.current, extent == .layer, check.isLooking else {
      return try timed(kind(), extent, body)
    }
    let kind = kind()
    let result = try timed(kind, extent, body)
    if let tensor = result as? Tensor { check.note(tensor, kind) }
    return result
  }

  private static func timed<Result>(
    _ kind: @autoclosure () -> String, _ extent: Extent, _ body: () throws -> Result
  ) rethrows -> Result {
    guard let profile = current else { return try body() }
    return try profile.measure(kind(), extent, body)
  }

  /// Adds a batch of `count` evaluations to the current profile.
  ///
  /// - Parameter share: the share of a whole evaluation's work that each of them makes, 0…1.
  public static func noteBatch(of count: Int, share: Double = 1) {
    current?.state.withLock {
      $0.evaluations += count
      $0.whole += Double(count) * share
      $0.batches += 1
    }
  }

  /// Adds a run of a stage, which also replaced `spared` identical ones.
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
    let watch = Stopwatch()
    defer {
      let seconds = watch.seconds
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
