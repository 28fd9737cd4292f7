/// Measures how long something takes. The time of day may be set while the program runs; this clock runs on.
public struct Stopwatch: Sendable {
  private let start = SuspendingClock.now

  /// Starts to measure.
  public init() {}

  /// The seconds since the start; never negative, even where the system's clock goes back.
  public var seconds: Double { max(0, (SuspendingClock.now - start) / .seconds(1)) }
}
