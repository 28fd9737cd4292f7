import Basics
import Foundation
import Tensors

/// Reads a pipeline file into a `Document`.
///
/// Collects all errors instead of stopping at the first.
package struct DocumentReader {
  private(set) var diagnostics: [Diagnostic] = []
  private let file: String
  private var kinds: [String] = []
  /// The number of lists and objects around the value being read.
  private var nesting = 0
  /// Whether the nesting was too deep; the rest of the file is then skipped.
  private var isTooDeep = false

  /// The document in `text`, or nil if it is too damaged to continue; `file` is its path as the user would write it.
  ///
  /// - Parameter kinds: the words of kinds that packages added.
  package static func read(
    _ text: String, file: String, folder: String, as form: Document.Form = .pipeline, kinds: [String] = []
  ) -> (document: Document?, diagnostics: [Diagnostic]) {
    var reader = DocumentReader(file: file)
    reader.kinds = kinds
    let document = reader.document(text, folder: folder, form)
    return (reader.isTooDeep ? nil : document, reader.diagnostics)
  }

  /// The keys of the file's entries; empty if it can't be read.
  package static func keys(_ text: String, file: String) -> [String] {
    guard case .object(let members)? = SourceText.read(text, from: .file(named: file)).root?.value else {
      return []
    }
    return members.map(\.name)
  }

  /// The text in a file's bytes.
  package static func text(_ bytes: [UInt8], file: String) throws(Diagnostic) -> String {
    do { return try TextFile.text(bytes, file: file) } catch {
      throw Diagnostic(severity: .error, position: Position(error.place, in: file), problem: .syntax(error.what))
    }
  }

  private init(file: String) { self.file = file }

  // MARK: The file

  private mutating func document(_ text: String, folder: String, _ form: Document.Form) -> Document? {
    let (read, problems) = SourceText.read(text, from: .file(named: file))
    for problem in problems { report(problem.problem, position(problem.place)) }
    guard let root = read, let keys = members(of: root, form.what) else { return nil }
    var document = Document(
      file: file, folder: folder, text: text, position: position(root),
      name: FileName.stem(of: file))
    if case .settings(_, let nameKey) = form {
      let names = meant(keys, ["parameters"])
      for key in keys {
        switch key.name {
        case nameKey:
          document.name = string(key) ?? document.name
          document.namePosition = position(key.value)
        case "about": document.about = string(key)
        case "parameters": (document.parameters, document.notes) = parameters(key.value)
        case "format": checkFormat(key)
        case "$schema": break
        default:
          // Its misspelling is told with those of all sections.
          if names[ExactName(key.name)] == "parameters" {
            (document.parameters, document.notes) = parameters(key.value)
          }
          document.settings.append(Named(name: key.name, position: key.position, value: argument(key.value)))
        }
      }
      return document
    }
    let known = ["pipeline", "about", "format", "parameters", "inputs", "outputs", "stages"]
    let names = meant(keys, known)
    for key in keys {
      if !known.contains(key.name), key.name != "$schema" {
        report(.unknownKey(key.name, of: "a pipeline file", known: known), key.position)
      }
      switch names[ExactName(key.name)] ?? key.name {
      case "pipeline": document.name = string(key) ?? document.name
      case "about": document.about = string(key)
      case "format": checkFormat(key)
      case "$schema": break
      case "parameters": (document.parameters, document.notes) = parameters(key.value)
      case "inputs": document.inputs = inputs(key.value)
      case "outputs": document.outputs = arguments(key.value, "'outputs'")
      case "stages": document.stages = entries(key.value, "'stages'")
      default: break
      }
    }
    if !keys.contains(where: { $0.name == "stages" }), !names.values.contains("stages") {
      report(.missingKey("stages", of: "the pipeline file"), document.position)
    }
    return document
  }

  /// Keys that aren't known, with those that they are nearly: what they hold is read as if they were, so that a misspelling
  /// is one error.
  private func meant(_ keys: [Named<JSON>], _ known: [String]) -> [ExactName: String] {
    var left = known.filter { name in !keys.contains { $0.name == name } }
    return keys.reduce(into: [:]) { names, key in
      guard !known.contains(key.name), key.name != "$schema", let meant = nearest(key.name, left) else { return }
      names[ExactName(key.name)] = meant
      left.removeAll { $0 == meant }
    }
  }

  private mutating func inputs(_ node: JSON) -> [Named<Kind>] {
    (members(of: node, "'inputs'") ?? []).compactMap { key in
      guard let words = string(key) else { return nil }
      guard let kind = Kind(words, custom: kinds) else {
        report(.unknownKind(words, custom: kinds), position(key.value))
        return nil
      }
      return Named(name: key.name, position: key.position, value: kind)
    }
  }

  // MARK: Stages

  private mutating func entries(_ node: JSON, _ what: String) -> [Entry] {
    (members(of: node, what) ?? []).compactMap { entry($0) }
  }

  private mutating func entry(_ key: Named<JSON>) -> Entry? {
    checkName(key.name, key.position)
    guard let members = members(of: key.value, "stage '\(key.name)'") else { return nil }
    guard let stage = members.first(where: { $0.name == "stage" }) else {
      report(.missingKey("stage", of: "'\(key.name)'"), key.position)
      return nil
    }
    guard let name = string(stage) else { return nil }
    var entry = Entry(
      name: key.name, position: key.position, stage: name, stagePosition: position(stage.value))
    let rest = members.filter { $0.name != "stage" }
    if name == "loop" {
      entry.loop = loop(rest, key)
    } else {
      entry.arguments = rest.map { Named(name: $0.name, position: $0.position, value: argument($0.value)) }
    }
    return entry
  }

  private mutating func loop(_ members: [Named<JSON>], _ key: Named<JSON>) -> LoopEntry {
    var loop = LoopEntry()
    let known = ["each", "carry", "body", "next", "collect"]
    let names = meant(members, known)
    for member in members {
      let what = "'\(member.name)' of loop '\(key.name)'"
      if !known.contains(member.name) {
        report(.unknownKey(member.name, of: "loop '\(key.name)'", known: known), member.position)
      }
      switch names[ExactName(member.name)] ?? member.name {
      case "each": loop.each = arguments(member.value, what)
      case "carry": loop.carry = arguments(member.value, what)
      case "next": loop.next = arguments(member.value, what)
      case "collect": loop.collect = arguments(member.value, what)
      case "body": loop.body = entries(member.value, what)
      default: break
      }
    }
    for required in ["each", "body"]
    where !members.contains(where: { $0.name == required }) && !names.values.contains(required) {
      report(.missingKey(required, of: "loop '\(key.name)'"), key.position)
    }
    return loop
  }

  // MARK: Arguments

  private mutating func arguments(_ node: JSON, _ what: String) -> [Named<Argument>] {
    (members(of: node, what) ?? []).map { member in
      checkName(member.name, member.position)
      return Named(name: member.name, position: member.position, value: argument(member.value))
    }
  }

  mutating func argument(_ node: JSON) -> Argument {
    Argument(position: position(node), form: form(of: node, position(node)))
  }

  private mutating func form(of node: JSON, _ position: Position) -> Argument.Form {
    nesting += 1
    defer { nesting -= 1 }
    if nesting > Kind.deepest {
      report(.nestedTooDeep(limit: Kind.deepest), position)
      isTooDeep = true
      return .unread
    }
    switch node.value {
    case .null:
      report(.wrongForm(what: "a value", expected: "given", found: "null"), position)
      return .unread
    case .flag(let flag): return .literal(.flag(flag))
    case .number(let text):
      if let literal = Literal(number: text) { return .literal(literal) }
      let isFinite = Double(text)?.isFinite == true
      report(
        .wrongForm(
          what: isFinite ? "a number beyond 2^52" : "a number", expected: isFinite ? "whole" : "at most 1.8e308",
          found: text), position)
      return .unread
    case .string(let text): return form(of: text, position) ?? .unread
    case .list(let elements):
      let arguments = elements.map { argument($0) }
      return arguments.contains(where: \.isUnread) ? .unread : .list(arguments)
    case .object:
      let members = (members(of: node, "an object") ?? []).map { member in
        Named(name: member.name, position: member.position, value: argument(member.value))
      }
      return members.contains(where: \.value.isUnread) ? .unread : .object(members)
    }
  }

  /// The meaning of a text: itself or a reference; nil if an error was reported.
  private mutating func form(of text: String, _ position: Position) -> Argument.Form? {
    if text.hasPrefix("@@") || text.hasPrefix("$$") { return .literal(.text(String(text.dropFirst()))) }
    if text.hasPrefix("$") {
      let name = String(text.dropFirst())
      guard DocumentReader.isName(name) else {
        report(.badReference(text), position)
        return nil
      }
      return .parameter(name)
    }
    if text.hasPrefix("@") {
      let parts = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard parts.count <= 2, parts.allSatisfy(DocumentReader.isName) else {
        report(.badReference(text), position)
        return nil
      }
      return .reference(parts[0], port: parts.count == 2 ? parts[1] : nil)
    }
    return .literal(.text(text))
  }

  static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
  }

  // MARK: Values

  /// The members of an object. If several have the same name, the first is read.
  mutating func members(of node: JSON, _ what: String) -> [Named<JSON>]? {
    guard case .object(let members) = node.value else {
      report(.wrongForm(what: what, expected: "an object { … }", found: describe(node)), position(node))
      return nil
    }
    let named = members.map { Named(name: $0.name, position: position($0.place), value: $0.value) }
    guard let (names, place) = members.repeated else { return named }
    report(.duplicate(names: names), position(place))
    var seen: Set<ExactName> = []
    return named.filter { seen.insert(ExactName($0.name)).inserted }
  }

  mutating func string(_ member: Named<JSON>) -> String? {
    switch member.value.value {
    case .string(let text), .number(let text): return text
    case .flag(let flag): return String(flag)
    case .null, .list, .object:
      report(
        .wrongForm(what: "'\(member.name)'", expected: "text", found: describe(member.value)), position(member.value))
      return nil
    }
  }

  mutating func checkName(_ name: String, _ position: Position) {
    if !DocumentReader.isName(name) { report(.badName(name), position) }
  }

  func describe(_ node: JSON) -> String {
    switch node.value {
    case .null, .string(""): "nothing"
    case .flag(let flag): "'\(flag)'"
    case .string(let text), .number(let text): "'\(text)'"
    case .list: "a list"
    case .object: "an object"
    }
  }

  func position(_ node: JSON) -> Position { position(node.place) }
  func position(_ place: TextPlace) -> Position { Position(place, in: file) }

  mutating func report(_ problem: PipelineProblem, _ position: Position) {
    diagnostics.append(Diagnostic(severity: .error, position: position, problem: problem))
  }
}
