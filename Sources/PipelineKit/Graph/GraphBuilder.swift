import Foundation
import Tensors

/// Turns documents into a checked graph. Collects everything that is wrong; nothing runs meanwhile.
final class GraphBuilder {
  private let registry: Registry
  let outputFolder: String
  private(set) var diagnostics: [Diagnostic] = []
  /// The files that are being spliced in, outermost first.
  private var including: [String] = []
  /// Every file that was read, with its text, in the order of reading.
  private(set) var files: [(name: String, text: String)] = []
  private var slotCount = 0
  /// The files that stages outside of loops write, with the stage's name.
  var written: [String: String] = [:]

  init(registry: Registry, outputFolder: String) {
    self.registry = registry
    self.outputFolder = outputFolder
  }

  /// The graph of a file that is run by itself. Complete only if no diagnostic is an error.
  ///
  /// - Parameter given: parameters of the command line, with values already of the right kind.
  func graph(of document: Document, given: [String: Argument], base: String) -> Graph {
    files.append((document.file, document.text))
    including = [canonical(document)]
    var parameters: [String: (binding: Binding, kind: Kind)] = [:]
    for parameter in document.parameters {
      let isGiven = given[parameter.name] != nil
      let (value, kind) = literal(given[parameter.name] ?? parameter.value, base: isGiven ? base : document.folder)
      parameters[parameter.name] = (.constant(value), kind)
    }
    let region = Region(isLoop: false)
    let scope = Scope(
      document: document, entries: document.stages, parent: nil, region: region, order: [], prefix: "",
      parameters: parameters)
    // A part is checked by itself with its inputs unfed; it can't run so.
    for input in document.inputs {
      declare(input.name, .bound(.slot(newSlot()), input.value), input.position, in: scope)
    }
    declareEntries(scope)
    resolveAll(scope)
    let outputs = document.outputs.compactMap { output in
      binding(of: output.value, in: scope).map { (name: output.name, binding: $0.binding) }
    }
    warnUnused(scope)
    let needed = outputs.reduce(into: Set<Slot>()) { $0.formUnion($1.binding.slots) }
    let nodes = Ordering.live(Ordering.sorted(region.nodes), needed: needed)
    return Graph(nodes: nodes, slotCount: slotCount, outputs: outputs)
  }

  // MARK: Scopes

  func declareEntries(_ scope: Scope) {
    for (index, entry) in scope.entries.enumerated() {
      declare(entry.name, .entry(index), entry.position, in: scope)
    }
  }

  /// Names are unique in a file: a body can't hide what stands outside of its loop.
  func declare(_ name: String, _ meaning: Scope.Meaning, _ position: Position, in scope: Scope) {
    if let (_, _, line) = scope.lookup(name) {
      report(.nameTaken(name, line: line), position)
    } else {
      scope.names[name] = (meaning, position.line)
    }
  }

  func resolveAll(_ scope: Scope) {
    for index in scope.entries.indices { _ = outlets(of: index, in: scope) }
  }

  func warnUnused(_ scope: Scope) {
    for (index, entry) in scope.entries.enumerated() where !scope.used.contains(index) {
      guard case .done(let outlets?) = scope.progress[index], !outlets.outputs.isEmpty else { continue }
      let order = scope.order + [index]
      let nodes = scope.region.nodes.filter { $0.order.starts(with: order) }
      if !nodes.contains(where: \.hasEffect) {
        report(.unused(stage: entry.name), entry.position, severity: .warning)
      }
    }
  }

  func newSlot() -> Slot {
    defer { slotCount += 1 }
    return slotCount
  }

  // MARK: Stages

  /// The outputs of a stage, which becomes nodes on the first call.
  func outlets(of index: Int, in scope: Scope) -> Scope.Outlets? {
    switch scope.progress[index] {
    case .done(let outlets): return outlets
    case .underway:
      // Reported once, by whoever closes the circle.
      let names = circle(to: index, in: scope)
      report(.cycle(names), scope.entries[index].position)
      scope.progress[index] = .done(nil)
      return nil
    case .waiting: break
    }
    scope.progress[index] = .underway
    underway.append((scope, index))
    let outlets = build(scope.entries[index], index, in: scope)
    underway.removeLast()
    if case .done = scope.progress[index] { return nil }
    scope.progress[index] = .done(outlets)
    return outlets
  }

