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
  public internal(set) var bindings: [String: String] = [:]

  private let document: Document
  private let given: [ExactName: Argument]
  /// What the recipe may read.
  private let reading: ReadRules
  /// Of the given parameters, those that the state of a run told, not the user.
  private let told: Set<ExactName>
  /// The parameters' values in the file.
  private let written: NameTable<Argument>
  private var diagnostics: [Diagnostic]
  var asked: Set<String> = []
  /// Sections in which a word that decides what else there may be can't be read: nothing more is said of them.
  var unclear: Set<String> = []
  /// Notes what is asked for, in place of reading a file.
  let recording: SettingsRecording?

  /// Reads the file at `path`. Throws if the file's syntax is wrong; other errors are thrown by `finish`.
  ///
  /// - Parameters:
  ///   - arguments: parameters as given on a command line.
  ///   - told: the same as the state of a run tells them: their paths are judged like those of the file.
  ///   - reading: what the recipe may read.
  public init(
    path: String, arguments: [(name: String, text: String)] = [], told: [(name: String, text: String)] = [],
    reading: ReadRules = ReadRules()
  ) throws {
    let text: String
    do { text = try DocumentReader.text(FileFault.contents(of: path), file: path) } catch let diagnostic as Diagnostic {
      throw PipelineFault(diagnostics: [diagnostic])
    }
    var (read, diagnostics) = DocumentReader.read(
      text, file: path, folder: Path(path).folder, as: .settings(what: "a recipe", nameKey: "recipe"))
    guard let document = read else { throw PipelineFault(diagnostics: diagnostics) }
    var given: [ExactName: Argument] = [:]
    for argument in arguments + told {
      do { given[ExactName(argument.name)] = try Pipeline.value(of: argument, in: document) } catch let problem
        as Pipeline.ArgumentProblem
      {
        diagnostics.append(Diagnostic(severity: .error, position: nil, problem: problem.problem))
      }
    }
    diagnostics += RecipeSettings.problems(ofName: document)
    recording = nil
    (self.document, self.given, self.diagnostics) = (document, given, diagnostics)
    self.reading = reading.forFile(in: document.folder)
    self.told = Set(told.map { ExactName($0.name) })
    written = NameTable(document.parameters.map { ($0.name, $0.value) })
    (name, about) = (document.name, document.about)
    parameters = document.parameters.map { ($0.name, Pipeline.json(given[ExactName($0.name)] ?? $0.value)) }
  }

  /// Settings that are in no file: what is asked for is noted in `recording`.
  init(_ recording: SettingsRecording) {
    document = Document.empty
    (reading, told) = (ReadRules(), [])
    (given, written, diagnostics) = ([:], [:], [])
    (name, about, parameters, self.recording) = ("", nil, [], recording)
  }

  /// The section `name` of the file. If it is missing, that is reported by `finish`.
  public func section(_ name: String) -> Section {
    asked.insert(name)
    if recording != nil { return Section(settings: self, name: name, position: document.position, members: []) }
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
    if recording != nil { throw CancellationError() }
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

  func report(_ problem: PipelineProblem, _ position: Position) {
    diagnostics.append(Diagnostic(severity: .error, position: position, problem: problem))
  }

  /// Reports a path that the recipe may not read; those that the command line gave, from `.`, it may. A data set's name
  /// stands for a folder.
  func check(_ path: Path, of argument: Argument) {
    var path = path
    if case .parameter(let name) = argument.form {
      if given[ExactName(name)] != nil, !told.contains(ExactName(name)) { return }
      path.origin = .parameter(name)
    }
    let folder = DataFolder.path(path)
    for path in folder == path.resolved ? [path] : [path, Path(folder, origin: path.origin)] {
      if let refusal = reading.refusal(of: path) { return report(.unreadable(refusal.description), argument.position) }
    }
  }

  /// The value of an argument, and the folder that a path in it starts from.
  func resolved(_ argument: Argument) -> (value: Argument, folder: String)? {
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
  static func integer(_ argument: Argument, in range: ClosedRange<Int>) -> Int? {
    guard case .literal(let literal) = argument.form, case .integer(let integer)? = literal.whole else { return nil }
    return range.contains(integer) ? integer : nil
  }

  static func words(_ argument: Argument) -> String {
    switch argument.form {
    case .literal(let literal): literal.text
    case .list: "a list"
    case .object: "an object"
    case .parameter(let name): "'$\(name)'"
    case .reference(let name, _): "'@\(name)'"
    case .unread: "what can't be read"
    }
  }
}
