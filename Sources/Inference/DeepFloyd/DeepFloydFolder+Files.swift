import Basics

extension DeepFloydFolder {
  /// The files of a component, which may be a single file, relative to the model's folder.
  package func files(of component: String) throws -> [String] {
    guard let type = FileType(path + "/" + component) else { return [] }
    guard type == .folder else { return [component] }
    return try FileSystem.names(in: path + "/" + component).map { component + "/" + $0 }
  }

  /// Copies a file into another folder unless an equal copy exists, without reading it into memory: text encoders take
  /// gigabytes.
  package func copy(_ file: String, to folder: String) throws {
    let (source, target) = (path + "/" + file, folder + "/" + file)
    if let there = FileSystem.size(target), there == FileSystem.size(source) { return }
    try AtomicFile.copy(source, to: target)
  }
}
