import Foundation
import Tensors

/// A file's text as a tree of values with their places, whichever of JSON and YAML it is written in.
///
/// A text that begins with `{` or `[` is read by JSON's rules, with comments from `#`. What JSON doesn't have but YAML does
/// makes it YAML: keys without quotes, `'texts'`, a comma at the end of a list.
enum SourceText {
  /// One thing that is wrong with a text.
  struct Problem: Error {
    var problem: PipelineProblem
    var place: TextPlace

    init(_ problem: PipelineProblem, at place: TextPlace) { (self.problem, self.place) = (problem, place) }

    init(_ fault: JSONFault) {
      let says =
        switch fault.yaml {
        case .comment, .tooDeep: fault.what
        case .no, .perhaps, .yes: "neither JSON nor YAML: \(fault.what)"
        }
      self.init(.syntax(says), at: fault.place)
    }
  }

  /// The tree of `text`, or nil where it is too damaged to go on, and what is wrong with it.
  ///
  /// - Parameter isYAML: whether the file is named so; a text with `//` in it may stand there without quotes.
  static func read(_ text: String, isYAML: Bool) -> (root: JSON?, problems: [Problem]) {
    guard let first = firstCharacter(of: text), "{[/".contains(first) else { return YAMLReader.read(text) }
    do { return (try JSON(text, with: [.hashComments]), []) } catch {
      if error.yaml == .tooDeep || (!isYAML && [.no, .comment].contains(error.yaml)) { return (nil, [Problem(error)]) }
      if !isYAML, let comment = foreignComment(in: text) { return (nil, [comment]) }
      let (root, problems) = YAMLReader.read(text)
      if root == nil, error.yaml != .yes { return (nil, [Problem(error)]) }
      return (root, problems)
    }
  }

  /// Whether a file of this name is YAML, whatever it looks like.
  static func isYAML(_ file: String) -> Bool { file.hasSuffix(".yaml") || file.hasSuffix(".yml") }

  /// The first character that is neither space nor in a comment.
  private static func firstCharacter(of text: String) -> Character? {
    var rest = text[...]
    while true {
      rest = rest.drop { $0.isWhitespace }
      guard rest.first == "#" else { return rest.first }
      rest = rest.drop { !$0.isNewline }
    }
  }

  /// The first `//` or `/*` that stands where a word or a mark may begin. In a file that looks like JSON it is meant as a
  /// comment, and YAML would take it, and what follows, for text.
  private static func foreignComment(in text: String) -> Problem? {
    let bytes = Array(text.utf8)
    func at(_ index: Int) -> UInt8 { bytes.indices.contains(index) ? bytes[index] : 0 }
    func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 }
    var (index, significant) = (0, UInt8(ascii: "{"))
    while index < bytes.count {
      let byte = bytes[index]
      let opens = "{}[],:".utf8.contains(significant)
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        // A quote within a word is an apostrophe.
        guard opens || (byte == UInt8(ascii: "\"") && isSpace(at(index - 1))) else { break }
        index += 1
        while index < bytes.count, bytes[index] != byte {
          index += byte == UInt8(ascii: "\"") && bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
      case UInt8(ascii: "#") where isSpace(at(index - 1)):
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n"), bytes[index] != UInt8(ascii: "\r") { index += 1 }
        continue
      case UInt8(ascii: "/") where at(index + 1) == byte || at(index + 1) == UInt8(ascii: "*"):
        let before = at(index - 1)
        guard
          isSpace(before) || "{}[],\"'".utf8.contains(before)
            || (before == UInt8(ascii: ":") && !isLetter(at(index - 2)))
        else { break }
        let mark = at(index + 1) == byte ? "//" : "/* */"
        return Problem(.syntax("\(mark) comments are not JSON; use #"), at: TextPlace(after: bytes[..<index]))
      default: break
      }
      if index < bytes.count, !isSpace(bytes[index]) { significant = bytes[index] }
      index += 1
    }
    return nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber
  }
}
