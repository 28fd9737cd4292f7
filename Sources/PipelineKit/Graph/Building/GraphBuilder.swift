import Basics
import Tensors

/// Turns documents into a checked graph. Collects all errors; nothing runs.
final class GraphBuilder {
  let registry: Registry
  let reading: ReadRules
  var rules: WriteRules
  /// Whether stages may run programs.
  let allowsPrograms: Bool
  private(set) var diagnostics: [Diagnostic] = []
  /// The reported problems, to report an error only once if a file is used several times.
  private var reported: Set<String> = []
  /// The included files, each read once.
  var included = IncludedFiles()
  /// The kinds of references, where the file is to be drawn.
  var kinds: ReferenceKinds?
  private var slotCount = 0
  /// The number of stages, loops and files so far.
  private var stageCount = 0
  /// Whether there are more than a pipeline may have.
  private var isFull = false
  /// The number of loops and files around the current stage.
  var depth = 0
  /// The elements that loops put into slots, if they are literals.
  var walked: [Slot: [Value]] = [:]
  /// Where files use the values of the command line's parameters: the parameter's name; empty where several are used.
  var parameterUses: [Position: String] = [:]
  /// Whether no error was found so far. After one, it isn't known which stages are used.
  private(set) var isSound = true
  /// What is known about the graph's values; nil for a graph that is too large. Where an error was found, nothing is
  /// known about what depends on it.
  private(set) var foresight: Foresight?
  /// The problems that stages found in their constants.
  private var constantProblems: Set<String> = []
  /// The stages being resolved, each needed by the one before it.
  var path: [Resolution] = []

  /// The limit on stages; those of an included file count each time it is used.
  static let mostStages = 200_000
  /// The limit on nested loops and included files.
  static let deepest = 64

  init(registry: Registry, reading: ReadRules, rules: WriteRules, allowsPrograms: Bool) {
    (self.registry, self.reading, self.allowsPrograms) = (registry, reading, allowsPrograms)
    self.rules = rules
  }

  /// The graph of a file that is run by itself. It is complete only if no diagnostic is an error.
  ///
  /// - Parameters:
  ///   - files: texts that replace files which the document includes.
  ///   - given: the command line's parameters, with values of the right kind.
  func graph(
    of document: Document, including files: [(name: String, text: String)], given: [ExactName: Argument], base: String
  ) -> Graph {
    included.begin(with: document, included: files)
    var parameters: NameTable<(binding: Binding, kind: Kind)> = [:]
    for parameter in document.parameters {
      parameters[parameter.name] =
        given[ExactName(parameter.name)].map {
          binding(ofParameter: $0, base: base, origin: .commandLine(parameter.name))
        } ?? binding(ofParameter: parameter.value, base: document.folder, origin: .parameter(parameter.name))
    }
    // Values of the command line have the positions of the defaults that they replace.
    for parameter in document.parameters where given[ExactName(parameter.name)] != nil {
      parameterUses[parameter.value.position] = parameter.name
    }
    parameters = completed(parameters, of: document) { given[ExactName($0.name)] ?? $0.value }
    let written = document.parameters.filter { given[ExactName($0.name)] == nil }
    let region = Region(isLoop: false)
    let scope = Scope(
      document: document, entries: document.stages, parent: nil, region: region, order: [], prefix: "",
      parameters: parameters)
    for parameter in written { scope.places["$" + parameter.name] = parameter.value.elementPositions }
    for parameter in document.parameters where given[ExactName(parameter.name)] != nil {
      scope.origins["$" + parameter.name] = parameter.name
    }
    // A part is checked by itself without inputs, but it can't run so.
    for input in document.inputs {
      declare(input.name, .bound(.slot(newSlot()), input.value), input.position, in: scope)
    }
    declareEntries(scope)
    resolveAll(scope)
    let outputs = document.outputs.compactMap { output in
      binding(of: output.value, in: scope).map { (name: output.name, binding: $0.binding) }
    }
    warnUnused(scope)
    // A graph that is too large isn't inspected.
    if isFull { return Graph(nodes: [], slotCount: slotCount, outputs: outputs) }
    let needed = outputs.reduce(into: Set<Slot>()) { $0.formUnion($1.binding.slots) }
    let nodes = live(Ordering.sorted(region.nodes), needed: needed)
    // It keeps the closure, and this builder keeps it.
    foresight = Foresight(nodes, places: places, registry: registry) { [unowned self] problem, position in
      if case .stage(_, let problem) = problem, constantProblems.contains(GraphBuilder.key(of: problem, at: position)) {
        return
      }
      report(problem, position)
    }
    return Graph(nodes: nodes, slotCount: slotCount, outputs: outputs)
  }

