import Basics
import Dispatch
import Foundation
import Synchronization
import Tensors

/// Ctrl-C, a request to terminate, and the end of the terminal.
package enum Interrupt {
  /// The exit code after a request to terminate.
  static let terminated: Int32 = 143

  /// Prepares the process; before any command. A write beyond the user's limit for files becomes an error, like that to a
  /// full disk, not a signal.
  static func prepare() {
    StandardStreams.reserve()
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Ends the program at once: between two files, never within one. Says goodbye through `farewell` and exits with 130
  /// (143 for a request to terminate, 129 when the terminal is closed).
  static func handle(_ farewell: @escaping @Sendable () -> Void) {
    onSignal { code in end(code, farewell) }
  }

  /// Ends the program with an exit code, between two files, after the programs that it started and `farewell`.
  static func end(_ code: Int32, _ farewell: () -> Void) {
    AtomicFile.betweenWrites { () -> Void in
      ExternalProgram.endAll { () -> Never in
        farewell()
        _exit(code)
      }
    }
  }

  /// Calls `body` with the exit code that a signal asks for.
  package static func onSignal(_ body: @escaping @Sendable (Int32) -> Void) {
    for (number, code) in [(SIGINT, FaultCause.interrupted.rawValue), (SIGTERM, terminated), (SIGHUP, 129)] {
      // What `nohup` starts goes on when the terminal is closed.
      if number == SIGHUP, isIgnored(number) { continue }
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(
        signal: number, queue: .global(qos: .userInteractive))
      source.setEventHandler { body(code) }
      source.activate()
      // The source lives as long as the program.
      _ = Unmanaged.passRetained(source as AnyObject)
    }
  }

  /// Whether the program was started with a signal ignored.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0, let handler = action.__sigaction_handler.sa_handler else {
      return false
    }
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}

/// The user's wish that long work ends, once it has saved what it has done. A second signal ends the program at once, as
/// does the first while the program waits for a pipe.
final class StopRequest: Sendable {
  private let asked = Mutex<Int32?>(nil)
  private let listener = Mutex<(@Sendable (Int32) -> Void)?>(nil)

  init() {
    Interrupt.onSignal { [self] code in
      let isFirst = asked.withLock { asked in
        defer { asked = asked ?? code }
        return asked == nil
      }
      if isFirst, !PipeContent.isAwaited {
        listener.withLock { $0 }?(code)
        return
      }
      AtomicFile.betweenWrites {
        if isFirst { Terminal.error("interrupted") }
        _exit(code)
      }
    }
  }

  /// Calls `body` with the exit code that the first signal asks for.
  func onFirstSignal(_ body: @escaping @Sendable (Int32) -> Void) { listener.withLock { $0 = body } }

  /// Asks for an end with an exit code, as a signal does.
  func ask(_ code: Int32) { asked.withLock { $0 = $0 ?? code } }

  /// The exit code that was asked for; nil before that.
  var code: Int32? { asked.withLock { $0 } }
}
