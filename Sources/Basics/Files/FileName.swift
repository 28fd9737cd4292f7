import Foundation

/// File names and paths as text.
///
/// The system's names are bytes, which need not be UTF-8. A byte that is not part of a UTF-8 character is held in a
/// `String` as the character U+10FE00 + byte, in the last private-use plane (U+10FE80 … U+10FEFF). Python's
/// surrogateescape does the same with surrogates. `bytes` reverses this for each system call, and `shown` writes the
/// byte as `\xE9` for people. A name that contains such a private-use character in UTF-8 is held byte by byte as
/// well, so that every name can be converted back exactly.
///
/// Names are compared and cut byte by byte. Swift's own operations treat `ü` as one character and as two as equal,
/// and do not see a slash before a combining mark.
public enum FileName {
  private static let escapes: ClosedRange<UInt32> = 0x10FE80...0x10FEFF

  /// The text for a name that the system gave as bytes.
  public static func text(_ bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    if let text = String(validating: bytes, as: UTF8.self), !holdsBytes(text) { return text }
    var scalars = String.UnicodeScalarView()
    func keep(_ raw: some Sequence<UInt8>) {
      for byte in raw { scalars.append(Unicode.Scalar(0x10FE00 + UInt32(byte))!) }
    }
    var (parser, rest, position) = (Unicode.UTF8.ForwardParser(), bytes.makeIterator(), 0)
    while true {
      switch parser.parseScalar(from: &rest) {
      case .emptyInput: return String(scalars)
      case .error(let length):
        keep(bytes[position..<position + length])
        position += length
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        if escapes.contains(scalar.value) { keep(encoded) } else { scalars.append(scalar) }
        position += encoded.count
      }
    }
  }

  /// The bytes of a name, as the system stores it.
  public static func bytes(_ name: String) -> [UInt8] {
    if !holdsBytes(name) { return Array(name.utf8) }
    return name.unicodeScalars.flatMap { scalar in
      escapes.contains(scalar.value) ? [UInt8(scalar.value & 0xFF)] : Array(UTF8.encode(scalar)!)
    }
  }

  /// The name as a zero-terminated C string for system calls; nil where it contains a zero byte, which would end it
  /// early.
  package static func system(_ path: String) -> [CChar]? {
    let bytes = bytes(path)
    return bytes.contains(0) ? nil : bytes.map { CChar(bitPattern: $0) } + [0]
  }

  /// The name that a system call has written into `buffer`, up to the first zero.
  static func text(_ buffer: some Sequence<CChar>) -> String {
    text(buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
  }

  /// Whether a text contains bytes that are not UTF-8, in their escaped form.
  public static func holdsBytes(_ text: String) -> Bool {
    // All escapes begin with this byte in UTF-8.
    text.utf8.contains(0xF4) && text.unicodeScalars.contains { escapes.contains($0.value) }
  }

  /// The text with each byte that is not UTF-8 written as `\xE9`, for people to read.
  public static func shown(_ text: String) -> String {
    if !holdsBytes(text) { return text }
    return text.unicodeScalars.reduce(into: "") { shown, scalar in
      if escapes.contains(scalar.value) {
        shown += "\\x" + String(scalar.value & 0xFF, radix: 16, uppercase: true)
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
  }

  /// The program's arguments, its own name first. (`CommandLine.arguments` replaces bytes that are not UTF-8.)
  public static var arguments: [String] {
    let arguments = (0..<Int(CommandLine.argc)).compactMap { index in
      CommandLine.unsafeArgv[index].map { text(UnsafeBufferPointer(start: $0, count: strlen($0))) }
    }
    // Swift's library finds them through /proc/self/maps, and has none where that can't be opened.
    guard arguments.isEmpty, let bytes = try? FileFault.contents(of: "/proc/self/cmdline") else { return arguments }
    return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map(text)
  }

  /// The environment variables that the program was started with.
  public static let environment: [String: String] = {
    guard let bytes = try? FileFault.contents(of: "/proc/self/environ") else {
      return ProcessInfo.processInfo.environment
    }
    return bytes.split(separator: 0).reduce(into: [:]) { variables, entry in
      guard let sign = entry.firstIndex(of: UInt8(ascii: "=")) else { return }
      variables[text(entry[..<sign])] = text(entry[(sign + 1)...])
    }
  }()

  // MARK: Parts of a path

  private static let slash = UInt8(ascii: "/")

  /// Whether a path begins with a slash.
  public static func isAbsolute(_ path: String) -> Bool { path.utf8.first == slash }

  /// The folder that contains a path's last part: `.` for a name alone.
  public static func folder(of path: String) -> String {
    let path = withoutLastSlashes(path)
    guard let cut = path.utf8.lastIndex(of: slash) else { return "." }
    return cut == path.startIndex ? "/" : String(path[..<cut])
  }

  /// A path's last part, its name within its folder. Slashes at the end are ignored.
  public static func last(of path: String) -> String {
    let path = withoutLastSlashes(path)
    guard path != "/", let cut = path.utf8.lastIndex(of: slash) else { return String(path) }
    return String(path[path.utf8.index(after: cut)...])
  }

  /// A path's last part without its extension: `p` for `a/p.json`.
  public static func stem(of path: String) -> String {
    let name = last(of: path)
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// The path of `name` within `folder`; `name` itself where it is absolute.
  public static func path(_ name: String, in folder: String) -> String {
    if isAbsolute(name) || folder.isEmpty || folder == "." { return name }
    return folder.utf8.last == slash ? folder + name : folder + "/" + name
  }

  /// The way from a folder to a path: `../a/b`; `.` for the folder itself. Links are resolved on both sides, so that it
  /// leads there wherever both have been moved together.
  public static func way(to path: String, from folder: String) -> String {
    func parts(_ path: String) -> [Substring.UTF8View] {
      FileSystem.canonical(absolute(path)).utf8.split(separator: slash)
    }
    let (from, to) = (parts(folder), parts(path))
    let common = zip(from, to).prefix { $0.elementsEqual($1) }.count
    let way = Array(repeating: "..", count: from.count - common) + to[common...].map { String(Substring($0)) }
    return way.isEmpty ? "." : way.joined(separator: "/")
  }

  /// The absolute path, without `.` and `..`. Symbolic links are not resolved.
  public static func absolute(_ path: String) -> String {
    let whole = isAbsolute(path) ? path : FileSystem.canonical(".") + "/" + path
    let parts = whole.utf8.split(separator: slash).map { String(Substring($0)) }
    return "/"
      + parts.reduce(into: [String]()) { parts, part in
        if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
      }.joined(separator: "/")
  }

  private static func withoutLastSlashes(_ path: String) -> Substring {
    var path = path[...]
    while path.utf8.count > 1, path.utf8.last == slash { path = Substring(path.utf8.dropLast()) }
    return path
  }

  /// Advice for a path that begins with `~`, which shells replace and this program does not; nil for any other path.
  public static func homeReason(_ path: String) -> String? {
    guard path.utf8.elementsEqual("~".utf8) || path.utf8.starts(with: "~/".utf8) else { return nil }
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "/home/NAME"
    return
      "'~' is not replaced by the home folder here: write '\(home)\(String(Substring(path.utf8.dropFirst())))', or './~' for a "
      + "folder of that name"
  }
}
