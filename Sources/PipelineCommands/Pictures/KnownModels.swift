import Basics
import PipelineKit
import PipelineModels

extension Pipeline {
  /// At most so many bytes are read of a model to identify it before a run: about half a second.
  private static let read = 256 << 20

  /// The models that a run uses as pictures name them, `NAME sha256:DIGEST`: those whose digests are known, or small enough
  /// to be computed at once.
  var knownModels: [String] {
    models.compactMap { path in
      guard let model = try? ModelLocator.open(path, .with(PipelineCommands.registry)),
        let digest = try? model.digest(keptIn: CacheCommand.folder(), limit: Self.read)
      else { return nil }
      return "\(FileName.shown(path.text)) \(digest)"
    }
  }
}
