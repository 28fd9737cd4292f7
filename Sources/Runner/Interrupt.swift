import Dispatch
import Foundation
import Tensors

/// Ctrl-C, and a request to terminate, end the program at once: between two files, never within one.
enum Interrupt {
  /// Says goodbye through `farewell` and exits with 130 (143 for a request to terminate).
  static func handle(_ farewell: @escaping @Sendable () -> Void) {
    // A file beyond the user's limit is an error that the stage tells, like a full disk.
    signal(SIGXFSZ, SIG_IGN)
    for (number, code) in [(SIGINT, FaultCause.interrupted.rawValue), (SIGTERM, 143)] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(
        signal: number, queue: .global(qos: .userInteractive))
      source.setEventHandler {
        AtomicFile.betweenWrites {
          farewell()
          _exit(code)
        }
      }
      source.activate()
      // The source lives as long as the program.
      _ = Unmanaged.passRetained(source as AnyObject)
    }
  }
}
