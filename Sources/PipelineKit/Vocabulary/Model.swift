/// The value of a `model` port: something trained on images of one shape.
///
/// It states further abilities (estimating noise, reading prompts, denoising in one step) by conforming to the
/// protocols of PipelineModels; a stage that needs an ability it lacks throws.
public protocol Model: Sendable {
  /// As the user named it, such as `mini-if`.
  var name: String { get }

  /// What distinguishes it from another model of the same name before its weights are read: its folder.
  var source: String { get }

  /// C, H, W of the images it was trained on.
  var imageShape: [Int] { get }

  /// The schedule of its training; nil for a model without one (a single-step denoiser).
  var schedule: NoiseSchedule? { get }

  /// Identifies the model by its content, so that a picture can name its model: `sha256:` and the digest of its weights
  /// and configuration. Computing it may read gigabytes; it does not keep the model in memory.
  var digest: @Sendable () throws -> String { get }
}

extension Model {
  public var source: String { name }
}
