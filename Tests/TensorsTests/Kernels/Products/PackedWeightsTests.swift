import Tensors
import TestSupport
import Testing

/// Weights in half precision, as published checkpoints hold them, which layers keep as they are; and what the user may
/// choose about layers.
struct PackedWeightsTests {
  struct Shape: Sendable, CustomStringConvertible {
    var n, channels, outputs, height, width, kernel, stride, padding: Int
    var multiplications: Int { n * channels * outputs * height * width * kernel * kernel / (stride * stride) }
    var description: String {
      "\(n)×\(channels)×\(height)×\(width) → \(outputs), \(kernel)×\(kernel), stride \(stride), padding \(padding)"
    }
  }

  /// Odd sizes without a pattern, from 1×1 to 65×33 pixels.
  static let shapes: [Shape] = (0..<40).map { i in
    let kernel = [3, 1, 3, 5, 2][i % 5]
    return Shape(
      n: 1 + i % 5, channels: 1 + i * 37 % 130, outputs: 1 + i * 53 % 61, height: kernel + i * 29 % (66 - kernel),
      width: kernel + i * 17 % (34 - kernel), kernel: kernel, stride: i % 7 == 6 ? 3 : 1 + i % 3 / 2,
      padding: i % (kernel / 2 + 2))
  }

  static func halves(_ shape: [Int], seed: Int) -> Tensor {
    Tensor(shape, Naive.tensor(shape, seed: seed).values.map { Float(Float16($0)) })
  }

  @Test(arguments: Sanitizer.small(shapes, \.multiplications)) func convolution(_ shape: Shape) {
    let x = Naive.tensor([shape.n, shape.channels, shape.height, shape.width])
    let w = Self.halves([shape.outputs, shape.channels, shape.kernel, shape.kernel], seed: 2)
    let bias = Naive.tensor([shape.outputs], seed: 3)
    func make() -> Convolution { Convolution(weight: w, bias: bias, stride: shape.stride, padding: shape.padding) }
    let expected = Naive.convolution(x, w, bias, stride: shape.stride, padding: shape.padding)
    let found = make()(x)
    #expect(found.relativeError(to: expected) < 5e-6)
    #expect(MemoryUse.lean { make() }(x) == found)
    #expect(Parallel.withThreads(1) { make()(x) } == found)
    guard Precision.half.isAvailable else { return }
    // Winograd's way multiplies the 5e-4 of 16 bits by about ten; small tiles are in 8 bits.
    let half = Precision.half { make() }
    #expect(half(x).relativeError(to: expected) < 2e-2)
    #expect(Parallel.withThreads(1) { half(x) } == half(x))
    #expect(MemoryUse.lean { Precision.half { make() } }(x) == half(x))
  }

  /// Few vectors and many; more inputs than are unpacked at a time.
  @Test(arguments: [
    (1, 1, 1), (2, 7, 9), (4, 700, 13), (5, 513, 17), (9, 64, 130), (50, 1030, 33), (97, 3, 200), (29, 65, 13),
    (77, 31, 20),
  ])
  func linear(vectors: Int, inputs: Int, outputs: Int) {
    let x = Naive.tensor([vectors, inputs])
    let bias = Naive.tensor([outputs], seed: 3)
    for w in [Self.halves([outputs, inputs], seed: 2), Naive.tensor([outputs, inputs], seed: 2)] {
      let expected = Naive.linear(x, w, bias)
      let map = LinearMap(weight: w, bias: bias)
      #expect(map(x).relativeError(to: expected) < 2e-6)
      #expect(Parallel.withThreads(1) { map(x) } == map(x))
      let turned = map.overChannels(x.permuted([1, 0]).reshaped([1, inputs, vectors]))
      #expect(turned.reshaped([outputs, vectors]).permuted([1, 0]).relativeError(to: expected) < 2e-6)
      if Precision.half.isAvailable {
        let half = Precision.half { LinearMap(weight: w, bias: bias) }
        #expect(half(x).relativeError(to: expected) < 1e-2)
        #expect(Parallel.withThreads(1) { half(x) } == half(x))
        let turned = half.overChannels(x.permuted([1, 0]).reshaped([1, inputs, vectors]))
        #expect(turned.reshaped([outputs, vectors]).permuted([1, 0]).relativeError(to: expected) < 1e-2)
      }
    }
  }

  /// What is written after other channels' places is what is joined to them, to the bit: of one picture for all, and of
  /// each; a few places, which threads share by rows, and many.
  @Test(arguments: [1, 3], [(0, 9), (1, 1), (1, 300), (77, 1), (77, 9), (77, 300)])
  func after(pictures: Int, places: (start: Int, length: Int)) {
    let (start, length) = places
    let (x, bias) = (Naive.tensor([pictures, 33, length]), Naive.tensor([13], seed: 3))
    let weight = Naive.tensor([13, 33], seed: 2)
    var maps = [LinearMap(weight: weight, bias: bias), LinearMap(weight: weight)]
    if Precision.half.isAvailable {
      maps += [false, true].map { inBytes in
        Precision.half { LinearMap(weight: weight, bias: bias, inBytes: inBytes) }
      }
    }
    for map in maps {
      for first in [Naive.tensor([1, 13, start], seed: 4), Naive.tensor([pictures, 13, start], seed: 5)] {
        let joined = Tensor.concatenated([first.broadcast(to: [pictures, 13, start]), map.overChannels(x)], axis: 2)
        #expect(LinearMap.overChannels(x, [map], after: [first]) == [joined])
      }
    }
  }

