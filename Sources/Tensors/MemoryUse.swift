/// How much memory layers may use beside their weights to be faster. Results are identical to the bit.
public enum MemoryUse: String, Sendable, CaseIterable {
  /// Keep everything that saves time while there is room: up to three and a third times the memory of weights in single
  /// precision where all pictures are large; in layers of few channels twenty times, at most 128 MB each.
  case fast
  /// Keep nothing that can be computed again.
  case lean

  /// The choice for layers that are made in the current task; nil where none was made.
  @TaskLocal public static var chosen: MemoryUse?

  /// Runs `make`; the layers that it makes use memory like this.
  public func callAsFunction<Result>(_ make: () throws -> Result) rethrows -> Result {
    try Self.$chosen.withValue(self, operation: make)
  }

  /// Makes the C library keep up to 1 GB of freed large arrays for the next ones. Otherwise each array of a network's
  /// layers is new memory, whose pages the system clears while the layer waits: a tenth of an evaluation's time. This
  /// holds for the whole process, so a program calls it once when it starts; the library never does.
  public static func keepFreedMemory() { Kernels.keepMemory() }

  /// In the lean mode, returns freed memory between live arrays to the system. Otherwise the heap would grow beyond
  /// what a network needs at a time.
  public func giveBack() {
    if self == .lean { Kernels.giveBackMemory() }
  }

  /// The mode for a network whose weights take `bytes` in a file, with `free` bytes of memory available: lean where
  /// more than a sixth of it is needed for the weights, because the fast mode may take most of it, as in stage II.
  public static func suiting(weights bytes: Int, free: Int? = MachineMemory.free) -> MemoryUse {
    guard let free else { return .fast }
    return bytes > free / 6 ? .lean : .fast
  }

  /// Whether `bytes` may be kept with `free` bytes of memory available: at most an eighth, so that when a network has
  /// many layers, the last ones keep nothing before memory runs out.
  public static func hasRoom(for bytes: Int, free: Int? = MachineMemory.free) -> Bool {
    guard let free else { return true }
    return bytes <= free / 8
  }
}
