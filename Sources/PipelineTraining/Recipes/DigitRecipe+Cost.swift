import Inference
public import PipelineKit
import Tensors

/// What a run of a recipe for digits takes.
extension DigitRecipe {
  /// Numbers that backpropagation keeps of a picture, for each of its pixels and each channel of the network, as measured
  /// with runs of 16 to 128 channels.
  private var kept: Double { objective == .classify ? 8 : 22 }

  /// The pictures that go through networks, each forwards and back; the memory of the images and the state, and besides of
  /// what takes most: the gradients with what backpropagation keeps of the largest part of a batch, the bytes of the state
  /// that is saved and of a model, or a sheet; the files of the state, all epochs' models and sheets, and the loss.
  ///
  /// Seven runs with 8 to 256 channels took between 13 MB less and 91 MB more of memory, besides the program.
  public func cost() throws -> RunCost {
    let digits = try task(.training, keeping: 1).digits
    let (images, pixels) = (Double(examples(of: digits)), Double(digits.height * digits.width))
    let weights = try Double(weightCount())
    let state = plan.stateBytes(weights: weights)
    let part = min(Double(plan.largestPart), images)
    let channels = Double(configuration.channels)
    let learning = 4 * weights + 4 * kept * channels * pixels * part
    let saving = state + 8 * weights
    let sheets = objective == .classify ? 0 : Double(plan.sheets.filter { $0 <= plan.epochs }.count)
    // Forty pictures at once; see `DigitUNet.activations`.
    let drawing = sheets > 0 ? 4 * 40 * 5 * channels * pixels : 0
    var evaluations = images * Double(plan.epochs)
    var data = images * pixels
    if let pairs {
      // With guidance, a timestep takes two.
      evaluations += images * Double(pairs.steps) * (pairs.guidance == 1 ? 1 : 2)
      data += 4 * images * pixels
    }
    return RunCost(
      evaluations: evaluations, memory: data + state + max(learning, saving, drawing),
      written: state + 2 * weights * Double(plan.epochs + 1) + 250_000 * (sheets + 1), tolerance: 0.2)
  }

  /// The number of the network's weights, in which the number of channels occurs at most squared: three small networks
  /// determine it.
  private func weightCount() throws -> Int {
    let counts = try (1...3).map { channels in
      let c = configuration
      let small = DigitConfiguration(
        c.kind, channels: channels, takesTime: c.takesTime, classes: c.classes, black: c.black, white: c.white,
        sigma: c.sigma)
      return try Parameters(drawnFrom: Generator(seed: 0)) { try DigitLearner(small, $0) }.count
    }
    // Newton's form through 1, 2 and 3.
    let n = configuration.channels - 1
    let (first, second) = (counts[1] - counts[0], counts[2] - 2 * counts[1] + counts[0])
    return counts[0] + n * first + n * (n - 1) / 2 * second
  }
}
