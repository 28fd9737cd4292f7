/// Makes text from files, file names and arguments safe to print: nothing in it can move the cursor, change the
/// direction of writing or look like a line of the program's own.
public enum ShownText {
  /// The text on one line. Control characters, line separators and characters that change the direction of writing
  /// become `\u{1b}`; bytes that are not UTF-8 become `\xE9`. Applying it twice changes nothing more.
  public static func line(_ text: String) -> String { escaped(text, but: nil) }

  /// The text of somebody else on one line, cut after `most` characters; a cut text ends with `…`. Applying it twice
  /// changes nothing more.
  public static func brief(_ text: String, most: Int = 200) -> String {
    // No more than can be shown is worked on: a character that is escaped only becomes longer.
    let line = line(String(text.prefix(most + 1)))
    return line.count > most ? line.prefix(most) + "…" : line
  }

  /// Like `line`, but line feeds are kept.
  public static func lines(_ text: String) -> String { escaped(text, but: "\n") }

  /// Whether a character must not reach a terminal as it is.
  public static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func escaped(_ text: String, but kept: Unicode.Scalar?) -> String {
    let text = FileName.shown(text)
    guard text.unicodeScalars.contains(where: { isControl($0) && $0 != kept }) else { return text }
    return text.unicodeScalars.reduce(into: "") { shown, scalar in
      if isControl(scalar), scalar != kept {
        shown += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
  }
}
