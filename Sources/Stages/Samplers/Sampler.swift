import PipelineKit
import Tensors

/// Samplers: pure functions from x_t to x_t′, t′ = `at.next` (the clean image where that is nil).
///
/// All take the same leading arguments: the image x_t, x̂₀ as the schedule limits it, the estimate, the timestep and the
/// schedule. Randomness comes in through a generator; where a sampler adds no noise, it draws none. Coefficients are
/// computed in Float32 in the reference implementation's order, because at small t their cancellation is visible.
///
/// Shapes must agree and the timestep must lie on the schedule; `Step` checks both.
public enum Sampler {
  /// What messages call the samplers that add noise.
  static let (ddpmName, ddimName) = ("ddpm", "ddim (eta > 0)")

  /// What the generator draws for noise of `shape`, or the fault that says that there is no generator.
  static func noise(_ shape: [Int], _ generator: Generator?, method: String) throws -> Tensor {
    guard let generator else { throw SamplerFault.missingGenerator(method: method) }
    return generator.normal(shape)
  }
}

extension NoiseSchedule {
  /// ᾱ_t, ᾱ_t′ and β between the two timesteps of a step: β = 1 − ᾱ_t / ᾱ_t′.
  func transition(_ at: Timestep) -> (alpha: Float, nextAlpha: Float, beta: Float) {
    let (alpha, nextAlpha) = (alphaCumprod(at.value), alphaCumprod(at.next))
    return (alpha, nextAlpha, 1 - alpha / nextAlpha)
  }

  /// Throws unless the timestep lies on the schedule and leads to a smaller one, or to the clean image.
  public func check(_ at: Timestep, port: String = "at") throws {
    guard betas.indices.contains(at.value) else {
      throw StageFault.outOfRange(
        port: port, expected: "timesteps 0…\(count - 1) of the model's schedule", found: "\(at.value)")
    }
    if let next = at.next, !(0..<at.value).contains(next) {
      throw StageFault.outOfRange(
        port: port, expected: "a timestep that steps down", found: "one that steps from \(at.value) to \(next)")
    }
    if let previous = at.previous, !(at.value + 1..<max(count, at.value + 1)).contains(previous) {
      throw StageFault.outOfRange(
        port: port, expected: "a timestep that was stepped down to", found: "\(at.value) after \(previous)")
    }
  }
}

extension KnownInputs {
  /// A timestep that is known and does not lie on a model's schedule that is known.
  func problems(_ at: Input<Timestep>, on model: Input<AnyModel>) -> [Problem] {
    guard let timestep = known(at), let schedule = self.model(model)?.schedule else { return [] }
    do { try schedule.check(timestep, port: at.port.name) } catch { return [Problem("\(error)", port: at)] }
    return []
  }

  /// Two shapes that are known and differ.
  func differences(_ port: some InputPort, _ other: some InputPort) -> [Problem] {
    guard let shape = shape(port), let otherShape = self.shape(other), shape != otherShape else { return [] }
    let fault = StageFault.shapesDiffer(
      port: port.port.name, shape: shape, other: other.port.name, otherShape: otherShape)
    return [Problem(fault.description, port: port)]
  }
}

extension Model {
  /// The schedule that the model was trained under, or the fault that says that it has none.
  public func requiredSchedule(to ability: String) throws -> NoiseSchedule {
    guard let schedule else { throw StageFault.unable(model: name, ability: "\(ability): it has no noise schedule") }
    return schedule
  }
}

/// What keeps a sampler from stepping.
public enum SamplerFault: Fault {
  case missingGenerator(method: String)
  case missingVariance

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .missingGenerator(let method):
      "input 'generator' is missing: a \(method) step adds noise but for the last"
    case .missingVariance:
      "the estimate has no variance, and the model's schedule (learned_range) draws a ddpm step's noise with it: "
        + "take an estimate of that model (a filter keeps its variance; 'add' and 'average' keep it if all their "
        + "inputs have one), or method 'ddim'"
    }
  }
}
