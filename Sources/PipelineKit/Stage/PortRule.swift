import Basics

/// What must hold between the inputs of a stage. `runner check` checks it as soon as the inputs are known, the run
/// otherwise.
public struct PortRule: Sendable {
  /// The rule in words, for `runner stages`.
  public let summary: String
  /// The problem; nil if there is none, or if that isn't known yet.
  let problem: @Sendable (KnownInputs) -> Problem?

  /// Exactly one of the inputs is given.
  public static func exactlyOne(_ inputs: any InputPort...) -> PortRule {
    let names = inputs.map(\.port.name)
    let rule = "exactly one of \(quoted(names, "and"))"
    return PortRule(summary: rule) { known in
      let given = inputs.filter { input in known.isGiven(input) }
      if given.count == 1 { return nil }
      let found = given.isEmpty ? "none" : quoted(given.map(\.port.name), "and")
      return Problem("expected \(rule), found \(found)")
    }
  }

  /// No more than one of the inputs is given.
  public static func atMostOne(_ inputs: any InputPort...) -> PortRule {
    let rule = "at most one of \(quoted(inputs.map(\.port.name), "and"))"
    return PortRule(summary: rule) { known in
      let given = inputs.filter { input in known.isGiven(input) }
      return given.count < 2 ? nil : Problem("expected \(rule), found \(quoted(given.map(\.port.name), "and"))")
    }
  }

  /// All of the inputs are given, or none.
  public static func together(_ inputs: any InputPort...) -> PortRule {
    let all = quoted(inputs.map(\.port.name), "and")
    return PortRule(summary: "\(all) belong together") { known in
      let count = inputs.count { input in known.isGiven(input) }
      return count == 0 || count == inputs.count
        ? nil : Problem("\(all) belong together; expected \(inputs.count == 2 ? "both or neither" : "all or none")")
    }
  }

  /// `input` is given only beside `other`.
  public static func only(_ input: some InputPort, with other: some InputPort) -> PortRule {
    let rule = "'\(input.port.name)' needs '\(other.port.name)'"
    return PortRule(summary: rule) { known in
      known.isGiven(input) && !known.isGiven(other) ? Problem(rule, port: input) : nil
    }
  }

  /// `input` differs from its default only if `choice` is one of `values`.
  public static func only<T: Choice & Equatable>(
    _ input: some InputPort, where choice: Input<T>, is values: T...
  ) -> PortRule {
    only(input, where: choice.port, values.map(\.rawValue)) { known in
      known.known(choice).map { ($0.rawValue, values.contains($0)) }
    }
  }

  /// `input` differs from its default only if the method at `choice`, built in or registered, has a property.
  public static func only<Value>(
    _ input: some InputPort, where choice: Input<MethodName>, of methods: Methods<Value>,
    _ has: @escaping @Sendable (Value) -> Bool
  ) -> PortRule {
    let fitting = methods.names.filter { (try? methods.named($0, in: nil)).map(has) == true }
    return only(input, where: choice.port, fitting) { known in
      guard let name = known.known(choice)?.name, let method = try? methods.named(name, in: known.registry) else {
        return nil
      }
      return (name, has(method))
    }
  }

  /// - Parameter chosen: what was chosen, and whether the input is for it; nil if that isn't known yet.
  private static func only(
    _ input: some InputPort, where choice: Port, _ fitting: [String],
    _ chosen: @escaping @Sendable (KnownInputs) -> (name: String, fits: Bool)?
  ) -> PortRule {
    let rule = "'\(input.port.name)' is for \(choice.name) \(quoted(fitting, "or"))"
    return PortRule(summary: rule) { known in
      guard let given = known.givenValue(input.port), let chosen = chosen(known), !chosen.fits else { return nil }
      if case .value(let absent)? = input.port.absence, absent.isSame(given) { return nil }
      return Problem("\(rule), the \(choice.name) is '\(chosen.name)'", port: input)
    }
  }
}

extension Value {
  /// Whether two literals have the same meaning.
  fileprivate func isSame(_ other: Value) -> Bool {
    switch (self, other) {
    case (.flag(let a), .flag(let b)): a == b
    case (.text, .text), (.text, .path), (.path, .text), (.path, .path): String(self) == String(other)
    default: Double(self).map { $0 == Double(other) } ?? false
    }
  }
}
