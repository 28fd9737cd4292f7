/// What one run of a stage takes, as far as that is known before it.
public struct StageCost: Sendable {
  /// Pictures that go through a network; a picture that goes through a part of it counts as the part's share of the work.
  public var evaluations: Double
  /// Bytes that exist only while the stage runs, besides its inputs and outputs.
  public var working: Double
  /// Bytes of the files that it writes, at most.
  public var written: Double
  /// Whether something that decides the cost isn't known yet. The numbers are then the least that it takes.
  public var isUnknown: Bool

  /// Makes a cost from its parts; the defaults are those of a stage that only computes.
  public init(
    evaluations: Double = 0, working: Double = 0, written: Double = 0, isUnknown: Bool = false
  ) {
    (self.evaluations, self.working, self.written, self.isUnknown) = (evaluations, working, written, isUnknown)
  }
}
