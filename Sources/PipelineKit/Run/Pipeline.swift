import Basics
import Foundation
import Logging
import Tensors

/// The program's version, which pictures store.
public let version = "0.1.0"

/// A pipeline file, read and checked completely, ready to run.
public struct Pipeline: Sendable {
  /// The name in the file, or the file's own name.
  public let name: String
  /// The file's description of what it shows.
  public let about: String?
  /// Unusual but harmless things in the file.
  public let warnings: [Diagnostic]
  /// Its parameters with this run's values.
  public let parameters: [Parameter]

  /// The inputs that another file must set for this one to run; empty unless the file is a part.
  public let inputs: [(name: String, kind: Kind)]

  /// What a run takes, estimated from the shapes that are known before it.
  public let cost: RunCost

  let graph: Graph
  /// `graph` as it is run.
  let saving: Graph
  let registry: Registry
  let part: Diagnostic?
  let texts: [(name: String, text: String)]
  /// Where it may write, and what it may replace.
  package var rules: WriteRules
  let reading: ReadRules

  /// The files that it reads, as far as they are known before a run: parts, models, pictures and tensors, by path.
  public let reads: [String]
  /// The files that it writes, as far as they are known before a run.
  public let writes: [String]
  /// The programs that it runs, with their arguments as far as they are known before a run.
  public let runs: [String]
  /// The servers that it asks, as HOST:PORT, as far as they are known before a run.
  public let servers: [String]
  /// The files that it writes, one path for each file; nil where only a run determines them all.
  package let files: [String]?
  /// The names that it writes to as far as they are known before a run, each with the number of pictures; nil where only
  /// the run determines it.
  package let outputs: [(path: Path, count: Int?)]
  /// The models that it reads, as they were given.
  package let models: [Path]
  /// Whether all files that it reads are known before a run.
  package let knowsReads: Bool

  /// Reads and checks the file at `path` and every file it includes. Nothing runs, nothing is written.
  ///
  /// - Parameters:
  ///   - path: the path as the user wrote it; messages use it.
  ///   - arguments: parameters as written on a command line, by name.
  ///   - registry: the stages that files may name.
  ///   - reading: where else to look for files to read.
  ///   - writing: the folders that it may write to; by default the working directory.
  ///   - allowsPrograms: whether its stages may run programs (`run`), which may do whatever the user may.
  /// - Throws: `PipelineFault` with all errors; `FileFault` if the file can't be read.
  public init(
    path: String, arguments: [(name: String, text: String)] = [], registry: Registry,
    reading: ReadRules = ReadRules(), writing: WriteRules = WriteRules(), allowsPrograms: Bool = false
  ) throws {
    try self.init(
      PipelineSource(path: path), arguments: arguments, registry: registry, reading: reading, writing: writing,
      allowsPrograms: allowsPrograms)
  }

  /// Checks a pipeline given as text; messages call it `file`, and its relative paths start from `folder`.
  public init(
    text: String, file: String, folder: String, arguments: [(name: String, text: String)] = [], registry: Registry,
    reading: ReadRules = ReadRules(), writing: WriteRules = WriteRules(), allowsPrograms: Bool = false
  ) throws {
    try self.init(
      PipelineSource(text: text, file: file, folder: folder), arguments: arguments, registry: registry,
      reading: reading, writing: writing, allowsPrograms: allowsPrograms)
  }

  /// Checks a pipeline whose texts are known.
  public init(
    _ source: PipelineSource, arguments: [(name: String, text: String)] = [], registry: Registry,
    reading: ReadRules = ReadRules(), writing: WriteRules = WriteRules(), allowsPrograms: Bool = false
  ) throws {
    let file = try CheckedFile(source, arguments, registry, reading, writing, allowsPrograms: allowsPrograms)
    let errors = file.diagnostics.filter { $0.severity == .error }
    if !errors.isEmpty { throw PipelineFault(diagnostics: file.inOrder(errors)) }
    let (document, builder) = (file.document, file.builder)
    self.registry = registry
    graph = file.graph
    saving = graph.saving
    cost = builder.foresight.map { [saving] in RunCost(saving, $0, registry) } ?? RunCost()
    // Warnings wait: most would be of what is unused because of a mistake.
    warnings = file.inOrder(file.diagnostics)
    name = document.name
    about = document.about
    inputs = document.inputs.map { ($0.name, $0.value) }
    part = document.inputs.first.map { first in
      Diagnostic(severity: .error, position: first.position, problem: .part(inputs: document.inputs.map(\.name)))
    }
    texts = builder.included.files
    (rules, self.reading) = (builder.rules, builder.reading)
    knowsReads = file.uses.knowsReads
    reads = builder.included.files.dropFirst().map(\.name) + file.uses.reads
    (writes, runs, files, models) = (file.uses.writes, file.uses.runs, file.uses.writtenFiles, file.uses.models)
    servers = file.uses.servers
    outputs = file.uses.outputs
    parameters = document.parameters.map { parameter in
      Parameter(
        parameter.name, file.given[ExactName(parameter.name)] ?? parameter.value, document.notes[parameter.name])
    }
  }
}
