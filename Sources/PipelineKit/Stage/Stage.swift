public import Basics
public import Logging
import Tensors

/// One small step of a diffusion technique. A stage has no state: all it needs comes through declared ports, so it can
/// be tested alone.
///
/// A stage also offers a `callAsFunction` with plain Swift types, which `run` calls: a pipeline in Swift is a sequence
/// of such calls.
public protocol Stage: Sendable {
  /// The name in pipeline files, what it does, and its ports.
  static var declaration: Declaration { get }

  /// Makes the stage; it takes nothing, as stages have no state.
  init()

  /// Computes the outputs from the inputs. Throws a `Fault` if the inputs are wrong.
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs

  /// Problems that can be found before the run, from the inputs that are known by then: missing files, sizes that don't
  /// fit. Kinds, ranges, choices, missing inputs and the declared rules are checked for every stage already.
  func problems(_ inputs: KnownInputs) -> [Problem]

  /// What is known about the outputs from what is known about the inputs: mainly their shapes. Called before a run, and
  /// again before `run`, so that an output larger than a tensor may be is refused before memory is allocated.
  static func foresee(_ inputs: KnownInputs) -> KnownOutputs

  /// What a run takes besides its inputs and outputs, from what is known about the inputs: evaluations of networks, memory,
  /// bytes written.
  static func cost(_ inputs: KnownInputs) -> StageCost

  /// For a stage that writes: the name of the pipeline that made the file at `path`, if the file has the stage's format
  /// and names it. The same pipeline may replace the file.
  static func maker(of path: String) -> String?
}

extension Stage {
  public func problems(_ inputs: KnownInputs) -> [Problem] { [] }

  /// The problems that the declared rules and `problems` find.
  public func allProblems(_ inputs: KnownInputs) -> [Problem] {
    Self.declaration.rules.compactMap { $0.problem(inputs) } + problems(inputs)
  }

  /// Runs the stage as a pipeline does: checks the declared rules first and throws if one is broken.
  public func outputs(of inputs: Inputs, in context: Context = Context()) throws -> Outputs {
    try Self.require(KnownInputs(inputs, context.registry))
    return try run(inputs, in: context)
  }

  /// Throws if a declared rule is broken.
  public static func require(_ inputs: KnownInputs) throws {
    for rule in declaration.rules {
      if let problem = rule.problem(inputs) { throw StageFault.other(problem.message) }
    }
  }

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs { KnownOutputs() }
  public static func cost(_ inputs: KnownInputs) -> StageCost { StageCost() }
  public static func maker(of path: String) -> String? { nil }
}

/// The values at a stage's input ports.
public struct Inputs: Sendable {
  fileprivate var values: [String: Value]

  /// Makes inputs from values by the names of their ports.
  public init(_ values: [String: Value] = [:]) { self.values = values }

  /// These inputs with a value at one of them: `Inputs().with(Flip.input, .image(picture))`.
  public func with<T>(_ input: Input<T>, _ value: T) -> Inputs { with(input.port, value) }
  /// These inputs with a value at an optional input.
  public func with<T>(_ input: OptionalInput<T>, _ value: T) -> Inputs { with(input.port, value) }

  private func with(_ port: Port, _ value: some PortValue) -> Inputs {
    var inputs = self
    inputs.values[port.name] = value.value(as: port.kind)
    return inputs
  }

  /// The values that were given, by the ports' names.
  public var given: [String: Value] { values }

  /// The value that was given, or the declared default. Throws if neither exists or the value doesn't fit.
  public subscript<T>(_ input: Input<T>) -> T {
    get throws {
      if let value = values[input.port.name] { return try convert(value, input.port) }
      guard let absent = input.absent else { throw StageFault.missingInput(port: input.port.name) }
      return try absent.value(self)
    }
  }

  /// The value that was given, or nil. Throws if the value doesn't fit.
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

  /// The tensors in `value` that a port of `kind` treats as conditions.
  private func conditions(in value: Value, for kind: Kind) -> [Tensor] {
    switch (kind, value) {
    case (.list(let element), .list(let values)): values.flatMap { conditions(in: $0, for: element) }
    case (.condition, .tensor(let embedding)): [embedding]
    default: []
    }
  }

  /// The tensors in `value` that a port of `kind` treats as images.
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
  /// The values by the names of their ports.
  public private(set) var values: [String: Value] = [:]

  /// Makes outputs without values.
  public init() {}

  /// Makes outputs from values by the names of their ports.
  public init(_ values: [String: Value]) { self.values = values }

  /// Makes outputs with one value.
  public init<T>(_ output: Output<T>, _ value: T) { self[output] = value }

  /// The value at an output; nil if it isn't set.
  public subscript<T>(_ output: Output<T>) -> T? {
    get { values[output.port.name].flatMap { T($0) } }
    set { values[output.port.name] = newValue?.value(as: output.port.kind) }
  }
}

/// What is known about a stage's inputs before the run.
public struct KnownInputs: Sendable {
  private var known: [String: Known]
  private var given: Set<String>
  private var names: [String: [String]]
  /// The pipeline's registry, with the methods and model formats that packages add; nil without one.
  public var registry: Registry?

  /// Makes known inputs from what is known about each port.
  ///
  /// - Parameter names: for each input that is an object, its members' names, known or not their values.
  public init(
    _ known: [String: Known], given: Set<String>, names: [String: [String]] = [:], registry: Registry? = nil
  ) {
    self.registry = registry
    self.known = known
    self.given = given
    self.names = names
  }

  /// Makes known inputs from values by the names of their ports.
  public init(values: [String: Value], given: Set<String>) { self.init(values.mapValues(Known.init), given: given) }

