/// A point in time on a noise schedule, with the timesteps before and after it in a sequence of steps.
public struct Timestep: Sendable, Hashable {
  /// 0 is clean or almost clean, the schedule's last is all noise, or nearly so. It may lie between whole timesteps.
  public var value: Double

  /// The smaller timestep that a step from here leads to; nil if it leads to the clean image.
  public var next: Double?

  /// The greater timestep before this one in the walk, which a second-order sampler uses; nil at the walk's start.
  public var previous: Double?

  /// The timestep before `previous`, which a corrector of second order uses; nil at the walk's first two.
  public var earlier: Double?

  /// Its place in the walk, from 0. A sampler whose steps take several evaluations counts them by it.
  public var index: Int

  /// Makes a timestep; by default without neighbours, so that a step leads to the clean image.
  public init(
    _ value: Double, next: Double? = nil, previous: Double? = nil, earlier: Double? = nil, index: Int = 0
  ) {
    (self.value, self.next, self.previous, self.earlier, self.index) = (value, next, previous, earlier, index)
  }

  /// The walk through `values`, with each one's neighbours set.
  public static func walk(_ values: [Double]) -> [Timestep] {
    values.indices.map { i in
      Timestep(
        values[i], next: i + 1 < values.count ? values[i + 1] : nil, previous: i > 0 ? values[i - 1] : nil,
        earlier: i > 1 ? values[i - 2] : nil, index: i)
    }
  }

  /// The value as text, a whole one without a point.
  public var text: String { Self.text(value) }

  /// A timestep as text, a whole one without a point.
  public static func text(_ value: Double) -> String { Int(exactly: value).map { "\($0)" } ?? "\(value)" }
}
