import Foundation

/// How far long work is: on a terminal one line that changes, elsewhere a line every ten seconds.
final class ProgressLine {
  private let isQuiet: Bool
  private let isTerminal = Terminal.isTerminal
  private var last = Date.distantPast
  private var isOpen = false

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  /// Shows `text` where it is time to; `isLast` makes it time.
  func show(_ text: @autoclosure () -> String, isLast: Bool = false) {
    guard !isQuiet, isLast || Date().timeIntervalSince(last) >= (isTerminal ? 0.2 : 10) else { return }
    last = Date()
    if isTerminal {
      Terminal.write("\r\u{1B}[K" + text().prefix(Terminal.width - 1))
      isOpen = true
    } else {
      Terminal.error(text())
    }
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
