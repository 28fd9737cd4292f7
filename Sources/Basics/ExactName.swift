/// A user's name for something, which is its bytes: "ü" as one character and as "u" with a combining mark are two names.
/// (Swift's `String` takes canonically equivalent texts for equal.)
public struct ExactName: Sendable, Hashable, CustomStringConvertible {
  public let text: String

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
  /// In the order of their bytes.
  public static func < (a: ExactName, b: ExactName) -> Bool { a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }

  /// The name with each character beyond ASCII by its number: what tells twins apart.
  package var spelled: String {
    text.unicodeScalars.map { $0.isASCII ? String($0) : "\\u{\(String($0.value, radix: 16))}" }.joined()
  }
}
