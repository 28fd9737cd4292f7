public import PipelineKit
public import PipelineModels
import Synchronization
public import Tensors

/// An estimator whose answers a test decides, and which remembers what it was asked. For the best possible answers there is
/// `PictureSet`.
public final class FakeEstimator: NoiseEstimator {
  public let name: String
  /// C, H, W.
  public let imageShape: [Int]
  public let schedule: NoiseSchedule?
  private let answer: @Sendable (Evaluation) throws -> Tensor
  private let asked = Mutex<[Evaluation]>([])

  /// - Parameter answer: ε̂, of the image's shape; the image itself by default.
  public init(
    name: String = "fake", imageShape: [Int], schedule: NoiseSchedule = PictureSet.defaultSchedule,
    answer: @escaping @Sendable (Evaluation) throws -> Tensor = { $0.image }
  ) {
    (self.name, self.imageShape, self.schedule, self.answer) = (name, imageShape, schedule, answer)
  }

  public var digest: @Sendable () throws -> String { { "(fake)" } }

  /// Everything that it was asked, in order.
  public var evaluations: [Evaluation] { asked.withLock { $0 } }

  public func estimate(
    _ image: Tensor, at timestep: Int, condition: Condition?, lowResolution: LowResolution?
  ) throws -> Estimate {
    let evaluation = Evaluation(image, at: timestep, condition: condition, lowResolution: lowResolution)
    asked.withLock { $0.append(evaluation) }
    return Estimate(noise: try answer(evaluation))
  }
}
