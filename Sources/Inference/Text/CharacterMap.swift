/// The character map in a SentencePiece model (`precompiled_charsmap`): which characters the model replaces before it
/// splits a text. The library follows the map's numbers without checking them, so they are checked here.
///
/// The map is the size of a trie in bytes, the trie, and the replacements, each ended by a zero. The trie is a double
/// array (Darts-clone) of 32-bit units. From the unit at p with offset o, the byte b leads to the unit at p ^ o ^ b if
/// that has b as its label; if the unit is the end of a key, the unit at p ^ o holds the place of its replacement.
enum CharacterMap {
  /// What is wrong with the maps in a model's file, in words, which are empty if it is no model; nil if nothing is.
  static func fault(inModel bytes: [UInt8]) -> String? {
    guard let specifications = fields(bytes[...]) else { return "" }
    // ModelProto.normalizer_spec and denormalizer_spec.
    for (number, content) in specifications where number == 3 || number == 5 {
      guard let fields = fields(content) else { return "" }
      // NormalizerSpec.precompiled_charsmap.
      for (number, map) in fields where number == 2 && !map.isEmpty && !isSound(map) {
        return "its character map is damaged"
      }
    }
    return nil
  }

  private static func isSound(_ map: ArraySlice<UInt8>) -> Bool {
    guard map.count > 4 else { return false }
    func number(_ at: Int) -> Int { (0..<4).reduce(0) { $0 | Int(map[map.startIndex + at + $1]) << (8 * $1) } }
    let size = number(0)
    // A byte changes the lower 8 bits of a place, so whole blocks of 256 units keep it inside.
    guard size > 0, size % 1024 == 0, size < map.count - 4, map.last == 0 else { return false }
    let (units, replacements) = (size / 4, map.count - 4 - size)
    let valueMark = 1 << 31
    for place in 0..<units {
      let unit = number(4 + 4 * place)
      // No byte leads to a unit that holds a value; every text begins at the first.
      if place > 0, unit & valueMark != 0 { continue }
      let next = place ^ (unit >> 10) << ((unit & 1 << 9) >> 6)
      guard next < units else { return false }
      let isEnd = unit >> 8 & 1 == 1
      if isEnd, number(4 + 4 * next) & (valueMark - 1) >= replacements { return false }
    }
    return true
  }

  /// The fields of a message in Protocol Buffers that hold bytes, by number; nil where it is damaged. Groups, which no
  /// model has, count as damage.
  private static func fields(_ message: ArraySlice<UInt8>) -> [(number: Int, content: ArraySlice<UInt8>)]? {
    var rest = message
    var fields: [(number: Int, content: ArraySlice<UInt8>)] = []
    while !rest.isEmpty {
      guard let key = number(&rest) else { return nil }
      switch key & 7 {
      case 0: if number(&rest) == nil { return nil }
      case 1, 5:
        let count = key & 7 == 1 ? 8 : 4
        guard rest.count >= count else { return nil }
        rest = rest.dropFirst(count)
      case 2:
        guard let count = number(&rest), count <= rest.count else { return nil }
        fields.append((Int(truncatingIfNeeded: UInt32(truncatingIfNeeded: key) >> 3), rest.prefix(Int(count))))
        rest = rest.dropFirst(Int(count))
      default: return nil
      }
    }
    return fields
  }

  /// The number at the beginning, 7 bits to a byte; nil where it is cut off or too long.
  private static func number(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
    var number: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      number |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte & 0x80 == 0 { return number }
    }
    return nil
  }
}
