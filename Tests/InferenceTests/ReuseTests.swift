import Basics
import Inference
import Tensors
import TestSupport
import Testing

/// Evaluations that take over features of an earlier one, against compositions of diffusers' and PyTorch's parts.
@Suite struct ReuseTests {
  /// A network as a function of pictures and timesteps.
  private typealias Evaluate = (Tensor, [Float], FeatureReuse?, KeptFeatures?) throws -> (
    output: Tensor, kept: KeptFeatures?
  )

  private func check(_ evaluate: Evaluate, _ expected: SafeTensors, deep: [Int]) throws {
    func run(_ name: String, _ reuse: FeatureReuse? = nil, _ kept: KeptFeatures? = nil) throws -> (
      output: Tensor, kept: KeptFeatures?
    ) {
      try evaluate(expected.tensor(name), expected.tensor("\(name).timestep").values, reuse, kept)
    }
    let whole = try (run("first"), run("second"))
    #expect(whole.0.kept == nil)
    #expect(try whole.0.output.relativeError(to: expected.tensor("first.output")) < 1e-5)
    #expect(try whole.1.output.relativeError(to: expected.tensor("second.output")) < 1e-5)
    let reuses = [("encoder", FeatureReuse.encoder)] + deep.map { ("deep.\($0)", .deep(branches: $0)) }
    for (name, reuse) in reuses {
      // A key step gives what the whole network gives, and keeps features.
      let key = try run("first", reuse)
      #expect(key.output == whole.0.output, "\(name)")
      let kept = try #require(key.kept)
      let part = try run("second", reuse, kept)
      #expect(try part.output.relativeError(to: expected.tensor(name)) < 1e-5, "\(name)")
      #expect(part.kept == kept)
      // On its own features, a step gives what the whole network gives.
      #expect(try run("first", reuse, kept).output == whole.0.output, "\(name)")
    }
  }

  private func unet() throws -> DeepFloydUNet {
    try DeepFloydFolder(path: Fixtures.path("reference/if-stage1")).loadUNet()
  }

  @Test func deepFloyd() throws {
    let expected = try reference("reuse")
    let unet = try unet()
    #expect(unet.configuration.branches == 9)
    let text = try unet.prepare(text: expected.tensor("text"))
    try check(
      { try unet(sample: $0, timesteps: $1, text: text, reusing: $2, kept: $3) }, expected, deep: [1, 3, 6, 9])
  }

  @Test func digits() throws {
    let expected = try reference("reuse-digits")
    let unet = try DigitFolder(path: Fixtures.path("digits/class")).load()
    let classes = try expected.tensor("one-hot")
    try check(
      { unet($0, time: Tensor([$1.count, 1], $1.map { $0 / 300 }), oneHot: classes, reusing: $2, kept: $3) }, expected,
      deep: [1, 2, 3])
  }

  private func reference(_ name: String) throws -> SafeTensors {
    try SafeTensors(path: Fixtures.path("reference/cases/\(name).safetensors"))
  }

  /// The features of pictures are theirs in any batch; those of others are refused.
  @Test func batches() throws {
    let expected = try reference("reuse")
    let unet = try unet()
    let text = try unet.prepare(text: expected.tensor("text").element(0))
    let (first, second) = try (expected.tensor("first"), expected.tensor("second"))
    func run(_ x: Tensor, _ t: Float, _ reuse: FeatureReuse, _ kept: KeptFeatures? = nil) throws -> (
      output: Tensor, kept: KeptFeatures?
    ) { try unet(sample: x, timesteps: [t], text: text, reusing: reuse, kept: kept) }
    for reuse in [FeatureReuse.encoder, .deep(branches: 4)] {
      let both = try #require(try run(first, 700, reuse).kept)
      let apart = try (0..<2).map { try #require(try run(first.element($0), 700, reuse).kept) }
      let joined = try #require(KeptFeatures.concatenated(apart))
      #expect(joined.input == [2, 3, 16, 16] && joined.count == both.count && apart[0].fits(apart[1]))
      let together = try run(second, 600, reuse, joined).output
      for index in 0..<2 {
        let alone = try run(second.element(index), 600, reuse, both.slice(index..<index + 1)).output
        #expect(together.element(index).relativeError(to: alone) < 1e-5)
      }
      let fault = #expect(throws: UNetFault.self) { try run(second, 600, reuse, apart[0]) }
      #expect(
        fault?.description
          == "the features were kept of pictures 1×3×16×16, or for another reuse; the network's input is 2×3×16×16")
      #expect(throws: UNetFault.self) { try run(second, 600, .deep(branches: 5), both) }
      #expect(KeptFeatures.concatenated([]) == nil)
    }
    let fault = #expect(throws: UNetFault.self) { try run(second, 600, .deep(branches: 10)) }
    #expect(fault?.description == "the network has 1 to 9 branches to run, found 10")
  }

  /// The cost of parts: one branch is the first and the last part, all branches leave out the lowest part alone; what is
  /// kept is as many numbers as the cost says.
  @Test func costs() throws {
    let configuration = try unet().configuration
    let cost = configuration.cost(height: 16, width: 16, textLength: 77)
    let shares = (1...9).map { cost.share(reusing: .deep(branches: $0)) }
    #expect(shares == shares.sorted() && shares[0] > 0 && shares[8] < 1)
    // By hand for one branch: the time and text parts, the first convolution, the last residual block (64 to 32 channels,
    // with a 1×1 convolution on its way around), the last convolution.
    let head = cost.calls.prefix { if case .convolution = $0 { false } else { true } }.reduce(0) {
      $0 + $1.operations()
    }
    let places = 2 * 16 * 16
    let one = head + places * (3 * 32 + 64 * 32 + 32 * 32) * 9 + places * 64 * 32 + 2 * 128 * 64 + places * 32 * 6 * 9
    #expect(cost.operations(reusing: .deep(branches: 1)) == one)

    let expected = try reference("reuse")
    let unet = try unet()
    let text = try unet.prepare(text: expected.tensor("text"))
    for reuse in [FeatureReuse.encoder, .deep(branches: 1), .deep(branches: 4), .deep(branches: 9)] {
      let kept = try unet(
        sample: expected.tensor("first"), timesteps: [700], text: text, reusing: reuse
      ).kept
      #expect(kept?.count == 2 * cost.kept(for: reuse), "\(reuse)")
    }
  }

  /// The digits' network: the kept numbers are those of an evaluation, and shares grow with the branches.
  @Test func costsOfDigits() throws {
    let folder = try DigitFolder(path: Fixtures.path("digits/class"))
    let (unet, expected) = (try folder.load(), try reference("reuse-digits"))
    let time = Tensor([2, 1], [0.5, 0.5])
    for reuse in [FeatureReuse.encoder, .deep(branches: 1), .deep(branches: 2), .deep(branches: 3)] {
      let kept = try unet(
        expected.tensor("first"), time: time, oneHot: expected.tensor("one-hot"), reusing: reuse
      ).kept
      #expect(kept?.count == 2 * DigitUNet.cost(folder.network, reusing: reuse).kept(height: 28, width: 28), "\(reuse)")
    }
    let shares = (1...3).map { DigitUNet.cost(folder.network, reusing: .deep(branches: $0)).share }
    #expect(shares == shares.sorted() && shares[2] == 1)
  }
}
