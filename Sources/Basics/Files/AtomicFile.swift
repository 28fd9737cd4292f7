import Foundation
import Synchronization

/// Writes whole files: the file under the final name is always complete, even if the program is stopped.
///
/// A file that is replaced keeps its mode, and its owner where the system allows it. Where `path` is a symbolic link,
/// its target is written and the link stays. Other hard links to the replaced file keep the old content.
public enum AtomicFile {
  /// Held while a temporary file exists, so that code that ends the program on a signal can wait for the rename.
  /// Contains the folders that this process has cleared of leftovers.
  private static let writing = Mutex<Set<String>>([])

  /// Writes `bytes` under a temporary name beside the file, then renames it. Missing folders are made.
  public static func write(_ bytes: some Collection<UInt8>, to path: String) throws { try write([(bytes, path)]) }

  /// Writes several files. Up to `together` files are all written under temporary names before the first is renamed,
  /// so an error while writing leaves none of them. After an error while renaming, files that were not there before are
  /// removed again; files that were replaced already keep their new content.
  public static func write<Bytes: Collection<UInt8>>(_ files: [(bytes: Bytes, path: String)]) throws {
    try write(
      files.map { file in
        Writing(path: file.path) { part in
          try file.bytes.withContiguousStorageIfAvailable { try part.write($0) } ?? part.write(Array(file.bytes))
        }
      })
  }

  /// Writes `bytes` to a file that isn't there yet: of several processes that do this at once, one writes it.
  ///
  /// - Returns: whether this call wrote it; false where a file was there, which stays as it is.
  public static func create(_ bytes: [UInt8], at path: String) throws -> Bool {
    try writing.withLock { cleared in
      if FileSystem.exists(path) { return false }
      if let obstacle = obstacle(to: path, named: path) { throw obstacle }
      let target = try endOfLinks(path)
      let folder = FileName.folder(of: target)
      let made = try FileSystem.makeFolders(folder)
      if cleared.insert(FileSystem.canonical(folder)).inserted { PartFile.removeLeftovers(in: folder) }
      do {
        let part = try PartFile(beside: target)
        defer { part.discard() }
        try part.write(bytes)
        return try part.link(to: target)
      } catch {
        for folder in made.reversed() { FileSystem.removeFolder(folder) }
        throw FileFault.cannotWrite(path: path, reason: FileFault.reason(error))
      }
    }
  }

  /// Writes a file, a piece at a time: `body` calls its argument with each. An error that `body` throws is thrown as it
  /// is.
  public static func write(to path: String, _ body: (_ put: ([UInt8]) throws -> Void) throws -> Void) throws {
    var ended: (any Error)?
    try withoutActuallyEscaping(body) { body in
      let writing = Writing(path: path) { part in
        var cannotWrite = false
        do {
          try body { piece in
            do { try part.write(piece) } catch {
              cannotWrite = true
              throw error
            }
          }
        } catch {
          if !cannotWrite { ended = error }
          throw error
        }
      }
      do { try write([writing]) } catch { throw ended ?? error }
    }
  }

  /// Copies a file, a piece at a time.
  public static func copy(_ source: String, to path: String) throws {
    let file = try OpenFile(path: source)
    let piece = 1 << 22
    let writing = Writing(path: path) { part in
      for start in stride(from: 0, to: file.size, by: piece) {
        try part.write(file.read(start..<min(file.size, start + piece)))
      }
    }
    try write([writing])
  }

  /// The most files that are open at once.
  public static let together = 256

  /// A file to write and a function that writes its bytes.
  private struct Writing {
    var path: String
    var body: (PartFile) throws -> Void
  }

  private static func write(_ files: [Writing]) throws {
    try writing.withLock { cleared in
      for file in files { if let obstacle = obstacle(to: file.path, named: file.path) { throw obstacle } }
      for start in stride(from: 0, to: files.count, by: together) {
        try writeAll(files[start..<min(start + together, files.count)], &cleared)
      }
    }
  }

