import Basics
import Tensors

/// Included files, which are inlined where they are used, under `name/`.
extension GraphBuilder {
  func buildFile(_ entry: Entry, _ order: [Int], in scope: Scope) -> Scope.Outlets? {
    guard let (document, file) = open(entry, in: scope) else {
      for argument in entry.arguments { _ = binding(of: argument.value, in: scope) }
      return nil
    }
    included.underway.append(file)
    defer { included.underway.removeLast() }
    let defaults = defaults(of: document)
    var parameters = NameTable(over: defaults.parameters)
    var inputs: NameTable<(binding: Binding, kind: Kind)> = [:]
    let declared = NameTable(document.inputs.map { ($0.name, $0.value) })
    let given = Set(entry.arguments.map { ExactName($0.name) })
    for argument in entry.arguments {
      guard let kind = declared[argument.name] ?? parameters[argument.name]?.kind else {
        let known = document.inputs.map(\.name) + document.parameters.map(\.name)
        report(.unknownInput(argument.name, stage: entry.stage, known: known), argument.position)
        _ = binding(of: argument.value, in: scope)
        // The parameter that was probably meant has another value than its default.
        if let name = nearest(argument.name, known), !given.contains(ExactName(name)),
          let kind = parameters[name]?.kind
        {
          parameters[name] = (unknown(), kind)
        }
        continue
      }
      // The stage that takes the value inside of the file checks its range.
      var port = Port(name: argument.name, kind: kind, summary: "", range: -.infinity ... .infinity)
      if let note = document.notes[argument.name] {
        (port.range, port.choices) = (note.range ?? port.range, kind == .text ? note.choices : nil)
      }
      let (binding, found) = admitted(argument.value, to: port, in: scope) ?? (unknown(), kind)
      if parameters[argument.name] != nil {
        parameters[argument.name] = (binding, kind)
      } else {
        inputs[argument.name] = (binding, kind == .filterable ? found : kind)
      }
    }
    parameters = completed(parameters, of: document) { given.contains(ExactName($0.name)) ? nil : $0.value }
    let inner = Scope(
      document: document, entries: document.stages, parent: nil, region: scope.region, order: order,
      prefix: scope.prefix + entry.name + "/", parameters: parameters)
    let arguments = NameTable(entry.arguments.map { ($0.name, $0.value) })
    inner.places = NameTable(over: defaults.places)
    for argument in entry.arguments where defaults.parameters[argument.name] != nil {
      inner.places["$" + argument.name] = place(of: argument.value, in: scope).elements
      inner.origins["$" + argument.name] = origin(of: argument.value, in: scope)
    }
    for input in document.inputs {
      inner.places[input.name] = arguments[input.name].map { place(of: $0, in: scope).elements }
      inner.origins["@" + input.name] = arguments[input.name].flatMap { origin(of: $0, in: scope) }
      if inputs[input.name] == nil, !given.contains(ExactName(input.name)) {
        report(.missingInput(input.name, stage: entry.name, kind: input.value), entry.position)
      }
      let (binding, kind) = inputs[input.name] ?? (.slot(newSlot()), input.value)
      declare(input.name, .bound(binding, kind), input.position, in: inner)
    }
    declareEntries(inner)
    resolveAll(inner)
    let outputs = document.outputs.map { output in
      // One that has an error was reported; it causes no further errors.
      let (binding, kind) = binding(of: output.value, in: inner) ?? (unknown(), .oneOf([]))
      return (name: output.name, binding: binding, kind: kind)
    }
    warnUnused(inner)
    return Scope.Outlets(outputs: outputs, hasMain: !outputs.isEmpty)
  }

  /// The values of a file's parameters, which are the same wherever it is used.
  private func defaults(of document: Document) -> FileDefaults {
    if let known = included.defaults[document.file] { return known }
    var defaults = FileDefaults()
    for parameter in document.parameters {
      defaults.parameters[parameter.name] = binding(ofParameter: parameter.value, base: document.folder)
      defaults.places["$" + parameter.name] = parameter.value.elementPositions
    }
    included.defaults[document.file] = defaults
    return defaults
  }

  /// The file that a stage's name is the path of; nil if an error was reported.
  private func open(_ entry: Entry, in scope: Scope) -> (document: Document, file: String)? {
    let folder =
      included.isGiven(Path(entry.stage, base: scope.document.folder).resolved)
      ? scope.document.folder : reading.folder(of: entry.stage, besides: scope.document.folder)
    let path = Path(entry.stage, base: folder).resolved
    if !included.isKnown(path), let refusal = reading.refusal(of: Path(entry.stage, base: folder)) {
      report(.unreadable(refusal.description), entry.stagePosition)
      return nil
    }
    switch included.read(path, as: entry.stage, kinds: registry.kinds) {
    case .document(let document, let file):
      if let circle = included.circle(through: file) {
        report(.includesItself(GraphBuilder.shortened(circle)), entry.stagePosition)
        return nil
      }
      note(included.takeDiagnostics())
      return (document, file)
    case .damaged:
      note(included.takeDiagnostics())
      return nil
    case .unreadable(let problem):
      report(problem, entry.stagePosition)
      return nil
    }
  }
}

