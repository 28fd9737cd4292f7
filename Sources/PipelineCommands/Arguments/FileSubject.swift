import Basics
import PipelineKit

/// What a file describes, as far as its keys tell.
enum FileSubject {
  case pipeline, recipe

  /// nil where the file can't be read, or its keys are neither's.
  init?(path: String) {
    guard let text = try? TextFile.read(path) else { return nil }
    let keys = Set(DocumentReader.keys(text, file: path))
    if !keys.isDisjoint(with: ["stages", "pipeline"]) {
      self = .pipeline
    } else if !keys.isDisjoint(with: ["recipe", "network", "objective", "run"]) {
      self = .recipe
    } else {
      return nil
    }
  }
}