  /// Writes all files under temporary names before it renames the first.
  private static func writeAll(_ files: ArraySlice<Writing>, _ cleared: inout Set<String>) throws {
    var made: [String] = []
    var parts: [(part: PartFile, target: String)] = []
    var added: [String] = []
    var path = ""
    do {
      for file in files {
        path = file.path
        let target = try endOfLinks(path)
        let folder = FileName.folder(of: target)
        made += try FileSystem.makeFolders(folder)
        if cleared.insert(FileSystem.canonical(folder)).inserted { PartFile.removeLeftovers(in: folder) }
        let part = try PartFile(beside: target)
        parts.append((part, target))
        try file.body(part)
      }
      for file in files {
        path = file.path
        let (part, target) = parts[0]
        let isNew = !FileSystem.exists(target)
        try part.replace(target)
        parts.removeFirst()
        if isNew { added.append(target) }
      }
    } catch {
      for (part, _) in parts { part.discard() }
      for target in added { try? FileSystem.remove(target) }
      for folder in made.reversed() { FileSystem.removeFolder(folder) }
      throw FileFault.cannotWrite(path: path, reason: FileFault.reason(error))
    }
  }

  /// Removes the temporary files that ended processes left in a folder. The first write into a folder does this too.
  public static func removeLeftovers(in folder: String) {
    writing.withLock { _ in PartFile.removeLeftovers(in: folder) }
  }

  /// Whether a name is that of a temporary file, which a process is writing or has left behind.
  public static func isPart(_ name: String) -> Bool { PartFile.isPart(name) }

  /// The absolute path that a write to `path` ends up at, with all symbolic links resolved, those of folders
  /// included. Throws where links form a circle.
  public static func destination(of path: String) throws(FileFault) -> String {
    FileSystem.canonical(try endOfLinks(path))
  }

  /// `path` with the links of its last part resolved. The result need not exist.
  private static func endOfLinks(_ path: String) throws(FileFault) -> String {
    var end = path
    for _ in 0..<40 {
      guard let target = FileSystem.linkTarget(end) else { return end }
      end = FileName.path(target, in: FileName.folder(of: end))
    }
    throw .cannotWrite(path: path, reason: "it is a symbolic link that leads in a circle")
  }

  /// The reason why `path` can't be written, as far as it can be seen without writing; nil where there is none. The
  /// fault calls the file `name`.
  public static func obstacle(to path: String, named name: String) -> FileFault? {
    func cannot(_ reason: String) -> FileFault { .cannotWrite(path: name, reason: reason) }
    let target: String
    do { target = try endOfLinks(path) } catch { return cannot(error.reason) }
    switch FileType(target) {
    case .folder: return cannot("it is a folder")
    // A rename would replace the device by a file.
    case .socket: return cannot("it is a socket, not a file")
    case .other: return cannot("it is a device, not a file")
    case .pipe: return cannot("it is a pipe, not a file")
    case .file: if !isWritable(target) { return cannot("no permission to write to it") }
    case nil: break
    }
    if target.isEmpty || target.utf8.last == UInt8(ascii: "/") { return cannot("expected the name of a file") }
    if target.utf8.contains(0) { return cannot("its name holds a zero byte") }
    let size = FileName.bytes(target).count
    if size > longestPath { return cannot("its path takes \(size) bytes, at most \(longestPath) are possible") }
    let length = FileName.bytes(FileName.last(of: target)).count
    if length > longestName { return cannot("its name takes \(length) bytes, at most \(longestName) are possible") }
    // Missing folders are made in the nearest one that exists.
    var folder = FileName.folder(of: target)
    while folder != "/", folder != ".", FileSystem.status(folder, followingLinks: false) == nil {
      let length = FileName.bytes(FileName.last(of: folder)).count
      if length > longestName {
        return cannot("the name of a folder in its path takes \(length) bytes, at most \(longestName) are possible")
      }
      folder = FileName.folder(of: folder)
    }
    switch FileType(folder) {
    case .folder: break
    case nil: return cannot("\(folder) is a symbolic link to nothing")
    default: return cannot("\(folder) is not a folder")
    }
    return isWritable(folder) ? nil : cannot("no permission to write in \(folder)")
  }

  private static func isWritable(_ path: String) -> Bool {
    FileName.system(path).map { access($0, W_OK) == 0 } ?? false
  }

  /// The limits of Linux and most file systems, in bytes.
  private static let (longestPath, longestName) = (4095, 255)

  /// Runs `body` while no file is partly written. For a signal handler that ends the program.
  public static func betweenWrites<Result>(_ body: () -> Result) -> Result { writing.withLock { _ in body() } }
}
