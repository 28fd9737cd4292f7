import Basics

/// A part of the product that reads files of strangers.
protocol Subject: Sendable {
  /// The word that names it on the command line and its folder in `corpus`.
  static var name: String { get }
  /// The longest input, in bytes.
  static var longest: Int { get }

  /// Prepares what all inputs share.
  init(in scratch: Scratch) throws

  /// Reads one input. Whatever it holds, this returns.
  func read(_ bytes: [UInt8])
}

extension Subject {
  static var longest: Int { 4096 }
}

/// Runs `body`, which may refuse its input with an error for users: one that has a cause and a message. Returns nil
/// where it does. Any other error is a finding.
@discardableResult
func attempt<Result>(_ body: () throws -> Result) -> Result? {
  do { return try body() } catch {
    guard let fault = error as? any Fault else { fatalError("an error that is no Fault: \(error)") }
    precondition(!"\(fault)".isEmpty && fault.cause != .fault, "an error that users can't mend: \(error)")
    return nil
  }
}
