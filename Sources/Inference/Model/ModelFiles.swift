import Basics
import Tensors

/// The files of a model.
enum ModelFiles {
  /// SHA-256, in hexadecimal, over the names and contents of files in a folder. With a cache, files with a stored
  /// digest are not read.
  static func digest(of files: [String], in folder: String, keptIn cache: ModelCache?) throws -> String {
    try Profile.measure("hashing weights", .whole) {
      let sum = SHA256()
      for file in files.sorted() {
        let digest = try cache?.digest(ofFile: file) ?? SHA256.file(file)
        sum.update(Array("\(file.dropFirst(folder.count + 1))\n\(digest)\n".utf8))
      }
      return sum.finish()
    }
  }

  /// How many bytes `digest` would read: those of files whose digests are not known already.
  static func unread(_ files: [String], keptIn cache: ModelCache?) -> Int {
    bytes(files.filter { cache?.keptDigest(ofFile: $0) == nil && SHA256.blob($0) == nil })
  }

  /// Their size on disk, in bytes.
  static func bytes(_ files: [String]) -> Int {
    files.reduce(0) { total, file in
      total + (FileSystem.size(file) ?? 0)
    }
  }
}
