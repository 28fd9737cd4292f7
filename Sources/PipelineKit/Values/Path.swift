import Basics
import Tensors

/// A file's name as the user wrote it, with the folder that a relative name starts from.
public struct Path: Sendable, Hashable {
  /// The path as written.
  public var text: String
  /// The folder that a relative path starts from.
  public var base: String
  /// Where the path comes from, which decides where it may lead when it is written to.
  public var origin: Origin
  /// Whether `WriteRules.naming` had its say.
  var isNamed = false

  /// Where a path comes from. It travels with the path through parameters, parts and loops.
  public enum Origin: Sendable, Hashable {
    /// A pipeline file contains it.
    case file
    /// It is the default of this parameter, which the command line could set. A path in a list has the origin `file`, as
    /// the command line can't set it alone.
    case parameter(String)
    /// The user gave it on the command line for this parameter.
    case commandLine(String)
    /// The program derived it from a path that the user gave: numbered names of a batch.
    case derived
  }

  /// Makes a path from its text. Nothing is checked, and the file need not exist.
  public init(_ text: String, base: String = "", origin: Origin = .file) {
    self.text = text
    self.base = base
    self.origin = origin
  }

  /// The path to open.
  public var resolved: String {
    if base.isEmpty || base == "." { return text }
    return FileName.path(text.utf8.starts(with: "./".utf8) ? String(Substring(text.utf8.dropFirst(2))) : text, in: base)
  }

  /// The folder that relative paths in this file start from: the file's own folder, relative if the path is. For a pipe
  /// or `/dev/stdin`, it is the working directory.
  package var folder: String {
    let isStream = ["/dev/", "/proc/"].contains { resolved.utf8.starts(with: $0.utf8) } || FileType(resolved) == .pipe
    return isStream ? "." : FileName.folder(of: resolved)
  }

  /// For a word of a command: the absolute path of what it names, if there is something; nil for any other word.
  package var existing: String? { text.isEmpty || !FileSystem.exists(resolved) ? nil : FileName.absolute(resolved) }

  /// The address of a served model that this is instead of a file's name; nil for a file's name, and for a wrong address.
  public var address: ServerAddress? { ServerAddress.isOne(text) ? try? ServerAddress(text) : nil }

  /// For the address of a served model: the model whose local files tell everything but the network.
  package var local: Path? { address.map { Path($0.local, base: base, origin: origin) } }

  /// The absolute path with symbolic links followed; nil if these form a circle.
  package var end: String? { try? AtomicFile.destination(of: resolved) }

  /// The absolute path without `.` and `..`; links are not followed.
  var absolute: String { FileName.absolute(resolved) }

  /// The path to write to: `resolved`, but without `..` after a folder that doesn't exist yet.
  public var target: String {
    guard text.utf8.split(separator: UInt8(ascii: "/")).contains(where: { $0.elementsEqual("..".utf8) }),
      !FileSystem.isFolder(FileName.folder(of: resolved)), let end = self.end
    else { return resolved }
    let current = FileSystem.canonical(".")
    guard WriteRules.isInside(end, current) else { return end }
    return String(decoding: end.utf8.dropFirst(current == "/" ? 1 : current.utf8.count + 1), as: UTF8.self)
  }

  /// The names of `count` pictures written to this path: the path itself for one, otherwise with numbers before the
  /// extension, all with as many digits as the last: o.png → o-00.png … o-11.png.
  public func numbered(_ count: Int) -> [Path] {
    if count == 1 { return [self] }
    let (stem, ending) = parts
    let digits = String(max(count - 1, 0)).count
    let origin: Origin = isGiven ? .derived : .file
    return (0..<count).map { index in
      let number = String(index)
      let zeros = String(repeating: "0", count: digits - number.count)
      return Path("\(stem)-\(zeros)\(number)\(ending)", base: base, origin: origin)
    }
  }

  /// The part before the name's last dot, and the rest.
  var parts: (stem: String, ending: String) {
    let name = text.utf8.lastIndex(of: UInt8(ascii: "/")).map(text.utf8.index(after:)) ?? text.startIndex
    guard let dot = text.utf8.lastIndex(of: UInt8(ascii: ".")), dot > name else { return (text, "") }
    return (String(text[..<dot]), String(text[dot...]))
  }

  public static func == (a: Path, b: Path) -> Bool {
    a.text.isExactly(b.text) && a.base.isExactly(b.base) && a.origin == b.origin
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ExactName(text))
    hasher.combine(ExactName(base))
  }

  /// Whether the user gave this very name on the command line.
  package var isGiven: Bool { if case .commandLine = origin { true } else { false } }
}