  /// The stages being built, each because the one before it refers to it.
  private var underway: [(scope: Scope, index: Int)] = []

  private func circle(to index: Int, in scope: Scope) -> [String] {
    let start = underway.firstIndex { $0.scope === scope && $0.index == index } ?? 0
    let names = underway[start...].map { $0.scope.entries[$0.index].name }
    return names + [names[0]]
  }

  private func build(_ entry: Entry, _ index: Int, in scope: Scope) -> Scope.Outlets? {
    let order = scope.order + [index]
    if let loop = entry.loop { return buildLoop(entry, loop, order, in: scope) }
    if GraphBuilder.isFile(entry.stage) { return buildFile(entry, order, in: scope) }
    guard let type = registry[entry.stage] else {
      report(.unknownStage(entry.stage, known: registry.names), entry.stagePosition)
      // Still follow the references, so that what they name counts as used and is checked.
      for argument in entry.arguments { _ = binding(of: argument.value, in: scope) }
      return nil
    }
    return buildStage(entry, type, order, in: scope)
  }

  /// A stage's name that is the path of a pipeline file.
  static func isFile(_ name: String) -> Bool {
    name.contains("/") || [".json", ".yaml", ".yml"].contains { name.hasSuffix($0) }
  }

  private func buildStage(
    _ entry: Entry, _ type: any Stage.Type, _ order: [Int], in scope: Scope
  ) -> Scope.Outlets? {
    let declaration = type.declaration
    var inputs: [(port: Port, binding: Binding)] = []
    var kinds: [String: Kind] = [:]
    for argument in entry.arguments {
      guard let port = declaration.inputs.first(where: { $0.name == argument.name }) else {
        let known = declaration.inputs.map(\.name)
        report(.unknownInput(argument.name, stage: entry.stage, known: known), argument.position)
        _ = binding(of: argument.value, in: scope)
        continue
      }
      guard let (binding, kind) = admitted(argument.value, to: port, in: scope) else { continue }
      inputs.append((port, binding))
      kinds[port.name] = kind
    }
    for port in declaration.inputs where port.isRequired && !entry.arguments.contains(where: { $0.name == port.name }) {
      report(.missingInput(port.name, stage: entry.name, kind: port.kind), entry.position)
    }
    checkShared(entry, declaration.inputs, kinds)
    let outputs = declaration.outputs.map { ($0, newSlot()) }
    if scope.region.isLoop {
      for port in declaration.inputs where kinds[port.name] == nil {
        guard let source = port.feedback, let output = outputs.first(where: { $0.0.name == source }) else { continue }
        if let along = port.along {
          guard case .slot(let slot)? = inputs.first(where: { $0.port.name == along })?.binding,
            scope.region.elements.contains(slot)
          else { continue }
        }
        inputs.append((port, .feedback(output.1)))
      }
    }
    checkKnown(entry, type, inputs)
    if !scope.region.isLoop { noteWritten(entry, inputs) }
    scope.region.nodes.append(
      GraphNode(
        name: scope.prefix + entry.name, position: entry.position, order: order,
        work: .stage(
          StageWork(
            type: type, inputs: inputs, outputs: outputs.map { ($0.0.name, $0.1) }, folder: scope.document.folder))))
    let outlets = outputs.map { port, slot in
      (name: port.name, binding: Binding.slot(slot), kind: outputKind(port, kinds))
    }
    // A stage with a mistake still has outputs of known kinds, so that what follows it is checked too.
    return Scope.Outlets(outputs: outlets, hasMain: !outlets.isEmpty)
  }

  /// Lets the stage itself look at what is known of its inputs.
  private func checkKnown(_ entry: Entry, _ type: any Stage.Type, _ inputs: [(port: Port, binding: Binding)]) {
    var values: [String: Value] = [:]
    for case (let port, .constant(let value)) in inputs { values[port.name] = value }
    let given = Set(inputs.filter { $0.binding.feedbackSlot == nil }.map(\.port.name)).union(
      entry.arguments.map(\.name))
    for problem in type.init().problems(KnownInputs(values: values, given: given)) {
      let argument = entry.arguments.first { $0.name == problem.port }
      report(.stage(name: entry.name, problem), argument?.value.position ?? entry.position)
    }
  }

  // MARK: Files that are stages

