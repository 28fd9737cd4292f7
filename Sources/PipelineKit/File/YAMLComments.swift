import Basics
import Tensors

/// Comments in the syntax of other languages in YAML, `// …` and `/* … */`. YAML treats them as text: part of a key, of
/// a number, or of the next line.
enum YAMLComments {
  /// The tree of a YAML file, or nil if it is too damaged to continue or has such comments, and the errors in it.
  static func read(_ text: String) -> (root: JSON?, problems: [SourceText.Problem]) {
    let (root, problems) = YAMLReader.read(text, refusesComments: true)
    if root != nil || text.utf8.count > longest { return (root, problems) }
    guard case .syntax? = problems.first?.problem, let found = culprits(in: text, problems[0].place) else {
      return (nil, problems)
    }
    return (nil, found)
  }

  /// The error message for such a comment.
  static func problem(_ mark: String, at place: TextPlace) -> SourceText.Problem {
    SourceText.Problem(
      .syntax("YAML comments begin with #, not \(mark); put a text that contains \(mark) in quotes"), at: place)
  }

  // MARK: In texts without quotes

  /// The position and mark of the first such comment in an unquoted text, given as UTF-8; nil if there is none.
  static func mark(in text: some Collection<UInt8>, isKey: Bool) -> (offset: Int, mark: String)? {
    let bytes = Array(text)
    for index in bytes.indices.dropLast() where bytes[index] == slash {
      guard let mark = mark(bytes[index + 1]) else { continue }
      let isComment: Bool
      if index > 0 {
        isComment =
          isSpace(bytes[index - 1])
          || (index <= longestNumber && Literal(word: String(decoding: bytes[..<index], as: UTF8.self)) != nil)
      } else {
        // A path may begin so.
        isComment = isKey || bytes.count == 2 || isSpace(bytes[2]) || (bytes[1] == star && closes(bytes[2...]))
      }
      if isComment { return (index, mark) }
    }
    return nil
  }

  /// The largest number of digits in a number that a comment follows directly.
  private static let longestNumber = 40
  private static let (slash, star) = (UInt8(ascii: "/"), UInt8(ascii: "*"))
  private static func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 }
  private static func mark(_ second: UInt8) -> String? { second == slash ? "//" : second == star ? "/*" : nil }
  private static func closes(_ bytes: ArraySlice<UInt8>) -> Bool {
    zip(bytes, bytes.dropFirst()).contains { $0 == star && $1 == slash }
  }

  // MARK: In texts that are no YAML

  /// The limits on text length and number of comments for this search.
  private static let (longest, most) = (1 << 18, 8)

  /// The comments that make a text invalid YAML, where the reader stopped at `place`: without them, it gets further.
  private static func culprits(in text: String, _ place: TextPlace) -> [SourceText.Problem]? {
    var scalars = Array(text.unicodeScalars)
    var found: [SourceText.Problem] = []
    var place = place
    while found.count < most {
      guard let (start, problem) = culprit(in: &scalars, place) else { break }
      found.append(SourceText.Problem(problem, at: start))
      let (root, problems) = YAMLReader.read(String(scalars: scalars), refusesComments: true)
      guard root == nil, case .syntax? = problems.first?.problem else { break }
      place = problems[0].place
    }
    return found.isEmpty ? nil : found.sorted { $0.place < $1.place }
  }

  /// The last comment before `place`, where the reader stopped, without which it gets further. It is blanked.
  private static func culprit(
    in scalars: inout [Unicode.Scalar], _ place: TextPlace
  ) -> (place: TextPlace, problem: PipelineProblem)? {
    var without = scalars
    for start in marks(in: scalars, upTo: place).suffix(most).reversed() {
      let mark = "/\(scalars[start.index + 1])"
      for index in start.index..<end(of: start.index, in: scalars) where !["\n", "\r"].contains(scalars[index]) {
        without[index] = " "
      }
      let (root, problems) = YAMLReader.read(String(scalars: without), refusesComments: false)
      if root != nil || problems.first.map({ $0.place > place }) == true {
        scalars = without
        return (start.place, problem(mark, at: start.place).problem)
      }
    }
    return nil
  }

  /// The end of the comment that begins at `start`: its line's end, or `*/` if present.
  private static func end(of start: Int, in scalars: [Unicode.Scalar]) -> Int {
    if scalars[start + 1] == "*", let closing = (start + 2..<scalars.count).first(where: { isClosing(scalars, $0) }) {
      return closing + 2
    }
    return scalars[start...].firstIndex { $0 == "\n" || $0 == "\r" } ?? scalars.count
  }

  private static func isClosing(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    scalars[index] == "*" && index + 1 < scalars.count && scalars[index + 1] == "/"
  }

  /// The positions where comments may begin in the lines up to that of `place`: not within quotes opened on the line,
  /// nor after `#`.
  private static func marks(
    in scalars: [Unicode.Scalar], upTo place: TextPlace
  ) -> [(index: Int, place: TextPlace)] {
    var marks: [(index: Int, place: TextPlace)] = []
    var here = TextPlace()
    var previous: Unicode.Scalar = "\n"
    // The quote that is open; # in a comment.
    var open: Unicode.Scalar?
    for (index, scalar) in scalars.enumerated() {
      if here.line > place.line { break }
      let mayBegin = " \t\n\r[{,:".unicodeScalars.contains(previous)
      if let quote = open {
        if scalar == quote, quote != "#", !(quote == "\"" && previous == "\\") { open = nil }
      } else if scalar == "\"" || scalar == "'" || scalar == "#" {
        if mayBegin { open = scalar }
      } else if scalar == "/", index + 1 < scalars.count, ["/", "*"].contains(scalars[index + 1]),
        ![":", "/"].contains(previous)
      {
        marks.append((index, here))
      }
      if scalar == "\r" || (scalar == "\n" && previous != "\r") {
        (here, open) = (TextPlace(line: here.line + 1), nil)
      } else if scalar != "\n" {
        here.column += 1
      }
      previous = scalar
    }
    return marks
  }
}
