import Basics
import Foundation
import Tensors

/// Standard output and standard error. Lines are shown as `ShownText` has them: no name or text of a file reaches a
/// terminal's controls, or makes a line of its own.
package enum Terminal {
  static var isTerminal: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  package static func error(_ line: String) { write(ShownText.line(line) + "\n") }

  static func error(lines: String) { write(ShownText.lines(lines) + "\n") }

  /// Writes to standard error as it stands. What can't be said can't be complained about either.
  static func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

  /// Writes a line to standard output.
  package static func output(_ line: String) { output(lines: ShownText.line(line)) }

  /// Writes a text of several lines to standard output.
  static func output(lines: String) { output(shown: ShownText.lines(lines) + "\n") }

  /// Writes lines of fields, with tabs between them, for other programs.
  static func output(fields: [[String]]) {
    let lines = fields.map { $0.map(ShownText.line).joined(separator: "\t") + "\n" }
    if !lines.isEmpty { output(shown: lines.joined()) }
  }

  /// Where writing fails the program ends: nobody gets its results.
  private static func output(shown text: String) {
    do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch {
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
