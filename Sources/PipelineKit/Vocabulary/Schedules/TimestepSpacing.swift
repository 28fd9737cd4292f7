/// How n of a schedule's T timesteps are chosen. A pipeline file names a spacing by its word, and packages may register
/// more.
public protocol TimestepSpacing: Method {
  /// `count` timesteps of the schedule, descending; 1 ≤ count ≤ T. The caller checks that they lie on the schedule.
  func timesteps(_ count: Int, on schedule: NoiseSchedule) -> [Int]
}

extension TimestepSpacing {
  /// `spacing`.
  public static var vocabulary: String { "spacing" }
}

extension Methods<any TimestepSpacing> {
  /// The spacings of this package (Lin et al. 2023, table 2).
  public static let spacings = Methods(
    "spacing",
    [LeadingSpacing(), TrailingSpacing(), LinspaceSpacing()].map { (way: any TimestepSpacing) in (way.name, way) })
}
