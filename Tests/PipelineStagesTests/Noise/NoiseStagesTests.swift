import PipelineKit
import PipelineStages
import PipelineTesting
import Tensors
import Testing

/// `generator`, `gaussian-noise`, `add-noise`, `noise` and `clean`.
@Suite struct NoiseStagesTests {
  let model = ScheduleModel.cosine
  let image = random([2, 3, 4, 5])

  @Test func aWholeBatchsShape() throws {
    let (a, b) = (Generator(seed: 1), Generator(seed: 1))
    #expect(
      try GaussianNoise()(shape: [2, 3, 4, 5], generator: a)
        == GaussianNoise()(shape: [3, 4, 5], count: 2, generator: b))
    #expect(throws: StageFault.self) { try GaussianNoise()(shape: [2, 3, 4, 5], count: 2, generator: a) }
  }

  @Test func generators() throws {
    let outputs = try SeededGenerator().run(Inputs(["seed": .integer(180), "kind": .text("philox")]), in: Context())
    #expect(outputs.values["generator"].flatMap { Generator($0) }?.algorithm == .philox)
    #expect(SeededGenerator()(seed: 180).normal([20]) == Generator(seed: 180).normal([20]))
    #expect(SeededGenerator()(seed: -1).seed == .max)
    let largest = try SeededGenerator().run(Inputs(["seed": .unsigned(.max)]), in: Context())
    let generator = try #require(largest.values["generator"].flatMap { Generator($0) })
    #expect(generator.given == "18446744073709551615" && generator.normal([20]) == Generator(seed: -1).normal([20]))
    #expect(SeededGenerator.declaration.inputs[1].choices == ["torch", "philox"])
  }

  @Test func gaussianNoise() throws {
    let expected = Generator(seed: 1).normal([2, 3, 16, 16])
    #expect(try GaussianNoise()(for: model, count: 2, generator: Generator(seed: 1)) == expected)
    let outputs = try GaussianNoise().run(
      Inputs([
        "generator": .generator(Generator(seed: 1)), "shape": .list([.integer(3), .integer(16), .integer(16)]),
        "count": .integer(2),
      ]), in: Context())
    #expect(outputs.values["image"].flatMap { Tensor($0) } == expected)
  }

  @Test func gaussianNoiseFaults() {
    let generator = Generator(seed: 1)
    let limits = "'shape' takes [channels, height, width], each 1…65536, found "
    let table: [(String, String)] = [
      (faultText { try GaussianNoise()(shape: [3, 16], generator: generator) }, limits + "3×16"),
      (faultText { try GaussianNoise()(shape: [3, 16, -1], generator: generator) }, limits + "3×16×-1"),
      (faultText { try GaussianNoise()(shape: [3, 16, .max], generator: generator) }, limits + "3×16×\(Int.max)"),
      (
        faultText { try GaussianNoise()(shape: [65536, 65536, 65536], count: 65536, generator: generator) },
        "'image' would be 65536×65536×65536×65536, which is 1.8446744073709552e+19 numbers; a tensor has at most 1073741824"
      ),
      (
        faultText { try GaussianNoise().outputs(of: Inputs(["generator": .generator(generator)])) },
        "expected exactly one of 'model' and 'shape', found none"
      ),
    ]
    for (found, expected) in table { #expect(found == expected) }
    #expect(problems(GaussianNoise(), [:]) == ["expected exactly one of 'model' and 'shape', found none"])
    #expect(
      problems(GaussianNoise(), ["shape": .list([.integer(3)])], given: ["model"])
        == [
          "expected exactly one of 'model' and 'shape', found 'model' and 'shape'",
          "'shape' takes [channels, height, width], each 1…65536, found 3",
        ])
    #expect(problems(GaussianNoise(), ["shape": .list([.integer(3)])]) == [limits + "3"])
    #expect(problems(GaussianNoise(), [:], given: ["model"]).isEmpty)
  }

  @Test func addNoise() throws {
    let draws = Generator(seed: 9).normal(image.shape)
    #expect(AddNoise()(image, sigma: 0.5, generator: Generator(seed: 9)) == image + 0.5 * draws)
    // Where black is 0 and white is 1, σ is half of what it is between −1 and 1.
    let unit = AddNoise()(image, sigma: 0.5, generator: Generator(seed: 9), range: .unit)
    #expect(unit == image + draws)
    let outputs = try AddNoise().run(
      Inputs(["image": .image(image), "sigma": .integer(0), "generator": .generator(Generator(seed: 9))]),
      in: Context())
    #expect(outputs.values["image"].flatMap { Tensor($0) } == image)
  }

  @Test(arguments: [0, 0.5, 1, 500, 500.25, 998, 999]) func noiseAndCleanAreInverse(_ t: Double) throws {
    let draws = Generator(seed: 9).normal(image.shape)
    let noisy = try Noise()(image, at: Timestep(t), model: model, generator: Generator(seed: 9))
    #expect(noisy == (try Noise()(image, at: Timestep(t), model: model, with: draws)))
    let alpha = model.schedule!.alphaCumprod(t)
    #expect(noisy.maximumDifference(from: alpha.squareRoot() * image + (1 - alpha).squareRoot() * draws) < 1e-6)
    let clean = try Clean()(noisy, estimate: Estimate(noise: draws), at: Timestep(t), model: model)
    // What is left of the image at t, of numbers rounded to 2⁻²⁴.
    #expect(clean.maximumDifference(from: image) < 1e-6 + 1e-6 / alpha.squareRoot())
  }

  /// A batch with a timestep for each picture is each picture at its own.
  @Test func noiseTakesATimestepPerPicture() throws {
    let draws = Generator(seed: 9).normal(image.shape)
    let times = [Timestep(0), Timestep(700)]
    let noisy = try Noise()(image, at: times, model: model, with: draws)
    for (i, t) in times.enumerated() {
      #expect(noisy.element(i) == (try Noise()(image.element(i), at: t, model: model, with: draws.element(i))))
    }
    #expect(
      faultText { try Noise()(image, at: [Timestep(1)], model: model, with: draws) }
        == "'at' takes one timestep, or 2 for as many images, found 1")
    #expect(
      faultText { try Noise()(image, at: [Timestep(1), Timestep(1000)], model: model, with: draws) }
        == "'at' takes timesteps 0…999 of the model's schedule, found 1000")
  }

  @Test func cleanThresholdsWhenAsked() throws {
    let schedule = NoiseSchedule(betas: CosineBetas().betas(1000), variance: .fixedSmall, clip: .range(1))
    let model = ScheduleModel(schedule: schedule)
    let guess = Estimate(noise: random(image.shape, seed: 4))
    let raw = try Clean()(image, estimate: guess, at: Timestep(700), model: model)
    #expect(raw.values.contains { abs($0) > 1 })
    let limited = try Clean()(image, estimate: guess, at: Timestep(700), model: model, threshold: true)
    #expect(limited == raw.clamped(to: -1...1))
    #expect(try Step()(image, estimate: guess, at: Timestep(700), model: model).clean == limited)
  }

  @Test func faults() {
    let generator = Generator(seed: 1)
    let one = "expected exactly one of 'generator' and 'with', found "
    let table: [(String, String)] = [
      (
        faultText { try Noise()(image, at: Timestep(1000), model: model, generator: generator) },
        "'at' takes timesteps 0…999 of the model's schedule, found 1000"
      ),
      (
        faultText { try Noise()(image, at: Timestep(1), model: ScheduleModel(), generator: generator) },
        "model 'test' can't noise an image: it has no noise schedule"
      ),
      (
        faultText { try Noise()(image, at: Timestep(1), model: model, with: random([1, 3, 4, 5])) },
        "'with' is 1×3×4×5 but 'image' is 2×3×4×5"
      ),
      (
        faultText {
          try Noise().outputs(of: Inputs(["model": .model(model), "image": .image(image), "at": .integer(3)]))
        }, one + "none"
      ),
      (
        faultText {
          try Noise().run(
            Inputs(["model": .model(model), "image": .tensor(random([3, 4, 5])), "at": .integer(3)]), in: Context())
        }, "'image' takes N×C×H×W, found 3×4×5"
      ),
      (
        faultText {
          try Clean()(image, estimate: Estimate(noise: random([1, 3, 4, 5])), at: Timestep(1), model: model)
        },
        "'estimate' is 1×3×4×5 but 'image' is 2×3×4×5"
      ),
    ]
    for (found, expected) in table { #expect(found == expected) }
    #expect(problems(Noise(), [:]) == [one + "none"])
    #expect(problems(Noise(), [:], given: ["generator", "with"]) == [one + "'generator' and 'with'"])
    #expect(problems(Noise(), [:], given: ["with"]).isEmpty)
  }
}