  private func buildFile(_ entry: Entry, _ order: [Int], in scope: Scope) -> Scope.Outlets? {
    let path = Path(entry.stage, base: scope.document.folder).resolved
    guard let document = open(path, entry) else {
      for argument in entry.arguments { _ = binding(of: argument.value, in: scope) }
      return nil
    }
    including.append(canonical(document))
    defer { including.removeLast() }
    var parameters: [String: (binding: Binding, kind: Kind)] = [:]
    for parameter in document.parameters {
      let (value, kind) = literal(parameter.value, base: document.folder)
      parameters[parameter.name] = (.constant(value), kind)
    }
    var inputs: [String: (binding: Binding, kind: Kind)] = [:]
    let known = document.inputs.map(\.name) + document.parameters.map(\.name)
    for argument in entry.arguments {
      let kind = document.inputs.first { $0.name == argument.name }?.value ?? parameters[argument.name]?.kind
      guard let kind else {
        report(.unknownInput(argument.name, stage: entry.stage, known: known), argument.position)
        _ = binding(of: argument.value, in: scope)
        continue
      }
      let port = Port(name: argument.name, kind: kind, summary: "")
      guard let (binding, found) = admitted(argument.value, to: port, in: scope) else { continue }
      if parameters[argument.name] != nil {
        parameters[argument.name] = (binding, kind)
      } else {
        inputs[argument.name] = (binding, kind == .filterable ? found : kind)
      }
    }
    let inner = Scope(
      document: document, entries: document.stages, parent: nil, region: scope.region, order: order,
      prefix: scope.prefix + entry.name + "/", parameters: parameters)
    for input in document.inputs {
      if inputs[input.name] == nil, !entry.arguments.contains(where: { $0.name == input.name }) {
        report(.missingInput(input.name, stage: entry.name, kind: input.value), entry.position)
      }
      let (binding, kind) = inputs[input.name] ?? (.slot(newSlot()), input.value)
      declare(input.name, .bound(binding, kind), input.position, in: inner)
    }
    declareEntries(inner)
    resolveAll(inner)
    let outputs = document.outputs.compactMap { output in
      binding(of: output.value, in: inner).map { (name: output.name, binding: $0.binding, kind: $0.kind) }
    }
    warnUnused(inner)
    return Scope.Outlets(outputs: outputs, hasMain: !outputs.isEmpty)
  }

  private func open(_ path: String, _ entry: Entry) -> Document? {
    let name = files.first.map { GraphBuilder.shown(path, besides: $0.name) } ?? path
    let bytes: [UInt8]
    do { bytes = try FileFault.contents(of: path) } catch {
      let problem: PipelineProblem =
        if case .missing = error { .missingFile(entry.stage) } else { .unreadable("\(error)") }
      report(problem, entry.stagePosition)
      return nil
    }
    let text: String
    do { text = try DocumentReader.text(bytes, file: name) } catch {
      diagnostics.append(error)
      return nil
    }
    let (document, problems) = DocumentReader.read(text, file: name, folder: Path(name).folder)
    guard let document else {
      diagnostics.append(contentsOf: problems)
      return nil
    }
    if let start = including.firstIndex(of: canonical(document)) {
      let circle = (including[start...] + [canonical(document)]).map { URL(fileURLWithPath: $0).lastPathComponent }
      report(.includesItself(circle), entry.stagePosition)
      return nil
    }
    // A file that is a stage several times is described once.
    if !files.contains(where: { $0.name == name }) {
      files.append((name, text))
      diagnostics.append(contentsOf: problems)
    }
    return document
  }

  private func canonical(_ document: Document) -> String {
    URL(fileURLWithPath: document.folder).appendingPathComponent(
      URL(fileURLWithPath: document.file).lastPathComponent
    ).resolvingSymlinksInPath().path
  }

  /// A path as a user would write it who named the main file `main`: relative if that was.
  private static func shown(_ path: String, besides main: String) -> String {
    let current = FileManager.default.currentDirectoryPath + "/"
    let path = Path(path).absolute
    return !main.hasPrefix("/") && path.hasPrefix(current) ? String(path.dropFirst(current.count)) : path
  }

  // MARK: Reports

  func report(
    _ problem: PipelineProblem, _ position: Position, severity: Diagnostic.Severity = .error
  ) {
    // The same mistake is met again where a file is a stage several times.
    let diagnostic = Diagnostic(severity: severity, position: position, problem: problem)
    if !diagnostics.contains(where: { $0.description == diagnostic.description }) { diagnostics.append(diagnostic) }
  }
}
