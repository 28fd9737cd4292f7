public import Basics
public import Logging
import Tensors

/// One small step of a diffusion technique. A stage has no state: everything it needs enters through declared ports, so a
/// stage alone is tested by making it, calling it and comparing.
///
/// A stage also offers a `callAsFunction` with plain Swift types, which `run` calls: a chain in Swift is calls of stages.
public protocol Stage: Sendable {
  /// The name in pipeline files, what it does, and its ports.
  static var declaration: Declaration { get }

  init()

  /// Computes the outputs from the inputs. What is wrong with the inputs is thrown as a `Fault`.
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs

  /// What can be said to be wrong before anything runs, from the inputs that are known by then: files that are missing,
  /// sizes that don't fit. Kinds, ranges, choices, missing inputs and the declared rules are checked for every stage.
  func problems(_ inputs: KnownInputs) -> [Problem]

  /// What follows for the outputs from what is known of the inputs: their shapes above all. Asked before a run, and in
  /// it before `run`: an output larger than a tensor may be is refused before anything of its size is made.
  static func foresee(_ inputs: KnownInputs) -> KnownOutputs

  /// Of a stage that writes: the name of the pipeline that made the file at `path`, if that is a file of the stage's
  /// format that names it. The same pipeline may replace it.
  static func maker(of path: String) -> String?
}

extension Stage {
  public func problems(_ inputs: KnownInputs) -> [Problem] { [] }

  /// What the declared rules and `problems` say.
  public func allProblems(_ inputs: KnownInputs) -> [Problem] {
    Self.declaration.rules.compactMap { $0.problem(inputs) } + problems(inputs)
  }

  /// Runs the stage as a pipeline does: what the declared rules forbid is thrown.
  public func outputs(of inputs: Inputs, in context: Context = Context()) throws -> Outputs {
    try Self.require(KnownInputs(inputs, context.registry))
    return try run(inputs, in: context)
  }

  /// Throws what the declared rules forbid.
  public static func require(_ inputs: KnownInputs) throws {
    for rule in declaration.rules {
      if let problem = rule.problem(inputs) { throw StageFault.other(problem.message) }
    }
  }

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs { KnownOutputs() }
  public static func maker(of path: String) -> String? { nil }
}

/// The values at a stage's input ports.
public struct Inputs: Sendable {
  fileprivate var values: [String: Value]

  public init(_ values: [String: Value] = [:]) { self.values = values }

  /// The same with a value at an input: `Inputs().with(Flip.input, .image(picture))`.
  public func with<T>(_ input: Input<T>, _ value: T) -> Inputs { with(input.port, value) }
  public func with<T>(_ input: OptionalInput<T>, _ value: T) -> Inputs { with(input.port, value) }

  private func with(_ port: Port, _ value: some PortValue) -> Inputs {
    var inputs = self
    inputs.values[port.name] = value.value(as: port.kind)
    return inputs
  }

  /// What was given, by the ports' names.
  public var given: [String: Value] { values }

  /// The value that was given, or the declared default.
  public subscript<T>(_ input: Input<T>) -> T {
    get throws {
      if let value = values[input.port.name] { return try convert(value, input.port) }
      guard let absent = input.absent else { throw StageFault.missingInput(port: input.port.name) }
      return try absent.value(self)
    }
  }

  public subscript<T>(_ input: OptionalInput<T>) -> T? {
    get throws { try values[input.port.name].map { try convert($0, input.port) } }
  }

  private func convert<T: PortValue>(_ value: Value, _ port: Port) throws -> T {
    for image in images(in: value, for: port.kind) {
      if let fault = StageFault.image(image.shape, port: port.name) { throw fault }
    }
    for embedding in conditions(in: value, for: port.kind) where embedding.rank != 3 || embedding.count == 0 {
      throw StageFault.condition(embedding.shape, port: port.name)
    }
    guard let converted = T(value) else {
      throw StageFault.wrongKind(port: port.name, expected: port.kind, found: value.kind)
    }
    return converted
  }

  /// The tensors in `value` that a port of `kind` takes for conditions.
  private func conditions(in value: Value, for kind: Kind) -> [Tensor] {
    switch (kind, value) {
    case (.list(let element), .list(let values)): values.flatMap { conditions(in: $0, for: element) }
    case (.condition, .tensor(let embedding)): [embedding]
    default: []
    }
  }

  /// The tensors in `value` that a port of `kind` takes for images.
  private func images(in value: Value, for kind: Kind) -> [Tensor] {
    switch (kind, value) {
    case (.list(let element), .list(let values)): values.flatMap { images(in: $0, for: element) }
    case (.image, _), (.mask, _), (.filterable, _): Tensor(value).map { [$0] } ?? []
    default: []
    }
  }
}

/// The values at a stage's output ports.
public struct Outputs: Sendable {
  public private(set) var values: [String: Value] = [:]

  public init() {}

  public init<T>(_ output: Output<T>, _ value: T) { self[output] = value }

  public subscript<T>(_ output: Output<T>) -> T? {
    get { values[output.port.name].flatMap { T($0) } }
    set { values[output.port.name] = newValue?.value(as: output.port.kind) }
  }
}

/// The inputs of a stage as far as they are known before anything runs.
public struct KnownInputs: Sendable {
  private var known: [String: Known]
  private var given: Set<String>
  private var names: [String: [String]]
  /// What the pipeline's registry knows: methods and families of models that other packages add. nil without one.
  public var registry: Registry?

