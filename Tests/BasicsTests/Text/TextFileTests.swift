import Basics
import Tensors
import Testing

@Suite struct TextFileTests {
  @Test func marksAreNoText() throws {
    #expect(try TextFile.text([0xEF, 0xBB, 0xBF, 0x61], file: "f") == "a")
    #expect(try TextFile.text([0xEF, 0xBB, 0xBF], file: "f").isEmpty)
    #expect(try TextFile.text([], file: "f").isEmpty)
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0x61, 0], "f:1:1: not a text file in UTF-8: it is UTF-16; save it as UTF-8"),
      ([0xFE, 0xFF, 0, 0x61], "f:1:1: not a text file in UTF-8: it is UTF-16; save it as UTF-8"),
      ([0x7B, 0, 0x0A, 0], "f:1:1: not a text file in UTF-8: it is UTF-16; save it as UTF-8"),
      ([0, 0x7B, 0, 0x0A], "f:1:1: not a text file in UTF-8: it is UTF-16; save it as UTF-8"),
      ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], "f:1:1: not a text file in UTF-8: it is UTF-32; save it as UTF-8"),
      ([0xE9], "f:1:1: not a text file: expected UTF-8, found the byte 0xE9"),
      (Array("a\r\nb\rc\nä".utf8) + [0xE9], "f:4:2: not a text file: expected UTF-8, found the byte 0xE9"),
      ([0xEF, 0xBB, 0xBF, 0x61, 0xC3], "f:1:2: not a text file: expected UTF-8, found the byte 0xC3"),
    ] as [([UInt8], String)])
  func otherEncodings(bytes: [UInt8], expected: String) {
    let fault = #expect(throws: TextFault.self) { try TextFile.text(bytes, file: "f") }
    #expect(fault?.description == expected && fault?.cause == .data)
  }

  /// Against the same worked out line by line.
  @Test func placesAreThoseOfEditors() {
    let generator = Generator(seed: 5)
    for _ in 0..<200 {
      let ends = ["\n", "\r\n", "\r"].map { Array($0.unicodeScalars) }
      var (scalars, expected) = ([Unicode.Scalar](), TextPlace())
      for _ in 0..<generator.integer(below: 8) {
        let line = Array("añ\u{308}\u{1f600}\u{85}\u{2028}".unicodeScalars.prefix(generator.integer(below: 7)))
        scalars += line + ["x"] + ends[generator.integer(below: 3)]
        expected.line += 1
      }
      let rest = Array("é1".unicodeScalars.prefix(generator.integer(below: 3)))
      scalars += rest
      expected.column += rest.count
      #expect(TextPlace(after: String(String.UnicodeScalarView(scalars)).utf8) == expected)
    }
  }
}
