public import Basics
import Tensors

/// A place in a pipeline file, as editors show it; lines and columns count from 1.
public struct Position: Sendable, Hashable, CustomStringConvertible {
  /// The file as the user would name it.
  public var file: String
  public var line: Int
  public var column: Int

  public init(file: String, line: Int, column: Int) { (self.file, self.line, self.column) = (file, line, column) }

  init(_ place: TextPlace, in file: String) { self.init(file: file, line: place.line, column: place.column) }

  public var description: String { "\(file):\(line):\(column)" }
}

/// One thing to say about a pipeline file.
public struct Diagnostic: Error, CustomStringConvertible {
  public enum Severity: String, Sendable { case error, warning }

  public var severity: Severity
  /// Nil for what was wrong outside of any file: on the command line.
  public var position: Position?
  public var problem: PipelineProblem

  package init(severity: Severity, position: Position?, problem: PipelineProblem) {
    (self.severity, self.position, self.problem) = (severity, position, problem)
  }

  /// One line, whatever the names and values in it are.
  public var description: String {
    ShownText.line("\(position.map { "\($0): " } ?? "")\(severity): \(problem)")
  }
}

extension Diagnostic {
  /// How many diagnostics of one file are shown.
  public static let most = 100

  /// The first `most` of errors or of warnings, and how many more there are.
  public static func lines(_ diagnostics: [Diagnostic]) -> [String] {
    var lines = diagnostics.prefix(most).map(\.description)
    if let next = diagnostics.dropFirst(most).first {
      let count = diagnostics.count - most
      lines.append("\(next.severity): \(count) more \(next.severity)\(count == 1 ? "" : "s")")
    }
    return lines
  }
}

/// Everything that is wrong with a pipeline file, in file order.
public struct PipelineFault: Fault {
  public var diagnostics: [Diagnostic]

  package init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  /// A wrong file outweighs what is missing around it: only where nothing else is wrong does the cause say so.
  public var cause: FaultCause {
    let causes = diagnostics.filter { $0.severity == .error }.map(\.problem.cause)
    if causes.contains(.usage) { return .usage }
    if causes.contains(.data) { return .data }
    return causes.first ?? .data
  }

  public var description: String { Diagnostic.lines(diagnostics).joined(separator: "\n") }
}
