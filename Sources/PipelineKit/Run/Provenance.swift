import Synchronization
import Tensors

/// Keeps what a picture should say of its making: the models and generators of the run, noted as they appear. A model that
/// the run no longer needs is not held.
final class Provenance: Sendable {
  private let pipeline: Pipeline
  private let state = Mutex(State())

  private struct State {
    var models: [(name: String, digest: @Sendable () throws -> String)] = []
    /// Digests that were worked out, by model.
    var digests: [String: String] = [:]
    var generators: [Generator] = []
  }

  init(pipeline: Pipeline) { self.pipeline = pipeline }

  /// Takes note of a value that a stage gave.
  func note(_ value: Value) {
    switch value {
    case .model(let model):
      let (name, digest) = (model.name, model.digest)
      state.withLock { if !$0.models.contains(where: { $0.name == name }) { $0.models.append((name, digest)) } }
    case .generator(let generator):
      state.withLock { state in
        let isKnown = state.generators.contains { $0.seed == generator.seed && $0.algorithm == generator.algorithm }
        if !isKnown { state.generators.append(generator) }
      }
    default: break
    }
  }

  /// What made the run's pictures, by name: `software`, `pipeline` (the file's text), `pipeline:FILE` for each file it
  /// includes (from the main file's folder, so that it does not matter from where it was run), `parameters` (JSON),
  /// `seed`, `model` (name and SHA-256).
  func entries() throws -> [(name: String, text: String)] {
    let (models, generators) = state.withLock { ($0.models, $0.generators) }
    var entries = [(name: "software", text: "PipelineKit \(version)")]
    for (index, file) in pipeline.files.enumerated() {
      entries.append((index == 0 ? "pipeline" : "pipeline:\(fromMain(file.name))", file.text))
    }
    let parameters = pipeline.parameters.map { "\(quoted($0.name)): \($0.text)" }.joined(separator: ", ")
    entries.append(("parameters", "{\(parameters)}"))
    if !generators.isEmpty {
      entries.append(
        ("seed", generators.map { "\($0.given) (\($0.algorithm.rawValue))" }.joined(separator: ", ")))
    }
    for model in models {
      entries.append(("model", "\(FileName.shown(model.name)) \(try digest(of: model.name, model.digest))"))
    }
    return entries
  }

  /// Worked out once a run.
  private func digest(of name: String, _ work: () throws -> String) throws -> String {
    if let digest = state.withLock({ $0.digests[name] }) { return digest }
    let digest = try work()
    state.withLock { $0.digests[name] = digest }
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
