import Basics
import Tensors

/// Values in texts: parameters and the names that loops and parts bind, in braces.
extension GraphBuilder {
  /// What a text is bound to: itself, or a template of the values that it names.
  func binding(ofText text: String, at position: Position, in scope: Scope) -> (binding: Binding, kind: Kind)? {
    let names = NamesInText(
      known: { scope.parameterNames + scope.boundNames }, isStage: { scope.lookup($0) != nil },
      meaning: { name in
        if let parameter = scope.parameters[name] { return parameter }
        if case .bound(let binding, let kind)? = scope.lookup(name)?.meaning { return (binding, kind) }
        return nil
      })
    let template = template(text, at: position, names)
    warnOfSigns(text, at: position, names)
    guard let template else { return (.constant(.path(Path(text, base: scope.document.folder))), .text) }
    switch constant(template, at: position) {
    case .known(let text): return (.constant(.path(Path(text, base: scope.document.folder))), .text)
    case .open: return (.text(template), .text)
    case nil: return nil
    }
  }

  /// A file's parameters, with what their texts say in braces of the others: `"output": "hybrid-{seed}.png"`.
  ///
  /// - Parameter value: a parameter's value; nil for one that another file gives, where its text was completed.
  func completed(
    _ parameters: NameTable<(binding: Binding, kind: Kind)>, of document: Document,
    value: (Named<Argument>) -> Argument?
  ) -> NameTable<(binding: Binding, kind: Kind)> {
    var completed = parameters
    for parameter in document.parameters {
      guard case .literal(.text(let text))? = value(parameter)?.form,
        case .constant(.path(var path))? = parameters[parameter.name]?.binding
      else { continue }
      let names = NamesInText(
        known: { document.parameters.map(\.name) }, isStage: { _ in false },
        meaning: { $0.isExactly(parameter.name) ? nil : parameters[$0] })
      let position = parameter.value.position
      let template = template(text, at: position, names, isGiven: path.isGiven)
      // What the user gives is a text as it is.
      if !path.isGiven { warnOfSigns(text, at: position, names) }
      guard let template else { continue }
      switch constant(template, at: position) {
      case .known(let text):
        path.text = text
        completed[parameter.name] = (.constant(.path(path)), .text)
      case .open: completed[parameter.name] = (.text(template), .text)
      case nil: break
      }
    }
    return completed
  }

  /// What is known of a template's text before a run.
  private enum Constant {
    case known(String)
    case open
  }

  /// A template's text where all values in it are constants; nil where it is too long, which is reported.
  private func constant(_ template: TextTemplate, at position: Position) -> Constant? {
    do {
      guard template.size <= TextTemplate.longest else { throw TextFault(limit: TextTemplate.longest) }
      let text = try template.text { if case .constant(let value) = $0 { value } else { nil } }
      return text.map { .known($0) } ?? .open
    } catch {
      report(.textTooLong(limit: TextTemplate.longest), position)
      return nil
    }
  }

  /// The template that a text is, or nil where it names nothing. What looks as if it named a value and doesn't is told.
  ///
  /// - Parameter isGiven: whether the command line gives it: only what is nearly a name is told then.
  private func template(
    _ text: String, at position: Position, _ names: NamesInText, isGiven: Bool = false
  ) -> TextTemplate? {
    var pieces: [TextTemplate.Piece] = []
    var end = text.startIndex
    for place in TextTemplate.places(in: text) {
      let meaning = names.meaning(place.name)
      guard meaning != nil || place.isNameLike else { continue }
      var piece: TextTemplate.Piece?
      if place.isEscaped {
        piece = .literal(String(text[place.range].dropFirst().dropLast()))
      } else if let (binding, kind) = meaning, place.isWellFormed {
        if TextTemplate.takes(kind) {
          piece = .value(binding, digits: place.digits)
        } else {
          report(.notInText(place.name, kind: kind), position)
          piece = .literal("")
        }
      } else if let advice = advice(place, isKnown: meaning != nil, names, isGiven) {
        report(.staysLiteral(String(text[place.range]), advice: advice), position, severity: .warning)
      }
      guard let piece else { continue }
      pieces += [.literal(String(text[end..<place.range.lowerBound])), piece]
      end = place.range.upperBound
    }
    if pieces.isEmpty { return nil }
    pieces.append(.literal(String(text[end...])))
    return TextTemplate(pieces: pieces)
  }

  /// What to write in place of braces that name no value.
  private func advice(
    _ place: TextTemplate.Place, isKnown: Bool, _ names: NamesInText, _ isGiven: Bool
  ) -> String? {
    if isKnown { return "did you mean '\(place.corrected)'?" }
    if let nearest = nearest(place.name, names.known()) { return "did you mean '{\(nearest)}'?" }
    if isGiven { return nil }
    if names.isStage(place.name) {
      return "'\(place.name)' is a stage, and only parameters and what loops and parts bind can stand in a text"
    }
    return
      "no parameter, loop or part gives '\(place.name)'; '{\(place.corrected)}' stands for '\(place.corrected)' itself"
  }

  /// A reference that stands within a text is none.
  private func warnOfSigns(_ text: String, at position: Position, _ names: NamesInText) {
    guard text.utf8.dropFirst().contains(where: { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "$") }) else { return }
    for match in text.matches(of: /([@$])([\p{L}\p{N}_-]+)/) where match.range.lowerBound > text.startIndex {
      guard let name = names.longest(in: match.2) else { continue }
      let canStand = names.meaning(name).map { TextTemplate.takes($0.kind) } ?? false
      let advice = canStand ? "did you mean '{\(name)}'?" : "a reference stands alone"
      report(.staysLiteral("\(match.1)\(name)", advice: advice), position, severity: .warning)
    }
  }
}

/// The names that can stand in a text, or look as if they could.
private struct NamesInText {
  /// Those that can.
  var known: () -> [String]
  /// Whether something else has a name.
  var isStage: (String) -> Bool
  /// What a name that can stand in a text means.
  var meaning: (String) -> (binding: Binding, kind: Kind)?

  /// The longest beginning of a word that is a name, as `seed` in `seed-2`; nil where none is.
  func longest(in word: Substring) -> String? {
    var rest = word
    while !rest.isEmpty {
      let name = String(rest)
      if meaning(name) != nil || isStage(name) { return name }
      // Shorter by what stands behind the last sign, or by the sign.
      guard let sign = rest.lastIndex(where: { $0 == "-" || $0 == "_" }) else { return nil }
      rest = rest[..<sign]
    }
    return nil
  }
}