  /// Several maps of the same channels make what each makes alone, to the bit, and what is added is a sum of its own; maps
  /// of different precision, too, which don't share what they pack.
  @Test(arguments: [1, 3], [1, 9, 128, 300])
  func several(pictures: Int, length: Int) {
    let x = Naive.tensor([pictures, 33, length])
    func map(_ outputs: Int, seed: Int) -> LinearMap {
      LinearMap(weight: Naive.tensor([outputs, 33], seed: seed), bias: Naive.tensor([outputs], seed: seed + 1))
    }
    func check(_ maps: [LinearMap]) {
      let firsts = [nil, Naive.tensor([1, 5, 7], seed: 8), Naive.tensor([pictures, 64, 2], seed: 9)]
      let alone = zip(maps, firsts).map { map, first in
        let result = map.overChannels(x)
        return first.map { .concatenated([$0.broadcast(to: [pictures] + $0.shape[1...]), result], axis: 2) } ?? result
      }
      #expect(LinearMap.overChannels(x, maps, after: firsts) == alone)
      for map in maps {
        let other = Naive.tensor([pictures, map.outputs, 1, length], seed: 10)
        #expect(map.overChannels(x, plus: other) == map.overChannels(x).reshaped(other.shape) + other)
      }
    }
    let maps = [map(13, seed: 2), map(5, seed: 4), map(64, seed: 6)]
    check(maps)
    guard Precision.half.isAvailable else { return }
    let halves = Precision.half { [map(13, seed: 2), map(5, seed: 4), map(64, seed: 6)] }
    check(halves)
    check([maps[0], halves[1], maps[2]])
    let inBytes = Precision.half { LinearMap(weight: Naive.tensor([5, 33], seed: 4), inBytes: true) }
    check([halves[0], inBytes, halves[2]])
    check([halves[0], inBytes, maps[2]])
  }

  /// Nothing at all is mapped to nothing.
  @Test func nothing() {
    let map = LinearMap(weight: Naive.tensor([13, 33]))
    for (pictures, length) in [(0, 5), (2, 0)] {
      let results = LinearMap.overChannels(Tensor([pictures, 33, length], []), [map, map], after: [nil, nil])
      #expect(results == Array(repeating: Tensor([pictures, 13, length], []), count: 2))
    }
  }

  /// Quarters of small size: whole numbers of 16 bits hold them to three digits.
  @Test(arguments: [(1, 1, 1), (7, 33, 9), (17, 700, 13), (64, 513, 17), (133, 65, 49), (300, 1027, 11)])
  func quarters(vectors: Int, inputs: Int, outputs: Int) {
    guard Precision.half.isAvailable else { return }
    func quarters(_ shape: [Int], seed: Int) -> Tensor {
      Tensor(shape, Naive.tensor(shape, seed: seed).values.map { ($0 * 4).rounded() / 4 })
    }
    let (x, w) = (quarters([vectors, inputs], seed: 1), quarters([outputs, inputs], seed: 2))
    let expected = Naive.linear(x, w, nil)
    let half = Precision.half { LinearMap(weight: w) }
    #expect(half(x).maximumDifference(from: expected) <= 2e-3 * expected.values.reduce(0) { max($0, abs($1)) })
    let turned = half.overChannels(x.permuted([1, 0]).reshaped([1, inputs, vectors]))
    #expect(turned.reshaped([outputs, vectors]).permuted([1, 0]).relativeError(to: expected) < 1e-3)
  }

  /// A picture's result does not depend on the pictures beside it.
  @Test func picturesApart() {
    let x = Naive.tensor([7, 24, 19, 22])
    for kernel in [1, 3] {
      let convolution = Convolution(weight: Self.halves([20, 24, kernel, kernel], seed: 2), padding: kernel / 2)
      let together = convolution(x)
      for i in 0..<7 { #expect(convolution(x.slice(axis: 0, i..<i + 1)) == together.slice(axis: 0, i..<i + 1)) }
    }
  }

  @Test func memoryThatSuits() {
    #expect(MemoryUse.suiting(weights: 1 << 20, free: 1 << 30) == .fast)
    // IF-I-M: a sixth of the memory is the limit, though the fast way takes 2.1 GB.
    #expect(MemoryUse.suiting(weights: 743_000_000, free: 4_400_000_000) == .lean)
    #expect(MemoryUse.suiting(weights: 743_000_000, free: 4_500_000_000) == .fast)
    #expect(MemoryUse.suiting(weights: 1 << 40, free: nil) == .fast)
    #expect(MemoryUse.hasRoom(for: 1 << 20, free: 1 << 23) && !MemoryUse.hasRoom(for: 1 << 21, free: 1 << 23))
    #expect(MemoryUse.hasRoom(for: 1 << 40, free: nil))
    #expect((MachineMemory.free ?? 1) > 0)
  }
}
