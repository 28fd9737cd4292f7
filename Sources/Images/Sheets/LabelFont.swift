import Foundation
import Tensors

/// A bitmap font for labels: DejaVu Sans at one size, anti-aliased. It has Latin, Greek, Cyrillic, Armenian and
/// Georgian letters, the marks that stand on them, and the signs of `Scripts/make_label_font.py`; any other character
/// is drawn as a box, and `warnings(for:)` names it.
package struct LabelFont: Sendable {
  /// 13 pixels, for labels.
  package static let small = LabelFont(.small)
  /// 18 pixels, for titles.
  package static let large = LabelFont(.large)

  /// The distance of lines, in pixels.
  package let lineHeight: Int
  private let atlas: LabelFontAtlas
  /// The distance that each cell's glyph advances the pen, in pixels.
  private let advances: [UInt8]
  /// The amount of ink, 0…255, in row-major order.
  private let ink: [UInt8]
  /// The box of the lower-case x; marks are placed to fit it.
  private let xBox: InkBox

  init(_ atlas: LabelFontAtlas) {
    guard
      let data = Data(base64Encoded: atlas.png), let advances = Data(base64Encoded: atlas.advances),
      let picture = try? ImageFile.decode([UInt8](data), named: "the label font"), picture.shape[1] == 1,
      picture.shape[3] == LabelFontAtlas.columns * atlas.glyphWidth
    else { preconditionFailure("LabelFontAtlas.swift does not hold a gray PNG") }
    self.atlas = atlas
    self.advances = [UInt8](advances)
    ink = picture.values.map { UInt8((127.5 - 127.5 * $0).rounded()) }
    lineHeight = atlas.lineHeight
    xBox = InkBox(atlas, ink, cell: Self.cells["x"]!)
  }

  /// The width of a line of text in pixels.
  package func width(_ text: some StringProtocol) -> Int { text.reduce(0) { $0 + advance($1) } }

  private func advance(_ character: Character) -> Int {
    Self.glyphs(character)?.reduce(0) { $0 + Int(advances[$1.cell]) } ?? boxAdvance
  }
  private var boxAdvance: Int { lineHeight * 5 / 8 }

  /// Calls `paint` for every pixel with ink in a line of text, with the amount, 0…1. The line's box begins at x, y.
  package func draw(_ text: some StringProtocol, x: Int, y: Int, _ paint: (_ x: Int, _ y: Int, _ ink: Float) -> Void) {
    var pen = x
    for character in text {
      if let glyphs = Self.glyphs(character) {
        draw(glyphs, x: pen, y: y, paint)
      } else {
        drawBox(x: pen + 1, y: y + lineHeight / 5, width: boxAdvance - 2, height: lineHeight * 5 / 8, paint)
      }
      pen += advance(character)
    }
  }

  /// Draws a letter and its marks, from the innermost outwards.
  private func draw(_ glyphs: [Glyph], x: Int, y: Int, _ paint: (Int, Int, Float) -> Void) {
    // The box of the letter and the marks drawn so far.
    var taken = InkBox()
    for (index, glyph) in glyphs.enumerated() {
      var (dx, dy) = (0, 0)
      if glyphs.count > 1 {
        var box = InkBox(atlas, ink, cell: glyph.cell)
        if index > 0, !taken.isEmpty, !box.isEmpty {
          dx = (taken.left + taken.right - box.left - box.right) / 2
          switch glyph.place {
          case .above: dy = min(0, taken.top - xBox.top)
          case .below: dy = max(0, taken.bottom - xBox.bottom)
          case .letter, .across: break
          }
          box.move(dx, dy)
        }
        taken.add(box)
      }
      let (left, top) = atlas.corner(glyph.cell)
      for row in 0..<atlas.glyphHeight {
        for column in 0..<atlas.glyphWidth {
          let amount = ink[(top + row) * atlas.width + left + column]
          if amount > 0 { paint(x + dx + column - atlas.originX, y + dy + row - atlas.originY, Float(amount) / 255) }
        }
      }
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
      for word in paragraph.split(whereSeparator: Self.isBreak) {
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

  /// Whether a line may be broken here: not at a no-break space.
  private static func isBreak(_ character: Character) -> Bool {
    character.isWhitespace && !["\u{A0}", "\u{202F}", "\u{2007}"].contains(character)
  }

  private func cut(_ line: String, to width: Int) -> String {
    if self.width(line) <= width { return line }
    var room = width - self.width("…")
    var kept = String(
      line.prefix {
        room -= advance($0)
        return room >= 0
      })
    while kept.last?.isWhitespace == true || kept.last == "…" { kept.removeLast() }
    return kept + "…"
  }
}

/// The box of a glyph's ink, in pixels from the pen and the top of the line. An empty box is right of and below
/// everything.
private struct InkBox {
  var (left, top, right, bottom) = (Int.max, Int.max, Int.min, Int.min)

  init() {}

  init(_ atlas: LabelFontAtlas, _ ink: [UInt8], cell: Int) {
    let corner = atlas.corner(cell)
    for row in 0..<atlas.glyphHeight {
      for column in 0..<atlas.glyphWidth where ink[(corner.top + row) * atlas.width + corner.left + column] > 64 {
        (left, right) = (min(left, column - atlas.originX), max(right, column - atlas.originX))
        (top, bottom) = (min(top, row - atlas.originY), max(bottom, row - atlas.originY))
      }
    }
  }

  var isEmpty: Bool { left > right }

  mutating func move(_ dx: Int, _ dy: Int) {
    (left, right, top, bottom) = (left + dx, right + dx, top + dy, bottom + dy)
  }

  mutating func add(_ other: InkBox) {
    (left, right) = (min(left, other.left), max(right, other.right))
    (top, bottom) = (min(top, other.top), max(bottom, other.bottom))
  }
}

extension LabelFontAtlas {
  /// The picture's width in pixels.
  fileprivate var width: Int { Self.columns * glyphWidth }

  /// The upper left corner of a cell.
  fileprivate func corner(_ cell: Int) -> (left: Int, top: Int) {
    (cell % Self.columns * glyphWidth, cell / Self.columns * glyphHeight)
  }
}
