import Basics
import Inference
import TestSupport
import Testing

/// Character maps of SentencePiece models, which the library follows without checking their numbers.
@Suite struct CharacterMapTests {
  /// A field of a message in Protocol Buffers.
  private static func field(_ number: Int, _ content: [UInt8]) -> [UInt8] {
    func digits(_ value: Int) -> [UInt8] {
      value < 128 ? [UInt8(value)] : [UInt8(value & 127 | 128)] + digits(value >> 7)
    }
    return digits(number << 3 | 2) + digits(content.count) + content
  }

  /// A model of few pieces (`sentencepiece_model.proto`), with a character map in its field 3 or 5.
  private static func model(_ map: [UInt8], in specification: Int = 3) -> [UInt8] {
    let pieces = [("<unk>", 2), ("<pad>", 3), ("</s>", 3), ("\u{2581}", 1), ("a", 1), ("b", 1)].flatMap { text, type in
      field(1, field(1, Array(text.utf8)) + [0x15, 0, 0, 0x80, 0xBF, 0x18, UInt8(type)])
    }
    return pieces + field(2, [0x18, 1]) + field(specification, field(2, map))
  }

  /// A map of b to a: the root, the unit that b leads to, and the one that holds the place of the replacement.
  private static func map(root: UInt32 = 1 << 10, b: UInt32 = 98 | 1 << 8 | 1 << 10, value: UInt32 = 1 << 31) -> [UInt8]
  {
    var units = [UInt32](repeating: 0, count: 256)
    (units[0], units[1 ^ 98], units[98]) = (root, b, value)
    return number(1024) + units.flatMap(number) + [97, 0]
  }

  private static func number(_ value: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private func tokenizer(_ bytes: [UInt8]) throws -> Tokenizer {
    try withTemporaryFolder { folder in
      try AtomicFile.write(bytes, to: folder + "/spiece.model")
      do { return try Tokenizer(path: folder + "/spiece.model") } catch let fault as TokenizerFault {
        throw Told(words: "\(fault)".replacing(folder + "/", with: ""))
      }
    }
  }

  private struct Told: Error, Equatable { var words: String }

  @Test func aMapIsFollowed() throws {
    #expect(try tokenizer(Self.model([]))("b") != tokenizer(Self.model([]))("a"))
    let mapped = try tokenizer(Self.model(Self.map()))
    #expect(try mapped("b") == mapped("a"))
  }

  /// Places outside of the map would be read outside of its memory.
  private static let damaged: [[UInt8]] = [
    map(value: 1 << 31 | 2), map(value: 1 << 31 | 0x7FFF_FFFF), map(root: 1 << 20), map(root: 1 << 31),
    map(b: 98 | 1 << 8 | 3 << 29),
    map(b: 98 | 1 << 9 | 1 << 20), map().dropLast(), map() + [98], Array(map().prefix(1028)),
    number(1020) + map().dropFirst(4), number(0) + map().dropFirst(4), number(.max) + map().dropFirst(4), [0, 4],
  ]

  @Test(arguments: damaged)
  func aDamagedMapIsRefused(map: [UInt8]) throws {
    for specification in [3, 5] {
      #expect(throws: Told(words: "spiece.model: expected a SentencePiece model: its character map is damaged")) {
        try tokenizer(Self.model(map, in: specification))
      }
    }
  }

  /// The same message for what isn't a model at all, or is cut off.
  @Test func noModel() throws {
    let told = Told(words: "spiece.model: expected a SentencePiece model, found another or a damaged file")
    for bytes in [Array("a text".utf8), Self.model(Self.map()).dropLast(), Self.model([]) + [0x1B, 0x1C]] {
      #expect(throws: told) { try tokenizer(bytes) }
    }
  }
}
