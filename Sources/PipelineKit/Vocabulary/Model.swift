/// What flows through a `model` port: something that was trained on images of a shape under a schedule.
///
/// What it can do beyond that (estimate noise, read prompts, denoise in one go) it says by conforming to the protocols of
/// NoiseEstimators; a stage that needs an ability it lacks reports so.
public protocol Model: Sendable {
  /// As the user named it, such as `mini-if`.
  var name: String { get }

  /// What tells it from another model of the same name before its weights are read: its folder.
  var source: String { get }

  /// C, H, W of the images it was trained on: what it returns and steps through.
  var imageShape: [Int] { get }

  /// The schedule it was trained under, or nil where it knows none (a single-step denoiser).
  var schedule: NoiseSchedule? { get }

  /// What tells the model by its content, so that a picture can name what made it: `sha256:` and the digest of its weights
  /// and configuration. Working it out may read gigabytes; it does not keep the model in memory.
  var digest: @Sendable () throws -> String { get }
}

extension Model {
  public var source: String { name }
}
