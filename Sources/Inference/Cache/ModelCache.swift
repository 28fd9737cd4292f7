import Basics
public import Foundation
import Tensors

/// A folder that caches expensive results derived from model files: prompts' encodings and the files' digests.
///
/// No result depends on it. Missing or damaged entries are computed again, and entries that can't be written are not
/// kept. Several processes may use it at once: entries appear complete, and two processes that write the same entry
/// write the same bytes.
public struct ModelCache: Sendable {
  /// The path of the folder; it need not exist yet.
  public let folder: String
  /// Called with a message when an entry could not be kept.
  let note: @Sendable (String) -> Void

  /// The folder of the cache that runs will use, where a run's cost is told before it; nil for none.
  @TaskLocal public static var ofRuns: String?

  /// Makes a cache in `folder` without touching it; `note` gets a message when an entry can't be kept.
  public init(folder: String, note: @escaping @Sendable (String) -> Void = { _ in }) {
    self.folder = folder
    self.note = note
  }

  var promptFolder: String { folder + "/prompts" }
  var digestFolder: String { folder + "/digests" }

  /// Runs `body`, which keeps an entry; a failure is noted, not thrown.
  func keep(_ body: () throws -> Void) {
    do { try body() } catch { note("not kept for the next run: \(error)") }
  }
}

// MARK: Entries

extension ModelCache {
  /// The file of a prompt's encoding.
  public struct Entry: Sendable, Equatable {
    /// The path of the file.
    public var path: String
    /// Its size in bytes.
    public var bytes: Int
    /// When it was last written or read.
    public var lastUse: Date
    /// The model's name and the prompt; nil where the file is damaged.
    public var origin: Origin?
  }

  /// What an entry was made from.
  public struct Origin: Sendable, Equatable {
    /// The name of the model, as it was given to `encoding`.
    public var model: String
    /// The exact text.
    public var prompt: String
  }

  /// All entries for prompts, the most recently used first.
  public func entries() -> [Entry] {
    files(in: promptFolder, at: 2) { $0.hasSuffix(".safetensors") && Self.isDigest($0.dropLast(12)) }.map { file in
      let notes = (try? SafeTensors(path: file.path))?.metadata
      let origin = notes.flatMap { notes in
        notes["model"].flatMap { model in notes["prompt"].map { Origin(model: model, prompt: $0) } }
      }
      return Entry(path: file.path, bytes: file.bytes, lastUse: file.date, origin: origin)
    }.sorted { ($0.lastUse, $0.path) > ($1.lastUse, $1.path) }
  }

  /// Removes entries for prompts that were not used since `date`, damaged ones, and then the least recently used ones
  /// until the rest takes at most `limit` bytes. Also removes digests and leftovers older than `date` and empty
  /// folders; other files are not touched.
  /// - Returns: the entries for prompts that were removed.
  @discardableResult
  public func prune(unusedSince date: Date, limit: Int = .max) throws -> [Entry] {
    var size = 0
    let removed = entries().filter { entry in
      if entry.origin != nil, entry.lastUse >= date, size + entry.bytes <= limit {
        size += entry.bytes
        return false
      }
      return true
    }
    for entry in removed { try Self.remove(entry.path) }
    try removeLeftovers(olderThan: date)
    return removed
  }

  /// Removes all entries, and nothing else.
  @discardableResult
  public func clear() throws -> [Entry] { try prune(unusedSince: .distantFuture) }

  /// Removes old digests, leftovers of processes that were stopped while they wrote, and empty folders.
  private func removeLeftovers(olderThan date: Date) throws {
    let isPart = { (name: Substring) in name.hasPrefix(".") && name.hasSuffix(".part") }
    let old =
      files(in: digestFolder, at: 1) { Self.isDigest($0) || isPart($0) }
      + files(in: promptFolder, at: 2, where: isPart)
    for file in old where file.date < date { try Self.remove(file.path) }
    // rmdir fails where a folder is not empty, as intended.
    for folder in Self.names(in: promptFolder).map({ promptFolder + "/" + $0 }) + [promptFolder, digestFolder, folder] {
      FileSystem.removeFolder(folder)
    }
  }

  /// The files `depth` levels below `folder` with names of this cache: folders are named by digests, and files
  /// satisfy `matches`.
  private func files(
    in folder: String, at depth: Int, where matches: (Substring) -> Bool
  ) -> [(path: String, bytes: Int, date: Date)] {
    Self.names(in: folder).flatMap { name -> [(path: String, bytes: Int, date: Date)] in
      let path = folder + "/" + name
      if depth > 1 { return Self.isDigest(name[...]) ? files(in: path, at: depth - 1, where: matches) : [] }
      guard matches(name[...]), FileType(path) == .file, FileSystem.linkTarget(path) == nil,
        let size = FileSystem.size(path), let date = FileSystem.modified(path)
      else { return [] }
      return [(path, size, date)]
    }
  }

  private static func names(in folder: String) -> [String] { (try? FileSystem.names(in: folder)) ?? [] }

  private static func remove(_ path: String) throws {
    // A file that another process has removed is not an error.
    try FileSystem.remove(path)
  }

  /// Whether a name is a SHA-256 in hexadecimal.
  static func isDigest(_ name: Substring) -> Bool {
    name.utf8.count == 64 && name.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}
