public import Basics
public import PipelineKit
public import Tensors

/// A sampler: a pure function from x_t to x_t′, t′ = `at.next` (the clean image where that is nil).
///
/// Randomness comes in through a generator; where a sampler adds no noise, it draws none. Coefficients are computed in
/// Float32 in the reference implementation's order, because at small t their cancellation is visible.
public protocol Sampler: Method {
  /// Whether `eta` means something to it.
  var takesEta: Bool { get }

  /// Whether `previous` does.
  var looksBack: Bool { get }

  /// What messages call it where a step but the last needs a generator with that η; nil where none does.
  func noiseName(eta: Double) -> String?

  /// x_t′. Shapes agree and the timestep lies on the schedule; `Step` checks both.
  func step(_ state: SamplerState) throws -> Tensor
}

extension Sampler {
  public static var vocabulary: String { "sampler" }
  public var takesEta: Bool { false }
  public var looksBack: Bool { false }
  public func noiseName(eta: Double) -> String? { nil }
}

/// What a sampler steps from.
public struct SamplerState: Sendable {
  /// x_t.
  public var image: Tensor
  /// x̂₀ as the schedule limits it.
  public var clean: Tensor
  /// ε̂, and the learned variance if there is one.
  public var estimate: Estimate
  public var at: Timestep
  public var schedule: NoiseSchedule
  /// Where noise is drawn from; nil where the user gave nothing.
  public var generator: Generator?
  /// 0 … 1, for samplers that take it.
  public var eta: Float
  /// x̂₀ of the step before, for samplers that look back; nil on the first step.
  public var previous: Tensor?

  public init(
    _ image: Tensor, clean: Tensor, estimate: Estimate, at: Timestep, schedule: NoiseSchedule,
    generator: Generator? = nil, eta: Float = 0, previous: Tensor? = nil
  ) {
    (self.image, self.clean, self.estimate, self.at, self.schedule) = (image, clean, estimate, at, schedule)
    (self.generator, self.eta, self.previous) = (generator, eta, previous)
  }

  /// Standard normal noise of the image's shape, or the fault that says that there is no generator.
  public func noise(for method: String) throws -> Tensor {
    guard let generator else { throw SamplerFault.missingGenerator(method: method) }
    return generator.normal(image.shape)
  }
}

extension Methods<any Sampler> {
  /// The samplers of this package.
  static let samplers = Methods(
    "sampler", [DDPM(), DDIM(), DPMSolver()].map { (sampler: any Sampler) in (sampler.name, sampler) })
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
      "input 'generator' is missing: every \(method) step except the last adds noise"
    case .missingVariance:
      "the estimate has no variance, and the model's schedule (learned_range) draws a ddpm step's noise with it: "
        + "take an estimate of that model (a filter keeps its variance; 'add' and 'average' keep it if all their "
        + "inputs have one), or method 'ddim'"
    }
  }
}
