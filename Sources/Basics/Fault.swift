/// An error that a user can read: one line that says what is wrong, where, what was expected and what was found.
///
/// Every error type of the project conforms. Its cases carry data, and its wording is in one place beside it. An
/// error that is not a `Fault` and reaches the command line is a mistake in the program.
public protocol Fault: Error, CustomStringConvertible, Sendable {
  /// What has to change for the request to succeed. The command line derives its exit code from it.
  var cause: FaultCause { get }
  /// Lines that are shown below the error, such as what a program wrote to its standard error; none for most.
  var details: [String] { get }
}

extension Fault {
  public var details: [String] { [] }
}

/// Who or what has to change for the same request to succeed, in the categories of BSD's sysexits.h.
public enum FaultCause: Int32, Sendable, CaseIterable {
  /// The command was called wrongly: an unknown option or parameter, or a value of the wrong kind.
  case usage = 64
  /// A file's content is wrong: a pipeline, a picture, a checkpoint.
  case data = 65
  /// A file that should be read is missing or can't be opened.
  case missingInput = 66
  /// A server or another process doesn't answer, or refuses.
  case unavailable = 69
  /// A mistake in the program itself.
  case fault = 70
  /// A file can't be written.
  case cannotWrite = 73
  /// A limit was reached: one that the user set, or the machine's memory.
  case limit = 75
  /// The user stopped the program.
  case interrupted = 130
}
