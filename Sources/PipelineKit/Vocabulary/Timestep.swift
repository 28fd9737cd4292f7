/// A point on a noise schedule, between two neighbours of the walk it belongs to.
public struct Timestep: Sendable, Hashable {
  /// The index into the schedule's `alphasCumprod`: 0 is almost clean, the last is all noise.
  public var value: Int

  /// The smaller timestep that a step from here leads to; nil where it leads to the clean image.
  public var next: Int?

  public init(_ value: Int, next: Int? = nil) {
    self.value = value
    self.next = next
  }

  /// The walk through `values`, each knowing the one it steps to.
  public static func walk(_ values: [Int]) -> [Timestep] {
    values.indices.map { Timestep(values[$0], next: $0 + 1 < values.count ? values[$0 + 1] : nil) }
  }
}
