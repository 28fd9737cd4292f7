/// The squares of numbers growing linearly from √`start` to √`end` (Rombach et al. 2022, `scaled_linear`).
public struct ScaledLinearBetas: BetaSchedule, Equatable {
  /// β of the first step, 0 ..< 1.
  public var start: Double
  /// β of the last step, 0 ..< 1.
  public var end: Double

  /// Makes a schedule from its first and last β; nothing is checked.
  public init(from start: Double, to end: Double) { (self.start, self.end) = (start, end) }

  public func betas(_ count: Int) -> [Float] {
    LinearBetas(from: start.squareRoot(), to: end.squareRoot()).betas(count).map { $0 * $0 }
  }
}