  /// Inputs whose values all exist.
  init(_ inputs: Inputs, _ registry: Registry?) {
    self.init(inputs.values.mapValues(Known.init), given: Set(inputs.values.keys), registry: registry)
  }

  /// The value given for a port; nil if none is given or it isn't known.
  func givenValue(_ port: Port) -> Value? { given.contains(port.name) ? known[port.name]?.value : nil }

  /// Whether the user gave this input.
  public func isGiven(_ input: some InputPort) -> Bool { given.contains(input.port.name) }

  /// The names in an input that is an object, in order; nil if they aren't known yet.
  public func names(in input: some InputPort) -> [String]? { members(input)?.map(\.name) }

  /// The input's value if it is a literal, a parameter or an element of one; nil if another stage computes it. If it
  /// isn't given, its default, unless that depends on what another stage computes.
  public func known<T>(_ input: Input<T>) -> T? {
    if given.contains(input.port.name) { return known[input.port.name]?.value.flatMap { T($0) } }
    return input.absent.flatMap { try? $0.value(Inputs(known.compactMapValues(\.value))) }
  }
  /// An optional input's value; nil if it isn't given or another stage computes it.
  public func known<T>(_ input: OptionalInput<T>) -> T? { known[input.port.name]?.value.flatMap { T($0) } }

  /// The shape of the input, which may be known before its value; nil if it isn't.
  public func shape(_ input: some InputPort) -> [Int]? { known[input.port.name]?.shape }

  /// The shape N×C×H×W of an image; nil if it isn't known or doesn't have four axes.
  public func imageShape(_ input: some InputPort) -> [Int]? { shape(input).flatMap { $0.count == 4 ? $0 : nil } }

  /// What is known about a list's elements; nil if their number isn't known.
  public func elements(_ input: some InputPort) -> [Known]? { known[input.port.name]?.elements }

  /// What is known about the values of an object, in the file's order; nil if their names aren't known.
  public func members(_ input: some InputPort) -> [(name: String, known: Known)]? {
    known[input.port.name]?.members ?? names[input.port.name]?.map { ($0, Known()) }
  }

  /// The facts of the model at an input; nil if they aren't known.
  public func model(_ input: some InputPort) -> ModelFacts? { known[input.port.name]?.model }

  /// The first known shape that the port doesn't take: of a picture, or of a condition.
  func shapeFault(_ port: Port) -> StageFault? {
    func fault(_ known: Known, _ kind: Kind) -> StageFault? {
      switch kind {
      case .list(let element): known.elements?.lazy.compactMap { fault($0, element) }.first
      case .image, .mask, .filterable: known.shape.flatMap { StageFault.image($0, port: port.name) }
      // A class's condition has two axes.
      case .condition:
        known.shape.flatMap { (2...3).contains($0.count) ? nil : StageFault.condition($0, port: port.name) }
      default: nil
      }
    }
    return known[port.name].flatMap { fault($0, port.kind) }
  }

  /// All that is known about an input; nil if nothing is.
  public func facts(_ input: some InputPort) -> Known? { known[input.port.name] }
}

/// An error or warning about a stage's inputs, found before the run.
public struct Problem: Sendable {
  /// The input's port; nil if the problem concerns the stage as a whole.
  public var port: String?
  /// What is wrong, for the user.
  public var message: String
  /// What the process's exit status says.
  public var cause: FaultCause
  /// A pipeline with warnings alone runs; the run then repeats the warning.
  public var severity: Diagnostic.Severity

  /// Makes a problem, by default an error in the data.
  public init(
    _ message: String, port: (any InputPort)? = nil, cause: FaultCause = .data,
    severity: Diagnostic.Severity = .error
  ) {
    self.message = message
    self.port = port?.port.name
    (self.cause, self.severity) = (cause, severity)
  }

  /// Makes a problem of an error that the run would end with: its message and its cause, or wrong data if it has none.
  public init(_ error: any Error, port: (any InputPort)? = nil) {
    self.init("\(error)", port: port, cause: (error as? any Fault)?.cause ?? .data)
  }

  init(_ error: any Error, portName: String?) {
    self.init(error)
    port = portName
  }

  init(_ message: String, portName: String?) {
    self.init(message)
    port = portName
  }
}

/// What a run gives its stages besides their inputs.
public struct Context: Sendable {
  /// The origin of the files that this run writes, by name: the pipeline file, parameters, seeds, models' digests, the
  /// program's version.
  public var provenance: @Sendable () throws -> [(name: String, text: String)]
  /// Called with the path of each file that was written.
  public var wrote: @Sendable (String) -> Void
  /// Throws if the stage may not write so many bytes to these paths; after that they count as written.
  var permit: @Sendable (_ paths: [Path], _ bytes: Int) throws -> Void = { _, _ in }
  /// The log for warnings and progress.
  public var log: Logger
  /// The folder in which a stage may cache expensive results between runs; nil if it may not.
  public var cacheFolder: String?
  /// The pipeline's registry, with the methods and model formats that packages add; nil without one.
  public var registry: Registry?

  /// Makes a context; by default without provenance, cache or registry.
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
  /// Writes files within the run's rules: only into its folders, and never over a file that this run wrote or that
  /// isn't the pipeline's. If one can't be written, none is.
  public func write(_ files: [(path: Path, bytes: [UInt8])]) throws {
    try permit(files.map(\.path), files.reduce(0) { $0 + $1.bytes.count })
    try AtomicFile.write(files.map { ($0.bytes, $0.path.target) })
    for file in files { wrote(file.path.target) }
  }
}
