/// Text of others, from files, file names and arguments, as it is shown to people: nothing in it may move the cursor,
/// turn the writing around or look like a line of the program's own.
public enum ShownText {
  /// On one line. Control characters, line separators and those that change the direction of writing become `\u{1b}`,
  /// bytes that are not UTF-8 `\xE9`. What is shown already stays as it is.
  public static func line(_ text: String) -> String { escaped(text, but: nil) }

  /// The same for a text of several lines.
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
