import Basics
import Synchronization

/// How many bytes runs may still write.
public final class OutputBudget: Sendable {
  /// The bytes that they may write in all.
  public let bytes: Int
  private let left: Mutex<Int>
  /// The bytes of files that were noted.
  private let noted = Mutex<[ExactName: Int]>([:])

  /// Makes a budget of so many bytes, none of which are written yet.
  public init(bytes: Int) {
    self.bytes = bytes
    left = Mutex(bytes)
  }

  /// Takes the bytes of files that were written; of one that replaces an earlier one, only what it is larger. Throws if that
  /// is more than is left.
  package func note(_ files: [String]) throws {
    let growth = noted.withLock { noted in
      files.reduce(0) { sum, file in
        let (size, known) = (FileSystem.size(file) ?? 0, noted[ExactName(file)] ?? 0)
        noted[ExactName(file)] = max(size, known)
        return sum + max(0, size - known)
      }
    }
    try take(growth)
  }

  /// Takes the bytes of files that are about to be written. Throws if that is more than is left.
  func take(_ bytes: Int) throws {
    try left.withLock { left in
      guard bytes <= left else {
        throw OutputFault(limit: self.bytes, bytes: self.bytes - left + bytes, isBefore: false)
      }
      left -= bytes
    }
  }
}

/// Files that would be more than a run may write.
struct OutputFault: Fault {
  /// Bytes; the second is all that is written with those files.
  let limit, bytes: Int
  /// Whether that was seen before the run, by an estimate.
  let isBefore: Bool

  var cause: FaultCause { .limit }

  var description: String {
    (isBefore ? "the run would write about " : "with it, the run would write ") + ByteCount.text(bytes)
      + "; the limit is \(ByteCount.text(limit)), and '--max-output SIZE' sets another"
  }
}
