import Tensors
import TestSupport
import Testing

@Suite struct RandomTests {
  @Test func torchDrawsAsPyTorchDoes() throws {
    // One generator through all of them: lengths below and above 16, where PyTorch takes another path, one after another.
    let file = try SafeTensors(path: Fixtures.path("reference/cases/torch-random-180.safetensors"))
    let generator = Generator(seed: 180)
    #expect(file.names.count == 9)
    for name in file.names {
      let expected = try file.tensor(name)
      let difference = generator.normal(expected.shape).maximumDifference(from: expected)
      #expect(difference == 0, "\(name)")
    }
  }

  @Test func mersenneTwisterKnownAnswers() {
    // The first and the 10,000th number of mt19937 from its default seed (C++ standard, [rand.predef]).
    var source = TorchRandom(seed: 5489)
    #expect(source.next() == 3_499_211_612)
    for _ in 0..<9998 { _ = source.next() }
    #expect(source.next() == 4_123_659_995)
  }

  /// As `torch.manual_seed` counts them. The numbers are those of a reference mt19937 from 2^32 − 1, the seed's low half.
  @Test func seedsCountModulo() {
    var source = TorchRandom(seed: .max)
    #expect((0..<3).map { _ in source.next() } == [419_326_371, 479_346_978, 3_918_654_476])
    for algorithm in Generator.Algorithm.allCases {
      let (large, negative) = (
        Generator(seed: UInt64.max, algorithm: algorithm), Generator(seed: -1, algorithm: algorithm)
      )
      #expect(large.normal([40]) == negative.normal([40]) && large.seed == negative.seed)
      #expect(large.given == "18446744073709551615" && negative.given == "-1")
      #expect(Generator(state: negative.state)?.seed == .max)
    }
    #expect(Generator(seed: Int64.min, algorithm: .philox).seed == 1 << 63)
  }

  @Test func philoxKnownAnswers() {
    // kat_vectors of Random123, philox 4x32, 10 rounds.
    #expect(
      PhiloxRandom.block((0, 0, 0, 0), key: (0, 0)) == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
    let ones = UInt32.max
    #expect(
      PhiloxRandom.block((ones, ones, ones, ones), key: (ones, ones))
        == [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd])
    #expect(
      PhiloxRandom.block(
        (0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: (0xa409_3822, 0x299f_31d0))
        == [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1])
  }

  @Test func philoxCountsBlocks() {
    var source = PhiloxRandom(seed: 0x0123_4567_89ab_cdef)
    let key: (UInt32, UInt32) = (0x89ab_cdef, 0x0123_4567)
    let drawn = (0..<12).map { _ in source.next() }
    #expect(drawn == (0..<3).flatMap { PhiloxRandom.block(($0, 0, 0, 0), key: key) })
  }

  @Test(arguments: Generator.Algorithm.allCases) func drawsAreStandardNormal(_ algorithm: Generator.Algorithm) {
    let draws = Generator(seed: 3, algorithm: algorithm).normal([100_000])
    let moments = (1...4).map { power in
      draws.map { x in (0..<power).reduce(1) { product, _ in product * x } }.mean
    }
    #expect(abs(moments[0]) < 0.02 && abs(moments[1] - 1) < 0.02)
    #expect(abs(moments[2]) < 0.05 && abs(moments[3] - 3) < 0.1)
    #expect(draws.firstNonFinite == nil)
  }

  @Test(arguments: Generator.Algorithm.allCases) func seedsDecide(_ algorithm: Generator.Algorithm) {
    func draw(_ seed: UInt64) -> Tensor { Generator(seed: seed, algorithm: algorithm).normal([2, 3, 5]) }
    #expect(draw(1) == draw(1))
    #expect(draw(1) != draw(2))
    let generator = Generator(seed: 1, algorithm: algorithm)
    let copy = generator
    #expect(generator.normal([30]) != copy.normal([30]), "copies share the position")
    #expect(generator.normal([0]).count == 0)
  }

  @Test(arguments: Generator.Algorithm.allCases) func permutationsPermute(_ algorithm: Generator.Algorithm) {
    let generator = Generator(seed: 1, algorithm: algorithm)
    for count in [0, 1, 2, 3, 64, 1000] {
      #expect(generator.permutation(count).sorted() == Array(0..<count))
    }
    // Every order of three comes up about equally often.
    var seen: [[Int]: Int] = [:]
    for _ in 0..<6000 { seen[generator.permutation(3), default: 0] += 1 }
    #expect(seen.count == 6 && seen.values.allSatisfy { (880...1120).contains($0) })
  }
}
