import Basics
import Tensors

/// A file that was read and made into a graph, with everything that was found wrong.
struct CheckedFile {
  let document: Document
  /// The command line's parameters.
  let given: [ExactName: Argument]
  let builder: GraphBuilder
  /// Complete only if no diagnostic is an error.
  let graph: Graph
  let uses: FileUses
  let diagnostics: [Diagnostic]

  /// Throws `PipelineFault` where the file can't be read at all.
  init(
    _ source: PipelineSource, _ arguments: [(name: String, text: String)], _ registry: Registry, _ reading: ReadRules,
    _ writing: WriteRules, allowsPrograms: Bool, isDrawn: Bool = false
  ) throws {
    var (read, diagnostics) = DocumentReader.read(
      source.text, file: source.file, folder: source.folder, kinds: registry.kinds)
    guard var document = read else { throw PipelineFault(diagnostics: diagnostics) }
    read = nil
    diagnostics += document.take(from: source)
    var given: [ExactName: Argument] = [:]
    for argument in arguments {
      do { given[ExactName(argument.name)] = try Pipeline.value(of: argument, in: document) } catch let problem
        as Pipeline.ArgumentProblem
      {
        diagnostics.append(Diagnostic(severity: .error, position: nil, problem: problem.problem))
        given[ExactName(argument.name)] = document.unread(argument.name)
      }
    }
    builder = GraphBuilder(
      registry: registry, reading: reading.forFile(in: document.folder), rules: writing, allowsPrograms: allowsPrograms)
    if isDrawn { builder.kinds = ReferenceKinds() }
    graph = builder.graph(of: document, including: source.included, given: given, base: ".")
    uses = FileUses(graph, builder.foresight, places: builder.places)
    builder.rules.parametersRead = uses.parametersRead
    builder.checkFiles(uses, of: document.name)
    (self.document, self.given, self.diagnostics) = (document, given, diagnostics + builder.diagnostics)
  }

  /// The file as it stands; for one that was read to be drawn.
  var drawing: PipelineDrawing {
    PipelineDrawing(document, builder.kinds ?? ReferenceKinds()) { name in
      let value = given[ExactName(name)] ?? document.parameters.first { $0.name.isExactly(name) }?.value
      return value.map(Pipeline.json)
    }
  }

  /// File by file, from top to bottom; those without a position come first.
  func inOrder(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    let files = builder.included.files.map(\.name)
    let places = Dictionary(zip(files, files.indices)) { first, _ in first }
    let keyed = diagnostics.map { diagnostic in
      guard let position = diagnostic.position else { return (key: (-1, 0, 0), diagnostic: diagnostic) }
      return (key: (places[position.file] ?? files.count, position.line, position.column), diagnostic: diagnostic)
    }
    return keyed.sorted { $0.key < $1.key }.map(\.diagnostic)
  }
}
