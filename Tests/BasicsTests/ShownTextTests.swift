import Basics
import Tensors
import Testing

@Suite struct ShownTextTests {
  @Test(arguments: [
    ("a\u{1B}]0;x\u{7}\u{1B}[2J", #"a\u{1b}]0;x\u{7}\u{1b}[2J"#), ("a\r\nb\tc\0", #"a\u{d}\u{a}b\u{9}c\u{0}"#),
    ("\u{7F}\u{85}\u{9B}31m", #"\u{7f}\u{85}\u{9b}31m"#),
    ("\u{202E}gnp.\u{2066}\u{2069}", #"\u{202e}gnp.\u{2066}\u{2069}"#),
    ("a\u{2028}b\u{2029}", #"a\u{2028}b\u{2029}"#),
    ("ü u\u{308} 猫 א 👩‍👩‍👧 \\u{1b} \u{200F}", "ü u\u{308} 猫 א 👩‍👩‍👧 \\u{1b} \u{200F}"),
    (FileName.text([0x6C, 0xE9, 0x1B]), #"l\xE9\u{1b}"#), ("", ""),
  ]) func line(_ text: String, _ shown: String) {
    #expect(Array(ShownText.line(text).utf8) == Array(shown.utf8))
    #expect(ShownText.line(ShownText.line(text)) == ShownText.line(text))
  }

  @Test(arguments: [
    ("a\nb", #"a\u{a}b"#), ("abcdef", "abcdef"), ("abcdefghij", "abcdefgh…"), ("\0\0\0", #"\u{0}\u{…"#),
  ])
  func brief(_ text: String, _ shown: String) {
    #expect(ShownText.brief(text, most: 8) == shown)
    #expect(ShownText.brief(shown, most: 8) == shown)
  }

  @Test func lines() { #expect(ShownText.lines("a\nb\r\n\u{1B}") == "a\nb\\u{d}\n\\u{1b}") }
}
