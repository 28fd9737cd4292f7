import CSpawn
import Foundation
import Synchronization

/// A program's process, which leads a process group of its own, with pipes for its standard streams.
final class RunningProgram: Sendable {
  /// The id of the process and of its group.
  let id: pid_t
  /// This side's ends of the pipes for input, output and errors. They never block. The receiver closes them.
  let ends: [Int32]

  /// The programs that run now, with their folders.
  private static let all = Mutex<[pid_t: TemporaryFolder]>([:])

  /// Starts the program at `path`, an absolute path, in `folder`.
  init(_ path: String, _ program: ExternalProgram, in folder: TemporaryFolder) throws(ProgramFault) {
    let name = program.name
    let words = [path] + program.words.dropFirst()
    guard let system = FileName.system(path), let place = FileName.system(folder.path),
      words.allSatisfy({ FileName.system($0) != nil })
    else { throw .refused(name: name, reason: "an argument holds a zero byte") }
    let arguments = RunningProgram.strings(words)
    let environment = RunningProgram.strings(ExternalProgram.environment)
    defer { for text in arguments + environment { free(text) } }
    // The lock is held so that `endAll` sees the process, or comes before it.
    let (process, ends, error) = RunningProgram.all.withLock { all in
      var process = pid_t()
      var ends: [Int32] = [-1, -1, -1]
      let error = cspawn_start(system, arguments, environment, place, &process, &ends)
      if error == 0 { all[process] = folder }
      return (process, ends, error)
    }
    guard error == 0 else { throw .refused(name: name, reason: FileFault.reason(error)) }
    (id, self.ends) = (process, ends)
  }

  /// C strings, and a nil at the end; the receiver frees them.
  private static func strings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { FileName.system($0).flatMap { strdup($0) } } + [nil]
  }

  /// Whether the process has ended. It stays in the system's table, so that its id belongs to no other process.
  var hasEnded: Bool {
    var facts = siginfo_t()
    return waitid(P_PID, id_t(id), &facts, Int32(WEXITED | WNOHANG | WNOWAIT)) == 0 && facts.si_signo == SIGCHLD
  }

  /// Sends a signal to the process and all that it started in its group. Only before `end()`.
  func send(_ signal: Int32) { kill(-id, signal) }

  /// Kills what is left of the group, waits for the process and says how it ended.
  func end() -> ProgramEnd {
    send(SIGKILL)
    var status: Int32 = 0
    RunningProgram.all.withLock { all in
      while waitpid(id, &status, 0) < 0, errno == EINTR {}
      all[id] = nil
    }
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .signal(signal)
  }

  /// Kills every program that runs now and removes their folders, then calls `exit`. Until then no program starts, and
  /// no caller is told that one ended.
  static func endAll(_ exit: () -> Never) -> Never {
    all.withLock { all -> Never in
      for (id, folder) in all {
        kill(-id, SIGKILL)
        folder.remove()
      }
      exit()
    }
  }
}

extension ExternalProgram {
  /// Kills every program that runs now, then calls `exit`, which ends this process.
  public static func endAll(_ exit: () -> Never) -> Never { RunningProgram.endAll(exit) }
}
