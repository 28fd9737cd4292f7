/// n numbers evenly spaced from 0 to T − 1, both included.
public struct LinspaceSpacing: TimestepSpacing {
  /// `linspace`.
  public let name = "linspace"
  /// One line for listings.
  public let summary = "n numbers spread evenly from 0 to T - 1"

  /// The spacing; it has no settings.
  public init() {}

  /// round(i · (T − 1) / (n − 1)), halves to even; 0 alone where n is 1.
  public func timesteps(_ count: Int, on schedule: NoiseSchedule) -> [Double] {
    let stride = count > 1 ? Double(schedule.count - 1) / Double(count - 1) : 0
    return (0..<count).reversed().map { (Double($0) * stride).rounded(.toNearestOrEven) }
  }
}
