/// The squares of numbers that grow evenly from √`start` to √`end` (Rombach et al. 2022, `scaled_linear`).
public struct ScaledLinearBetas: BetaSchedule, Equatable {
  public var start, end: Double

  public init(from start: Double, to end: Double) { (self.start, self.end) = (start, end) }

  public func betas(_ count: Int) -> [Float] {
    LinearBetas(from: start.squareRoot(), to: end.squareRoot()).betas(count).map { $0 * $0 }
  }
}
