/// A stage that doesn't read all of its inputs in every run. A value that no other stage needs is then not computed.
public protocol SelectiveStage: Stage {
  /// The input without which all inputs are read.
  static var decider: any InputPort { get }

  /// The inputs that a run doesn't read, decided by what is known of the others. What stages of the same pass compute is not
  /// known yet.
  static func unread(_ inputs: KnownInputs) -> [any InputPort]
}
