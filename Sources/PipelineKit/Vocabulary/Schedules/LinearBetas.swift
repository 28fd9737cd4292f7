/// β growing linearly from `start` to `end` (Ho et al. 2020).
public struct LinearBetas: BetaSchedule, Equatable {
  /// β of the first step, 0 ..< 1.
  public var start: Double
  /// β of the last step, 0 ..< 1.
  public var end: Double

  /// Makes a schedule from its first and last β; nothing is checked.
  public init(from start: Double = 1e-4, to end: Double = 0.02) { (self.start, self.end) = (start, end) }

  public func betas(_ count: Int) -> [Float] {
    // Like torch.linspace: Float32 steps, counted from the nearer end.
    let (start, end) = (Float(start), Float(end))
    let step = count > 1 ? (end - start) / Float(count - 1) : 0
    return (0..<count).map {
      $0 < count / 2 || count == 1 ? start + step * Float($0) : end - step * Float(count - 1 - $0)
    }
  }
}
