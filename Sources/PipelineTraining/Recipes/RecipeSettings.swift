import Basics
public import PipelineKit
import Tensors

/// A recipe's file: parameters and named settings, read and checked like a pipeline file. A reader requests each
/// setting with its type and range; `finish` throws all errors, including settings that were never requested.
public final class RecipeSettings {
  /// The name in the file, or the file's own name.
  public let name: String
  /// A description of the recipe; nil if the file has none.
  public let about: String?
  /// The recipe's parameters with this run's values.
  public let parameters: [(name: String, text: String)]

  /// For settings requested so far that refer to a parameter: the parameter's name, by the setting's name
  /// (`run.epochs`).
  public fileprivate(set) var bindings: [String: String] = [:]

  private let document: Document
  private let given: [ExactName: Argument]
  /// The parameters' values in the file.
  private let written: NameTable<Argument>
  private var diagnostics: [Diagnostic]
  private var asked: Set<String> = []

  /// Reads the file at `path`; `arguments` are parameters as given on a command line. Throws if the file's syntax is
  /// wrong; other errors are thrown by `finish`.
  public init(path: String, arguments: [(name: String, text: String)] = []) throws {
    let text: String
    do { text = try DocumentReader.text(FileFault.contents(of: path), file: path) } catch let diagnostic as Diagnostic {
      throw PipelineFault(diagnostics: [diagnostic])
    }
    var (read, diagnostics) = DocumentReader.read(
      text, file: path, folder: Path(path).folder, as: .settings(what: "a recipe", nameKey: "recipe"))
    guard let document = read else { throw PipelineFault(diagnostics: diagnostics) }
    var given: [ExactName: Argument] = [:]
    for argument in arguments {
      do { given[ExactName(argument.name)] = try Pipeline.value(of: argument, in: document) } catch let problem
        as Pipeline.ArgumentProblem
      {
        diagnostics.append(Diagnostic(severity: .error, position: nil, problem: problem.problem))
      }
    }
    diagnostics += RecipeSettings.problems(ofName: document)
    (self.document, self.given, self.diagnostics) = (document, given, diagnostics)
    written = NameTable(document.parameters.map { ($0.name, $0.value) })
    (name, about) = (document.name, document.about)
    parameters = document.parameters.map { ($0.name, Pipeline.json(given[ExactName($0.name)] ?? $0.value)) }
  }

  /// The section `name` of the file. If it is missing, that is reported by `finish`.
  public func section(_ name: String) -> Section {
    asked.insert(name)
    guard let found = document.settings.first(where: { $0.name == name }) else {
      report(.missingKey(name, of: "the recipe"), document.position)
      return Section(settings: self, name: name, position: document.position, members: nil)
    }
    guard case .object(let members) = found.value.form else {
      if !found.value.isUnread {
        report(
          .wrongForm(what: "'\(name)'", expected: "an object { … }", found: RecipeSettings.words(found.value)),
          found.value.position)
      }
      return Section(settings: self, name: name, position: found.position, members: nil)
    }
    return Section(settings: self, name: name, position: found.position, members: members)
  }

  /// A recipe's name is used for its folder in runs/, so it must not be a path.
  private static func problems(ofName document: Document) -> [Diagnostic] {
    guard let position = document.namePosition else { return [] }
    let name = document.name
    let isPath = name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
    guard isPath || ["", ".", ".."].contains(name) else { return [] }
    let problem = PipelineProblem.wrongForm(
      what: "the recipe's name", expected: "that of a folder in runs/, without '/'", found: "'\(name)'")
    return [Diagnostic(severity: .error, position: position, problem: problem)]
  }

  /// The names of the file's sections.
  public var keys: [String] { document.settings.map(\.name) }

  /// Throws all errors found, in file order.
  public func finish() throws {
    for setting in document.settings where !asked.contains(setting.name) {
      let known = asked.filter { !$0.contains(".") }.sorted() + ["recipe", "about", "parameters"]
      report(.unknownKey(setting.name, of: "the recipe", known: known), setting.position)
    }
    if diagnostics.isEmpty { return }
    throw PipelineFault(
      diagnostics: diagnostics.sorted {
        ($0.position?.line ?? 0, $0.position?.column ?? 0) < ($1.position?.line ?? 0, $1.position?.column ?? 0)
      })
  }

  fileprivate func report(_ problem: PipelineProblem, _ position: Position) {
    diagnostics.append(Diagnostic(severity: .error, position: position, problem: problem))
  }

  /// The value of an argument, and the folder that a path in it starts from.
  fileprivate func resolved(_ argument: Argument) -> (value: Argument, folder: String)? {
    switch argument.form {
    case .parameter(let name):
      if let value = given[ExactName(name)] { return (value, ".") }
      if let value = written[name] { return value.isUnread ? nil : (value, document.folder) }
      report(.unknownParameter(name, known: document.parameters.map(\.name)), argument.position)
      return nil
    case .reference(let name, _):
      report(.wrongForm(what: "a setting", expected: "a value or '$parameter'", found: "'@\(name)'"), argument.position)
      return nil
    case .unread: return nil
    case .literal, .list, .object: return (argument, document.folder)
    }
  }

  /// A whole number in `range`, in any notation; nil for other values.
  fileprivate static func integer(_ argument: Argument, in range: ClosedRange<Int>) -> Int? {
    guard case .literal(let literal) = argument.form, case .integer(let integer)? = literal.whole else { return nil }
    return range.contains(integer) ? integer : nil
  }

  fileprivate static func words(_ argument: Argument) -> String {
    switch argument.form {
    case .literal(let literal): literal.text
    case .list: "a list"
    case .object: "an object"
    case .parameter(let name): "'$\(name)'"
    case .reference(let name, _): "'@\(name)'"
    case .unread: "what can't be read"
    }
  }

