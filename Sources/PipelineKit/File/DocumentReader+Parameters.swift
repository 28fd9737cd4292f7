import Basics
import Tensors

/// Parameters, and what else a file says of itself.
extension DocumentReader {
  /// The parameters with their defaults: `"seed": 4`, or `"seed": {"default": 4, "about": "…", "range": [0, 99]}`.
  mutating func parameters(_ node: JSON) -> (defaults: [Named<Argument>], notes: NameTable<ParameterNote>) {
    var defaults: [Named<Argument>] = []
    var notes: NameTable<ParameterNote> = [:]
    for member in members(of: node, "'parameters'") ?? [] {
      checkName(member.name, member.position)
      var value = member.value
      if case .object(let keys) = value.value, let given = keys.first(where: { $0.name == "default" }) {
        notes[member.name] = note(member)
        value = given.value
      }
      let argument = argument(value)
      guard isPlain(argument) else {
        report(
          .wrongForm(
            what: "parameter '\(member.name)'", expected: "a number, a text, true, false or a list of these",
            found: "a reference or an object"), argument.position)
        continue
      }
      if let (expected, found, position) = notes[member.name]?.objection(to: argument) {
        report(.parameterValue(member.name, expected: expected, found: found), position)
      }
      defaults.append(Named(name: member.name, position: member.position, value: argument))
    }
    return (defaults, notes)
  }

  /// What stands beside a parameter's default.
  private mutating func note(_ parameter: Named<JSON>) -> ParameterNote {
    let owner = "parameter '\(parameter.name)'"
    var note = ParameterNote()
    for key in members(of: parameter.value, owner) ?? [] {
      switch key.name {
      case "default": break
      case "about": note.about = string(key)
      case "choices": note.choices = choices(key)
      case "range": note.range = range(key)
      default:
        report(.unknownKey(key.name, of: owner, known: ["default", "about", "choices", "range"]), key.position)
      }
    }
    return note
  }

  private mutating func choices(_ key: Named<JSON>) -> [String]? {
    if case .list(let elements) = argument(key.value).form, !elements.isEmpty {
      let words = elements.compactMap { element -> String? in
        if case .literal(let literal) = element.form { literal.word } else { nil }
      }
      if words.count == elements.count { return words }
    }
    report(
      .wrongForm(what: "'choices'", expected: "a list of texts or numbers", found: describe(key.value)),
      position(key.value))
    return nil
  }

  private mutating func range(_ key: Named<JSON>) -> ClosedRange<Double>? {
    if case .list(let elements) = argument(key.value).form, elements.count == 2 {
      let ends = elements.compactMap { element -> Double? in
        if case .literal(let literal) = element.form { literal.number } else { nil }
      }
      if ends.count == 2, ends[0] <= ends[1] { return ends[0]...ends[1] }
    }
    report(
      .wrongForm(what: "'range'", expected: "the least and the greatest number, [0, 1]", found: describe(key.value)),
      position(key.value))
    return nil
  }

  private func isPlain(_ argument: Argument) -> Bool {
    switch argument.form {
    case .literal, .unread: true
    case .list(let elements): elements.allSatisfy(isPlain)
    default: false
    }
  }

  /// The version of the format that the file is written in: 1, the only one so far.
  mutating func checkFormat(_ key: Named<JSON>) {
    if case .number(let text) = key.value.value, let format = Int(text), format >= 1 {
      if format > DocumentReader.format {
        report(.newerFormat(format, known: DocumentReader.format), position(key.value))
      }
      return
    }
    report(.wrongForm(what: "'format'", expected: "1", found: describe(key.value)), position(key.value))
  }

  /// The newest format that this program reads.
  static let format = 1
}
