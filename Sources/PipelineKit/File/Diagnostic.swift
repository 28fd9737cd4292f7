public import Basics
import Tensors

/// A position in a pipeline file as editors show it; lines and columns count from 1.
public struct Position: Sendable, Hashable, CustomStringConvertible {
  /// The file as the user would name it.
  public var file: String
  /// Line number; the first is 1.
  public var line: Int
  /// Column number; the first is 1.
  public var column: Int

  /// Makes a position from a file's name, a line and a column. Nothing is checked.
  public init(file: String, line: Int, column: Int) { (self.file, self.line, self.column) = (file, line, column) }

  init(_ place: TextPlace, in file: String) { self.init(file: file, line: place.line, column: place.column) }

  public var description: String { "\(file):\(line):\(column)" }
}

/// An error or a warning about a pipeline file.
public struct Diagnostic: Error, CustomStringConvertible {
  /// How serious a diagnostic is.
  public enum Severity: String, Sendable {
    /// The pipeline cannot run.
    case error
    /// The pipeline runs, but something in it is probably not meant.
    case warning
  }

  /// Whether the pipeline cannot run, or runs with a warning.
  public var severity: Severity
  /// Where the problem is; nil for a problem outside of any file, such as on the command line.
  public var position: Position?
  /// The problem; its description is the message.
  public var problem: PipelineProblem

  package init(severity: Severity, position: Position?, problem: PipelineProblem) {
    (self.severity, self.position, self.problem) = (severity, position, problem)
  }

  /// The position, severity and message on one line; control characters in names and values are escaped.
  public var description: String {
    ShownText.line("\(position.map { "\($0): " } ?? "")\(severity): \(problem)")
  }
}

extension Diagnostic {
  /// The largest number of diagnostics that are shown for one file.
  public static let most = 100

  /// One line for each of the first `most` diagnostics, and one line with the number of those left out.
  public static func lines(_ diagnostics: [Diagnostic]) -> [String] {
    var lines = diagnostics.prefix(most).map(\.description)
    if let next = diagnostics.dropFirst(most).first {
      let count = diagnostics.count - most
      lines.append("\(next.severity): \(count) more \(next.severity)\(count == 1 ? "" : "s")")
    }
    return lines
  }
}

/// All problems found in a pipeline file, in file order.
public struct PipelineFault: Fault {
  /// Errors and warnings, in file order.
  public var diagnostics: [Diagnostic]

  package init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  /// `.usage` if any error has that cause, otherwise `.data` if any has; only if neither occurs, the first error's
  /// cause.
  public var cause: FaultCause {
    let causes = diagnostics.filter { $0.severity == .error }.map(\.problem.cause)
    if causes.contains(.usage) { return .usage }
    if causes.contains(.data) { return .data }
    return causes.first ?? .data
  }

  /// Whether two stages write one file.
  package var writesTwice: Bool {
    diagnostics.contains { if case .writtenTwice = $0.problem { true } else { false } }
  }

  public var description: String { Diagnostic.lines(diagnostics).joined(separator: "\n") }
}
