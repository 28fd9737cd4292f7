/// A point on a noise schedule, with the timesteps before and after it in a sequence of steps.
public struct Timestep: Sendable, Hashable {
  /// 0 is clean or almost clean, the schedule's last is all noise, or nearly so.
  public var value: Int

  /// The smaller timestep that a step from here leads to; nil if it leads to the clean image.
  public var next: Int?

  /// The greater timestep before this one in the walk, which a second-order sampler uses; nil at the walk's start.
  public var previous: Int?

  /// The timestep before `previous`, which a corrector of second order uses; nil at the walk's first two.
  public var earlier: Int?

  /// Its place in the walk, from 0. A sampler whose steps take several evaluations counts them by it.
  public var index: Int

  /// Makes a timestep; by default without neighbours, so that a step leads to the clean image.
  public init(_ value: Int, next: Int? = nil, previous: Int? = nil, earlier: Int? = nil, index: Int = 0) {
    (self.value, self.next, self.previous, self.earlier, self.index) = (value, next, previous, earlier, index)
  }

  /// The walk through `values`, with each one's neighbours set.
  public static func walk(_ values: [Int]) -> [Timestep] {
    values.indices.map { i in
      Timestep(
        values[i], next: i + 1 < values.count ? values[i + 1] : nil, previous: i > 0 ? values[i - 1] : nil,
        earlier: i > 1 ? values[i - 2] : nil, index: i)
    }
  }
}
