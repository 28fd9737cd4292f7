import Basics
import Foundation
import Tensors

/// A file's text as a tree of values with positions, read from JSON or YAML.
///
/// A text that begins with `{` or `[` is JSON, with comments from `#`, unless the file's extension says YAML or its
/// first key is an unquoted word. Any other text is YAML.
enum SourceText {
  /// The source of a text.
  enum Origin {
    case file(named: String)
    /// A list on a command line, which has no comments.
    case commandLine

    /// Whether the text may be YAML, whatever it looks like.
    fileprivate var isYAML: Bool {
      switch self {
      case .file(let name): name.hasSuffix(".yaml") || name.hasSuffix(".yml")
      case .commandLine: true
      }
    }
  }

  /// An error in a text.
  struct Problem: Error {
    var problem: PipelineProblem
    var place: TextPlace

    init(_ problem: PipelineProblem, at place: TextPlace) { (self.problem, self.place) = (problem, place) }

    /// An error of the JSON reader, in a text that is certainly JSON or may also be YAML.
    init(_ fault: JSONFault, mayBeYAML: Bool) {
      let subject = mayBeYAML ? "neither JSON nor YAML: " : "not JSON: "
      self.init(.syntax((fault.kind == .syntax ? subject : "") + fault.what), at: fault.place)
    }
  }

  /// The tree of `text`, or nil if it is too damaged to continue, and the errors in it.
  static func read(_ text: String, from origin: Origin) -> (root: JSON?, problems: [Problem]) {
    func yaml() -> (root: JSON?, problems: [Problem]) {
      if case .commandLine = origin { return YAMLReader.read(text) }
      return YAMLComments.read(text)
    }
    let beginning = significant(text[...])
    switch beginning.first {
    case "{":
      // JSON's keys are in double quotes; a single-quoted key is more often Python than YAML.
      if let key = significant(beginning.dropFirst()).first, key.isLetter || key.isNumber || key == "_" {
        return yaml()
      }
    case "[": break
    // A comment in the syntax of other languages.
    case "/" where !origin.isYAML: break
    default: return yaml()
    }
    do { return (try JSON(text, with: [.hashComments]), []) } catch {
      guard origin.isYAML, error.kind != .tooDeep else { return (nil, [Problem(error, mayBeYAML: false)]) }
      let (root, problems) = yaml()
      // If it is neither, use the errors of the reader that got further.
      if root == nil, let first = problems.first, first.place < error.place {
        return (nil, [Problem(error, mayBeYAML: true)])
      }
      return (root, problems)
    }
  }

  /// The text after spaces and comments.
  private static func significant(_ text: Substring) -> Substring {
    var rest = text
    while true {
      rest = rest.drop { $0.isWhitespace }
      guard rest.first == "#" else { return rest }
      rest = rest.drop { !$0.isNewline }
    }
  }
}
