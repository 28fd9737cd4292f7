public import Foundation

/// Reads and changes the file system, with names as `FileName` holds them. (Foundation's calls would change names
/// that are not UTF-8.)
public enum FileSystem {
  /// Whether anything is at a path. Follows links, so a link to nothing does not exist.
  public static func exists(_ path: String) -> Bool { FileType(path) != nil }
  /// Whether a regular file is at a path. Follows links.
  public static func isFile(_ path: String) -> Bool { FileType(path) == .file }
  /// Whether a folder is at a path. Follows links.
  public static func isFolder(_ path: String) -> Bool { FileType(path) == .folder }

  /// The size of a file in bytes; nil where there is none. Follows links.
  public static func size(_ path: String) -> Int? { status(path).map { Int($0.st_size) } }

  /// When a file's content last changed; nil where there is none. Follows links.
  public static func modified(_ path: String) -> Date? {
    status(path).map { Date(timeIntervalSince1970: Double($0.st_mtim.tv_sec) + Double($0.st_mtim.tv_nsec) * 1e-9) }
  }

  /// The names in a folder, ordered by their bytes, without `.` and `..`. Throws where the folder is missing or can't
  /// be read.
  public static func names(in folder: String) throws(FileFault) -> [String] {
    guard let system = FileName.system(folder), let stream = opendir(system) else {
      throw errno == ENOENT ? .missing(path: folder) : .cannotRead(path: folder, reason: FileFault.reason(errno))
    }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }.map(FileName.text)
  }

  /// The symbolic links in a folder and, `depth` folders deep, in the folders within it. Links are not followed; a folder
  /// that can't be read has none.
  public static func links(in folder: String, depth: Int) -> [String] {
    guard let system = FileName.system(folder), let stream = opendir(system) else { return [] }
    defer { closedir(stream) }
    var (links, folders) = ([String](), [String]())
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name == Array(".".utf8) || name == Array("..".utf8) { continue }
      let path = FileName.path(FileName.text(name), in: folder)
      var type = Int32(entry.pointee.d_type)
      // Some file systems don't tell.
      if type == Int32(DT_UNKNOWN), let status = status(path, followingLinks: false) {
        type = Int32(status.st_mode & S_IFMT) >> 12
      }
      if type == Int32(DT_LNK) { links.append(path) } else if type == Int32(DT_DIR), depth > 0 { folders.append(path) }
    }
    return links + folders.flatMap { Self.links(in: $0, depth: depth - 1) }
  }

  /// The target of a symbolic link as it is stored; nil where there is no link.
  public static func linkTarget(_ path: String) -> String? {
    guard let system = FileName.system(path) else { return nil }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(system, &buffer, buffer.count)
    return count < 0 ? nil : FileName.text(buffer.prefix(count))
  }

  /// The absolute path, without `.`, `..` and symbolic links. Parts that don't exist are kept as they are.
  public static func canonical(_ path: String) -> String {
    // Longer than the system accepts, so nothing can be there.
    if path.utf8.count > 4 * Int(PATH_MAX) { return path }
    var (folder, missing) = (path, [String]())
    while true {
      if let found = real(folder) {
        var parts = found.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
        for part in missing.reversed() {
          if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
      }
      let parent = FileName.folder(of: folder)
      if parent == folder || folder == "." { return path }
      missing.append(FileName.last(of: folder))
      folder = parent
    }
  }

  private static func real(_ path: String) -> String? {
    guard let system = FileName.system(path), let resolved = realpath(system, nil) else { return nil }
    defer { free(resolved) }
    return FileName.text(UnsafeBufferPointer(start: resolved, count: strlen(resolved)))
  }

  /// Lets everyone run the program at `path`.
  public static func makeExecutable(_ path: String) throws(FileFault) {
    guard let name = FileName.system(path), chmod(name, 0o755) == 0 else {
      throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
    }
  }

  /// Makes a folder and its missing parents. Returns the folders that were made, the outermost first; after an error
  /// none of them is left.
  @discardableResult
  public static func makeFolders(_ path: String) throws(FileFault) -> [String] {
    if FileType(path) == .folder { return [] }
    let parent = FileName.folder(of: path)
    var made = parent == path ? [] : try makeFolders(parent)
    guard let system = FileName.system(path), mkdir(system, 0o777) == 0 else {
      let reason = FileFault.reason(errno)
      // Another process may have made it in the meantime.
      if FileType(path) == .folder { return made }
      for folder in made.reversed() { removeFolder(folder) }
      throw .cannotWrite(path: path, reason: reason)
    }
    made.append(path)
    return made
  }

  /// Makes a folder the working directory.
  public static func enter(_ folder: String) throws(FileFault) {
    guard let system = FileName.system(folder), chdir(system) == 0 else {
      throw errno == ENOENT ? .missing(path: folder) : .cannotRead(path: folder, reason: FileFault.reason(errno))
    }
  }

  /// Removes a file or a symbolic link. A missing file is not an error.
  public static func remove(_ path: String) throws(FileFault) {
    guard let system = FileName.system(path), unlink(system) == 0 || errno == ENOENT else {
      throw .cannotWrite(path: path, reason: FileFault.reason(errno))
    }
  }

  /// Removes a folder if it is empty; returns whether it was removed.
  @discardableResult
  public static func removeFolder(_ path: String) -> Bool { FileName.system(path).map { rmdir($0) == 0 } ?? false }

  /// Sets the time of a file's last change to now, where that is allowed.
  public static func touch(_ path: String) {
    if let system = FileName.system(path) { utimensat(AT_FDCWD, system, nil, 0) }
  }

  static func status(_ path: String, followingLinks: Bool = true) -> stat? {
    var status = stat()
    guard let system = FileName.system(path) else { return nil }
    return (followingLinks ? stat(system, &status) : lstat(system, &status)) == 0 ? status : nil
  }
}
