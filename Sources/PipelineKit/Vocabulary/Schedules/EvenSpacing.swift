/// n numbers from T − 1 down, in steps of (T − 1)/n that are not rounded: equal steps through continuous time, the last of
/// which ends at 0. Made for flows, whose paths are straight.
public struct EvenSpacing: TimestepSpacing {
  /// `even`.
  public let name = "even"
  /// One line for listings.
  public let summary = "from T - 1 down in equal steps to 0, not rounded to whole numbers"

  /// The spacing; it has no settings.
  public init() {}

  /// (T − 1)(1 − i/n) for i = 0 … n − 1.
  public func timesteps(_ count: Int, on schedule: NoiseSchedule) -> [Double] {
    (1...count).reversed().map { Double(schedule.count - 1) * Double($0) / Double(count) }
  }
}
