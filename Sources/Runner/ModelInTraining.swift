import PipelineKit

/// A network in training as a model that stages can step.
struct ModelInTraining: Model {
  let name: String
  let schedule: NoiseSchedule?
  let imageShape: [Int]
  /// It has no files yet.
  var digest: @Sendable () throws -> String { { "in training" } }
}
