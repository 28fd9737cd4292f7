import Basics
import Logging
public import PipelineKit
import Tensors

/// Runs any program as a stage: its inputs go to the program's standard input as a safetensors file, and its outputs
/// come from the program's standard output as another. docs/programs.md describes the protocol.
///
/// The program must be a function of its inputs: as for any stage without effects, equal uses run once, and a use whose
/// outputs nothing reads doesn't run.
public struct RunProgram: Stage {
  static let program = Input<[Path]>(
    "program", "a program and its arguments; what is a file beside the pipeline file stands for that file", path: .runs)
  /// What the program gets, by names.
  public static let inputs = Input<ProgramInputs>("inputs", "names, each with what the program gets", default: [:])
  static let outputs = Input<NamedOutputs>(
    "outputs", "names, each with its kind, as in \"image\", or \"image like photo\": of the shape of the input 'photo'")
  /// The seconds after which the program is stopped.
  public static let timeout = Input<Double>(
    "timeout", "the seconds after which the program is stopped", in: 0.1...86_400, default: 60)
  public static let declaration = Declaration(
    "run", "Runs a program; needs '--allow-run'. The program must be a function of its inputs.",
    inputs: [program, inputs, outputs, timeout], outputsFrom: outputs)

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    guard let named = inputs.known(outputs), let members = inputs.members(Self.inputs) else { return KnownOutputs() }
    return KnownOutputs(
      named.all.reduce(into: [:]) { known, output in
        let shape = members.first { $0.name == output.like }?.known.shape
        if let shape { known[output.name] = Known(shape: shape) }
      })
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    var problems: [Problem] = []
    do { _ = try inputs.known(Self.program).map(Self.words) } catch {
      problems.append(Problem(error, port: Self.program))
    }
    let names = inputs.isGiven(Self.inputs) ? inputs.names(in: Self.inputs) : []
    if let fault = names.flatMap(SafeTensors.fault(inNames:)) {
      problems.append(Problem("\(fault)", port: Self.inputs))
    }
    do { try inputs.known(Self.outputs).map { try ProgramOutputs($0).check(names) } } catch {
      problems.append(Problem(error, port: Self.outputs))
    }
    return problems
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    let words = try inputs[Self.program]
    let program = ExternalProgram(
      try Self.words(words), name: Self.name(words.map(\.text)), timeout: try inputs[Self.timeout])
    return try Outputs(
      run(program, inputs[Self.inputs], inputs[Self.outputs]) { context.log.info("\($0)") })
  }

  /// Runs a program and returns the values that `outputs` names. Throws where the program fails, or gives something else.
  ///
  /// - Parameters:
  ///   - program: the program, a path or a name on PATH, and its arguments.
  ///   - timeout: the seconds after which it is stopped.
  public func callAsFunction(
    _ program: [String], inputs: ProgramInputs = Self.inputs.defaultValue, outputs: NamedOutputs,
    timeout: Double = Self.timeout.defaultValue
  ) throws -> [String: Value] {
    try run(ExternalProgram(program, name: Self.name(program), timeout: timeout), inputs, outputs) { _ in }
  }

  private func run(
    _ program: ExternalProgram, _ inputs: ProgramInputs, _ outputs: NamedOutputs, note: (String) -> Void
  ) throws -> [String: Value] {
    let expected = ProgramOutputs(outputs)
    try expected.check(inputs.names)
    let result = try program.run(SafeTensors.encoded(inputs.tensors.all, metadata: inputs.texts))
    for line in result.lines { note("\(program.name): \(line)") }
    let file = try SafeTensors(result.output, name: "the output of '\(program.name)'")
    return try expected.values(in: file, shapes: inputs.shapes)
  }

  /// The words to run a program with: those that are files beside the pipeline file by their paths. Throws where there
  /// is no such program.
  private static func words(_ paths: [Path]) throws -> [String] {
    guard let first = paths.first else { throw ProgramUseFault.noProgram }
    var words = paths.map { $0.existing ?? $0.text }
    // A folder isn't a program: a name may be that of both.
    if !FileSystem.isFile(words[0]) { words[0] = first.text }
    if ExternalProgram.path(of: words[0]) == nil { throw ProgramFault.missing(name: first.text) }
    return words
  }

  private static func name(_ words: [String]) -> String { ExternalProgram(words).name }
}
