import Basics
public import Foundation
import Tensors

/// A folder for what is dear to work out of a model's files and stays true as long as they do: prompts' encodings and the
/// files' digests.
///
/// Nothing depends on it. What is missing or damaged is worked out again, what can't be written is not kept, and several
/// processes may use it at once: entries appear whole, and two that write one write the same.
public struct ModelCache: Sendable {
  public let folder: String
  /// Told what could not be kept, and why.
  let note: @Sendable (String) -> Void

  public init(folder: String, note: @escaping @Sendable (String) -> Void = { _ in }) {
    self.folder = folder
    self.note = note
  }

  var promptFolder: String { folder + "/prompts" }
  var digestFolder: String { folder + "/digests" }

  /// Runs `body`, which keeps something; that it can't be kept is no error.
  func keep(_ body: () throws -> Void) {
    do { try body() } catch { note("not kept for the next run: \(error)") }
  }
}

// MARK: What is there

extension ModelCache {
  /// A prompt's encoding in a file.
  public struct Entry: Sendable, Equatable {
    public var path: String
    public var bytes: Int
    public var lastUse: Date
    /// What the model was called and what it read; nil where the file is damaged.
    public var origin: Origin?
  }

  public struct Origin: Sendable, Equatable {
    public var model: String
    public var prompt: String
  }

  /// All prompts, the last used first.
  public func entries() -> [Entry] {
    files(in: promptFolder, at: 2) { $0.hasSuffix(".safetensors") && Self.isDigest($0.dropLast(12)) }.map { file in
      let notes = (try? SafeTensors(path: file.path))?.metadata
      let origin = notes.flatMap { notes in
        notes["model"].flatMap { model in notes["prompt"].map { Origin(model: model, prompt: $0) } }
      }
      return Entry(path: file.path, bytes: file.bytes, lastUse: file.date, origin: origin)
    }.sorted { ($0.lastUse, $0.path) > ($1.lastUse, $1.path) }
  }

  /// Removes prompts that were not used since `date`, those that are damaged, and of the rest the longest unused until
  /// what is left takes at most `limit` bytes. Nothing else in the folder is touched.
  /// - Returns: the prompts that were removed.
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

  /// Removes all that is kept, and nothing else.
  @discardableResult
  public func clear() throws -> [Entry] { try prune(unusedSince: .distantFuture) }

  /// Digests, which are nothing beside prompts; what a process left that was stopped while it wrote; empty folders.
  private func removeLeftovers(olderThan date: Date) throws {
    let isPart = { (name: Substring) in name.hasPrefix(".") && name.hasSuffix(".part") }
    let old =
      files(in: digestFolder, at: 1) { Self.isDigest($0) || isPart($0) }
      + files(in: promptFolder, at: 2, where: isPart)
    for file in old where file.date < date { try Self.remove(file.path) }
    // rmdir fails where something is left, which is as it should be.
    for folder in Self.names(in: promptFolder).map({ promptFolder + "/" + $0 }) + [promptFolder, digestFolder, folder] {
      FileSystem.removeFolder(folder)
    }
  }

  /// Files `depth` levels below `folder` of our naming: digests for folders, and for files what `matches`.
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
    // That another process was faster is no error.
    try FileSystem.remove(path)
  }

  /// Whether a name is a SHA-256 in hexadecimal.
  static func isDigest(_ name: Substring) -> Bool {
    name.utf8.count == 64 && name.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}
