import Basics
import Tensors
import Yams

/// Reads YAML with Yams into the same tree as JSON.
struct YAMLReader {
  private let text: String
  private let disguise: YAMLDisguise
  private let lines: YAMLLines
  /// Whether `// …` and `/* … */` in unquoted texts are errors.
  private let refusesComments: Bool
  private var problems: [SourceText.Problem] = []
  /// Whether the text was misunderstood; the rest is then skipped, as its errors would mislead.
  private var isMisread = false

  /// The tree of `text`, or nil if it is too damaged to continue, and the errors in it.
  ///
  /// - Parameter refusesComments: whether comments in other languages' syntax in unquoted texts are errors.
  static func read(
    _ text: String, refusesComments: Bool = false
  ) -> (root: JSON?, problems: [SourceText.Problem]) {
    let (root, problems) = read(text, YAMLDisguise(text), refusesComments)
    // The parser treats canonically equivalent keys as equal; the replaced text keeps them apart.
    if root == nil, case .duplicate? = problems.first?.problem, let disguise = YAMLDisguise(apart: text) {
      return read(text, disguise, refusesComments)
    }
    return (root, problems)
  }

  private static func read(
    _ text: String, _ disguise: YAMLDisguise, _ refusesComments: Bool
  ) -> (root: JSON?, problems: [SourceText.Problem]) {
    var reader = YAMLReader(text: text, disguise: disguise, refusesComments: refusesComments)
    let root = reader.root()
    return (reader.isMisread ? nil : root, reader.problems)
  }

  private init(text: String, disguise: YAMLDisguise, refusesComments: Bool) {
    (self.text, self.disguise, self.refusesComments) = (text, disguise, refusesComments)
    lines = YAMLLines(text)
  }

  private mutating func root() -> JSON? {
    if let (alias, place) = alias() {
      report(.wrongForm(what: "a value", expected: "written out", found: "the YAML alias '\(alias)'"), place)
      return nil
    }
    do {
      guard let node = try Parser(yaml: disguise.text, resolver: .basic).singleRoot() else {
        report(.syntax("the file is empty"), TextPlace())
        return nil
      }
      return value(node)
    } catch {
      report(error)
      return nil
    }
  }

  private mutating func report(_ problem: PipelineProblem, _ place: TextPlace) {
    problems.append(SourceText.Problem(problem, at: place))
  }

  // MARK: Nodes

  private mutating func value(_ node: Node) -> JSON {
    let place = lines.place(node.mark)
    switch node {
    case .scalar(let scalar): return JSON(value(scalar, place), at: place)
    case .sequence(let sequence):
      check(sequence.tag, "seq", "a list", place)
      return JSON(.list(sequence.map { value($0) }), at: place)
    case .mapping(let mapping):
      check(mapping.tag, "map", "an object", place)
      let members = mapping.compactMap { key, member -> JSON.Member? in
        let place = lines.place(key.mark)
        guard case .scalar(let scalar) = key else {
          let found = if case .sequence = key { "a list" } else { "an object" }
          report(.wrongForm(what: "a key", expected: "a name", found: found), place)
          return nil
        }
        let name = string(scalar, place)
        if scalar.style == .plain { check(name, place, isKey: true) }
        // In `n:1` the colon belongs to the key.
        if case .scalar(let value) = member, value.string.isEmpty,
          ![.singleQuoted, .doubleQuoted].contains(value.style),
          ![.singleQuoted, .doubleQuoted].contains(scalar.style), let colon = name.firstIndex(of: ":")
        {
          report(.syntax("expected a space after the colon in '\(name)'; write '\(name[..<colon]): …'"), place)
          isMisread = true
        }
        return JSON.Member(name: name, place: place, value: value(member))
      }
      return JSON(.object(members), at: place)
    case .alias:
      report(.wrongForm(what: "a value", expected: "written out", found: "a YAML alias"), place)
      return JSON(.null, at: place)
    }
  }

