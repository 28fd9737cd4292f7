import Foundation

/// β of the cosine schedule (Nichol & Dhariwal 2021, eq. 17), `squaredcos_cap_v2`: at most 0.999.
public struct CosineBetas: BetaSchedule, Equatable {
  /// Makes the schedule, which has no parameters.
  public init() {}

  public func betas(_ count: Int) -> [Float] {
    func alphaBar(_ t: Double) -> Double { pow(cos((t + 0.008) / 1.008 * .pi / 2), 2) }
    return (0..<count).map { i in
      Float(min(1 - alphaBar(Double(i + 1) / Double(count)) / alphaBar(Double(i) / Double(count)), 0.999))
    }
  }
}
