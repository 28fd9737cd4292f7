import Foundation
import PipelineKit
import PipelineStages
import PipelineTesting
import Tensors
import Testing

/// Filters that part a picture into two that add up to it, and what else acts on estimates.
@Suite struct FactorTests {
  private let image = random([2, 3, 8, 10], seed: 5)

  @Test func grayAndColours() {
    let (gray, rest) = (Grayscale()(image), Grayscale()(image, rest: true))
    #expect((gray + rest).maximumDifference(from: image) < 1e-6)
    let channels = (0..<3).map { image.slice(axis: 1, $0..<($0 + 1)) }
    let mean = channels[0].combined(with: channels[1]) { $0 + $1 }.combined(with: channels[2]) { ($0 + $1) / 3 }
    for channel in 0..<3 {
      #expect(gray.slice(axis: 1, channel..<(channel + 1)).maximumDifference(from: mean) < 1e-6)
    }
    let estimate = Estimate(noise: image, variance: random([2, 3, 8, 10], seed: 6))
    #expect(Grayscale()(estimate).variance == estimate.variance && Grayscale()(estimate).noise == gray)
  }

  /// Along the rows, the mean of neighbours with reflected ends; along the columns, the same turned.
  @Test func motion() throws {
    let blurred = try MotionBlur()(image, length: 5, angle: 0)
    func reflected(_ x: Int) -> Int { x < 0 ? -x : x > 9 ? 18 - x : x }
    for row in 0..<(2 * 3 * 8) {
      for x in 0..<10 {
        let mean = (-2...2).reduce(Float(0)) { $0 + image.values[row * 10 + reflected(x + $1)] } / 5
        #expect(abs(blurred.values[row * 10 + x] - mean) < 1e-5)
      }
    }
    let square = random([1, 1, 9, 9])
    func transposed(_ t: Tensor) -> Tensor {
      Tensor(t.shape, (0..<81).map { t.values[$0 % 9 * 9 + $0 / 9] })
    }
    let turned = transposed(try MotionBlur()(transposed(square), length: 4, angle: 0))
    #expect(try MotionBlur()(square, length: 4, angle: 90).maximumDifference(from: turned) < 1e-5)
    #expect(try MotionBlur()(image, length: 1, angle: 33) == image)
    let rest = try MotionBlur()(image, length: 7, angle: 30, rest: true)
    #expect(try (rest + MotionBlur()(image, length: 7, angle: 30)).maximumDifference(from: image) < 1e-6)
    #expect(
      faultText { try MotionBlur()(image, length: 16) }
        == "'length' takes at most 15 on an image of 8×10, whose edges are reflected, found 16")
    // Its 'rest' is what the blur takes away, and says so; that of 'grayscale' is the colours.
    let rests = [MotionBlur.declaration, Grayscale.declaration].map { $0.inputs.first { $0.name == "rest" }?.summary }
    #expect(rests[0]?.contains("x − blurred") == true && rests[1]?.contains("x − gray") == true)
  }

  /// Guidance in an interval alone, and its deviation brought back.
  @Test func guidance() throws {
    let (c, u) = (Estimate(noise: random([2, 3, 4, 4], seed: 1)), Estimate(noise: random([2, 3, 4, 4], seed: 2)))
    let plain = try Guide()(conditional: c, unconditional: u, scale: 7)
    func deviation(_ t: Tensor, _ index: Int) -> Float {
      let values = t.element(index).values
      let mean = values.reduce(0, +) / Float(values.count)
      return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count - 1)).squareRoot()
    }
    let full = try Guide()(conditional: c, unconditional: u, scale: 7, rescale: 1)
    for index in 0..<2 { #expect(abs(deviation(full.noise, index) - deviation(c.noise, index)) < 1e-4) }
    let half = try Guide()(conditional: c, unconditional: u, scale: 7, rescale: 0.5)
    #expect(half.noise.maximumDifference(from: 0.5 * (plain.noise + full.noise)) < 1e-4)

    let inputs: [String: Value] = ["conditional": .estimate(c), "unconditional": .estimate(u), "scale": .number(7)]
    func guided(_ t: Int, _ more: [String: Value]) throws -> Tensor? {
      let all = inputs.merging(more) { $1 }.merging(["at": .integer(t)]) { $1 }
      return try StageTrial(Guide()).outputs(of: Inputs(all)).values["estimate"].flatMap { Estimate($0) }?.noise
    }
    let interval: [String: Value] = ["from": .integer(800), "to": .integer(200)]
    #expect(try guided(900, interval) == c.noise && guided(100, interval) == c.noise)
    for t in [200, 500, 800] { #expect(try guided(t, interval) == plain.noise) }
    #expect(try guided(999, [:]) == plain.noise)
    #expect(problems(Guide(), ["from": .integer(800)]).count == 1, "an interval needs a timestep")
  }
}
