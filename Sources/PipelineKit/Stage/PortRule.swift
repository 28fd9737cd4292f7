/// What must hold between the inputs of a stage. Told by `runner check` as soon as it is known, and otherwise by the run.
public struct PortRule: Sendable {
  /// In words, for `runner stages`.
  public let summary: String
  /// What is wrong; nil where nothing is, or isn't known yet.
  let problem: @Sendable (KnownInputs) -> Problem?

  /// Exactly one of the inputs is given.
  public static func exactlyOne(_ inputs: any InputPort...) -> PortRule {
    let names = inputs.map(\.port.name)
    let rule = "exactly one of \(words(names, "and"))"
    return PortRule(summary: rule) { known in
      let given = inputs.filter { input in known.isGiven(input) }
      if given.count == 1 { return nil }
      let found = given.isEmpty ? "none" : words(given.map(\.port.name), "and")
      return Problem("\(rule) is wanted, found \(found)")
    }
  }

  /// All of the inputs are given, or none.
  public static func together(_ inputs: any InputPort...) -> PortRule {
    let all = words(inputs.map(\.port.name), "and")
    return PortRule(summary: "\(all) belong together") { known in
      let count = inputs.count { input in known.isGiven(input) }
      return count == 0 || count == inputs.count
        ? nil : Problem("\(all) belong together; expected \(inputs.count == 2 ? "both or neither" : "all or none")")
    }
  }

  /// `input` is given only beside `other`.
  public static func only(_ input: some InputPort, with other: some InputPort) -> PortRule {
    let rule = "'\(input.port.name)' is for '\(other.port.name)'"
    return PortRule(summary: rule) { known in
      known.isGiven(input) && !known.isGiven(other) ? Problem(rule, port: input) : nil
    }
  }

  /// `input` says something other than its default only where `choice` is one of `values`.
  public static func only<T: Choice & Equatable>(
    _ input: some InputPort, where choice: Input<T>, is values: T...
  ) -> PortRule {
    let rule =
      "'\(input.port.name)' is for \(choice.port.name) \(words(values.map(\.rawValue), "or"))"
    return PortRule(summary: rule) { known in
      guard let given = known.givenValue(input.port), let value = known.known(choice), !values.contains(value) else {
        return nil
      }
      if case .value(let absent)? = input.port.absence, absent.isSame(given) { return nil }
      return Problem("\(rule), the \(choice.port.name) is '\(value.rawValue)'", port: input)
    }
  }

  /// The same where `choice` is a method, for those that have a property. What a registry adds may take the input.
  public static func only<Value>(
    _ input: some InputPort, where choice: Input<MethodName>, of methods: Methods<Value>,
    _ has: @escaping @Sendable (Value) -> Bool
  ) -> PortRule {
    let fitting = methods.names.filter { (try? methods.named($0, in: nil)).map(has) == true }
    let rule = "'\(input.port.name)' is for \(choice.port.name) \(words(fitting, "or"))"
    return PortRule(summary: rule) { known in
      guard let given = known.givenValue(input.port), let name = known.known(choice)?.name,
        let method = try? methods.named(name, in: known.registry), !has(method)
      else { return nil }
      if case .value(let absent)? = input.port.absence, absent.isSame(given) { return nil }
      return Problem("\(rule), the \(choice.port.name) is '\(name)'", port: input)
    }
  }

  private static func words(_ names: [String], _ joint: String) -> String {
    let quoted = names.map { "'\($0)'" }
    return quoted.count < 2
      ? quoted.joined() : quoted.dropLast().joined(separator: ", ") + " \(joint) " + quoted.last!
  }
}

extension Value {
  /// Whether two literals mean the same.
  fileprivate func isSame(_ other: Value) -> Bool {
    switch (self, other) {
    case (.flag(let a), .flag(let b)): a == b
    case (.text, .text), (.text, .path), (.path, .text), (.path, .path): String(self) == String(other)
    default: Double(self).map { $0 == Double(other) } ?? false
    }
  }
}