/// The parameters of a file.
struct FileDefaults {
  /// Their values, by their names.
  var parameters: NameTable<(binding: Binding, kind: Kind)> = [:]
  /// The positions of the elements of parameters that are lists, by `$name`.
  var places: NameTable<[Position]> = [:]
}

/// The files of a pipeline: the main file and those it includes, each of which is read once.
struct IncludedFiles {
  /// The result of reading a file.
  enum Reading {
    /// `file` identifies it, whatever path was used.
    case document(Document, file: String)
    /// The file is invalid; its errors are among the diagnostics.
    case damaged
    case unreadable(PipelineProblem)
  }

  /// Every file that was read, with its text, in the order of reading.
  private(set) var files: [(name: String, text: String)] = []
  /// The files being inlined, outermost first.
  var underway: [String] = []
  /// By the files' names.
  var defaults: NameTable<FileDefaults> = [:]
  private var readings: [ExactName: Reading] = [:]
  private var diagnostics: [Diagnostic] = []

  /// Texts that stand for files, by the files' paths.
  private var given: [ExactName: String] = [:]

  /// - Parameter included: texts that stand for files, by their names from the main file's folder.
  mutating func begin(with document: Document, included: [(name: String, text: String)]) {
    for file in included {
      given[ExactName(Path(file.name, base: document.folder).resolved)] = file.text
    }
    files = [(document.file, document.text)]
    underway = [IncludedFiles.canonical(document)]
  }

  /// The file at `path`, written as `written` in the including file.
  ///
  /// - Parameter kinds: the words of kinds that packages added.
  mutating func read(_ path: String, as written: String, kinds: [String]) -> Reading {
    if let known = readings[ExactName(path)] { return known }
    let reading = open(path, as: written, kinds)
    readings[ExactName(path)] = reading
    return reading
  }

  /// Whether the file at `path` was read, or a text stands for it.
  func isKnown(_ path: String) -> Bool { isGiven(path) || readings[ExactName(path)] != nil }

  /// Whether a text stands for the file at `path`.
  func isGiven(_ path: String) -> Bool { given[ExactName(path)] != nil }

  /// The errors found in files since the last call.
  mutating func takeDiagnostics() -> [Diagnostic] {
    defer { diagnostics = [] }
    return diagnostics
  }

  /// The names of the files that include each other if `file` is included once more.
  func circle(through file: String) -> [String]? {
    guard let start = underway.firstIndex(where: { $0.isExactly(file) }) else { return nil }
    return (underway[start...] + [file]).map(FileName.last(of:))
  }

  private mutating func open(_ path: String, as written: String, _ kinds: [String]) -> Reading {
    let name = files.first.map { IncludedFiles.shown(path, besides: $0.name) } ?? path
    let bytes: [UInt8]
    do {
      if let text = given[ExactName(path)] {
        bytes = Array(text.utf8)
      } else {
        bytes = try FileFault.contents(of: path)
      }
    } catch {
      if case .missing = error { return .unreadable(.missingFile(written)) }
      return .unreadable(.unreadable("\(error)"))
    }
    let text: String
    do { text = try DocumentReader.text(bytes, file: name) } catch {
      diagnostics.append(error)
      return .damaged
    }
    let (document, problems) = DocumentReader.read(
      text, file: name, folder: Path(name).folder, kinds: kinds)
    // Several paths may refer to the same file; its errors are reported once.
    if !files.contains(where: { $0.name.isExactly(name) }) {
      if document != nil { files.append((name, text)) }
      diagnostics.append(contentsOf: problems)
    }
    guard let document else { return .damaged }
    return .document(document, file: IncludedFiles.canonical(document))
  }

  private static func canonical(_ document: Document) -> String {
    FileSystem.canonical(FileName.path(FileName.last(of: document.file), in: document.folder))
  }

  /// A path as a user who named the main file `main` would write it: relative if that was.
  private static func shown(_ path: String, besides main: String) -> String {
    let current = FileSystem.canonical(".") + "/"
    let path = Path(path).absolute
    guard !FileName.isAbsolute(main), path.utf8.starts(with: current.utf8) else { return path }
    return String(Substring(path.utf8.dropFirst(current.utf8.count)))
  }
}
