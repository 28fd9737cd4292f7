import Foundation
import Images
import Tensors
import TestSupport
import Testing

@Suite struct LabelFontTests {
  let font = LabelFont.small

  @Test func linesBreakAtSpacesAndFit() {
    #expect(font.wrap("strength 0.35", width: 192, lines: 3) == ["strength 0.35"])
    #expect(font.wrap("a lithograph of a skull", width: 100, lines: 3) == ["a lithograph of", "a skull"])
    #expect(font.wrap("two\nlines", width: 192, lines: 3) == ["two", "lines"])
    #expect(font.wrap("", width: 192, lines: 3).isEmpty)
    #expect(font.wrap("  ", width: 192, lines: 3).isEmpty)
    // A no-break space holds a line together.
    #expect(font.wrap("more than 100\u{A0}€", width: 90, lines: 3) == ["more than", "100\u{A0}€"])
  }

  @Test func whatDoesNotFitEndsInAnEllipsis() {
    let long = font.wrap("a very long label that says much more than fits under a picture", width: 80, lines: 2)
    #expect(long.count == 2)
    #expect(long[1].hasSuffix("…"))
    let word = font.wrap("incomprehensibilities", width: 60, lines: 2)
    #expect(word.count == 1 && word[0].hasPrefix("incom") && word[0].hasSuffix("…"))
    for width in 0...200 {
      for line in font.wrap("Donaudampfschifffahrt, 0.25 σ and more of it", width: width, lines: 3) {
        #expect(font.width(line) <= max(width, font.width("…")))
      }
    }
  }

  /// Lines in several scripts are what Pillow makes of the font.
  @Test(arguments: 0..<6) func drawsAsPillowDoes(_ index: Int) throws {
    let lines = try String(contentsOfFile: Fixtures.path("labels/lines.txt"), encoding: .utf8).split(separator: "\n")
    let expected = try ImageFile.read(Fixtures.path("labels/\(index).png"))
    let (height, width) = (expected.shape[2], expected.shape[3])
    var drawn = [Float](repeating: -1, count: height * width)
    font.draw(lines[index], x: 8, y: 2) { x, y, ink in
      drawn[y * width + x] = min(1, drawn[y * width + x] + 2 * ink)
    }
    // Where neighbours overlap, Pillow covers and this adds: a few pixels of antialiasing differ a little.
    let differing = zip(drawn, expected.values).count { abs($0 - $1) > 0.02 }
    #expect(differing <= 4, "\(lines[index]): \(differing) pixels differ")
  }

  @Test func everyPromisedCharacterHasAGlyph() {
    let box = ink("\u{4E2D}")
    #expect(!box.isEmpty)
    let blocks: [ClosedRange<UInt32>] = [
      0x21...0x7E, 0xA1...0xAC, 0xAE...0x24F, 0x386...0x38A, 0x390...0x3A1, 0x400...0x45F,
    ]
    let letters = blocks.joined().compactMap(Unicode.Scalar.init).map(Character.init)
    let signs = Array("€–—…“”‘’•×÷±≤≥≠≈∞√∑→←↑↓↔ασεγθ²³₀°µ™½′″ẞẤ№ℓ✓✗★☆♥─│█")
    #expect(LabelFont.missing(in: String(letters + signs)) == [])
    for character in letters + signs {
      let glyph = ink(String(character))
      #expect(!glyph.isEmpty && glyph != box, "\(character)")
    }
    #expect(ink(" ").isEmpty)
    // What has no look of its own is left out.
    #expect(ink("a\u{AD}\u{200B}\u{FE0F}b") == ink("ab"))
  }

  /// The same text in two encodings looks the same.
  @Test(arguments: [
    ("\u{03B1}\u{0304}", "\u{1FB1}"), ("o\u{301}", "ó"), ("U\u{308}\u{304}", "Ǖ"), ("E\u{302}\u{301}", "Ế"),
    ("\u{2126}", "Ω"), ("\u{418}\u{306}", "Й"),
  ]) func composes(_ decomposed: String, _ composed: String) {
    #expect(ink(decomposed) == ink(composed))
  }

  /// A mark that Unicode doesn't compose with its letter stands over or under the letter's middle, clear of its ink.
  @Test(arguments: ["x", "X", "ε", "Σ", "M", "q", "₀"], ["\u{302}", "\u{304}", "\u{308}", "\u{331}"])
  func marksStandClearOfTheirLetter(_ letter: String, _ mark: String) throws {
    let dark = { (text: String) in self.ink(text).filter { $0[2] > 0.25 } }
    let base = dark(letter)
    let all = dark(letter + mark)
    let added = all.filter { !base.contains($0) }
    #expect(all.count == base.count + added.count, "the mark covers the letter")
    let middle = { (dots: [[Float]]) in (dots.map { $0[0] }.min()! + dots.map { $0[0] }.max()!) / 2 }
    #expect(abs(middle(added) - middle(base)) <= 1)
    if mark == "\u{331}" {
      #expect(added.map { $0[1] }.min()! > base.map { $0[1] }.max()!)
    } else {
      #expect(added.map { $0[1] }.max()! < base.map { $0[1] }.min()!)
    }
    #expect(font.width(letter + mark) == font.width(letter))
  }

  @Test func marksPileUp() {
    let rows = { (text: String) in Set(self.ink(text).filter { $0[2] > 0.25 }.map { $0[1] }) }
    #expect(rows("x\u{302}\u{302}").min()! < rows("x\u{302}").min()!)
    // The dot of j gives way.
    #expect(ink("j\u{304}") == ink("\u{237}\u{304}"))
  }

  @Test func warningsNameWhatIsMissing() {
    #expect(LabelFont.warnings(for: ["łódź 5 €", "σ = 0.5", "", "tab\tand\nline", "♥\u{FE0F}"]) == [])
    #expect(
      LabelFont.warnings(for: ["漢字 and 漢", "ok", "漢字 and 漢", "שלום"]) == [
        "the label '漢字 and 漢' holds characters that the font lacks: '漢', '字'",
        "the label 'שלום' holds characters that the font lacks: 'ש', 'ל', 'ו', 'ם'",
      ])
    #expect(
      LabelFont.warnings(for: ["a\u{1B}[2J", "👩‍🚀"]) == [
        "the label 'a\\u{1b}[2J' holds characters that the font lacks: '\\u{1b}'",
        "the label '👩‍🚀' holds characters that the font lacks: '👩‍🚀'",
      ])
    let many = String((0..<12).map { Character(Unicode.Scalar(0x4E00 + $0)!) })
    #expect(LabelFont.warnings(for: [many]).first?.hasSuffix("'万', '丈', '三' and 2 more") == true)
    let long = String(repeating: "long ", count: 40) + "漢"
    #expect(LabelFont.warnings(for: [long]).first?.contains("long …' holds") == true)
  }

  private func ink(_ text: String) -> [[Float]] {
    var dots: [[Float]] = []
    font.draw(text, x: 0, y: 0) { dots.append([Float($0), Float($1), $2]) }
    return dots
  }
}
