import Basics
import Foundation
import Inference
import Tensors
import TestSupport
import Testing

@Suite struct TokenizerTests {
  static let path = Fixtures.path("reference/if-stage1/tokenizer/spiece.model")

  @Test func stripsAndLowers() throws {
    let tokenizer = try Tokenizer(path: Self.path)
    let plain = try tokenizer("a photo of a dog")
    for same in ["  A Photo of a DOG\n", "\u{1C}a photo of a dog\u{3000}", "\u{A0}A PHOTO OF A DOG\u{85}"] {
      #expect(try tokenizer(same) == plain, "\(same)")
    }
    #expect(try tokenizer(" \n ").ids.prefix(2) == [1, 0])
    // A zero character does not end the text.
    #expect(try tokenizer("a\0b") != tokenizer("a"))
  }

  /// Python's own answers.
  @Test(arguments: [
    ("ΟΔΟΣ ΣΑΣ Σ", "οδος σας σ"), ("ΑΣ. Σ.Α'Σ", "ας. σ.α'ς"), ("İSTANBUL", "i\u{307}stanbul"),
    ("\u{1C}\u{85} Ä ß \u{2028}\u{200B}", "ä ß \u{2028}\u{200B}"), ("ΑΣ\u{301}Β ΑΣ\u{301}", "ασ\u{301}β ας\u{301}"),
    ("", ""),
  ])
  func normalises(text: String, expected: String) {
    #expect(Array(Tokenizer.normalised(text).unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test func longPrompts() throws {
    let tokens = try Tokenizer(path: Self.path)(String(repeating: "dog ", count: 10_000))
    #expect(tokens.ids.count == 77 && tokens.ids.last == 1 && !tokens.mask.contains(0))
  }

  /// Numbers of tokens that no vocabulary has.
  @Test(arguments: [
    ("tokenizer_config.json", #"{"extra_ids": 9223372036854775807}"#, "'extra_ids' is 9.223372036854776e+18", 10_000),
    ("tokenizer_config.json", #"{"extra_ids": -1}"#, "'extra_ids' is -1", 10_000),
    (
      "tokenizer_config.json", #"{"eos_token": "x", "added_tokens_decoder": {"9223372036854775807": "y"}}"#,
      "'added_tokens_decoder' is 9.223372036854776e+18", 1_000_000
    ),
    ("tokenizer_config.json", #"{"added_tokens_decoder": {"x": "y"}}"#, "'added_tokens_decoder' is NaN", 1_000_000),
    ("added_tokens.json", #"{"<new>": 1000001}"#, "'<new>' is 1000001", 1_000_000),
    ("added_tokens.json", #"{"<new>": 0.5}"#, "'<new>' is 0.5", 1_000_000),
  ])
  func wrongNumbersOfTokens(file: String, text: String, what: String, most: Int) throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(FileFault.contents(of: Self.path), to: folder + "/spiece.model")
      try AtomicFile.write(Array(text.utf8), to: "\(folder)/\(file)")
      let told = #expect(throws: (any Error).self) { try Tokenizer(path: folder + "/spiece.model") }
      #expect(told.map { "\($0)" } == "\(folder)/\(file): option \(what); supported: an integer from 0 to \(most)")
    }
  }

  /// Tokens that are written in a prompt, as transformers reads them (make_special_tokens.py).
  @Test func specialTokens() throws {
    struct Row: Decodable { var prompt: String, ids: [Int], files: [String: String]? }
    let rows = try JSONDecoder().decode(
      [Row].self, from: Data(FileFault.contents(of: Fixtures.path("special-tokens.json"))))
    #expect(rows.count > 50)
    let model = Fixtures.package + "/models/mini-if/tokenizer"
    let own = try Tokenizer(path: model + "/spiece.model")
    try withTemporaryFolder { folder in
      for (number, row) in rows.enumerated() {
        var tokenizer = own
        if let files = row.files {
          let place = "\(folder)/\(number)"
          try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
          try FileManager.default.copyItem(atPath: model + "/spiece.model", toPath: place + "/spiece.model")
          for (name, text) in files { try AtomicFile.write(Array(text.utf8), to: place + "/" + name) }
          tokenizer = try Tokenizer(path: place + "/spiece.model")
        }
        let tokens = try tokenizer(row.prompt)
        let rest = 77 - row.ids.count
        #expect(tokens.ids == row.ids + [Int](repeating: 0, count: rest), "\(row)")
        #expect(tokens.mask == row.ids.map { _ in 1 } + [Int](repeating: 0, count: rest), "\(row)")
      }
    }
  }

  /// What is past the last token is told, in the prompt's own words.
  @Test func whatIsNotRead() throws {
    let tokenizer = try Tokenizer(path: Fixtures.package + "/models/mini-if/tokenizer/spiece.model")
    let red = String(repeating: "red ", count: 75)
    let table: [(String, String)] = [
      ("a red heart", ""), (red + "heart", ""), (red + "red </s>", "</s>"),
      (red + "red  Blue  HEART ☃", "blue heart ☃"),
      (red + "blue</s>heart<pad>", "</s> heart <pad>"), (red + "</s> blue", "blue"), ("", ""),
      (red + "red ﬁne", "fine"),
    ]
    for (prompt, expected) in table { #expect(try tokenizer(prompt).unread == expected, "\(prompt)") }
    #expect(try tokenizer("red").notice("it") == nil)
    #expect(try tokenizer(red + "red blue").notice("it") == "it reads 77 tokens of a prompt; not read: 'blue'")
    let long = try #require(try tokenizer(red + "red" + String(repeating: " blue", count: 100)).notice("it"))
    #expect(long.hasPrefix("it reads 77 tokens of a prompt; not read: 'blue blue ") && long.utf8.count < 400, "\(long)")
    #expect(long.hasSuffix(" … " + String(repeating: " blue", count: 16) + "'"), "\(long)")
  }

  @Test func threads() throws {
    let tokenizer = try Tokenizer(path: Self.path)
    let expected = try tokenizer("a skull")
    Parallel.forEach(200) { _ in #expect((try? tokenizer("a skull")) == expected) }
  }

  @Test func damagedModels() throws {
    let bytes = try FileFault.contents(of: Self.path)
    try withTemporaryFolder { folder in
      let path = folder + "/spiece.model"
      for damaged in [
        [], [1, 2, 3], Array(bytes.prefix(bytes.count / 2 + 1)), Array(repeating: UInt8(0xFF), count: 999),
      ] {
        try AtomicFile.write(damaged, to: path)
        #expect(fault { _ = try Tokenizer(path: path) }.hasPrefix("\(path): expected a SentencePiece model"))
      }
      #expect(fault { _ = try Tokenizer(path: path + "x") } == "\(path)x: no such file")
    }
  }
}
