/// The texts in a PNG's chunks tEXt (Latin-1), zTXt (compressed Latin-1) and iTXt (UTF-8, compressed or not; PNG
/// specification, 11.3.4), with a limit on the decompressed size of all of them.
struct PNGTexts {
  static let types: Set = ["tEXt", "zTXt", "iTXt"]

  /// The most bytes of a file's compressed texts after decompression: more than any program writes, and little
  /// memory.
  static let largest = 16_000_000

  /// The rest of `largest`.
  private var left = largest

  /// Whether a text was left out because the texts together were too large.
  private(set) var isExhausted = false

  /// The name of a text, which ends at a zero byte; nil where there is none.
  static func name(_ chunk: PNGChunks.Chunk) -> String? {
    guard let end = chunk.content.prefix(80).firstIndex(of: 0) else { return nil }
    return latin1(chunk.content[..<end])
  }

  /// The text itself in UTF-8; nil where the chunk is damaged, or too large.
  mutating func content(_ chunk: PNGChunks.Chunk) -> [UInt8]? {
    guard chunk.isIntact, let end = chunk.content.firstIndex(of: 0) else { return nil }
    var rest = chunk.content[(end + 1)...]
    switch chunk.type {
    case "tEXt": return Array(Self.latin1(rest).utf8)
    case "zTXt":
      guard rest.popFirst() == 0, let text = inflated(rest) else { return nil }
      return Array(Self.latin1(text).utf8)
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

  private static func latin1(_ bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(Unicode.Scalar(byte)) }
    return String(text)
  }
}
