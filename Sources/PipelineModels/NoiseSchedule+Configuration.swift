package import Inference
import PipelineKit

extension Prediction {
  /// What a scheduler's configuration says about its network.
  package init(_ configured: SchedulerConfiguration.Prediction) {
    switch configured {
    case .epsilon: self = .noise
    case .sample: self = .clean
    case .velocity: self = .velocity
    case .flow: self = .flow
    }
  }

  /// The same in a scheduler's configuration.
  package var configured: SchedulerConfiguration.Prediction {
    switch self {
    case .noise: .epsilon
    case .clean: .sample
    case .velocity: .velocity
    case .flow: .flow
    }
  }
}

extension NoiseSchedule {
  /// The schedule that a scheduler's configuration describes.
  package init(_ c: SchedulerConfiguration) {
    if c.betas == .flow {
      self = .flow(steps: c.steps)
      return
    }
    let betas: [Float] =
      switch c.betas {
      case .linear(let start, let end): LinearBetas(from: start, to: end).betas(c.steps)
      case .scaledLinear(let start, let end): ScaledLinearBetas(from: start, to: end).betas(c.steps)
      case .cosine: CosineBetas().betas(c.steps)
      case .given(let betas): betas.map(Float.init)
      case .flow: preconditionFailure("a flow has no β")
      }
    let variance: Variance =
      switch c.variance {
      case .fixedSmall: .fixedSmall
      case .fixedLarge: .fixedLarge
      case .learnedRange: .learnedRange
      }
    let clip: Clip =
      if let threshold = c.threshold {
        .dynamic(quantile: Float(threshold.quantile), maximum: Float(threshold.maximum))
      } else if let range = c.clipRange {
        .range(Float(range))
      } else {
        .none
      }
    let spacing: any TimestepSpacing =
      switch c.spacing {
      case .leading: LeadingSpacing()
      case .trailing: TrailingSpacing()
      case .linspace: LinspaceSpacing()
      }
    self.init(betas: betas, variance: variance, clip: clip, spacing: spacing, stepsOffset: c.stepsOffset)
  }
}
