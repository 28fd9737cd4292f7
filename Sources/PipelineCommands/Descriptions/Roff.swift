/// Text in the language of man pages (groff_man(7)).
struct Roff {
  /// The lines so far.
  private(set) var lines: [String] = []

  /// A request with its arguments: `.SH "EXIT STATUS"`.
  mutating func request(_ name: String, _ arguments: String...) {
    lines.append(([".\(name)"] + arguments.map { "\"\(Roff.escaped($0))\"" }).joined(separator: " "))
  }

  /// A paragraph of one line.
  mutating func text(_ text: String) { lines.append(Roff.protected(Roff.escaped(text))) }

  /// An entry of a list: its words in bold, and what they mean.
  mutating func entry(_ words: String, _ meaning: String) {
    lines.append(".TP")
    lines.append("\\fB\(Roff.escaped(words))\\fR")
    if meaning.isEmpty { lines.append("\\&") } else { text(meaning) }
  }

  /// Lines that are shown as they stand.
  mutating func example(_ text: String) {
    request("EX")
    lines += text.split(separator: "\n", omittingEmptySubsequences: false).map {
      Roff.protected(Roff.escaped(String($0)))
    }
    request("EE")
  }

  /// Paragraphs, of which indented lines are examples.
  mutating func paragraphs(_ text: String) {
    var examples: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) + [""] {
      if line.hasPrefix("  ") {
        examples.append(line)
        continue
      }
      if !examples.isEmpty {
        example(examples.joined(separator: "\n"))
        examples = []
      }
      if line.isEmpty { continue }
      request("PP")
      self.text(line)
    }
  }

  /// A backslash and a hyphen are themselves, not an escape and a soft hyphen; a quote doesn't end an argument.
  static func escaped(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      switch character {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case "\"": escaped += "\\(dq"
      case "'": escaped += "\\(aq"
      case "`": escaped += "\\(ga"
      case "~": escaped += "\\(ti"
      case "^": escaped += "\\(ha"
      default: escaped.append(character)
      }
    }
  }

  /// A line that begins with a dot is no request.
  private static func protected(_ line: String) -> String { line.hasPrefix(".") ? "\\&" + line : line }
}
