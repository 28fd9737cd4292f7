import Basics
import Foundation
import Tensors

/// How far long work is: on a terminal one line that changes, elsewhere a line every ten seconds.
final class ProgressLine {
  private let isQuiet: Bool
  private let isTerminal = Terminal.isTerminal
  private var last: Stopwatch?
  private var isOpen = false

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  /// Shows `text` where it is time to; `isLast` makes it time.
  func show(_ text: @autoclosure () -> String, isLast: Bool = false) {
    guard !isQuiet, isLast || last.map({ $0.seconds >= (isTerminal ? 0.2 : 10) }) != false else { return }
    last = Stopwatch()
    if isTerminal {
      Terminal.write("\r\u{1B}[K" + ShownText.line(text()).prefix(max(0, Terminal.width - 1)))
      isOpen = true
    } else {
      Terminal.error(text())
    }
  }

  /// A bar that is full where all is done, the loops' names and counts, and how fast it goes, in at most `width` columns:
  /// where they are too few, the bar gets shorter, then the names.
  static func text(done: Double, names: String, pace: String, width: Int) -> String {
    let room = width - names.count - pace.count - 2
    if room < 5 { return String((names.prefix(max(0, width - pace.count)) + pace).prefix(max(0, width))) }
    let length = min(24, room)
    let filled = Int((min(1, max(0, done)) * Double(length)).rounded())
    return String(repeating: "█", count: filled) + String(repeating: "░", count: length - filled) + "  " + names + pace
  }

  /// A line of what was done, which stays; to standard output.
  func done(_ line: String) {
    if isQuiet { return }
    close()
    Terminal.output(line)
  }

  /// A line that warns; to standard error.
  func warning(_ text: String) {
    if isQuiet { return }
    close()
    Terminal.error("warning: \(text)")
  }

  /// Leaves the line as it stands.
  func close() {
    if isOpen { Terminal.write("\n") }
    isOpen = false
  }
}
