import Basics
import Tensors

/// Binds arguments to inputs whose kinds fit.
extension GraphBuilder {
  /// The binding of an argument and its kind; nil if an error was reported.
  func binding(of argument: Argument, in scope: Scope) -> (binding: Binding, kind: Kind)? {
    switch argument.form {
    case .literal(.text(let text)): return self.binding(ofText: text, at: argument.position, in: scope)
    case .literal(let literal): return self.binding(of: literal, folder: scope.document.folder)
    case .unread: return unread()
    case .parameter(let name):
      guard let parameter = scope.parameters[name] else {
        report(.unknownParameter(name, known: scope.parameterNames), argument.position)
        return nil
      }
      note(origin(of: argument, in: scope), at: argument.position)
      return parameter
    case .reference(let name, let port):
      note(origin(of: argument, in: scope), at: argument.position)
      let found = reference(name, port, argument.position, in: scope)
      if let found { kinds?.note(found.kind, at: argument.position) }
      return found
    case .list(let elements):
      let bindings = elements.map { binding(of: $0, in: scope) }
      guard bindings.allSatisfy({ $0 != nil }) else { return nil }
      let values = bindings.compactMap { binding -> Value? in
        if case .constant(let value) = binding!.binding { return value }
        return nil
      }
      let kind = Kind.list(Value.common(bindings.map { $0!.kind }))
      if values.count == elements.count { return (.constant(.list(values)), kind) }
      return (.list(bindings.map { $0!.binding }), kind)
    case .object(let members):
      let bindings = members.map { (name: $0.name, found: binding(of: $0.value, in: scope)) }
      guard bindings.allSatisfy({ $0.found != nil }) else { return nil }
      let kind = Kind.object(Value.common(bindings.map { $0.found!.kind }))
      let values = bindings.compactMap { binding -> (name: String, value: Value)? in
        if case .constant(let value) = binding.found!.binding { return (binding.name, value) }
        return nil
      }
      if values.count == members.count { return (.constant(.object(values)), kind) }
      return (.object(bindings.map { ($0.name, $0.found!.binding) }), kind)
    }
  }

  /// The command line's parameter whose value an argument has; nil if there is none.
  func origin(of argument: Argument, in scope: Scope) -> String? {
    switch argument.form {
    case .parameter(let name): scope.ofFile.origins["$" + name]
    case .reference(let name, nil): scope.lookup(name)?.scope.origins["@" + name]
    default: nil
    }
  }

  /// Notes that the value at a position is a parameter's.
  private func note(_ parameter: String?, at position: Position) {
    let known = parameterUses[position]
    parameterUses[position] = known == nil || known == parameter ? parameter : ""
  }

  /// The positions of an argument and of the elements of its value.
  func place(of argument: Argument, in scope: Scope) -> ArgumentPlace {
    let elements: [Position]? =
      switch argument.form {
      case .parameter(let name): scope.ofFile.places["$" + name]
      case .reference(let name, nil): scope.lookup(name)?.scope.places[name]
      default: argument.elementPositions
      }
    return ArgumentPlace(position: argument.position, elements: elements ?? [])
  }

  private func binding(
    of literal: Literal, folder: String, origin: Path.Origin = .file
  ) -> (binding: Binding, kind: Kind) {
    let value: Value =
      switch literal {
      case .integer(let integer): .integer(integer)
      case .unsigned(let integer): .unsigned(integer)
      case .number(let number): .number(number)
      case .text(let text): .path(Path(text, base: folder, origin: origin))
      case .flag(let flag): .flag(flag)
      }
    return (.constant(value), literal.kind)
  }

  /// A placeholder for something that could not be read; it fits every port.
  private func unread() -> (binding: Binding, kind: Kind) { (unknown(), .oneOf([])) }

  /// The binding of an argument that has an error: nothing is known about its value, so it causes no further errors.
  func unknown() -> Binding { .slot(newSlot()) }

  /// The binding of a parameter.
  func binding(
    ofParameter argument: Argument, base: String, origin: Path.Origin = .file
  ) -> (binding: Binding, kind: Kind) {
    if argument.isUnread { return unread() }
    let (value, kind) = literal(argument, base: base, origin: origin)
    return (.constant(value), kind)
  }

