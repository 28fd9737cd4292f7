public import PipelineKit
import Tensors

/// The walk of sampling: descending timesteps of the model's schedule, each with its neighbours.
///
/// `strength` keeps the last ⌊n · strength⌋ of n timesteps, for SDEdit (Meng et al. 2022).
public struct Timesteps: Stage {
  static let model = Input<AnyModel>("model", "the model whose schedule to use")
  static let count = OptionalInput<Int>("count", "how many timesteps, spread by 'spacing'", in: 1...100_000)
  static let stride = OptionalInput<Int>("stride", "every stride-th timestep, down to 0", in: 1...100_000)
  static let list = OptionalInput<[Double]>(
    "list", "the timesteps themselves, descending; also between whole ones")
  static let respacing = OptionalInput<Respacing>("respacing", "one of DeepFloyd's named lists of timesteps")
  /// The fraction of the timesteps that is kept, from the end; 1 keeps all.
  public static let strength = Input<Double>(
    "strength", "the fraction of the timesteps that is kept, counted from the end; 1 keeps all", in: 0...1, default: 1)
  static let spacing = OptionalInput<MethodName>(
    "spacing", "how 'count' timesteps are spread", of: .spacings, otherwise: "the model's, usually leading")
  static let timesteps = Output<[Timestep]>("timesteps", "the timesteps, descending", kind: .timesteps)
  static let first = Output<Timestep>("first", "the first timestep")
  public static let declaration = Declaration(
    "timesteps", "The timesteps that sampling visits, descending.",
    inputs: [model, count, stride, list, respacing, strength, spacing], outputs: [timesteps, first],
    rules: [.exactlyOne(count, stride, list, respacing), .only(spacing, with: count)])

  /// Makes the stage, which has no settings.
  public init() {}

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    var problems: [Problem] = []
    let ways: [any InputPort] = [Self.count, Self.stride, Self.list, Self.respacing]
    if let list = inputs.known(Self.list) {
      do { try NoiseSchedule.checkDescending(list, port: "list") } catch {
        problems.append(Problem(error, port: Self.list))
      }
    }
    if let strength = inputs.known(Self.strength), strength >= 0,
      let count = inputs.known(Self.count) ?? inputs.known(Self.list)?.count, count > 0
    {
      do { _ = try lastTimesteps((0..<count).map(Double.init), strength: strength) } catch {
        problems.append(Problem(error, port: Self.strength))
      }
    }
    if problems.isEmpty, let schedule = inputs.model(Self.model)?.schedule, let way = try? Self.way(inputs) {
      do {
        let all = try Self.timesteps(way, schedule)
        if case .count = way, !inputs.isGiven(Self.strength), let late = Self.lateStart(all, schedule) {
          problems.append(Problem(late, port: Self.count, severity: .warning))
        }
      } catch {
        let port = ways.first { ways in inputs.isGiven(ways) }
        problems.append(Problem(error, port: port))
      }
    }
    return problems
  }

  /// A warning if the timesteps, continued upwards, would end far below the schedule's last: 'leading' takes multiples of
  /// T // n, which for n = 200 of T = 300 is 1, and a single one is 0. Pure noise is then taken for the picture of a timestep
  /// with less of it. A walk with a strength begins lower by intent.
  private static func lateStart(_ timesteps: [Double], _ schedule: NoiseSchedule) -> String? {
    let next = timesteps.count > 1 ? 2 * timesteps[0] - timesteps[1] : timesteps[0]
    if next >= 0.9 * Double(schedule.count) { return nil }
    let isOne = timesteps.count == 1
    return "\(timesteps.count) timestep\(isOne ? " begins" : "s begin") at \(Timestep.text(timesteps[0])) of "
      + "\(schedule.count), so that pure noise is taken for less; take "
      + "\(isOne ? "more" : "a number that divides \(schedule.count)"), or write 'spacing' trailing in the file"
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    let model = try inputs[Self.model].model
    let ways: [Way?] = [
      try inputs[Self.count].map { .count($0, spacing: try spacing(inputs, in: context.registry)) },
      try inputs[Self.stride].map { .stride($0) }, try inputs[Self.list].map { .list($0) },
      try inputs[Self.respacing].map { .respacing($0) },
    ]
    guard let way = ways.compactMap({ $0 }).first else { throw StageFault.missingInput(port: "count") }
    let walk = try self(way, model: model, strength: inputs[Self.strength])
    var outputs = Outputs(Self.timesteps, walk)
    outputs[Self.first] = walk[0]
    return outputs
  }

  /// How timesteps are chosen.
  public enum Way: Sendable {
    /// A number of timesteps, placed by a spacing; by the schedule's own if none is given.
    case count(Int, spacing: (any TimestepSpacing)? = nil)
    /// Every n-th timestep, down to 0.
    case stride(Int)
    /// These timesteps, descending.
    case list([Double])
    /// One of DeepFloyd's named selections.
    case respacing(Respacing)
  }

  /// The timesteps, at least one. Throws if the model has no schedule or the choice doesn't fit it.
  public func callAsFunction(_ way: Way, model: any Model, strength: Double = Self.strength.defaultValue) throws
    -> [Timestep]
  {
    let all = try Self.timesteps(way, model.requiredSchedule(to: "give timesteps"))
    return Timestep.walk(try lastTimesteps(all, strength: strength))
  }

  private func spacing(_ inputs: Inputs, in registry: Registry?) throws -> (any TimestepSpacing)? {
    try inputs[Self.spacing].map { try Methods.spacings.named($0.name, in: registry) }
  }

  private static func timesteps(_ way: Way, _ schedule: NoiseSchedule) throws -> [Double] {
    switch way {
    case .count(let count, let spacing): try schedule.timesteps(count: count, spacing: spacing)
    case .stride(let stride): try schedule.timesteps(stride: stride)
    case .list(let list): try schedule.timesteps(list: list)
    case .respacing(let respacing): try schedule.timesteps(sections: respacing.sections)
    }
  }

  /// The chosen way; nil if it isn't known yet.
  private static func way(_ inputs: KnownInputs) throws -> Way? {
    if let list = inputs.known(list) { return .list(list) }
    if let stride = inputs.known(stride) { return .stride(stride) }
    if let respacing = inputs.known(respacing) { return .respacing(respacing) }
    guard let count = inputs.known(count) else { return nil }
    if !inputs.isGiven(spacing) { return .count(count) }
    guard let name = inputs.known(spacing)?.name else { return nil }
    return .count(count, spacing: try Methods.spacings.named(name, in: inputs.registry))
  }

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    guard let schedule = inputs.model(model)?.schedule, let way = try? Self.way(inputs),
      !inputs.isGiven(strength) || inputs.known(strength) != nil, let all = try? timesteps(way, schedule),
      let kept = try? lastTimesteps(all, strength: inputs.known(strength) ?? strength.defaultValue)
    else { return KnownOutputs() }
    let walk = Timestep.walk(kept)
    var outputs = KnownOutputs(timesteps, Known(.timesteps(walk)))
    outputs[first] = walk.first.map { Known(.timestep($0)) }
    return outputs
  }
}