  private mutating func value(_ scalar: Node.Scalar, _ place: TextPlace) -> JSON.Value {
    let text = string(scalar, place)
    let isPlain = scalar.style == .plain || scalar.style == .any
    if isPlain { check(text, place, isKey: false) }
    /// The value that a tag requests; an error if there is none.
    func tagged(_ value: JSON.Value?, _ expected: String) -> JSON.Value {
      if let value { return value }
      problems.append(
        .init(
          .wrongForm(what: "a value tagged '\(name(of: scalar.tag))'", expected: expected, found: "'\(text)'"),
          at: place))
      return .string(text)
    }
    switch name(of: scalar.tag) {
    case "":
      if !isPlain { return .string(text) }
      if ["", "null", "~"].contains(text) { return .null }
      if case .flag(let flag)? = Literal(word: text) { return .flag(flag) }
      return Literal.isNumber(text) ? .number(text) : .string(text)
    case "!", "!!str": return .string(text)
    case "!!int": return tagged(Literal(number: text)?.whole.map { .number($0.text) }, "a whole number")
    case "!!float": return tagged(Literal(number: text)?.number.map { .number("\($0)") }, "a number")
    case "!!bool": return tagged(["true": .flag(true), "false": .flag(false)][text], "true or false")
    case "!!null": return tagged(["", "null", "~"].contains(text) ? .null : nil, "null")
    case let tag:
      report(
        .syntax("there is no tag '\(tag)' for a value; expected '!!str', '!!int', '!!float' or '!!bool', or none"),
        place)
      return .string(text)
    }
  }

  /// Reports what is not part of an unquoted text: a comment, a semicolon after a number.
  private mutating func check(_ text: String, _ place: TextPlace, isKey: Bool) {
    guard refusesComments else { return }
    if text.hasSuffix(";"), !isKey, Literal(word: String(text.dropLast())) != nil {
      report(.syntax("expected a number, true or false, found '\(text)'; put texts in quotes"), place)
      isMisread = true
    } else if YAMLComments.mark(in: text.utf8, isKey: isKey) != nil {
      // The text as written may span several lines.
      let bytes = Array(self.text.utf8)
      var (start, here, previous) = (0, TextPlace(), UInt8(0))
      while here < place, start < bytes.count {
        here.advance(over: bytes[start], after: &previous)
        start += 1
      }
      guard let (offset, mark) = YAMLComments.mark(in: bytes[start...], isKey: isKey) else { return }
      for byte in bytes[start..<start + offset] { here.advance(over: byte, after: &previous) }
      problems.append(YAMLComments.problem(mark, at: here))
      isMisread = true
    }
  }

  /// Tags in short: `!!int`.
  private func name(of tag: Tag) -> String {
    let prefix = "tag:yaml.org,2002:"
    return tag.rawValue.hasPrefix(prefix) ? "!!" + tag.rawValue.dropFirst(prefix.count) : tag.rawValue
  }

  private mutating func check(_ tag: Tag, _ own: String, _ what: String, _ place: TextPlace) {
    let name = name(of: tag)
    if !["", "!", "!!" + own].contains(name) {
      report(.syntax("there is no tag '\(name)' for \(what); expected none"), place)
    }
  }

  private mutating func string(_ scalar: Node.Scalar, _ place: TextPlace) -> String {
    guard let text = disguise.restored(scalar.string, isEscaped: scalar.style == .doubleQuoted) else {
      report(.syntax("the text contains half a character; expected a pair such as '\\ud83d\\ude80'"), place)
      return ""
    }
    return text
  }

  // MARK: Errors

