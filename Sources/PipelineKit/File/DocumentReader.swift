import Foundation
import Tensors
import Yams

/// Reads a pipeline file into a `Document`. JSON is YAML, so one reader with positions serves both.
///
/// Collects what is wrong instead of stopping at the first.
struct DocumentReader {
  private(set) var diagnostics: [Diagnostic] = []
  private let file: String
  /// How many lists and objects surround the value that is being read.
  private var nesting = 0
  /// Whether these were too many, and what is left of the file would only be misunderstood.
  private var isTooDeep = false

  /// The document in `text`, or nil where it is too damaged to go on; `file` is how the user would name it.
  static func read(_ text: String, file: String, folder: String) -> (document: Document?, diagnostics: [Diagnostic]) {
    var reader = DocumentReader(file: file)
    let document = reader.document(text, folder: folder, what: "a pipeline file", isSettings: false)
    return (reader.isTooDeep ? nil : document, reader.diagnostics)
  }

  /// The same for a recipe: what it holds beside parameters are settings.
  static func readRecipe(
    _ text: String, file: String, folder: String
  ) -> (document: Document?, diagnostics: [Diagnostic]) {
    var reader = DocumentReader(file: file)
    let document = reader.document(text, folder: folder, what: "a recipe", isSettings: true)
    return (reader.isTooDeep ? nil : document, reader.diagnostics)
  }

  /// The keys that a file's text begins its entries with; none where it can't be read.
  static func keys(_ text: String) -> [String] {
    guard DocumentReader(file: "").alias(in: text) == nil,
      case .mapping(let mapping)? = try? Parser(yaml: text).singleRoot()
    else { return [] }
    return mapping.compactMap { key, _ in if case .scalar(let scalar) = key { scalar.string } else { nil } }
  }

