import Basics
import Tensors

/// What a file describes, as far as its keys tell.
public enum FileSubject: Sendable {
  case pipeline, recipe

  /// nil where the file can't be read, or its keys are neither's.
  public init?(path: String) {
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
