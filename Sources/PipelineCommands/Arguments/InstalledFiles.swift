import Basics
import PipelineKit
import PipelineModels
import Tensors

/// The pipeline files and recipes that come with the program, by their names.
enum InstalledFiles: String {
  case pipelines, recipes

  /// The folders that hold them: `pipelines` in the working directory, beside the embedded models of an installed program,
  /// and in the sources that it was built from; those that exist.
  var folders: [String] {
    let beside = ModelLocator.folders().map { FileName.path(rawValue, in: FileName.folder(of: $0)) }
    var seen: Set<String> = []
    return ([rawValue] + beside).filter { FileSystem.isFolder($0) && seen.insert(FileSystem.canonical($0)).inserted }
  }

  /// The folders that every file may read from: what is installed, and models.
  static var readable: [String] {
    let models = ModelLocator.folders()
    let beside = models.flatMap { folder in
      ["pipelines", "pictures", "recipes"].map { FileName.path($0, in: FileName.folder(of: folder)) }
    }
    return models + beside + [ModelLocator.downloads()]
  }

  /// Their names, sorted, and their paths. Of two of one name the first folder's counts.
  var all: [(name: String, path: String)] {
    var paths: [String: String] = [:]
    for folder in folders {
      for file in (try? FileSystem.names(in: folder)) ?? [] where InstalledFiles.isFile(file) {
        let name = FileName.stem(of: file)
        if paths[name] == nil { paths[name] = FileName.path(file, in: folder) }
      }
    }
    return paths.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The file that a word of a command line means: `-` is standard input, a path is itself, and a name without a file is an
  /// installed one's.
  func path(_ word: String) -> String {
    if word == "-" { return "/dev/stdin" }
    if let type = FileType(word), type != .folder { return word }
    return all.first { $0.name == word }?.path ?? word
  }

  private static func isFile(_ name: String) -> Bool {
    [".json", ".yaml", ".yml"].contains { name.hasSuffix($0) }
  }
}
