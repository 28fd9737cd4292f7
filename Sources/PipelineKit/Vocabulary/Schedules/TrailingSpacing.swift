/// T, T − T/n, T − 2T/n, …, each less one.
public struct TrailingSpacing: TimestepSpacing {
  /// `trailing`.
  public let name = "trailing"
  /// One line for listings.
  public let summary = "T, T - T/n, …, each less one"

  /// The spacing; it has no settings.
  public init() {}

  /// round(T − i · T/n) − 1, halves to even.
  public func timesteps(_ count: Int, on schedule: NoiseSchedule) -> [Double] {
    // NumPy's arange steps by the rounded difference of its first two numbers.
    let total = Double(schedule.count)
    let stride = (total - total / Double(count)) - total
    return (0..<count).map { (total + Double($0) * stride).rounded(.toNearestOrEven) - 1 }
  }
}
