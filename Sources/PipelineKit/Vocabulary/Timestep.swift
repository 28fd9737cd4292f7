/// A point on a noise schedule, between two neighbours of the walk it belongs to.
public struct Timestep: Sendable, Hashable {
  /// The index into the schedule's `alphasCumprod`: 0 is almost clean, the last is all noise.
  public var value: Int

  /// The smaller timestep that a step from here leads to; nil where it leads to the clean image.
  public var next: Int?

  /// The greater timestep that the walk came from, which a second-order sampler looks back to; nil where the walk starts.
  public var previous: Int?

  public init(_ value: Int, next: Int? = nil, previous: Int? = nil) {
    self.value = value
    self.next = next
    self.previous = previous
  }

  /// The walk through `values`, each knowing its neighbours.
  public static func walk(_ values: [Int]) -> [Timestep] {
    values.indices.map { i in
      Timestep(values[i], next: i + 1 < values.count ? values[i + 1] : nil, previous: i > 0 ? values[i - 1] : nil)
    }
  }
}
