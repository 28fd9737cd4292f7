/// Multiples of T // n from 0 up, plus the schedule's `stepsOffset`.
public struct LeadingSpacing: TimestepSpacing {
  /// `leading`.
  public let name = "leading"
  /// One line for listings.
  public let summary = "multiples of T // n, from 0 up"

  /// The spacing; it has no settings.
  public init() {}

  /// (n − 1, …, 0) · (T // n) + offset.
  public func timesteps(_ count: Int, on schedule: NoiseSchedule) -> [Double] {
    (0..<count).reversed().map { Double($0 * (schedule.count / count) + schedule.stepsOffset) }
  }
}
