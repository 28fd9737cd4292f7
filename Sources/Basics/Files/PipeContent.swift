import Foundation
import Synchronization

/// The content of pipes: `/dev/stdin`, a shell's `<(…)`, a named pipe. Each is read once, to its end, and kept while
/// the program runs, so that a second read gets the same bytes. Pipes are identified by device and inode.
public enum PipeContent {
  /// The most bytes that are read from a pipe.
  public static let largest = 1 << 30

  private struct Pipe: Hashable { var device, inode: UInt64 }
  private enum Outcome {
    case content([UInt8])
    case failure(reason: String)
  }

  /// Linux's O_PATH, which Swift's Glibc module lacks.
  private static let pathOnly: Int32 = 0o10000000

  private static let outcomes = Mutex<[Pipe: Outcome]>([:])
  private static let waiting = Atomic(false)

  /// Whether the program is waiting for data from a pipe, which may never come.
  public static var isAwaited: Bool { waiting.load(ordering: .relaxed) }

  static func bytes(_ path: String) throws(FileFault) -> [UInt8] {
    // O_PATH opens the pipe without reading it; while it is open, no other pipe gets its inode.
    guard let system = FileName.system(path) else { throw .missing(path: path) }
    let holder = open(system, pathOnly | O_CLOEXEC)
    var status = stat()
    guard holder >= 0, fstat(holder, &status) == 0 else { throw .missing(path: path) }
    let pipe = Pipe(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    let outcome = outcomes.withLock { outcomes in
      if let known = outcomes[pipe] {
        close(holder)
        return known
      }
      waiting.store(true, ordering: .relaxed)
      defer { waiting.store(false, ordering: .relaxed) }
      let outcome: Outcome
      do throws(FileFault) { outcome = .content(try Descriptor(path).bytesToEnd(limit: largest)) } catch {
        outcome = .failure(reason: error.reason)
      }
      outcomes[pipe] = outcome
      return outcome
    }
    switch outcome {
    case .content(let bytes): return bytes
    case .failure(let reason): throw .cannotRead(path: path, reason: reason)
    }
  }
}
