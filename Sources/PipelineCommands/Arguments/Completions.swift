import Basics
import PipelineKit
import PipelineModels

/// What a shell may complete a word to.
enum Completions {
  /// Installed pipelines, and files and folders that begin with the word.
  static func pipelines(_ prefix: String) -> [String] {
    InstalledFiles.pipelines.all.map(\.name)
      + files(prefix, [".json", ".yaml", ".yml", ".png", ".jpg", ".jpeg", ".gif"])
  }

  /// Installed recipes, and files and folders that begin with the word.
  static func recipes(_ prefix: String) -> [String] {
    InstalledFiles.recipes.all.map(\.name) + files(prefix, [".json", ".yaml", ".yml"])
  }

  /// `name=` for each parameter of the first pipeline among the words of a command line.
  static func parameters(_ words: [String]) -> [String] {
    for word in words.dropFirst() where !word.hasPrefix("-") {
      let path = InstalledFiles.pipelines.path(word)
      guard FileSystem.isFile(path), let source = try? PipelineSource(path: path),
        let outline = try? PipelineOutline(source)
      else { continue }
      return outline.parameters.map { $0.name + "=" }
    }
    return []
  }

  /// The stages that `runner stages` knows.
  static var stages: [String] { PipelineCommands.registry.names + ["loop"] }

  private static func files(_ prefix: String, _ endings: [String]) -> [String] {
    Glob.files(Glob.escaped(prefix) + "*").compactMap { path in
      if FileSystem.isFolder(path) { return path + "/" }
      return endings.contains { path.hasSuffix($0) } ? path : nil
    }
  }
}
