public import PipelineKit
public import PipelineModels
import Synchronization
public import Tensors

/// An estimator whose results a test determines, and which records its evaluations. For exact results use `PictureSet`.
public final class FakeEstimator: NoiseEstimator {
  /// The model's name in messages.
  public let name: String
  /// C, H, W.
  public let imageShape: [Int]
  /// The schedule; never nil.
  public let schedule: NoiseSchedule?
  private let answer: @Sendable (Evaluation) throws -> Tensor
  private let asked = Mutex<[Evaluation]>([])

  /// Makes an estimator.
  ///
  /// - Parameter answer: computes ε̂, of the image's shape; by default it returns the image itself.
  public init(
    name: String = "fake", imageShape: [Int], schedule: NoiseSchedule = PictureSet.defaultSchedule,
    answer: @escaping @Sendable (Evaluation) throws -> Tensor = { $0.image }
  ) {
    (self.name, self.imageShape, self.schedule, self.answer) = (name, imageShape, schedule, answer)
  }

  public var digest: @Sendable () throws -> String { { "(fake)" } }

  /// All evaluations, in order.
  public var evaluations: [Evaluation] { asked.withLock { $0 } }

  public func estimate(
    _ image: Tensor, at timestep: Double, condition: Condition?, lowResolution: LowResolution?
  ) throws -> Estimate {
    let evaluation = Evaluation(image, at: timestep, condition: condition, lowResolution: lowResolution)
    asked.withLock { $0.append(evaluation) }
    return Estimate(noise: try answer(evaluation))
  }
}
