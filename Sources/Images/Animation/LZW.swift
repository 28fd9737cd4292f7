/// GIF's variant of LZW (GIF89a, appendix F): codes of growing length, the least significant bit first.
struct LZW {
  private static let mostCodes = 4096

  private let bits: Int
  private var bytes: [UInt8] = []
  /// The last bits, which don't fill a byte yet.
  private var (held, heldBits): (UInt32, Int) = (0, 0)
  /// The length of a code.
  private var width = 0
  /// The code that the next new sequence gets.
  private var next = 0
  /// The code of a sequence followed by a symbol, at sequence << 8 | symbol; 0 where it has none.
  private var longer: [UInt16] = []

  private init(bits: Int) { self.bits = bits }

  private var clear: Int { 1 << bits }

  /// The codes for symbols below 1 << `bits`, 2 ≤ `bits` ≤ 8; at least one symbol.
  static func encoded(_ symbols: [UInt8], bits: Int) -> [UInt8] {
    var coder = LZW(bits: bits)
    coder.width = bits + 1
    coder.restart()
    var sequence = Int(symbols[0])
    for symbol in symbols.dropFirst() {
      let pair = sequence << 8 | Int(symbol)
      if coder.longer[pair] != 0 {
        sequence = Int(coder.longer[pair])
        continue
      }
      let new = coder.next
      coder.write(sequence)
      if new < mostCodes { coder.longer[pair] = UInt16(new) } else { coder.restart() }
      sequence = Int(symbol)
    }
    coder.write(sequence)
    coder.append(coder.clear + 1)
    if coder.heldBits > 0 { coder.bytes.append(UInt8(coder.held)) }
    return coder.bytes
  }

  /// Makes the decoder drop all sequences.
  private mutating func restart() {
    append(clear)
    width = bits + 1
    next = clear + 2
    longer = [UInt16](repeating: 0, count: Self.mostCodes << 8)
  }

  /// Writes a sequence's code. The decoder knows one sequence more after each, so codes may become longer.
  private mutating func write(_ code: Int) {
    append(code)
    if next == 1 << width, width < 12 { width += 1 }
    next += 1
  }

  private mutating func append(_ code: Int) {
    held |= UInt32(code) << UInt32(heldBits)
    heldBits += width
    while heldBits >= 8 {
      bytes.append(UInt8(held & 0xFF))
      held >>= 8
      heldBits -= 8
    }
  }
}
