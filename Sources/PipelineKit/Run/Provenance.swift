import Basics
import Synchronization
import Tensors

/// Collects the provenance of pictures: the models and generators of the run, recorded as they appear. It does not keep
/// models in memory.
final class Provenance: Sendable {
  private let pipeline: Pipeline
  private let state = Mutex(State())

  private struct State {
    var models: [(id: ModelID, digest: @Sendable () throws -> String)] = []
    /// Computed digests, by model.
    var digests: [ModelID: String] = [:]
    var generators: [Generator] = []
  }

  /// Models in different folders may have the same name.
  private struct ModelID: Hashable { var name, source: ExactName }

  init(pipeline: Pipeline) { self.pipeline = pipeline }

  /// Records a value that a stage returned.
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

  /// The provenance of the run's pictures, by unique name: `software`, `comment` (`PipelineKit VERSION: pipeline
  /// NAME`), `pipeline` (the file's text), `pipeline:FILE` for each included file (relative to the main file's folder,
  /// so that it doesn't depend on the working directory), `parameters` (JSON), `seed`, `model`, `model-2` … (name and
  /// SHA-256).
  func entries() throws -> [(name: String, text: String)] {
    let (models, generators) = state.withLock { ($0.models, $0.generators) }
    var entries = pipeline.provenance
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

  /// The entries with a number added to repeated names, so that readers that make a dictionary lose none.
  private static func distinct(_ entries: [(name: String, text: String)]) -> [(name: String, text: String)] {
    var taken: Set<ExactName> = []
    return entries.map { entry in
      var (name, number) = (entry.name, 2)
      while !taken.insert(ExactName(name)).inserted { (name, number) = ("\(entry.name)-\(number)", number + 1) }
      return (name, entry.text)
    }
  }

  /// Computed once per run.
  private func digest(of model: ModelID, _ work: () throws -> String) throws -> String {
    if let digest = state.withLock({ $0.digests[model] }) { return digest }
    let digest = try work()
    state.withLock { $0.digests[model] = digest }
    return digest
  }
}

extension Pipeline {
  /// What is known before a run of what its pictures say of their making.
  package var provenance: [(name: String, text: String)] {
    var entries = [(name: "software", text: "PipelineKit \(version)")]
    entries.append(("comment", "PipelineKit \(version): pipeline \(name)"))
    for (index, file) in texts.enumerated() {
      entries.append((index == 0 ? "pipeline" : "pipeline:\(fromMain(file.name))", file.text))
    }
    let parameters = parameters.map { "\(quoted($0.name)): \($0.text)" }.joined(separator: ", ")
    entries.append(("parameters", "{\(parameters)}"))
    return entries
  }

  /// A file's path relative to the main file's folder, if it is inside of it.
  private func fromMain(_ name: String) -> String {
    let folder = Path(Path(texts[0].name).folder).absolute
    let path = Path(name).absolute
    let start = folder == "/" ? folder : folder + "/"
    return FileName.shown(
      path.utf8.starts(with: start.utf8) ? String(Substring(path.utf8.dropFirst(start.utf8.count))) : name)
  }
}

/// The name of the pipeline that a file's texts state as its origin; nil if they state none.
public func pipelineName(in texts: [(name: String, text: String)]) -> String? {
  func text(_ name: String) -> String? { texts.first { $0.name == name }?.text }
  if let comment = text("comment"), let match = comment.wholeMatch(of: /(?s)PipelineKit \S+: pipeline (.*)/) {
    return String(match.1)
  }
  // Pictures of earlier versions store only the pipeline's text.
  guard text("software")?.hasPrefix("PipelineKit ") == true, let pipeline = text("pipeline"),
    DocumentReader.keys(pipeline, file: "").contains("pipeline")
  else { return nil }
  return DocumentReader.read(pipeline, file: "", folder: "").document?.name
}