  /// A parameter's value; the reader has made sure that it consists of literals.
  private func literal(_ argument: Argument, base: String, origin: Path.Origin) -> (value: Value, kind: Kind) {
    switch argument.form {
    case .literal(let literal):
      guard case (.constant(let value), let kind) = binding(of: literal, folder: base, origin: origin) else {
        fatalError("a literal")
      }
      return (value, kind)
    case .list(let elements):
      let ofElements = if case .parameter = origin { Path.Origin.file } else { origin }
      let values = elements.map { literal($0, base: base, origin: ofElements) }
      return (.list(values.map(\.value)), .list(Value.common(values.map(\.kind))))
    default: preconditionFailure("a parameter's value is a literal")
    }
  }

  private func reference(
    _ name: String, _ port: String?, _ position: Position, in scope: Scope
  ) -> (binding: Binding, kind: Kind)? {
    guard let (owner, meaning, _) = scope.lookup(name) else {
      report(.unknownReference(name, known: scope.visible), position)
      return nil
    }
    switch meaning {
    case .bound(let binding, let kind):
      if let port { report(.unknownOutput(port, stage: name, known: []), position) }
      return port == nil ? (binding, kind) : nil
    case .entry(let index):
      owner.used.insert(index)
      guard case .done(let outlets?) = owner.progress[index] else { return nil }
      let names = outlets.outputs.map(\.name)
      guard let first = outlets.outputs.first else {
        report(.noOutput(stage: name), position)
        return nil
      }
      guard let port else {
        if outlets.hasMain { return (first.binding, first.kind) }
        report(.outputNotChosen(stage: name, outputs: names), position)
        return nil
      }
      guard let output = outlets.outputs.first(where: { $0.name.isExactly(port) }) else {
        report(.unknownOutput(port, stage: name, known: names), position)
        return nil
      }
      return (output.binding, output.kind)
    }
  }

  /// The binding of an argument to a port that takes it; nil if an error was reported.
  func admitted(
    _ argument: Argument, to port: Port, in scope: Scope
  ) -> (binding: Binding, kind: Kind)? {
    guard let (binding, kind) = binding(of: argument, in: scope) else { return nil }
    if kind == .oneOf([]) { return (binding, port.kind) }
    // Kinds that are open in a part may become one kind where the part is used; kinds of literals stay different.
    if port.kind == .list(.filterable), case .list(let elements) = argument.form, port.kind.accepts(kind) {
      let kinds = elements.compactMap { self.binding(of: $0, in: scope)?.kind }.filter { !$0.isOpen }
      if case .oneOf(let mixed) = Value.common(kinds), !mixed.isEmpty {
        report(.mixedKinds(input: port.name, kinds: mixed), argument.position)
        return nil
      }
    }
    if let unfit = unfitElement(of: argument, binding, kind, port, in: scope) {
      report(unfit.problem, unfit.position)
      return nil
    }
    if case .constant(let value) = binding {
      do {
        let value = try port.admit(value, folder: scope.document.folder, places)
        return (.constant(value), kind)
      } catch let fault as StageFault {
        report(problem(fault, argument, port), position(of: value, argument, port, in: scope))
      } catch { preconditionFailure("admission throws stage faults") }
      return nil
    }
    guard port.kind.accepts(kind) else {
      if case .slot(let slot) = binding, let elements = walked[slot],
        let index = elements.firstIndex(where: { !port.kind.accepts($0.withWholeNumbers.kind) })
      {
        let places = place(of: argument, in: scope).elements
        report(
          .wrongKind(
            input: port.name, expected: port.kind, found: "\(elements[index].kind) \(elements[index].summary)"),
          places.indices.contains(index) ? places[index] : argument.position)
        return nil
      }
      reportKind(of: argument, port: port, expected: port.kind, found: kind)
      return nil
    }
    return (binding, kind)
  }