  /// An error of Yams as this package's error.
  private mutating func report(_ error: any Error) {
    switch error as? YamlError {
    case .parser(_, let problem, let mark, _) where problem.hasPrefix("Maximum nesting level"):
      report(.syntax("lists and objects are nested more than \(JSON.deepest) deep"), lines.place(mark))
    case .scanner(_, "found unexpected ':'", let mark, _):
      report(.syntax("neither JSON nor YAML: expected a space after the colon"), lines.place(mark))
    case .scanner(_, "found character that cannot start any token", let mark, _):
      let place = lines.place(mark)
      let sign = text.split(separator: "\n", omittingEmptySubsequences: false)
        .dropFirst(place.line - 1).first?.unicodeScalars.dropFirst(place.column - 1).first
      let advice =
        sign == "\t"
        ? "YAML is indented by spaces, found a tab"
        : "a text that begins with '\(sign.map(String.init) ?? "")' needs quotes, as in \"@stage\""
      report(.syntax("neither JSON nor YAML: \(advice)"), place)
    case .composer(let context?, let problem, let mark, _):
      report(.syntax("neither JSON nor YAML: \(context.text), \(problem)"), lines.place(mark))
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      report(.syntax("neither JSON nor YAML: \(problem)"), lines.place(mark))
    case .duplicatedKeysInMapping(let names, let context):
      report(
        .duplicate(names: names.map { disguise.restored($0, isEscaped: false) ?? $0 }), lines.place(context.mark))
    case .reader(let problem, _, let value, _):
      let scalars = text.unicodeScalars
      let place = TextPlace(after: String(scalars.prefix { $0.value != UInt32(clamping: value) }).utf8)
      guard value > 0, problem.hasPrefix("control characters") else {
        report(.syntax("not a text file: \(problem)"), place)
        return
      }
      let code = String(value, radix: 16, uppercase: true)
      let name = String(repeating: "0", count: max(0, 4 - code.count)) + code
      report(.syntax("YAML can't hold the character U+\(name); write \"\\u\(name)\", in double quotes"), place)
    default:
      report(.syntax("can't be read: \(error)"), TextPlace())
    }
  }

  /// The first `*name` whose `&name` is in the text, and its position. Nested aliases make a small file expand without
  /// limit, even inside the parser, so they are searched for before it is called.
  private func alias() -> (alias: String, place: TextPlace)? {
    let bytes = Array(text.utf8)
    func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 }
    /// Positions of `mark` where a value may begin.
    func names(_ mark: Character) -> [(start: Int, name: String)] {
      bytes.indices.compactMap { start in
        guard bytes[start] == mark.asciiValue,
          start == 0 || isSpace(bytes[start - 1]) || "[{,:?-".utf8.contains(bytes[start - 1])
        else { return nil }
        let name = bytes[(start + 1)...].prefix { !isSpace($0) && !"[]{},".utf8.contains($0) }
        return name.isEmpty ? nil : (start, String(decoding: name, as: UTF8.self))
      }
    }
    guard text.utf8.contains(UInt8(ascii: "&")), text.utf8.contains(UInt8(ascii: "*")) else { return nil }
    let anchors = Set(names("&").map(\.name))
    return names("*").first { anchors.contains($0.name) }.map { ("*" + $0.name, TextPlace(after: bytes[..<$0.start])) }
  }
}

/// The starts of YAML's lines in editors' counting: YAML also ends lines at U+0085, U+2028 and U+2029.
private struct YAMLLines {
  /// By YAML's line; empty if both count the same.
  private var starts: [TextPlace] = []
  private let end: TextPlace

  init(_ text: String) {
    end = TextPlace(after: text.utf8)
    guard text.unicodeScalars.contains(where: { YAMLLines.endsOnlyHere($0) }) else { return }
    var place = TextPlace()
    starts = [place]
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      if scalar == "\n" || scalar == "\r" {
        if scalar == "\r" || previous != "\r" {
          place = TextPlace(line: place.line + 1)
          starts.append(place)
        }
      } else {
        place.column += 1
        if YAMLLines.endsOnlyHere(scalar) { starts.append(place) }
      }
      previous = scalar
    }
  }

  /// Whether a character ends a line in YAML alone.
  private static func endsOnlyHere(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{85}" || scalar == "\u{2028}" || scalar == "\u{2029}"
  }

  /// The parser's mark as a position; a mark at the end is past the last line.
  func place(_ mark: Mark?) -> TextPlace {
    guard let mark else { return TextPlace() }
    let (line, column) = (max(1, mark.line), max(1, mark.column))
    if !starts.isEmpty {
      guard line <= starts.count else { return end }
      let start = starts[line - 1]
      return TextPlace(line: start.line, column: start.column + column - 1)
    }
    return line > end.line ? end : TextPlace(line: line, column: column)
  }
}