  /// - Parameter names: those in each input that is an object, whether its members' values are known or not.
  public init(
    _ known: [String: Known], given: Set<String>, names: [String: [String]] = [:], registry: Registry? = nil
  ) {
    self.registry = registry
    self.known = known
    self.given = given
    self.names = names
  }

  public init(values: [String: Value], given: Set<String>) { self.init(values.mapValues(Known.init), given: given) }

  /// Inputs that have arrived.
  init(_ inputs: Inputs, _ registry: Registry?) {
    self.init(inputs.values.mapValues(Known.init), given: Set(inputs.values.keys), registry: registry)
  }

  /// The value of an input by its port, where it is given and known.
  func givenValue(_ port: Port) -> Value? { given.contains(port.name) ? known[port.name]?.value : nil }

  /// Whether the user gave this input at all.
  public func isGiven(_ input: some InputPort) -> Bool { given.contains(input.port.name) }

  /// The names in an input that is an object, in their order; nil where they can't be known yet.
  public func names<T>(in input: Input<T>) -> [String]? { names[input.port.name] }

  /// The input's value if it is a literal, a parameter or an element of these; nil for what another stage will compute.
  /// Where it isn't given, its default, unless that follows from what another stage will compute.
  public func known<T>(_ input: Input<T>) -> T? {
    if given.contains(input.port.name) { return known[input.port.name]?.value.flatMap { T($0) } }
    return input.absent.flatMap { try? $0.value(Inputs(known.compactMapValues(\.value))) }
  }
  public func known<T>(_ input: OptionalInput<T>) -> T? { known[input.port.name]?.value.flatMap { T($0) } }

  /// The shape of the input, also where its value is not known yet.
  public func shape(_ input: some InputPort) -> [Int]? { known[input.port.name]?.shape }

  /// The shape of an image, N×C×H×W.
  public func imageShape(_ input: some InputPort) -> [Int]? { shape(input).flatMap { $0.count == 4 ? $0 : nil } }

  /// What is known of a list's elements.
  public func elements(_ input: some InputPort) -> [Known]? { known[input.port.name]?.elements }

  public func model(_ input: some InputPort) -> ModelFacts? { known[input.port.name]?.model }

  /// The first known shape that nothing at the port has: of a picture, or of a condition.
  func shapeFault(_ port: Port) -> StageFault? {
    func fault(_ known: Known, _ kind: Kind) -> StageFault? {
      switch kind {
      case .list(let element): known.elements?.lazy.compactMap { fault($0, element) }.first
      case .image, .mask, .filterable: known.shape.flatMap { StageFault.image($0, port: port.name) }
      // A class has two axes.
      case .condition:
        known.shape.flatMap { (2...3).contains($0.count) ? nil : StageFault.condition($0, port: port.name) }
      default: nil
      }
    }
    return known[port.name].flatMap { fault($0, port.kind) }
  }

  /// What is known of a value of several kinds.
  public func facts(_ input: some InputPort) -> Known? { known[input.port.name] }
}

/// Something wrong with a stage's inputs, or odd about them, found before anything ran.
public struct Problem: Sendable {
  /// The port that it concerns; nil for the stage as a whole.
  public var port: String?
  public var message: String
  public var cause: FaultCause
  /// A warning is what the run says too, in the same words; with it alone a pipeline runs.
  public var severity: Diagnostic.Severity

  public init(
    _ message: String, port: (any InputPort)? = nil, cause: FaultCause = .data,
    severity: Diagnostic.Severity = .error
  ) {
    self.message = message
    self.port = port?.port.name
    (self.cause, self.severity) = (cause, severity)
  }

  init(_ message: String, portName: String?) {
    self.init(message)
    port = portName
  }
}

/// What a run tells its stages besides their inputs.
public struct Context: Sendable {
  /// What made the things that this run writes: the pipeline file, parameters, seeds, models' digests, the program's
  /// version, by name.
  public var provenance: @Sendable () throws -> [(name: String, text: String)]
  /// Called with the path of each file that was written.
  public var wrote: @Sendable (String) -> Void
  /// Throws where the stage may not write to these paths; they count as written from then on.
  var permit: @Sendable ([Path]) throws -> Void = { _ in }
  public var log: Logger
  /// Where a stage may keep what is expensive to compute from one run to the next; nil where it may not.
  public var cacheFolder: String?
  /// What the pipeline's registry knows: methods and families of models that other packages add. nil without one.
  public var registry: Registry?

  public init(
    provenance: @escaping @Sendable () throws -> [(name: String, text: String)] = { [] },
    wrote: @escaping @Sendable (String) -> Void = { _ in }, log: Logger = Logger(label: "pipelinekit"),
    cacheFolder: String? = nil, registry: Registry? = nil
  ) {
    self.registry = registry
    self.provenance = provenance
    self.wrote = wrote
    self.log = log
    self.cacheFolder = cacheFolder
  }
}

extension Context {
  /// Writes files as the run's rules allow it: within its folders, none over another of the run's or over one that isn't
  /// the pipeline's. If one can't be written, none is.
  public func write(_ files: [(path: Path, bytes: [UInt8])]) throws {
    try permit(files.map(\.path))
    try AtomicFile.write(files.map { ($0.bytes, $0.path.target) })
    for file in files { wrote(file.path.target) }
  }
}
