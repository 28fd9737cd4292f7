import Foundation
import PipelineKit
import PipelineModels
import Tensors

/// A family of models, complete: pictures that are normally distributed around a mean, N(μ, s²I), for which the best
/// estimator is known. A file NAME.gaussian.json holds the mean's colour and the spread:
///
///     { "shape": [3, 16, 16], "mean": [0.8, -0.2, -0.9], "spread": 0.1 }
public struct GaussianFormat: ModelFormat {
  public static let summary = "a file of a normal distribution of pictures ('NAME.gaussian.json')"

  private let path: String
  private let content: Content

  private struct Content: Decodable {
    /// C, H, W.
    let shape: [Int]
    /// μ, a number for each channel, −1…1.
    let mean: [Float]
    /// s, greater than 0.
    let spread: Float
  }

  public static func recognises(_ path: String) -> Bool { path.hasSuffix(".gaussian.json") }

  public init(path: String) throws {
    self.path = path
    do {
      content = try JSONDecoder().decode(Content.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw StageFault.other("\(path): expected an object with 'shape', 'mean' and 'spread'")
    }
    guard content.shape.count == 3, content.shape.allSatisfy({ (1...1024).contains($0) }),
      content.mean.count == content.shape[0], content.spread > 0
    else { throw StageFault.other("\(path): 'shape' takes [C, H, W], 'mean' C numbers, 'spread' a number above 0") }
  }

  public func facts(name: String) -> ModelFacts {
    ModelFacts(
      name: name, summary: "knows the pictures around one colour", imageShape: content.shape,
      schedule: Gaussian.schedule, abilities: [.estimatesNoise])
  }

  /// All there is was read with the configuration.
  public func checkFiles() throws {}

  public func size() throws -> (weights: Int, bytes: Int) {
    (content.mean.count + 1, try Data(contentsOf: URL(fileURLWithPath: path)).count)
  }

  public func load(_ options: ModelOptions) throws -> any Model {
    Gaussian(name: options.name, imageShape: content.shape, mean: content.mean, spread: content.spread)
  }
}

/// The exact estimator for pictures x ~ N(μ, s²I). With x_t = a x + b ε the noise's posterior mean is
///
///     ε̂ = b (x_t − a μ) / (a² s² + b²)
public struct Gaussian: NoiseEstimator {
  public let name: String
  /// C, H, W.
  public let imageShape: [Int]
  /// μ, a number for each channel.
  public let mean: [Float]
  /// s.
  public let spread: Float

  static let schedule = NoiseSchedule(CosineBetas(), variance: .fixedSmall)
  public var schedule: NoiseSchedule? { Self.schedule }

  public init(name: String, imageShape: [Int], mean: [Float], spread: Float) {
    (self.name, self.imageShape, self.mean, self.spread) = (name, imageShape, mean, spread)
  }

  public var digest: @Sendable () throws -> String { { "(normal, around \(mean), spread \(spread))" } }

  public func estimate(
    _ image: Tensor, at timestep: Double, condition: Condition?, lowResolution: LowResolution?
  ) throws -> Estimate {
    let alpha = Self.schedule.alphaCumprod(timestep)
    let (a, b) = (alpha.squareRoot(), (1 - alpha).squareRoot())
    let middle = Tensor([1, mean.count, 1, 1], mean.map { -a * $0 })
    return Estimate(noise: (b / (a * a * spread * spread + b * b)) * (image + middle))
  }
}
