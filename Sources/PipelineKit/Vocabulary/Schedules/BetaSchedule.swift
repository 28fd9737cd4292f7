/// How the variances β₁ … β_T of the forward process grow.
public protocol BetaSchedule: Sendable {
  /// β of each of `count` steps, each in 0 ..< 1.
  func betas(_ count: Int) -> [Float]
}

extension NoiseSchedule {
  /// A schedule of `count` steps with these variances.
  public init(
    _ betas: some BetaSchedule, count: Int = 1000, variance: Variance, clip: Clip = .none,
    spacing: any TimestepSpacing = LeadingSpacing(), stepsOffset: Int = 0
  ) {
    self.init(betas: betas.betas(count), variance: variance, clip: clip, spacing: spacing, stepsOffset: stepsOffset)
  }
}
