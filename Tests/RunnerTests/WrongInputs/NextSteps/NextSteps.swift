import Foundation

/// What to do next about an error: the last column of docs/errors.md.
enum NextSteps {
  /// Parts of messages, and what to do; `*` stands for anything between two parts.
  typealias Table = KeyValuePairs<String, String>

  /// All entries in order: the first one that fits a message gives the advice, so special patterns stand before general
  /// ones.
  static let all = [commands, training, models, forms, references, programs, files, stages, values].flatMap { $0 }

  /// The advice where the message itself says what to do.
  static let inMessage = "As the message says."

  /// Such a message contains one of these.
  static let instructions = [
    "--", "'runner ", ": write '", "; convert ", "; give it ", "; link ", "; put ", "; read it with ",
    "; remove the comma", "; save it as ", "; save it again in ", "; save 'tensor", "; use ",
  ]

  /// The place in `all` of the first entry that fits an error's first line, nil if none does.
  static func place(for line: String) -> Int? {
    let message = line.range(of: "error: ").map { line[$0.upperBound...] } ?? line[...]
    return all.firstIndex { fits(message, $0.key) }
  }

  private static func fits(_ message: Substring, _ pattern: String) -> Bool {
    var rest = message
    for part in pattern.split(separator: "*") {
      guard let found = rest.range(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }
}
