import Foundation

/// Files by a pattern, as a shell finds them: `*` is any text, `?` one character, `[ab]` one of several.
public enum Glob {
  /// A text as a pattern that means itself.
  public static func escaped(_ text: String) -> String {
    text.map { "*?[]\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  /// The paths that match, sorted as the C library sorts them; none where nothing does.
  public static func files(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard let name = FileName.system(pattern), glob(name, 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { index in
      found.gl_pathv[index].map { path in
        FileName.text(UnsafeBufferPointer(start: path, count: strlen(path)).map(UInt8.init(bitPattern:)))
      }
    }
  }
}
