import Basics
import Synchronization
import Tensors

/// Keeps what a picture should say of its making: the models and generators of the run, noted as they appear. A model that
/// the run no longer needs is not held.
final class Provenance: Sendable {
  private let pipeline: Pipeline
  private let state = Mutex(State())

  private struct State {
    var models: [(id: ModelID, digest: @Sendable () throws -> String)] = []
    /// Digests that were worked out, by model.
    var digests: [ModelID: String] = [:]
    var generators: [Generator] = []
  }

  /// Two models may have one name, each in a folder of its own.
  private struct ModelID: Hashable { var name, source: ExactName }

  init(pipeline: Pipeline) { self.pipeline = pipeline }

  /// Takes note of a value that a stage gave.
  func note(_ value: Value) {
    switch value {
    case .model(let model):
      let id = ModelID(name: ExactName(model.name), source: ExactName(model.source))
      let digest = model.digest
      state.withLock { if !$0.models.contains(where: { $0.id == id }) { $0.models.append((id, digest)) } }
    case .generator(let generator):
      state.withLock { state in
        let isKnown = state.generators.contains { $0.seed == generator.seed && $0.algorithm == generator.algorithm }
        if !isKnown { state.generators.append(generator) }
      }
    default: break
    }
  }

  /// What made the run's pictures, each under a name of its own: `software`, `comment` (`PipelineKit VERSION: pipeline
  /// NAME`), `pipeline` (the file's text), `pipeline:FILE` for each file it includes (from the main file's folder, so that
  /// it does not matter from where it was run), `parameters` (JSON), `seed`, `model`, `model-2` … (name and SHA-256).
  func entries() throws -> [(name: String, text: String)] {
    let (models, generators) = state.withLock { ($0.models, $0.generators) }
    var entries = [(name: "software", text: "PipelineKit \(version)")]
    entries.append(("comment", "PipelineKit \(version): pipeline \(pipeline.name)"))
    for (index, file) in pipeline.files.enumerated() {
      entries.append((index == 0 ? "pipeline" : "pipeline:\(fromMain(file.name))", file.text))
    }
    let parameters = pipeline.parameters.map { "\(quoted($0.name)): \($0.text)" }.joined(separator: ", ")
    entries.append(("parameters", "{\(parameters)}"))
    if !generators.isEmpty {
      entries.append(
        ("seed", generators.map { "\($0.given) (\($0.algorithm.rawValue))" }.joined(separator: ", ")))
    }
    var texts: Set<ExactName> = []
    for model in models {
      let text = "\(FileName.shown(model.id.name.text)) \(try digest(of: model.id, model.digest))"
      if texts.insert(ExactName(text)).inserted { entries.append(("model", text)) }
    }
    return Provenance.distinct(entries)
  }

  /// The same, where a name that comes again gets a number: readers that make a dictionary of them lose none.
  private static func distinct(_ entries: [(name: String, text: String)]) -> [(name: String, text: String)] {
    var taken: Set<ExactName> = []
    return entries.map { entry in
      var (name, number) = (entry.name, 2)
      while !taken.insert(ExactName(name)).inserted { (name, number) = ("\(entry.name)-\(number)", number + 1) }
      return (name, entry.text)
    }
  }

  /// Worked out once a run.
  private func digest(of model: ModelID, _ work: () throws -> String) throws -> String {
    if let digest = state.withLock({ $0.digests[model] }) { return digest }
    let digest = try work()
    state.withLock { $0.digests[model] = digest }
    return digest
  }

  /// A file's name as it is from the main file's folder, where it lies in there.
  private func fromMain(_ name: String) -> String {
    let folder = Path(Path(pipeline.files[0].name).folder).absolute
    let path = Path(name).absolute
    let start = folder == "/" ? folder : folder + "/"
    return FileName.shown(
      path.utf8.starts(with: start.utf8) ? String(Substring(path.utf8.dropFirst(start.utf8.count))) : name)
  }
}

/// The name of the pipeline that texts of a file name as what made it, or nil where they name none.
public func pipelineName(in texts: [(name: String, text: String)]) -> String? {
  func text(_ name: String) -> String? { texts.first { $0.name == name }?.text }
  if let comment = text("comment"), let match = comment.wholeMatch(of: /(?s)PipelineKit \S+: pipeline (.*)/) {
    return String(match.1)
  }
  // Pictures of earlier versions carry the pipeline's text alone.
  guard text("software")?.hasPrefix("PipelineKit ") == true, let pipeline = text("pipeline"),
    DocumentReader.keys(pipeline, file: "").contains("pipeline")
  else { return nil }
  return DocumentReader.read(pipeline, file: "", folder: "").document?.name
}
