/// How n of a schedule's T timesteps are chosen. A pipeline file names a spacing by its word, and packages may register
/// more.
public protocol TimestepSpacing: Method {
  /// `count` timesteps of the schedule, descending, also between whole ones; 1 ≤ count ≤ T. The caller checks that they
  /// lie on the schedule.
  func timesteps(_ count: Int, on schedule: NoiseSchedule) -> [Double]
}

extension TimestepSpacing {
  /// `spacing`.
  public static var vocabulary: String { "spacing" }
}

extension Methods<any TimestepSpacing> {
  /// The spacings of this package: those of diffusers (Lin et al. 2023, table 2), and equal steps of real numbers.
  public static let spacings = Methods(
    "spacing",
    [LeadingSpacing(), TrailingSpacing(), LinspaceSpacing(), EvenSpacing()].map { (way: any TimestepSpacing) in
      (way.name, way)
    })
}
