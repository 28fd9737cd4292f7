import Basics
public import Inference
import PipelineKit
public import Tensors

/// Training of a stage I network on captioned pictures: it learns ε and a step's variance with the hybrid loss.
public struct FineTuneTask: TrainingTask {
  /// The training pictures.
  public let pictures: CaptionedPictures
  /// The network's configuration.
  public let configuration: UNetConfiguration
  /// The loss of the network's output.
  public let loss: HybridLoss
  /// The number of examples in an epoch. They cycle through the pictures.
  public let count: Int
  /// The probability with which a picture comes with one of `instead` in place of its caption. The empty prompt among
  /// them makes guidance possible (Ho & Salimans 2021).
  public let withoutCaption: Double
  public var warnings: [String] { pictures.warnings + cutPrompts }
  /// Warnings about prompts whose ends the model ignores.
  var cutPrompts: [String] = []
  private let captions: [[Int]]
  private let instead: [Int]
  /// 1×L×width each.
  private let texts: [Tensor]

  /// Makes a task and encodes all captions and prompts.
  ///
  /// - Parameter encode: the text encoder, giving N×L×width. It isn't trained, so each prompt is encoded once.
  public init(
    _ pictures: CaptionedPictures, _ configuration: UNetConfiguration, _ loss: HybridLoss, count: Int,
    withoutCaption: Double, instead: [String] = [""], encode: ([String]) throws -> Tensor
  ) rethrows {
    (self.pictures, self.configuration, self.loss, self.count) = (pictures, configuration, loss, count)
    self.withoutCaption = withoutCaption
    var (places, prompts): ([ExactName: Int], [String]) = ([:], [])
    func place(_ prompt: String) -> Int {
      if let known = places[ExactName(prompt)] { return known }
      places[ExactName(prompt)] = prompts.count
      prompts.append(prompt)
      return prompts.count - 1
    }
    self.instead = instead.map(place)
    captions = pictures.captions.map { $0.map(place) }
    var texts: [Tensor] = []
    // In groups, so that the encoder's activations stay small compared with its weights.
    for first in stride(from: 0, to: prompts.count, by: 64) {
      let encoded = try encode(Array(prompts[first..<min(prompts.count, first + 64)]))
      texts += (0..<encoded.shape[0]).map(encoded.element)
    }
    self.texts = texts
  }

  public func loss(_ examples: [Int], _ weights: Weights, _ generator: Generator) throws -> Tensor {
    let indices = examples.map { $0 % pictures.count }
    let x = Tensor.concatenated(indices.map { pictures.picture($0, generator) }, axis: 0)
    let prompts = indices.map { index in
      let choices = generator.uniform([1]).values[0] < Float(withoutCaption) ? instead : captions[index]
      return texts[choices[generator.integer(below: choices.count)]]
    }
    let times = examples.map { _ in generator.integer(below: loss.schedule.count) }
    return try loss(DeepFloydUNet(configuration: configuration, weights), x, times, prompts, generator.normal(x.shape))
  }

  /// The loss, a scalar, of a network for given pictures, timesteps, texts (1×L×width each) and ε.
  public func loss(
    _ network: DeepFloydUNet, _ x: Tensor, _ times: [Int], _ texts: [Tensor], _ noise: Tensor
  ) throws -> Tensor {
    let output = try network(
      sample: loss.schedule.noised(x, with: noise, at: times.map(Double.init)), timesteps: times.map(Float.init),
      text: .concatenated(texts, axis: 0))
    return loss(output, of: x, noise, at: times)
  }
}
