import PipelineKit
import PipelineStages
import PipelineTesting
import Tensors
import Testing

/// `guide`, `low-pass`, `high-pass`, `add`, `average`, `scale` and `blend`.
@Suite struct FilterTests {
  let image = random([2, 3, 8, 8])
  let guess = Estimate(noise: random([2, 3, 8, 8], seed: 2), variance: random([2, 3, 8, 8], seed: 3))
  let other = Estimate(noise: random([2, 3, 8, 8], seed: 4), variance: random([2, 3, 8, 8], seed: 5))

  @Test func guidance() throws {
    let guided = try Guide()(conditional: guess, unconditional: other, scale: 7)
    #expect(guided.noise.relativeError(to: other.noise + 7 * (guess.noise - other.noise)) < 1e-6)
    #expect(guided.variance == guess.variance)
    #expect(
      try Guide()(conditional: guess, unconditional: other, scale: 1).noise.relativeError(to: guess.noise) < 1e-6)
    #expect(try Guide()(conditional: guess, unconditional: other, scale: 0).noise == other.noise)
    #expect(
      faultText { try Guide()(conditional: guess, unconditional: Estimate(noise: random([1, 3, 8, 8])), scale: 1) }
        == "'conditional' is 2×3×8×8 but 'unconditional' is 1×3×8×8")
  }

  @Test(arguments: [(64, 33, 2.0), (32, 17, 1), (256, 129, 8), (28, 15, 0.875), (1, 1, 0.03125)])
  func defaultsScaleWithTheHeight(_ size: Int, kernel: Int, sigma: Double) throws {
    let image = random([1, 1, size, size])
    #expect(try LowPass()(image) == LowPass()(image, sigma: sigma, kernel: kernel))
  }

  @Test func lowAndHighMakeTheWhole() throws {
    let low = try LowPass()(image)
    let high = try HighPass()(image)
    #expect((low + high).maximumDifference(from: image) < 1e-6)
    #expect(low == image.gaussianBlurred(kernel: 5, sigma: 0.25))
    let (lowGuess, highGuess) = (try LowPass()(guess, kernel: 3), try HighPass()(guess, kernel: 3))
    #expect(lowGuess.noise == (try LowPass()(guess.noise, kernel: 3)))
    #expect(highGuess.noise == (try HighPass()(guess.noise, kernel: 3)))
    #expect(lowGuess.variance == guess.variance && highGuess.variance == guess.variance)
  }

  @Test func passFaults() {
    let table: [(String, String)] = [
      (faultText { try LowPass()(image, kernel: 4) }, "'kernel' takes odd numbers, found 4"),
      (faultText { try HighPass()(image, kernel: -1) }, "'kernel' takes odd numbers, found -1"),
      (
        faultText { try LowPass()(image, kernel: 17) },
        "'kernel' takes at most 15 on an image of 8×8, whose edges are reflected, found 17"
      ),
      (
        faultText { try LowPass()(random([1, 1, 16, 2])) },
        "'kernel' takes at most 3 on an image of 16×2, whose edges are reflected, found 9"
      ),
      (
        faultText { try LowPass()(Tensor([1, 1, 0, 4], [])) },
        "'kernel' takes at most 0 on an image of 0×4, whose edges are reflected, found 1"
      ),
      (faultText { try LowPass()(image, sigma: 0) }, "'sigma' takes numbers greater than 0, found 0.0"),
    ]
    for (found, expected) in table { #expect(found == expected) }
    #expect(problems(LowPass(), ["kernel": .integer(6)]) == ["'kernel' takes odd numbers, found 6"])
    #expect(problems(HighPass(), ["kernel": .integer(6)]) == ["'kernel' takes odd numbers, found 6"])
    #expect(problems(LowPass(), ["kernel": .integer(7)]).isEmpty)
  }

  @Test func sumsAndMeans() throws {
    let two = image * 2
    #expect(try Add()(image, two) == image + two)
    #expect(try Average()(image, two, image) == (image + two + image) / 3)
    let sum = try Add()(guess, other)
    #expect(sum.noise == guess.noise + other.noise)
    #expect(sum.variance == (guess.variance! + other.variance!) / 2)
    let mean = try Average()(guess, other)
    #expect(mean.noise == (guess.noise + other.noise) / 2)
    #expect(mean.variance == sum.variance)
    #expect(try Average()([guess]) == guess)
    #expect(try Add()(guess, Estimate(noise: other.noise)).variance == nil)
  }

  @Test func sumFaults() {
    func run(_ values: [Value]) -> String {
      faultText { try Add().run(Inputs(["inputs": .list(values)]), in: Context()) }
    }
    let table: [(String, String)] = [
      (run([]), "'inputs' is an empty list; expected at least one image or estimate"),
      (run([.image(image), .estimate(guess)]), "'inputs[1]' is an estimate but 'inputs[0]' an image"),
      (run([.estimate(guess), .image(image)]), "'inputs[1]' is an image but 'inputs[0]' an estimate"),
      (
        run([.image(image), .image(random([2, 1, 8, 8]))]), "'inputs[1]' is 2×1×8×8 but 'inputs[0]' is 2×3×8×8"
      ),
      (run([.image(image), .tensor(random([3, 8, 8]))]), "'inputs' takes N×C×H×W, found 3×8×8"),
      (run([.integer(3)]), "'inputs' takes list of image or estimate, found list of integer"),
    ]
    for (found, expected) in table { #expect(found == expected) }
  }

  @Test func scales() {
    #expect(Scale()(image, by: -2) == image * -2)
    let scaled = Scale()(guess, by: 0.5)
    #expect(scaled.noise == guess.noise * 0.5 && scaled.variance == guess.variance)
  }

  @Test func flips() throws {
    #expect(Flip()(image) == image.flipped(axis: 2))
    #expect(Flip()(image, axis: .horizontal) == image.flipped(axis: 3))
    let flipped = Flip()(guess)
    #expect(flipped.noise == guess.noise.flipped(axis: 2) && flipped.variance == guess.variance!.flipped(axis: 2))
    #expect(Flip()(flipped) == guess)
    let outputs = try Flip().run(Inputs(["input": .estimate(guess), "axis": .text("horizontal")]), in: Context())
    #expect(outputs.values["output"]?.kind == .estimate)
  }

  @Test func blends() throws {
    let (a, b) = (image, random(image.shape, seed: 8))
    let mask = Tensor([1, 1, 8, 8], (0..<64).map { $0 % 3 == 0 ? 1 : $0 % 3 == 1 ? 0 : 0.25 })
    let blended = try Blend()(inside: a, outside: b, mask: mask)
    for i in 0..<2 {
      for c in 0..<3 {
        for y in 0..<8 {
          for x in 0..<8 {
            let m = mask[0, 0, y, x]
            #expect(abs(blended[i, c, y, x] - (m * a[i, c, y, x] + (1 - m) * b[i, c, y, x])) < 1e-6)
          }
        }
      }
    }
    let ones = Tensor([1, 1, 8, 8], repeating: 1)
    #expect(try Blend()(inside: guess, outside: other, mask: ones) == guess)
    #expect(try Blend()(inside: guess, outside: other, mask: ones * 0) == other)
    #expect(try Blend()(inside: a.element(0), outside: b, mask: mask).shape == [2, 3, 8, 8])
    #expect(try Blend()(inside: guess, outside: Estimate(noise: a), mask: ones).variance == nil)
  }

  @Test func blendFaults() {
    let ones = Tensor([1, 1, 8, 8], repeating: 1)
    let table: [(String, String)] = [
      (
        faultText { try Blend()(inside: image, outside: random([2, 1, 8, 8]), mask: ones) },
        "'inside' is 2×3×8×8 but 'outside' is 2×1×8×8"
      ),
      (
        faultText { try Blend()(inside: image, outside: image, mask: random([1, 1, 8, 1])) },
        "'mask' is 1×1×8×1 but 'inside' is 2×3×8×8"
      ),
      (
        faultText { try Blend()(inside: image, outside: image, mask: random([3, 1, 8, 8])) },
        "'mask' is 3×1×8×8 but 'inside' is 2×3×8×8"
      ),
      (
        faultText { try Blend()(inside: Filterable.image(image), outside: .estimate(guess), mask: ones) },
        "'inside' is an image but 'outside' an estimate"
      ),
    ]
    for (found, expected) in table { #expect(found == expected) }
  }
}