  /// Where the paths that arrive at a stage start from.
  var places: PathPlaces { PathPlaces(reading, rules) }

  // MARK: Scopes

  func declareEntries(_ scope: Scope) {
    for (index, entry) in scope.entries.enumerated() {
      declare(entry.name, .entry(index), entry.position, in: scope)
    }
  }

  /// Names are unique in a file: a loop's body can't hide a name outside of the loop.
  func declare(_ name: String, _ meaning: Scope.Meaning, _ position: Position, in scope: Scope) {
    if let (_, _, line) = scope.lookup(name) {
      report(.nameTaken(name, line: line), position)
    } else {
      scope.names[name] = (meaning, position.line)
    }
  }

  func warnUnused(_ scope: Scope) {
    let unused = scope.entries.indices.filter { index in
      guard !scope.used.contains(index), case .done(let outlets?) = scope.progress[index] else { return false }
      return !outlets.outputs.isEmpty
    }
    if unused.isEmpty { return }
    let level = scope.order.count
    let effective = scope.region.nodes[scope.firstNode...].filter(\.hasEffect)
    let needed = Set(effective.lazy.filter { $0.order.count > level }.map { $0.order[level] })
    for index in unused where !needed.contains(index) {
      let entry = scope.entries[index]
      report(.unused(stage: entry.name), entry.position, severity: .warning)
    }
  }

  /// The nodes that are needed; where an error was found, all, because a stage with an error may need them.
  func live(_ nodes: [GraphNode], needed: Set<Slot>) -> [GraphNode] {
    isSound ? Ordering.live(nodes, needed: needed) : nodes
  }

  func newSlot() -> Slot {
    defer { slotCount += 1 }
    return slotCount
  }

  // MARK: Stages

  /// Makes nodes from a stage whose references are resolved. Returns its outputs, or nil if it has an error.
  func build(_ index: Int, in scope: Scope) -> Scope.Outlets? {
    let entry = scope.entries[index]
    let order = scope.order + [index]
    if isFull { return nil }
    if stageCount == GraphBuilder.mostStages {
      report(.tooManyStages(limit: GraphBuilder.mostStages), entry.stagePosition)
      isFull = true
      return nil
    }
    stageCount += 1
    if entry.loop != nil || GraphBuilder.isFile(entry.stage) {
      guard depth < GraphBuilder.deepest else {
        report(.tooDeep(limit: GraphBuilder.deepest), entry.stagePosition)
        return nil
      }
      depth += 1
      defer { depth -= 1 }
      if let loop = entry.loop { return buildLoop(entry, loop, order, in: scope) }
      return buildFile(entry, order, in: scope)
    }
    guard let type = registry[entry.stage] else {
      report(.unknownStage(entry.stage, known: registry.names), entry.stagePosition)
      // Still follow the references, so that the stages they name count as used and are checked.
      for argument in entry.arguments { _ = binding(of: argument.value, in: scope) }
      return nil
    }
    return buildStage(entry, type, order, in: scope)
  }

  /// Whether a stage's name is the path of a pipeline file.
  static func isFile(_ name: String) -> Bool {
    name.contains("/") || [".json", ".yaml", ".yml"].contains { name.hasSuffix($0) }
  }

