import Basics
import Foundation
import Logging
import Tensors

/// The version of the program, which pictures carry.
public let version = "0.1.0"

/// A pipeline file that was read and checked as a whole, ready to run.
public struct Pipeline: Sendable {
  /// The name that the file gives itself, or its file's name.
  public let name: String
  /// What the file says it shows.
  public let about: String?
  /// Odd but harmless things in the file.
  public let warnings: [Diagnostic]
  /// Its parameters with the values of this run.
  public let parameters: [(name: String, kind: Kind, text: String)]

  /// What another file must feed for this one to run: not empty for a part.
  public let inputs: [(name: String, kind: Kind)]

  let graph: Graph
  let registry: Registry
  let part: Diagnostic?
  let files: [(name: String, text: String)]
  let rules: WriteRules

  /// What it reads, as far as it is known before a run: the parts, models, pictures and tensors, by the paths to open.
  public let reads: [String]
  /// The files that it writes, as far as they are known before a run.
  public let writes: [String]

  /// Reads and checks the file at `path` and every file it includes. Nothing runs, nothing is written.
  ///
  /// - Parameters:
  ///   - path: as the user named it, which is how messages name it.
  ///   - arguments: parameters in the words of a command line, by name.
  ///   - registry: the stages that files may name.
  ///   - writing: where it may write; into the working directory by default.
  /// - Throws: `PipelineFault` with everything that is wrong; `FileFault` where the file can't be read.
  public init(
    path: String, arguments: [(name: String, text: String)] = [], registry: Registry,
    writing: WriteRules = WriteRules()
  ) throws {
    let text: String
    do { text = try DocumentReader.text(FileFault.contents(of: path), file: path) } catch let diagnostic as Diagnostic {
      throw PipelineFault(diagnostics: [diagnostic])
    }
    try self.init(
      text: text, file: path, folder: Path(path).folder, arguments: arguments, registry: registry,
      writing: writing)
  }

  /// Checks a pipeline given as text; `file` is what messages call it and `folder` where its relative paths start.
  public init(
    text: String, file: String, folder: String, arguments: [(name: String, text: String)] = [], registry: Registry,
    writing: WriteRules = WriteRules()
  ) throws {
    var (document, diagnostics) = DocumentReader.read(
      text, file: file, folder: folder, kinds: registry.kinds)
    guard let document else { throw PipelineFault(diagnostics: diagnostics) }

    var given: [ExactName: Argument] = [:]
    for argument in arguments {
      do { given[ExactName(argument.name)] = try Pipeline.value(of: argument, in: document) } catch let problem
        as ArgumentProblem
      {
        diagnostics.append(Diagnostic(severity: .error, position: nil, problem: problem.problem))
      }
    }
    let builder = GraphBuilder(registry: registry, rules: writing)
    self.registry = registry
    graph = builder.graph(of: document, given: given, base: ".")
    let uses = FileUses(graph, builder.foresight, outputFolder: writing.folder)
    builder.rules.parametersRead = uses.parametersRead
    builder.checkFiles(uses, of: document.name)
    diagnostics += builder.diagnostics
    // Warnings wait: most would be of what is unused because of a mistake.
    let errors = diagnostics.filter { $0.severity == .error }
    if !errors.isEmpty {
      throw PipelineFault(diagnostics: Pipeline.inOrder(errors, files: builder.included.files.map(\.name)))
    }
    warnings = Pipeline.inOrder(diagnostics, files: builder.included.files.map(\.name))
    name = document.name
    about = document.about
    inputs = document.inputs.map { ($0.name, $0.value) }
    part = document.inputs.first.map { first in
      Diagnostic(severity: .error, position: first.position, problem: .part(inputs: document.inputs.map(\.name)))
    }
    files = builder.included.files
    rules = builder.rules
    reads = builder.included.files.dropFirst().map(\.name) + uses.reads
    writes = uses.writes
    parameters = document.parameters.map { parameter in
      let argument = given[ExactName(parameter.name)] ?? parameter.value
      return (parameter.name, Pipeline.kind(of: argument), Pipeline.json(argument))
    }
  }

  /// File by file, from top to bottom; first what stands in no file.
  private static func inOrder(_ diagnostics: [Diagnostic], files: [String]) -> [Diagnostic] {
    let places = Dictionary(zip(files, files.indices)) { first, _ in first }
    let keyed = diagnostics.map { diagnostic in
      guard let position = diagnostic.position else { return (key: (-1, 0, 0), diagnostic: diagnostic) }
      return (key: (places[position.file] ?? files.count, position.line, position.column), diagnostic: diagnostic)
    }
    return keyed.sorted { $0.key < $1.key }.map(\.diagnostic)
  }
}
