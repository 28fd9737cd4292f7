/// A stage's name, summary, ports, effects and rules.
public struct Declaration: Sendable {
  /// The stage's name in pipeline files, such as `resize`.
  public var name: String
  /// What the stage does in one line, with the equation if it has one.
  public var summary: String
  /// The inputs, in the order in which documentation lists them.
  public var inputs: [Port]
  /// The outputs; a reference to the stage without a port name means the first.
  public var outputs: [Port]
  /// The input that names the outputs, a `NamedOutputs`; nil for a stage whose outputs are the same in every file.
  public var outputsFrom: String?
  /// What running the stage does besides computing its outputs.
  public var effects: Set<Effect>
  /// What must hold between the inputs.
  public var rules: [PortRule]

  /// Makes a declaration. `Registry.register` refuses one that contradicts itself.
  public init(
    _ name: String, _ summary: String, inputs: [any InputPort], outputs: [any OutputPort], effects: Set<Effect> = [],
    rules: [PortRule] = []
  ) {
    self.init(name, summary, inputs, outputs, from: nil, effects, rules)
  }

  /// Makes a declaration of a stage whose outputs are named in the file, at the input `outputsFrom`.
  public init(
    _ name: String, _ summary: String, inputs: [any InputPort], outputsFrom: Input<NamedOutputs>,
    effects: Set<Effect> = [], rules: [PortRule] = []
  ) {
    self.init(name, summary, inputs, [], from: outputsFrom.port.name, effects, rules)
  }

  private init(
    _ name: String, _ summary: String, _ inputs: [any InputPort], _ outputs: [any OutputPort],
    from outputsFrom: String?, _ effects: Set<Effect>, _ rules: [PortRule]
  ) {
    self.name = name
    self.summary = summary
    self.inputs = inputs.map(\.port)
    self.outputs = outputs.map(\.port)
    self.outputsFrom = outputsFrom
    self.effects = effects
    self.rules = rules
  }

  /// What a stage may do besides computing its outputs. A stage without effects may run earlier than its place in the
  /// file, once for several equal uses, or not at all if its outputs aren't used.
  public enum Effect: Sendable, Hashable {
    /// It writes files: it runs every time, even if its outputs aren't used.
    case writes
    /// It draws from the generators that it is given: it runs every time, in the file's order, because a seed's results
    /// depend on the order of draws. Without a generator it draws nothing.
    case draws
  }

  /// The contradiction in the declaration; nil if there is none.
  var contradiction: RegistryFault? {
    if inputs.contains(where: \.kind.holdsGenerators), !effects.contains(.draws) {
      return .silent(name, effect: "draws")
    }
    if inputs.contains(where: { $0.path == .writes }), !effects.contains(.writes) {
      return .silent(name, effect: "writes")
    }
    if outputs.isEmpty, outputsFrom == nil, effects.isEmpty { return .useless(name) }
    return nil
  }
}
