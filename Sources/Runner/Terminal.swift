import Foundation
import Tensors

/// Standard error, and whether it is a terminal.
enum Terminal {
  static var isTerminal: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  static func error(_ text: String) { write(text + "\n") }

  /// What can't be said can't be complained about either.
  static func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

  /// Writes a line to standard output. Where that fails the program ends: nobody gets its results.
  static func output(_ line: String) {
    do { try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8)) } catch {
      self.error("error: \(FileFault.cannotWrite(path: "standard output", reason: FileFault.reason(error)))")
      exit(FaultCause.cannotWrite.rawValue)
    }
  }

  /// The terminal's width in columns, as it is now: a window may have been resized. Where the terminal doesn't know it,
  /// what the variable COLUMNS says, or 80.
  static var width: Int {
    var size = winsize()
    if ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }
    return columns.flatMap { $0 > 0 ? $0 : nil } ?? 80
  }
}
