import Foundation
import Tensors

/// A bitmap font for labels: DejaVu Sans at one size, anti-aliased. It has ASCII, Latin-1, and the signs that noise levels
/// and equations want; any other character is drawn as a box.
package struct LabelFont: Sendable {
  /// 13 pixels, for labels.
  package static let small = LabelFont(.small)
  /// 18 pixels, for titles.
  package static let large = LabelFont(.large)

  /// From one line to the next, in pixels.
  package let lineHeight: Int
  private let atlas: LabelFontAtlas
  /// How much ink, 0…1, in row-major order.
  private let ink: [Float]
  private let inkWidth: Int
  private let cells: [Character: Int]

  init(_ atlas: LabelFontAtlas) {
    guard
      let data = Data(base64Encoded: atlas.png),
      let picture = try? ImageFile.decode([UInt8](data), named: "the label font"), picture.shape[1] == 1
    else { preconditionFailure("LabelFontAtlas.swift does not hold a gray PNG") }
    self.atlas = atlas
    ink = picture.values.map { (1 - $0) / 2 }
    inkWidth = picture.shape[3]
    lineHeight = atlas.glyphHeight
    cells = Dictionary(uniqueKeysWithValues: atlas.characters.enumerated().map { ($1, $0) })
  }

  /// How wide a line of text is in pixels.
  package func width(_ text: some StringProtocol) -> Int { text.reduce(0) { $0 + advance($1) } }

  private func advance(_ character: Character) -> Int { cells[character].map { atlas.advances[$0] } ?? boxAdvance }
  private var boxAdvance: Int { lineHeight * 5 / 8 }

  /// Calls `paint` for every pixel that a line of text puts ink on, with the amount, 0…1. The line's box begins at x, y.
  package func draw(_ text: some StringProtocol, x: Int, y: Int, _ paint: (_ x: Int, _ y: Int, _ ink: Float) -> Void) {
    var pen = x
    for character in text {
      if let cell = cells[character] {
        let left = cell % atlas.columns * atlas.glyphWidth
        let top = cell / atlas.columns * atlas.glyphHeight
        for row in 0..<atlas.glyphHeight {
          for column in 0..<atlas.glyphWidth {
            let amount = ink[(top + row) * inkWidth + left + column]
            if amount > 0 { paint(pen + column - atlas.originX, y + row, amount) }
          }
        }
      } else {
        drawBox(x: pen + 1, y: y + lineHeight / 5, width: boxAdvance - 2, height: lineHeight * 5 / 8, paint)
      }
      pen += advance(character)
    }
  }

  private func drawBox(x: Int, y: Int, width: Int, height: Int, _ paint: (Int, Int, Float) -> Void) {
    for column in 0..<width {
      for row in 0..<height where column == 0 || column == width - 1 || row == 0 || row == height - 1 {
        paint(x + column, y + row, 1)
      }
    }
  }

  /// The text in lines no wider than `width` pixels, broken at spaces and at line breaks; after `lines` lines it is cut
  /// off with an ellipsis, as is a word that is too wide.
  package func wrap(_ text: String, width: Int, lines limit: Int) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      var line = ""
      for word in paragraph.split(whereSeparator: \.isWhitespace) {
        let longer = line.isEmpty ? String(word) : line + " " + word
        if line.isEmpty || self.width(longer) <= width {
          line = longer
        } else {
          lines.append(line)
          line = String(word)
        }
      }
      lines.append(line)
    }
    while lines.last == "" { lines.removeLast() }
    if lines.count > limit {
      lines.removeSubrange(limit...)
      lines[limit - 1] += "…"
    }
    return lines.map { cut($0, to: width) }
  }

  private func cut(_ line: String, to width: Int) -> String {
    if self.width(line) <= width { return line }
    var kept = line
    if kept.last == "…" { kept.removeLast() }
    while !kept.isEmpty, self.width(kept + "…") > width { kept.removeLast() }
    while kept.last?.isWhitespace == true { kept.removeLast() }
    return kept + "…"
  }
}
