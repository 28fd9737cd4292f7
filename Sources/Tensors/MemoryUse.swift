/// What layers may keep in memory beside their weights to be faster. Results are the same to the bit.
public enum MemoryUse: String, Sendable, CaseIterable {
  /// Whatever helps: three to four times the memory of half-precision weights.
  case fast
  /// Nothing that can be made again.
  case lean

  /// What layers that are made now will follow.
  @TaskLocal static var current: MemoryUse = .fast

  /// Makes layers that use memory like this.
  public func callAsFunction<Result>(_ make: () throws -> Result) rethrows -> Result {
    try Self.$current.withValue(self, operation: make)
  }
}
