import Basics
import Foundation
import Tensors

/// Parameters as written on a command line, and as JSON.
extension Pipeline {
  package struct ArgumentProblem: Error { package var problem: PipelineProblem }

  /// A parameter's value from its text on a command line, read as the kind of its default. Texts contain no references:
  /// `@` and `$` are ordinary characters.
  package static func value(of argument: (name: String, text: String), in document: Document) throws -> Argument {
    guard let parameter = document.parameters.first(where: { $0.name.isExactly(argument.name) }) else {
      throw ArgumentProblem(
        problem: .noSuchParameter(argument.name, known: document.parameters.map(\.name)))
    }
    if parameter.value.isUnread { return parameter.value }
    let wanted = kind(of: parameter.value)
    let position = parameter.value.position
    guard let value = value(argument.text, wanted, position) else {
      throw ArgumentProblem(problem: .parameterKind(argument.name, expected: wanted, found: argument.text))
    }
    if let (expected, found, _) = document.notes[parameter.name]?.objection(to: value) {
      throw ArgumentProblem(
        problem: .parameterValue(argument.name, expected: expected, found: found, isGiven: true))
    }
    return value
  }

  /// The value of `kind` in a text, or nil.
  private static func value(_ text: String, _ kind: Kind, _ position: Position) -> Argument? {
    guard case .list(let element) = kind else {
      if kind == .text { return Argument(position: position, form: .literal(.text(text))) }
      return value(Literal(word: text), kind, position)
    }
    // A list: [a, b] as in a file, or a,b, in which only the comma is special.
    let text = text.trimmingCharacters(in: .whitespaces)
    if text.hasPrefix("[") {
      let (read, problems) = SourceText.read(text, from: .commandLine)
      return problems.isEmpty ? read.flatMap { value($0, kind, position) } : nil
    }
    let words = text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false)
    let values = words.compactMap { value($0.trimmingCharacters(in: .whitespaces), element, position) }
    return values.count == words.count ? Argument(position: position, form: .list(values)) : nil
  }

  /// The value of `kind` in a list, or nil.
  private static func value(_ node: JSON, _ kind: Kind, _ position: Position) -> Argument? {
    switch (node.value, kind) {
    case (.list(let elements), .list(let element)):
      let values = elements.compactMap { value($0, element, position) }
      return values.count == elements.count ? Argument(position: position, form: .list(values)) : nil
    case (.list, .oneOf(let kinds)):
      return kinds.lazy.compactMap { value(node, $0, position) }.first
    case (.string(let text), _) where kind.accepts(.text):
      return Argument(position: position, form: .literal(.text(text)))
    case (.string(let text), _), (.number(let text), _): return value(text, kind, position)
    case (.flag(let flag), _): return value(String(flag), kind, position)
    case (.null, .text): return Argument(position: position, form: .literal(.text("null")))
    case (.null, _), (.list, _), (.object, _): return nil
    }
  }

  /// A literal as a value of `kind`; nil if it has another kind.
  private static func value(_ literal: Literal?, _ kind: Kind, _ position: Position) -> Argument? {
    guard let literal else { return nil }
    let fitting: Literal? =
      if kind == .number {
        literal.number.map(Literal.number)
      } else if kind.accepts(literal.kind) {
        literal
      } else {
        literal.whole.flatMap { kind.accepts($0.kind) ? $0 : nil }
      }
    return fitting.map { Argument(position: position, form: .literal($0)) }
  }

  static func kind(of argument: Argument) -> Kind {
    switch argument.form {
    case .literal(let literal): literal.kind
    case .list(let elements): .list(elements.isEmpty ? .text : Value.common(elements.map(kind)))
    default: .text
    }
  }

  package static func json(_ argument: Argument) -> String {
    switch argument.form {
    case .literal(.text(let text)): quoted(FileName.shown(text))
    case .literal(let literal): literal.text
    case .list(let elements): "[" + elements.map(json).joined(separator: ", ") + "]"
    default: "null"
    }
  }
}

/// A text as JSON.
func quoted(_ text: String) -> String {
  let data = try? JSONSerialization.data(withJSONObject: text, options: [.fragmentsAllowed, .withoutEscapingSlashes])
  return data.map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
}
