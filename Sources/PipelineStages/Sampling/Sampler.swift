public import Basics
import Foundation
public import PipelineKit
public import Tensors

/// A sampler: a pure function from x_t to x_t′, t′ = `at.next` (nil for the clean image).
///
/// Random numbers come from a generator; a sampler that adds no noise draws none. Coefficients are computed in Float32
/// in the reference implementation's order, because their cancellation is visible at small t.
public protocol Sampler: Method {
  /// Whether the sampler uses `eta`.
  var takesEta: Bool { get }

  /// Whether the sampler uses `previous`, and perhaps `earlier`.
  var looksBack: Bool { get }

  /// The sampler's name in messages if its steps, except for the last, need a generator with that η; nil if they don't.
  func noiseName(eta: Double) -> String?

  /// x_t′, scaled as `state.image` is. `Step` has checked that shapes agree and that the timestep is on the schedule.
  func step(_ state: SamplerState) throws -> Tensor
}

extension Sampler {
  public static var vocabulary: String { "sampler" }
  public var takesEta: Bool { false }
  public var looksBack: Bool { false }
  public func noiseName(eta: Double) -> String? { nil }
}

/// The input of a sampler's step.
public struct SamplerState: Sendable {
  /// x_t of a diffusion: in a flow, x_t/√(a_t² + b_t²), whose ᾱ_t is in `schedule`.
  public var image: Tensor
  /// x̂₀, limited by the schedule's clip.
  public var clean: Tensor
  /// ε̂, and the learned variance if there is one.
  public var estimate: Estimate
  /// t, with its neighbours in the walk.
  public var at: Timestep
  /// The model's schedule.
  public var schedule: NoiseSchedule
  /// The source of noise; nil if the user gave none.
  public var generator: Generator?
  /// 0 … 1, for samplers that take it.
  public var eta: Float
  /// x̂₀ of the step before, for samplers that use it; nil on the first step.
  public var previous: Tensor?
  /// x̂₀ of the step before that one, for samplers that look back; nil on the first two steps.
  public var earlier: Tensor?

  /// Makes a state; shapes are not checked.
  public init(
    _ image: Tensor, clean: Tensor, estimate: Estimate, at: Timestep, schedule: NoiseSchedule,
    generator: Generator? = nil, eta: Float = 0, previous: Tensor? = nil, earlier: Tensor? = nil
  ) {
    (self.image, self.clean, self.estimate, self.at, self.schedule) = (image, clean, estimate, at, schedule)
    (self.generator, self.eta, self.previous, self.earlier) = (generator, eta, previous, earlier)
  }

  /// Standard normal noise of the image's shape. Throws if there is no generator; `method` names the sampler in the
  /// error.
  public func noise(for method: String) throws -> Tensor {
    guard let generator else { throw SamplerFault.missingGenerator(method: method) }
    return generator.normal(image.shape)
  }
}

extension Methods<any Sampler> {
  /// The samplers of this package.
  static let samplers = Methods(
    "sampler",
    [DDPM(), DDIM(), DDIM(clipped: true), DPMSolver(), UniPC(), Euler(), Midpoint()].map { (sampler: any Sampler) in
      (sampler.name, sampler)
    })
}

extension NoiseSchedule {
  /// ᾱ_t, ᾱ_t′ and β between the two timesteps of a step: β = 1 − ᾱ_t / ᾱ_t′.
  func transition(_ at: Timestep) -> (alpha: Float, nextAlpha: Float, beta: Float) {
    let (alpha, nextAlpha) = (alphaCumprod(at.value), alphaCumprod(at.next))
    return (alpha, nextAlpha, 1 - alpha / nextAlpha)
  }

  /// λ = log √ᾱ − log √(1 − ᾱ), half of the logarithm of the ratio of signal and noise.
  func halfLogSNR(_ timestep: Double) -> Float {
    let alpha = alphaCumprod(timestep)
    return log(alpha.squareRoot()) - log((1 - alpha).squareRoot())
  }

  /// Throws unless the timestep is on the schedule and leads to a smaller one, or to the clean image.
  public func check(_ at: Timestep, port: String = "at") throws {
    guard contains(at.value) else {
      throw StageFault.outOfRange(
        port: port, expected: "timesteps 0…\(count - 1) of the model's schedule", found: at.text)
    }
    if let next = at.next, !(next >= 0 && next < at.value) {
      throw StageFault.outOfRange(
        port: port, expected: "a timestep that steps down",
        found: "one that steps from \(at.text) to \(Timestep.text(next))")
    }
    if let previous = at.previous, !(contains(previous) && previous > at.value) {
      throw StageFault.outOfRange(
        port: port, expected: "a timestep that was stepped down to",
        found: "\(at.text) after \(Timestep.text(previous))")
    }
    if let previous = at.previous, let earlier = at.earlier,
      !(contains(earlier) && earlier > previous)
    {
      throw StageFault.outOfRange(
        port: port, expected: "a timestep that was stepped down to",
        found: "\(Timestep.text(previous)) after \(Timestep.text(earlier))")
    }
  }
}

extension KnownInputs {
  /// A problem if the timestep is known and not on the model's schedule.
  func problems(_ at: Input<Timestep>, on model: Input<AnyModel>) -> [Problem] {
    guard let timestep = known(at), let schedule = self.model(model)?.schedule else { return [] }
    do { try schedule.check(timestep, port: at.port.name) } catch { return [Problem(error, port: at)] }
    return []
  }

  /// A problem if both shapes are known and differ.
  func differences(_ port: some InputPort, _ other: some InputPort) -> [Problem] {
    guard let shape = shape(port), let otherShape = self.shape(other), shape != otherShape else { return [] }
    let fault = StageFault.shapesDiffer(
      port: port.port.name, shape: shape, other: other.port.name, otherShape: otherShape)
    return [Problem(fault.description, port: port)]
  }
}

extension Model {
  /// The model's schedule. Throws if it has none; `ability` says what needs one.
  public func requiredSchedule(to ability: String) throws -> NoiseSchedule {
    guard let schedule else { throw StageFault.unable(model: name, ability: "\(ability): it has no noise schedule") }
    return schedule
  }
}

/// An error in a sampler's step.
public enum SamplerFault: Fault {
  /// A step that adds noise has no generator.
  case missingGenerator(method: String)
  /// The schedule needs a learned variance, and the estimate has none.
  case missingVariance

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .missingGenerator(let method):
      "input 'generator' is missing: every \(method) step except the last adds noise"
    case .missingVariance:
      "the estimate has no variance, and the model's schedule (learned_range) draws a ddpm step's noise with it: "
        + "take an estimate of that model (a filter keeps its variance; 'add' and 'average' keep it if all their "
        + "inputs have one), or method 'ddim-clipped'"
    }
  }
}
