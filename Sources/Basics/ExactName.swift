/// A name that a user chose, compared by its bytes: "ü" as one character and as "u" with a combining mark are two
/// names. (Swift's `String` treats canonically equivalent texts as equal.)
public struct ExactName: Sendable, Hashable, CustomStringConvertible {
  /// The name as it was given.
  public let text: String

  /// Makes a name from any text; nothing is refused.
  public init(_ text: String) { self.text = text }

  public static func == (a: ExactName, b: ExactName) -> Bool { a.text.isExactly(b.text) }

  public func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  public var description: String { text }
}

extension StringProtocol {
  /// Whether both texts are the same bytes.
  public func isExactly(_ other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension ExactName: Comparable {
  /// Orders names by their bytes.
  public static func < (a: ExactName, b: ExactName) -> Bool { a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }

  /// The name with each character beyond ASCII written as its number, so that names that look alike can be told
  /// apart.
  package var spelled: String {
    text.unicodeScalars.map { $0.isASCII ? String($0) : "\\u{\(String($0.value, radix: 16))}" }.joined()
  }
}
