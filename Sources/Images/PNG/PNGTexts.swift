/// The texts in a PNG's chunks tEXt (Latin-1), zTXt (compressed Latin-1) and iTXt (UTF-8, compressed or not; PNG
/// specification, 11.3.4), with a limit on the decompressed size of all of them.
struct PNGTexts {
  static let types: Set = ["tEXt", "zTXt", "iTXt"]

  /// The most bytes of a file's compressed texts after decompression: more than programs write, and little memory and
  /// time.
  static let largest = 4_000_000

  /// The rest of `largest`.
  private var left = largest

  /// Whether a text was left out because the texts together were too large.
  private(set) var isExhausted = false

  /// The name of a text, which ends at a zero byte; nil where there is none.
  static func name(_ chunk: PNGChunks.Chunk) -> String? {
    guard let end = chunk.content.prefix(80).firstIndex(of: 0) else { return nil }
    return String(decoding: utf8(chunk.content[..<end]), as: UTF8.self)
  }

  /// The text itself in UTF-8; nil where the chunk is damaged, or too large.
  mutating func content(_ chunk: PNGChunks.Chunk) -> [UInt8]? {
    guard chunk.isIntact, let end = chunk.content.firstIndex(of: 0) else { return nil }
    var rest = chunk.content[(end + 1)...]
    switch chunk.type {
    case "tEXt": return Self.utf8(rest)
    case "zTXt":
      guard rest.popFirst() == 0, let text = inflated(rest) else { return nil }
      return Self.utf8(text)
    default:
      // Whether it is compressed, how, the language, and the name in that language.
      guard let flag = rest.popFirst(), let method = rest.popFirst() else { return nil }
      for _ in 0..<2 {
        guard let end = rest.firstIndex(of: 0) else { return nil }
        rest = rest[(end + 1)...]
      }
      return flag == 0 ? Array(rest) : method == 0 ? inflated(rest) : nil
    }
  }

  private mutating func inflated(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    switch PNG.inflated(bytes, atMost: left) {
    case .whole(let text):
      left -= text.count
      return text
    case .tooLarge:
      (left, isExhausted) = (0, true)
      return nil
    case .damaged: return nil
    }
  }

  /// A text in Latin-1 as UTF-8.
  private static func utf8(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    for byte in bytes {
      if byte < 0x80 { text.append(byte) } else { text += [0xC0 | byte >> 6, 0x80 | byte & 0x3F] }
    }
    return text
  }
}