  /// The text in a file's bytes, which must be UTF-8: what is put in the place of other bytes would change prompts.
  static func text(_ bytes: [UInt8], file: String) throws(Diagnostic) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    // The first byte that doesn't fit is where the repaired text and the bytes part.
    let repaired = String(decoding: bytes, as: UTF8.self)
    let wrong = zip(bytes, repaired.utf8).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? bytes.count - 1
    let before = String(decoding: bytes[..<wrong], as: UTF8.self)
    let byte = String(bytes[wrong], radix: 16, uppercase: true)
    throw Diagnostic(
      severity: .error, position: position(after: before, file: file),
      problem: .syntax("not a text file: expected UTF-8, found the byte 0x\(byte)"))
  }

  /// The place in a file that follows the text before it.
  private static func position(after text: some StringProtocol, file: String) -> Position {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return Position(file: file, line: max(1, lines.count), column: (lines.last?.count ?? 0) + 1)
  }

  private init(file: String) { self.file = file }

  // MARK: The file

  private mutating func document(_ text: String, folder: String, what: String, isSettings: Bool) -> Document? {
    let top = Position(file: file, line: 1, column: 1)
    if let alias = alias(in: text) {
      report(
        .wrongForm(what: "a value", expected: "written out", found: "the YAML alias '\(alias)'"),
        DocumentReader.position(after: text[..<alias.startIndex], file: file))
      return nil
    }
    let root: Node
    do {
      guard let node = try Parser(yaml: withoutSurrogates(text)).singleRoot() else {
        report(.syntax("the file is empty"), top)
        return nil
      }
      root = node
    } catch {
      report(error, in: text)
      return nil
    }
    guard let keys = members(of: root, what) else { return nil }
    var document = Document(
      file: file, folder: folder, text: text, position: position(root),
      name: FileName.stem(of: file))
    if isSettings {
      for key in keys {
        switch key.name {
        case "recipe": document.name = string(key) ?? document.name
        case "about": document.about = string(key)
        case "parameters": document.parameters = parameters(key.value)
        default:
          if let value = argument(key.value) {
            document.settings.append(Named(name: key.name, position: key.position, value: value))
          }
        }
      }
      return document
    }
    let known = ["pipeline", "about", "parameters", "inputs", "outputs", "stages"]
    for key in keys {
      switch key.name {
      case "pipeline": document.name = string(key) ?? document.name
      case "about": document.about = string(key)
      case "parameters": document.parameters = parameters(key.value)
      case "inputs": document.inputs = inputs(key.value)
      case "outputs": document.outputs = arguments(key.value, "'outputs'")
      case "stages": document.stages = entries(key.value, "'stages'")
      default: report(.unknownKey(key.name, of: "a pipeline file", known: known), key.position)
      }
    }
    if !keys.contains(where: { $0.name == "stages" }) {
      report(.missingKey("stages", of: "the pipeline file"), document.position)
    }
    return document
  }

  private mutating func parameters(_ node: Node) -> [Named<Argument>] {
    arguments(node, "'parameters'").filter { parameter in
      guard isPlain(parameter.value) else {
        report(
          .wrongForm(
            what: "parameter '\(parameter.name)'", expected: "a number, a text, true, false or a list of these",
            found: "a reference or an object"), parameter.value.position)
        return false
      }
      return true
    }
  }

  private func isPlain(_ argument: Argument) -> Bool {
    switch argument.form {
    case .literal: true
    case .list(let elements): elements.allSatisfy(isPlain)
    default: false
    }
  }

  private mutating func inputs(_ node: Node) -> [Named<Kind>] {
    (members(of: node, "'inputs'") ?? []).compactMap { key in
      guard let words = string(key) else { return nil }
      guard let kind = Kind(words) else {
        report(.unknownKind(words), position(key.value))
        return nil
      }
      return Named(name: key.name, position: key.position, value: kind)
    }
  }

  // MARK: Stages

  private mutating func entries(_ node: Node, _ what: String) -> [Entry] {
    (members(of: node, what) ?? []).compactMap { entry($0) }
  }

  private mutating func entry(_ key: Named<Node>) -> Entry? {
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
      entry.arguments = rest.compactMap { member in
        argument(member.value).map { Named(name: member.name, position: member.position, value: $0) }
      }
    }
    return entry
  }

  private mutating func loop(_ members: [Named<Node>], _ key: Named<Node>) -> LoopEntry {
    var loop = LoopEntry()
    for member in members {
      let what = "'\(member.name)' of loop '\(key.name)'"
      switch member.name {
      case "each": loop.each = arguments(member.value, what)
      case "carry": loop.carry = arguments(member.value, what)
      case "next": loop.next = arguments(member.value, what)
      case "collect": loop.collect = arguments(member.value, what)
      case "body": loop.body = entries(member.value, what)
      default:
        report(
          .unknownKey(member.name, of: "loop '\(key.name)'", known: ["each", "carry", "body", "next", "collect"]),
          member.position)
      }
    }
    for required in ["each", "body"] where !members.contains(where: { $0.name == required }) {
      report(.missingKey(required, of: "loop '\(key.name)'"), key.position)
    }
    return loop
  }

  // MARK: Arguments

  private mutating func arguments(_ node: Node, _ what: String) -> [Named<Argument>] {
    (members(of: node, what) ?? []).compactMap { member in
      checkName(member.name, member.position)
      return argument(member.value).map { Named(name: member.name, position: member.position, value: $0) }
    }
  }

  private mutating func argument(_ node: Node) -> Argument? {
    let position = position(node)
    nesting += 1
    defer { nesting -= 1 }
    if nesting > Kind.deepest {
      report(.nestedTooDeep(limit: Kind.deepest), position)
      isTooDeep = true
      return nil
    }
    switch node {
    case .scalar(let scalar):
      return scalarForm(scalar, position).map { Argument(position: position, form: $0) }
    case .sequence where nesting > Kind.deepest, .mapping where nesting > Kind.deepest:
      report(.nestedTooDeep(limit: Kind.deepest), position)
      isTooDeep = true
      return nil
    case .sequence(let sequence):
      return Argument(position: position, form: .list(sequence.compactMap { argument($0) }))
    case .mapping:
      let members = (members(of: node, "an object") ?? []).compactMap { member in
        argument(member.value).map { Named(name: member.name, position: member.position, value: $0) }
      }
      return Argument(position: position, form: .object(members))
    case .alias:
      report(.wrongForm(what: "a value", expected: "written out", found: "a YAML alias"), position)
      return nil
    }
  }

  private mutating func scalarForm(_ scalar: Node.Scalar, _ position: Position) -> Argument.Form? {
    let text = scalar.string
    let isQuoted = scalar.style == .doubleQuoted || scalar.style == .singleQuoted
    if !isQuoted, scalar.style == .plain || scalar.style == .any, let literal = DocumentReader.plain(text) {
      return .literal(literal)
    }
    if !isQuoted, ["", "null", "~"].contains(text), scalar.style == .plain || scalar.style == .any {
      report(.wrongForm(what: "a value", expected: "given", found: "null"), position)
      return nil
    }
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

  /// What an unquoted word means: JSON's numbers, true and false; nil for anything else.
  static func plain(_ text: String) -> Literal? {
    if text == "true" { return .flag(true) }
    if text == "false" { return .flag(false) }
    guard let first = text.first, first.isNumber || first == "-" || first == "+" || first == "." else { return nil }
    if let integer = Int(text) { return .integer(integer) }
    let digits =
      text.contains { $0.isNumber } && text.allSatisfy { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
    if digits, let number = Double(text), number.isFinite { return .number(number) }
    return nil
  }

  static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
  }

  // MARK: Nodes of the parser

  private mutating func members(of node: Node, _ what: String) -> [Named<Node>]? {
    guard case .mapping(let mapping) = node else {
      report(.wrongForm(what: what, expected: "an object { … }", found: describe(node)), position(node))
      return nil
    }
    return mapping.compactMap { key, value in
      guard case .scalar(let scalar) = key else {
        report(.wrongForm(what: "a key", expected: "a name", found: describe(key)), position(key))
        return nil
      }
      return Named(name: scalar.string, position: position(key), value: value)
    }
  }

  private mutating func string(_ member: Named<Node>) -> String? {
    guard case .scalar(let scalar) = member.value else {
      report(
        .wrongForm(what: "'\(member.name)'", expected: "text", found: describe(member.value)), position(member.value))
      return nil
    }
    return scalar.string
  }

  private mutating func checkName(_ name: String, _ position: Position) {
    if !DocumentReader.isName(name) { report(.badName(name), position) }
  }

  private func describe(_ node: Node) -> String {
    switch node {
    case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "'\(scalar.string)'"
    case .sequence: "a list"
    case .mapping: "an object"
    case .alias: "an alias"
    }
  }

  private func position(_ node: Node) -> Position {
    Position(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  private mutating func report(_ problem: PipelineProblem, _ position: Position) {
    diagnostics.append(Diagnostic(severity: .error, position: position, problem: problem))
  }

  /// What Yams throws, as a diagnostic.
  private mutating func report(_ error: any Error, in text: String) {
    func at(_ mark: Mark) -> Position {
      // What is missing at the end is reported past the last line.
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      guard mark.line <= lines.count else {
        return Position(file: file, line: lines.count, column: (lines.last?.count ?? 0) + 1)
      }
      return Position(file: file, line: max(1, mark.line), column: max(1, mark.column))
    }
    switch error as? YamlError {
    case .parser(_, let problem, let mark, _) where problem.hasPrefix("Maximum nesting level"):
      report(.syntax("lists and objects stand in each other more than 1000 deep"), at(mark))
    case .composer(let context?, let problem, let mark, _):
      report(.syntax("neither JSON nor YAML: \(context.text), \(problem)"), at(mark))
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      report(.syntax("neither JSON nor YAML: \(problem)"), at(mark))
    case .duplicatedKeysInMapping(let names, let context):
      report(.duplicate(names: names), at(context.mark))
    case .reader(let problem, let offset, _, _):
      let before = String(decoding: text.utf8.prefix(offset ?? 0), as: UTF8.self)
      report(.syntax("not a text file: \(problem)"), DocumentReader.position(after: before, file: file))
    default:
      report(.syntax("can't be read: \(error)"), Position(file: file, line: 1, column: 1))
    }
  }

  /// The first `*name` whose `&name` stands before it. Aliases of aliases make a small file expand without bound, inside
  /// of the parser even, so they are looked for before it is called.
  private func alias(in text: String) -> Substring? {
    guard text.contains("&"), text.contains("*") else { return nil }
    let anchors = Set(text.matches(of: /(?:^|[\s\[{,:?-])&([^\s\[\]{},]+)/).map(\.1))
    return anchors.isEmpty
      ? nil
      : text.matches(of: /(?:^|[\s\[{,:?-])(\*([^\s\[\]{},]+))/).first { anchors.contains($0.2) }?.1
  }

  /// JSON writes characters beyond the basic plane as two escapes (`\ud83d\ude80`), YAML as one (`\U0001f680`).
  private func withoutSurrogates(_ text: String) -> String {
    guard text.contains("\\u") else { return text }
    let pair = /\\u[dD]([89abAB][0-9a-fA-F]{2})\\u[dD]([c-fC-F][0-9a-fA-F]{2})/
    return text.replacing(pair) { match in
      let high = UInt32("d\(match.1)", radix: 16)!
      let low = UInt32("d\(match.2)", radix: 16)!
      let scalar = 0x10000 + (high - 0xd800) << 10 + (low - 0xdc00)
      return "\\U" + String(repeating: "0", count: 8 - String(scalar, radix: 16).count) + String(scalar, radix: 16)
    }
  }
}
