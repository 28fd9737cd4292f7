import Foundation

/// What layers may keep in memory beside their weights to be faster. Results are the same to the bit.
public enum MemoryUse: String, Sendable, CaseIterable {
  /// Whatever helps, as long as there is room for it: up to twelve times the memory of weights in single precision where
  /// all pictures are large.
  case fast
  /// Nothing that can be made again.
  case lean

  /// What layers that are made now will follow; nil where nobody chose.
  @TaskLocal public static var chosen: MemoryUse?

  /// Makes layers that use memory like this.
  public func callAsFunction<Result>(_ make: () throws -> Result) rethrows -> Result {
    try Self.$chosen.withValue(self, operation: make)
  }

  /// Has the C library keep up to 1 GB of what large arrays leave unused, for the next ones. Otherwise each array of a
  /// network's layers is new memory, whose pages the system clears while the layer waits: a tenth of an evaluation. It holds
  /// for the whole process, and so is for programs to say, once as they start; the library never does.
  public static func keepFreedMemory() { Kernels.keepMemory() }

  /// In the lean way, gives the system what arrays of many sizes left unused between those that are still needed.
  /// Otherwise the heap grows further beyond what a network needs at a time.
  public func giveBack() {
    if self == .lean { Kernels.giveBackMemory() }
  }

  /// What suits a network whose weights take `bytes` in a file, with so much memory free: lean where the fast way would
  /// take most of it.
  public static func suiting(weights bytes: Int, free: Int? = free()) -> MemoryUse {
    guard let free else { return .fast }
    return bytes > free / 6 ? .lean : .fast
  }

  /// Whether so many bytes are worth keeping with so much memory free: an eighth of it at most, so that of many layers the
  /// last ones do without before memory runs out.
  public static func hasRoom(for bytes: Int, free: Int? = free()) -> Bool {
    guard let free else { return true }
    return bytes <= free / 8
  }

  /// Bytes that programs can still have (Linux's `MemAvailable`), or nil where nobody says.
  public static func free() -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8) else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    return line.flatMap { Int($0.split(separator: " ")[1]) }.map { $0 << 10 }
  }
}