  private func buildStage(
    _ entry: Entry, _ type: any Stage.Type, _ order: [Int], in scope: Scope
  ) -> Scope.Outlets? {
    let declaration = type.declaration
    var inputs: [(port: Port, binding: Binding)] = []
    var kinds: [String: Kind] = [:]
    var places: [String: ArgumentPlace] = [:]
    for argument in entry.arguments {
      places[argument.name] = place(of: argument.value, in: scope)
      guard let port = declaration.inputs.first(where: { $0.name == argument.name }).map(registry.completed) else {
        let known = declaration.inputs.map(\.name)
        report(.unknownInput(argument.name, stage: entry.stage, known: known), argument.position)
        _ = binding(of: argument.value, in: scope)
        // Rules between inputs count the input that was probably meant as given.
        if let port = nearest(argument.name, known).flatMap({ name in declaration.inputs.first { $0.name == name } }),
          !entry.arguments.contains(where: { $0.name == port.name })
        {
          inputs.append((port, unknown()))
        }
        continue
      }
      guard let (binding, kind) = admitted(argument.value, to: port, in: scope) else {
        inputs.append((port, unknown()))
        continue
      }
      if port.path == nil, let text = binding.rawText {
        report(
          .wrongKind(input: port.name, expected: port.kind, found: "bytes that are not UTF-8: '\(text)'"),
          argument.value.position)
        inputs.append((port, unknown()))
        continue
      }
      inputs.append((port, binding))
      kinds[port.name] = kind
    }
    for port in declaration.inputs where port.isRequired && !entry.arguments.contains(where: { $0.name == port.name }) {
      report(.missingInput(port.name, stage: entry.name, kind: port.kind), entry.position)
    }
    let unfit = checkShared(entry, declaration.inputs, kinds)
    for index in inputs.indices where unfit.contains(inputs[index].port.name) { inputs[index].binding = unknown() }
    let ports = outputPorts(declaration, inputs.filter { kinds[$0.port.name] != nil }, entry)
    let outputs = (ports ?? []).map { ($0, newSlot()) }
    if scope.region.isLoop {
      let given = Set(inputs.map(\.port.name))
      for port in declaration.inputs where !given.contains(port.name) {
        guard let source = port.feedback, let output = outputs.first(where: { $0.0.name == source }) else { continue }
        if let with = port.with, !inputs.contains(where: { $0.port.name == with && isSet($0) }) { continue }
        if let along = port.along {
          guard case .slot(let slot)? = inputs.first(where: { $0.port.name == along })?.binding,
            scope.region.elements.contains(slot)
          else { continue }
        }
        inputs.append((port, .feedback(output.1)))
      }
    }
    checkKnown(entry, type, inputs)
    scope.region.nodes.append(
      GraphNode(
        name: scope.prefix + entry.name, position: entry.position, order: order,
        work: .stage(
          StageWork(
            type: type, inputs: inputs, outputs: outputs.map { ($0.0.name, $0.1) }, folder: scope.document.folder,
            places: places))))
    if ports == nil { return nil }
    let outlets = outputs.map { port, slot in
      (name: port.name, binding: Binding.slot(slot), kind: outputKind(port, kinds))
    }
    // A stage with an error still has outputs of known kinds, so that later stages are checked too.
    return Scope.Outlets(outputs: outlets, hasMain: !outlets.isEmpty)
  }

  /// Whether an input may have another value than where it is not given.
  private func isSet(_ input: (port: Port, binding: Binding)) -> Bool {
    guard case .value(let absent)? = input.port.absence else { return true }
    return Source(input.binding, input.port, nil) != Source(.constant(absent), input.port, nil)
  }

  /// Calls the stage's own check with what is known about its inputs.
  private func checkKnown(_ entry: Entry, _ type: any Stage.Type, _ inputs: [(port: Port, binding: Binding)]) {
    var values: [String: Value] = [:]
    var names: [String: [String]] = [:]
    for (port, binding) in inputs {
      if case .constant(let value) = binding { values[port.name] = value }
      names[port.name] = binding.names
    }
    let given = Set(inputs.filter { $0.binding.feedbackSlot == nil }.map(\.port.name)).union(
      entry.arguments.map(\.name))
    for problem in type.init().allProblems(
      KnownInputs(values.mapValues(Known.init), given: given, names: names, registry: registry))
    {
      let argument = entry.arguments.first { $0.name == problem.port }
      let position = argument?.value.position ?? entry.position
      constantProblems.insert(GraphBuilder.key(of: problem, at: position))
      var problem = problem
      // A value that the file's parameter has by default: the parameter is where to change it.
      if let argument, case .parameter = argument.value.form, problem.cause == .data,
        parameterUses[position]?.isEmpty ?? true
      {
        problem.message += origin(of: argument.value)
      }
      report(.stage(name: entry.name, problem), position)
    }
  }

  private static func key(of problem: Problem, at position: Position) -> String { "\(position) \(problem.message)" }

  // MARK: Reports

  func report(
    _ problem: PipelineProblem, _ position: Position, severity: Diagnostic.Severity? = nil
  ) {
    // In a pipeline that is too large the rest isn't inspected, so missing items there are no errors.
    if isFull { return }
    let severity = severity ?? problem.severity
    var problem = problem
    var position: Position? = position
    if severity == .error || problem.isOfText, problem.isAboutValue, let name = position.flatMap({ parameterUses[$0] }),
      !name.isEmpty
    {
      (problem, position) = (.given(parameter: name, problem), nil)
    }
    let diagnostic = Diagnostic(severity: severity, position: position, problem: problem)
    var key = "\(position.map { "\($0)" } ?? "") \(severity) \(problem.statement)"
    // Two stages may give the same warning about one text, and the same error about one parameter.
    if severity == .warning, case .stage(_, let problem) = problem { key = problem.message }
    if case .given(let name, .stage(_, let problem)) = problem { key = "\(name) \(severity) \(problem.message)" }
    if severity == .error { isSound = false }
    if reported.insert(key).inserted { diagnostics.append(diagnostic) }
  }

  /// Adds the errors found while reading a file.
  func note(_ found: [Diagnostic]) {
    if found.contains(where: { $0.severity == .error }) { isSound = false }
    diagnostics.append(contentsOf: found)
  }
}