  /// The settings in one section. Values that can't be read are recorded for `finish`, and a placeholder is returned.
  public struct Section {
    fileprivate let settings: RecipeSettings
    fileprivate let name: String
    fileprivate let position: Position
    /// nil if the section is missing, which was reported.
    fileprivate let members: [Named<Argument>]?

    /// A whole number in `range`; required unless there is a default.
    public func integer(_ key: String, in range: ClosedRange<Int>, default fallback: Int? = nil) -> Int {
      read(key, "an integer from \(range.lowerBound) to \(range.upperBound)", fallback, range.lowerBound) { value, _ in
        RecipeSettings.integer(value, in: range)
      }
    }

    /// A generator's seed. Negative seeds count modulo 2^64, as in PyTorch.
    public func seed(_ key: String, default fallback: UInt64? = nil) -> UInt64 {
      read(key, "an integer from -2^63 to 2^64-1", fallback, 0) { value, _ in
        guard case .literal(let literal) = value.form else { return nil }
        switch literal.whole {
        case .integer(let integer): return UInt64(bitPattern: Int64(integer))
        case .unsigned(let integer): return integer
        default: return nil
        }
      }
    }

    /// A number in `range`; required unless there is a default.
    public func number(_ key: String, in range: ClosedRange<Double>, default fallback: Double? = nil) -> Double {
      optionalNumber(key, in: range, default: fallback.map { .some($0) }) ?? range.lowerBound
    }

    /// The number, or `fallback` if the file has none; with nil as `fallback` the setting is required, with
    /// `.some(nil)` it may be missing.
    public func optionalNumber(
      _ key: String, in range: ClosedRange<Double>, default fallback: Double?? = .some(nil)
    ) -> Double? {
      read(key, "a number from \(range.lowerBound) to \(range.upperBound)", fallback, nil) { value, _ in
        guard case .literal(let literal) = value.form, let number = literal.number else { return nil }
        return range.contains(number) ? .some(number) : nil
      }
    }

    /// True or false; required unless there is a default.
    public func flag(_ key: String, default fallback: Bool? = nil) -> Bool {
      read(key, "true or false", fallback, false) { value, _ in
        if case .literal(.flag(let flag)) = value.form { flag } else { nil }
      }
    }

    /// One of the given words, as its value; required unless there is a default.
    public func choice<Value>(_ key: String, _ choices: KeyValuePairs<String, Value>, default fallback: Value? = nil)
      -> Value
    {
      let words = choices.map { "'\($0.key)'" }.joined(separator: " or ")
      return read(key, words, fallback, choices.first!.value) { value, _ in
        guard case .literal(.text(let word)) = value.form else { return nil }
        return choices.first { $0.key == word }?.value
      }
    }

    /// A required path. It starts from the file's folder, or from the working directory if the command line gave it.
    public func path(_ key: String) -> String { location(key).resolved }

    /// A required path as written, for settings that may also be a name.
    public func location(_ key: String) -> Path {
      read(key, "a path", nil, Path("")) { value, folder in
        guard case .literal(.text(let text)) = value.form, !text.isEmpty else { return nil }
        return Path(text, base: folder)
      }
    }

    /// A text, or `fallback` if the file has none.
    public func text(_ key: String, default fallback: String?) -> String? {
      read(key, "text", .some(fallback), nil) { value, _ in
        if case .literal(.text(let text)) = value.form, !FileName.holdsBytes(text) { .some(text) } else { nil }
      }
    }

    /// A list of texts; required unless there is a default.
    public func texts(_ key: String, default fallback: [String]? = nil) -> [String] {
      read(key, "a list of texts", fallback, []) { value, _ in
        guard case .list(let elements) = value.form else { return nil }
        let texts = elements.compactMap { element -> String? in
          guard case .literal(.text(let text)) = settings.resolved(element)?.0.form, !FileName.holdsBytes(text) else {
            return nil
          }
          return text
        }
        return texts.count == elements.count ? texts : nil
      }
    }

    /// A list of whole numbers in `range`; required unless there is a default.
    public func integers(_ key: String, in range: ClosedRange<Int>, default fallback: [Int]? = nil) -> [Int] {
      read(key, "a list of integers from \(range.lowerBound) to \(range.upperBound)", fallback, []) { value, _ in
        guard case .list(let elements) = value.form else { return nil }
        let integers = elements.compactMap { element -> Int? in
          settings.resolved(element).flatMap { RecipeSettings.integer($0.value, in: range) }
        }
        return integers.count == elements.count ? integers : nil
      }
    }

    /// Reports the keys in this section that were never requested.
    public func finish() {
      let prefix = name + "."
      let known = settings.asked.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }.sorted()
      for member in members ?? [] where !known.contains(member.name) {
        settings.report(.unknownKey(member.name, of: "'\(name)'", known: known), member.position)
      }
    }

    private func read<Value>(
      _ key: String, _ expected: String, _ fallback: Value?, _ placeholder: Value,
      _ convert: (Argument, String) -> Value?
    ) -> Value {
      settings.asked.insert("\(name).\(key)")
      guard let members else { return placeholder }
      guard let member = members.first(where: { $0.name == key }) else {
        if let fallback { return fallback }
        settings.report(.missingKey(key, of: "'\(name)'"), position)
        return placeholder
      }
      if case .parameter(let parameter) = member.value.form { settings.bindings["\(name).\(key)"] = parameter }
      guard let (value, folder) = settings.resolved(member.value) else { return placeholder }
      if let result = convert(value, folder) { return result }
      settings.report(
        .wrongForm(what: "'\(key)'", expected: expected, found: RecipeSettings.words(value)), member.value.position)
      return placeholder
    }
  }
}