  /// The first element of a written list whose kind a port of lists doesn't take: the problem, and its position.
  private func unfitElement(
    of argument: Argument, _ binding: Binding, _ kind: Kind, _ port: Port, in scope: Scope
  ) -> (problem: PipelineProblem, position: Position)? {
    guard let expected = port.kind.elementOfLists, !port.kind.accepts(kind) else { return nil }
    let elements: [(kind: Kind, text: String)]
    if case .constant(.list(let values)) = binding {
      elements = values.map { value in
        let kind = value.withWholeNumbers.kind
        return (kind, kind.element == nil ? " \(value.summary)" : "")
      }
    } else if case .list(let arguments) = argument.form {
      elements = arguments.map { (self.binding(of: $0, in: scope)?.kind ?? .oneOf([]), written($0)) }
    } else {
      return nil
    }
    guard let index = elements.firstIndex(where: { !port.kind.accepts(.list($0.kind)) }) else { return nil }
    let places = place(of: argument, in: scope).elements
    return (
      .wrongKind(
        input: "\(port.name)[\(index)]", expected: expected, found: "\(elements[index].kind)\(elements[index].text)"),
      places.indices.contains(index) ? places[index] : argument.position
    )
  }

  /// The position of the first list element that a port doesn't take, or else of the list.
  private func position(of value: Value, _ argument: Argument, _ port: Port, in scope: Scope) -> Position {
    let places = place(of: argument, in: scope).elements
    guard case .list(let elements) = value, port.kind.element != nil, places.count == elements.count else {
      return argument.position
    }
    let single = port.single
    let wrong = elements.firstIndex { element in
      (try? single.admit(element, folder: scope.document.folder, self.places)) == nil
    }
    return wrong.map { places[$0] } ?? argument.position
  }

  private func reportKind(of argument: Argument, port: Port, expected: Kind, found: Kind) {
    report(.wrongKind(input: port.name, expected: expected, found: "\(found)\(written(argument))"), argument.position)
  }

  /// Checks inputs that must have another input's kind. If a part leaves the kind open, it is checked where the part is
  /// used. Returns the names of those that don't have it.
  func checkShared(_ entry: Entry, _ ports: [Port], _ kinds: [String: Kind]) -> Set<String> {
    var unfit: Set<String> = []
    for port in ports {
      guard let kind = kinds[port.name], let shared = port.sameAs.flatMap({ kinds[$0] }), !kind.isOpen, !shared.isOpen,
        !shared.accepts(kind), let argument = entry.arguments.first(where: { $0.name == port.name })?.value
      else { continue }
      reportKind(of: argument, port: port, expected: shared, found: kind)
      unfit.insert(port.name)
    }
    return unfit
  }

  /// The kind of an output, from the kinds of the inputs.
  func outputKind(_ port: Port, _ inputs: [String: Kind]) -> Kind {
    guard let source = port.sameAs else { return port.kind }
    // An input that could not be bound was reported; its consequences aren't.
    guard let kind = inputs[source] else { return .oneOf([]) }
    let element = kind.element ?? kind
    if element == .anything { return .oneOf([]) }
    return element == .tensor && port.kind == .filterable ? .image : element
  }

  private func problem(_ fault: StageFault, _ argument: Argument, _ port: Port) -> PipelineProblem {
    if case .wrongKind(_, let expected, let found) = fault {
      if let choices = port.choices, case .literal(let literal) = argument.form {
        return .notAChoice(input: port.name, choices: choices, found: literal.text)
      }
      return .wrongKind(input: port.name, expected: expected, found: "\(found)\(written(argument))")
    }
    // A value that the file's parameter has by default: the parameter is where to change it.
    let isDefault = parameterUses[argument.position]?.isEmpty ?? true
    guard isDefault, case .parameter = argument.form, case .outOfRange = fault else { return .unfit(fault) }
    return .unfit(.other(fault.description + origin(of: argument), cause: fault.cause))
  }

  /// The argument's text, shown after its kind.
  private func written(_ argument: Argument) -> String {
    if case .literal(let literal) = argument.form { " \(literal.text)" } else { origin(of: argument) }
  }

  /// The parameter or output that an argument names, shown after it; empty where it names none.
  func origin(of argument: Argument) -> String {
    switch argument.form {
    case .reference(let name, let port): " (@\(name)\(port.map { ".\($0)" } ?? ""))"
    case .parameter(let name): " ($\(name))"
    case .literal, .list, .object, .unread: ""
    }
  }
}
