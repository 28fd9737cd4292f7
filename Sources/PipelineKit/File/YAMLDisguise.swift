import Basics

/// A YAML text in which characters that the parser can't handle are replaced one for one, so positions stay the same.
///
/// - JSON writes characters beyond U+FFFF as two escapes, `\ud83d\ude80`; YAML refuses these. They become escapes of the
///   private use area (`\ue83d\uee80`), whose characters are joined again.
/// - The parser compares keys as Swift's texts, for which canonically equivalent ones are equal. Moved to planes 15 and
///   16, characters have no equivalents.
struct YAMLDisguise {
  let text: String
  private let hidesSurrogates: Bool
  private let isMoved: Bool

  /// The text with replaced surrogate escapes.
  init(_ text: String) { self.init(text, hidesSurrogates: YAMLDisguise.holdsSurrogates(text), isMoved: false) }

  /// The text with all other characters moved too, so that no two keys are canonically equivalent; nil if that changes
  /// nothing or can't be undone.
  init?(apart text: String) {
    let scalars = text.unicodeScalars
    guard scalars.contains(where: { $0.value > 0x7F }), !scalars.contains(where: { $0.value >= 0xF_0000 }) else {
      return nil
    }
    self.init(text, hidesSurrogates: YAMLDisguise.holdsSurrogates(text), isMoved: true)
  }

  private init(_ text: String, hidesSurrogates: Bool, isMoved: Bool) {
    (self.hidesSurrogates, self.isMoved) = (hidesSurrogates, isMoved)
    var disguised = text
    if hidesSurrogates { disguised.replace(YAMLDisguise.surrogate) { "\\u\($0.1 == "d" ? "e" : "E")\($0.2)" } }
    if isMoved {
      disguised = String(scalars: disguised.unicodeScalars.lazy.map(YAMLDisguise.moved))
    }
    self.text = disguised
  }

  /// The original of a scalar in the replaced text; nil if a surrogate has no partner.
  ///
  /// - Parameter isEscaped: whether the scalar is in double quotes, where escapes are interpreted.
  func restored(_ scalar: String, isEscaped: Bool) -> String? {
    var text = scalar
    if isMoved { text = String(scalars: text.unicodeScalars.lazy.map(YAMLDisguise.back)) }
    guard hidesSurrogates else { return text }
    if isEscaped {
      var joined: [Unicode.Scalar] = []
      var high: UInt32?
      for scalar in text.unicodeScalars {
        let isHidden = YAMLDisguise.hidden.contains(scalar.value)
        if let first = high {
          guard isHidden, scalar.value >= 0xEC00 else { return nil }
          joined.append(Unicode.Scalar(0x10000 + (first - 0xE800) << 10 + (scalar.value - 0xEC00))!)
          high = nil
        } else if isHidden {
          guard scalar.value < 0xEC00 else { return nil }
          high = scalar.value
        } else {
          joined.append(scalar)
        }
      }
      if high != nil { return nil }
      text = String(scalars: joined)
    }
    // What is no escape stays as it was written.
    text.replace(YAMLDisguise.disguisedSurrogate) { "\\u\($0.1 == "e" ? "d" : "D")\($0.2)" }
    return text
  }

  // MARK: Surrogates

  private static let hidden: ClosedRange<UInt32> = 0xE800...0xEFFF
  private static var surrogate: Regex<(Substring, Substring, Substring)> { /\\u([dD])([89a-fA-F][0-9a-fA-F]{2})/ }
  private static var disguisedSurrogate: Regex<(Substring, Substring, Substring)> {
    /\\u([eE])([89a-fA-F][0-9a-fA-F]{2})/
  }

  /// Whether there are escapes to replace, and none that look like replacements already.
  private static func holdsSurrogates(_ text: String) -> Bool {
    guard text.contains("\\u"), text.contains(surrogate) else { return false }
    return !text.contains(disguisedSurrogate) && !text.unicodeScalars.contains { hidden.contains($0.value) }
  }

  // MARK: Planes

  /// Planes 0 and 1 are moved to planes 15 and 16, except for ASCII and line ends, which the parser interprets.
  private static func moved(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.value < 0x80 || [0x85, 0x2028, 0x2029, 0xFEFF].contains(scalar.value) { return scalar }
    return scalar.value < 0x2_0000 ? Unicode.Scalar(scalar.value + 0xF_0000)! : scalar
  }

  private static func back(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    scalar.value >= 0xF_0000 ? Unicode.Scalar(scalar.value - 0xF_0000) ?? scalar : scalar
  }
}
