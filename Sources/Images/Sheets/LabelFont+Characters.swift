import Foundation

/// How the font draws characters, and which it lacks.
extension LabelFont {
  /// The cell of each character.
  static let cells: [Unicode.Scalar: Int] = Dictionary(
    uniqueKeysWithValues: LabelFontAtlas.characters.joined().compactMap(Unicode.Scalar.init).enumerated().map {
      ($1, $0)
    }
  )

  /// The picture of one code point.
  struct Glyph {
    var cell: Int
    var place: Place
  }

  /// The place of a glyph: a letter at the pen, a mark above, below or across the letter.
  enum Place {
    case letter, above, below, across

    init(_ scalar: Unicode.Scalar) {
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark:
        // Combining classes of the Unicode standard: 202…222 are below, from 228 on above.
        switch scalar.properties.canonicalCombiningClass.rawValue {
        case 228...: self = .above
        case 202...222: self = .below
        default: self = .across
        }
      default: self = .letter
      }
    }
  }

  /// A character as a letter with its marks, composed as far as Unicode composes it. Invisible characters, such as a
  /// soft hyphen, have no glyphs. nil where the font lacks a part.
  static func glyphs(_ character: Character) -> [Glyph]? {
    let own = character.unicodeScalars
    if own.count == 1, let cell = cells[own.first!] { return [Glyph(cell: cell, place: Place(own.first!))] }
    var scalars = Array(
      String(character).precomposedStringWithCanonicalMapping.unicodeScalars.filter {
        !$0.properties.isDefaultIgnorableCodePoint
      })
    // The dot of i and j is replaced by a mark above.
    if scalars.count > 1, Place(scalars[1]) == .above, let dotless: Unicode.Scalar = ["i": "ı", "j": "ȷ"][scalars[0]] {
      scalars[0] = dotless
    }
    var glyphs: [Glyph] = []
    for scalar in scalars {
      guard let cell = cells[scalar] else { return nil }
      glyphs.append(Glyph(cell: cell, place: Place(scalar)))
    }
    return glyphs
  }

  /// The characters of a text that are drawn as boxes, each once.
  package static func missing(in text: String) -> [Character] {
    var seen: Set<Character> = []
    return text.filter { !$0.isWhitespace && glyphs($0) == nil && seen.insert($0).inserted }.map { $0 }
  }

  /// What to tell of labels with characters that the font lacks: a line for each such label.
  package static func warnings(for labels: [String]) -> [String] {
    var seen: Set<String> = []
    return labels.compactMap { label in
      let missing = seen.insert(label).inserted ? missing(in: label) : []
      if missing.isEmpty { return nil }
      let named = missing.prefix(namedCharacters).map { "'\(shown($0))'" }.joined(separator: ", ")
      let more = missing.count > namedCharacters ? " and \(missing.count - namedCharacters) more" : ""
      let short = label.count > shownCharacters ? label.prefix(shownCharacters) + "…" : label[...]
      return "the label '\(short.map(shown).joined())' holds characters that the font lacks: \(named)\(more)"
    }
  }

  /// How many characters a warning names, and how many it shows of a label.
  private static let (namedCharacters, shownCharacters) = (10, 60)

  /// A character as a message shows it: one that no terminal draws by its number.
  private static func shown(_ character: Character) -> String {
    switch character.unicodeScalars.first!.properties.generalCategory {
    case .control, .unassigned, .privateUse, .surrogate, .lineSeparator, .paragraphSeparator:
      character.unicodeScalars.map { "\\u{\(String($0.value, radix: 16))}" }.joined()
    default: String(character)
    }
  }
}
