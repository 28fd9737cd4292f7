/// What a stage is called, does, takes and gives.
public struct Declaration: Sendable {
  public var name: String
  /// What it does in one line, with the equation if it has one.
  public var summary: String
  public var inputs: [Port]
  /// The first is what a reference to the stage without a port name means.
  public var outputs: [Port]
  /// What running it does besides computing its outputs.
  public var effects: Set<Effect>
  /// What must hold between its inputs.
  public var rules: [PortRule]

  public init(
    _ name: String, _ summary: String, inputs: [any InputPort], outputs: [any OutputPort], effects: Set<Effect> = [],
    rules: [PortRule] = []
  ) {
    self.name = name
    self.summary = summary
    self.inputs = inputs.map(\.port)
    self.outputs = outputs.map(\.port)
    self.effects = effects
    self.rules = rules
  }

  /// What a stage may do besides computing its outputs. A stage that says nothing may run earlier, once for several equal
  /// ones, or not at all where nobody needs what it gives.
  public enum Effect: Sendable, Hashable {
    /// It writes files: it runs even where nobody needs its outputs, and every time.
    case writes
    /// It draws from the generators that it is given: it runs in the file's order, and every time, as its place in a
    /// generator's stream is part of what a seed means. Where it is given none, it draws nothing.
    case draws
  }

  /// What contradicts itself in the declaration; nil where nothing does.
  var contradiction: RegistryFault? {
    if inputs.contains(where: \.kind.holdsGenerators), !effects.contains(.draws) {
      return .silent(name, effect: "draws")
    }
    if inputs.contains(where: { $0.path == .writes }), !effects.contains(.writes) {
      return .silent(name, effect: "writes")
    }
    if outputs.isEmpty, effects.isEmpty { return .useless(name) }
    return nil
  }
}
