import Foundation

/// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011): the key is the seed, the counter
/// counts blocks of four integers.
package struct PhiloxRandom: RandomSource {
  private let key: (UInt32, UInt32)
  private var counter: UInt64 = 0
  private var block: [UInt32] = []

  package init(seed: UInt64) { key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)) }

  /// Restores the generator that had these `words`; nil where they are not valid.
  package init?(words: [UInt64], seed: UInt64) {
    guard let counter = words.first, words.count <= 5, words.dropFirst().allSatisfy({ $0 <= UInt64(UInt32.max) })
    else { return nil }
    self.init(seed: seed)
    self.counter = counter
    block = words.dropFirst().map { UInt32($0) }
  }

  package var words: [UInt64] { [counter] + block.map { UInt64($0) } }

  /// The four integers that belong to a counter and a key.
  package static func block(_ counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)) -> [UInt32] {
    var (c0, c1, c2, c3) = counter
    var (k0, k1) = key
    for _ in 0..<10 {
      let a = (0xd251_1f53 as UInt32).multipliedFullWidth(by: c0)
      let b = (0xcd9e_8d57 as UInt32).multipliedFullWidth(by: c2)
      (c0, c1, c2, c3) = (b.high ^ c1 ^ k0, b.low, a.high ^ c3 ^ k1, a.low)
      k0 &+= 0x9e37_79b9
      k1 &+= 0xbb67_ae85
    }
    return [c0, c1, c2, c3]
  }

  package mutating func next() -> UInt32 {
    if block.isEmpty {
      let (low, high) = (UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32))
      block = PhiloxRandom.block((low, high, 0, 0), key: key).reversed()
      // The counter of a restored stream may be at its end, so it wraps around.
      counter &+= 1
    }
    return block.removeLast()
  }

  /// Box–Muller on pairs of integers, in double precision; an odd count drops the second of the last pair.
  package mutating func normals(_ count: Int) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(count + 1)
    while values.count < count {
      let radius = (-2 * log((Double(next()) + 1) * 0x1p-32)).squareRoot()
      let angle = 2 * Double.pi * Double(next()) * 0x1p-32
      values.append(Float(radius * cos(angle)))
      values.append(Float(radius * sin(angle)))
    }
    return Array(values.prefix(count))
  }
}
