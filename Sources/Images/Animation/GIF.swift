/// GIF89a: <https://www.w3.org/Graphics/GIF/spec-gif89a.txt>. One colour table for the whole film, so that still parts
/// of it don't flicker.
enum GIF {
  /// The byte that ends a file.
  static let trailer: UInt8 = 0x3B

  static func encode(_ film: Animation, _ texts: [(name: String, text: String)], _ name: String) throws -> [UInt8] {
    var palette = try Palette(of: film, name)
    // LZW takes at least 2 bits.
    let bits = (2...8).first { palette.colours.count <= 1 << $0 }!
    let table = palette.colours.flatMap { [UInt8($0.x), UInt8($0.y), UInt8($0.z)] }
    var file = Array("GIF89a".utf8)
    var before: Samples?
    try film.forEachFrame(name) { index, frame in
      let indices = palette.indices(frame)
      let patch = FramePatch(of: indices, since: before).magnified(film.magnification)
      before = indices
      let size = octets(patch.samples.width) + octets(patch.samples.height)
      if index == 0 {
        // A table of 1 << bits colours of 8 bits; the first is the background; square pixels.
        file += size + [0xF0 | UInt8(bits - 1), 0, 0]
        file += table + [UInt8](repeating: 0, count: 3 << bits - table.count)
        file += repetition(film.repeats) + GIFTexts.encoded(texts)
      }
      // A frame that stays until the next one replaces it, after `delay` hundredths of a second.
      file += [0x21, 0xF9, 4, 1 << 2] + octets(delay(film, index)) + [0, 0]
      file += [0x2C] + octets(patch.x) + octets(patch.y) + size + [0]
      file += [UInt8(bits)] + blocks(LZW.encoded(patch.samples.bytes, bits: bits))
    }
    return file + [trailer]
  }

  /// Whether a file's bytes begin as those of a GIF do.
  static func isGIF(_ bytes: [UInt8]) -> Bool { bytes.starts(with: Array("GIF8".utf8)) }

  /// Bytes in blocks of at most 255, each after its length, with an empty one at the end.
  static func blocks(_ bytes: [UInt8]) -> [UInt8] {
    var blocks: [UInt8] = []
    blocks.reserveCapacity(bytes.count + bytes.count / 255 + 2)
    for start in stride(from: 0, to: bytes.count, by: 255) {
      let block = bytes[start..<min(start + 255, bytes.count)]
      blocks.append(UInt8(block.count))
      blocks += block
    }
    return blocks + [0]
  }

  /// Netscape's application extension, which counts how often a film is repeated after it has played once; 0 is
  /// forever. Without it, a film plays once.
  private static func repetition(_ plays: Int) -> [UInt8] {
    if plays == 1 { return [] }
    return [0x21, 0xFF, 11] + Array("NETSCAPE2.0".utf8) + [3, 1] + octets(max(plays - 1, 0)) + [0]
  }

  /// Hundredths of a second between the rounded times at which a frame begins and ends.
  private static func delay(_ film: Animation, _ frame: Int) -> Int {
    let start = frame * film.duration
    let end = start + (frame == film.count - 1 ? film.hold ?? film.duration : film.duration)
    return (end + 5) / 10 - (start + 5) / 10
  }

  /// A number of 16 bits, the less significant byte first.
  private static func octets(_ number: Int) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8)] }
}
