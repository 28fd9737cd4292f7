import Foundation

/// PyTorch's CPU generator: mt19937 (Matsumoto & Nishimura 1998) and the normal transforms of ATen's
/// `DistributionTemplates.h`.
package struct TorchRandom: RandomSource {
  private var state: [UInt32]
  private var position = 624
  /// The second of a pair of scalar draws, kept for the next one as in PyTorch.
  private var spare: Double?

  package init(seed: UInt64) {
    state = [UInt32(truncatingIfNeeded: seed)]
    state.reserveCapacity(624)
    for i in 1..<624 {
      state.append(1_812_433_253 &* (state[i - 1] ^ (state[i - 1] >> 30)) &+ UInt32(i))
    }
  }

  /// Restores the generator that had these `words`; nil where they are not valid.
  package init?(words: [UInt64]) {
    guard words.count == 625 || words.count == 626, words[624] <= 624,
      words[..<624].allSatisfy({ $0 <= UInt64(UInt32.max) })
    else { return nil }
    state = words[..<624].map { UInt32($0) }
    position = Int(words[624])
    spare = words.count == 626 ? Double(bitPattern: words[625]) : nil
    if let spare, !spare.isFinite { return nil }
  }

  package var words: [UInt64] {
    state.map { UInt64($0) } + [UInt64(position)] + (spare.map { [$0.bitPattern] } ?? [])
  }

  package mutating func next() -> UInt32 {
    if position == 624 { twist() }
    var y = state[position]
    position += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9d2c_5680
    y ^= (y << 15) & 0xefc6_0000
    return y ^ (y >> 18)
  }

  private mutating func twist() {
    for i in 0..<624 {
      let y = (state[i] & 0x8000_0000) | (state[(i + 1) % 624] & 0x7fff_ffff)
      state[i] = state[(i + 397) % 624] ^ (y >> 1) ^ (y & 1 == 0 ? 0 : 0x9908_b0df)
    }
    position = 0
  }

  /// `torch.randn(count)`: 16 numbers and more take the vectorised path, fewer the scalar one. Only the integers are
  /// common to both.
  package mutating func normals(_ count: Int) -> [Float] {
    guard count >= 16 else { return (0..<count).map { _ in Float(scalarNormal()) } }
    var values = (0..<count).map { _ in uniform() }
    for start in stride(from: 0, through: count - 16, by: 16) { TorchRandom.boxMuller(&values, start) }
    if count % 16 != 0 {
      // The tail is drawn again as a whole group, which overlaps the one before it.
      for i in (count - 16)..<count { values[i] = uniform() }
      TorchRandom.boxMuller(&values, count - 16)
    }
    return values
  }

  /// 24 random bits in [0, 1).
  private mutating func uniform() -> Float { Float(next() & 0xff_ffff) * 0x1p-24 }

  /// Turns the sixteen uniform numbers from `start` on into normal ones: element j pairs with j + 8.
  private static func boxMuller(_ values: inout [Float], _ start: Int) {
    for j in start..<(start + 8) {
      let radius = (-2 * VectorMath.log(1 - values[j])).squareRoot()
      let (sine, cosine) = VectorMath.sinCos(Float(2 * Double.pi) * values[j + 8])
      values[j] = radius * cosine
      values[j + 8] = radius * sine
    }
  }

  private mutating func scalarNormal() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    let angle = 2 * Double.pi * uniformDouble()
    let radius = (-2 * log1p(-uniformDouble())).squareRoot()
    spare = radius * sin(angle)
    return radius * cos(angle)
  }

  /// 53 random bits in [0, 1); the first of two integers is the high half.
  private mutating func uniformDouble() -> Double {
    let high = UInt64(next())
    return Double((high << 32 | UInt64(next())) & (1 << 53 - 1)) * 0x1p-53
  }
}
