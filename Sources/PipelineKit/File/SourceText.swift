import Basics
import Foundation
import Tensors

/// A file's text as a tree of values with their places, whichever of JSON and YAML it is written in.
///
/// A text that begins with `{` or `[` is JSON, with comments from `#`. It is YAML where the file's name ends so, or where
/// its first key is a word without quotes. Any other text is YAML.
enum SourceText {
  /// Where a text comes from.
  enum Origin {
    case file(named: String)
    /// A list in the words of a command line: there are no comments in it.
    case commandLine

    /// Whether the text may be YAML whatever it looks like.
    fileprivate var isYAML: Bool {
      switch self {
      case .file(let name): name.hasSuffix(".yaml") || name.hasSuffix(".yml")
      case .commandLine: true
      }
    }
  }

  /// One thing that is wrong with a text.
  struct Problem: Error {
    var problem: PipelineProblem
    var place: TextPlace

    init(_ problem: PipelineProblem, at place: TextPlace) { (self.problem, self.place) = (problem, place) }

    /// What JSON's reader found, in a text that is nothing but JSON or may be YAML too.
    init(_ fault: JSONFault, mayBeYAML: Bool) {
      let subject = mayBeYAML ? "neither JSON nor YAML: " : "not JSON: "
      self.init(.syntax((fault.kind == .syntax ? subject : "") + fault.what), at: fault.place)
    }
  }

  /// The tree of `text`, or nil where it is too damaged to go on, and what is wrong with it.
  static func read(_ text: String, from origin: Origin) -> (root: JSON?, problems: [Problem]) {
    func yaml() -> (root: JSON?, problems: [Problem]) {
      if case .commandLine = origin { return YAMLReader.read(text) }
      return YAMLComments.read(text)
    }
    let beginning = significant(text[...])
    switch beginning.first {
    case "{":
      // JSON's keys stand in double quotes; a key in single ones is more often Python than YAML.
      if let key = significant(beginning.dropFirst()).first, key.isLetter || key.isNumber || key == "_" {
        return yaml()
      }
    case "[": break
    // A comment of other languages.
    case "/" where !origin.isYAML: break
    default: return yaml()
    }
    do { return (try JSON(text, with: [.hashComments]), []) } catch {
      guard origin.isYAML, error.kind != .tooDeep else { return (nil, [Problem(error, mayBeYAML: false)]) }
      let (root, problems) = yaml()
      // Where it is neither, the reader that came further knows better.
      if root == nil, let first = problems.first, first.place < error.place {
        return (nil, [Problem(error, mayBeYAML: true)])
      }
      return (root, problems)
    }
  }

  /// What follows spaces and comments.
  private static func significant(_ text: Substring) -> Substring {
    var rest = text
    while true {
      rest = rest.drop { $0.isWhitespace }
      guard rest.first == "#" else { return rest }
      rest = rest.drop { !$0.isNewline }
    }
  }
}
