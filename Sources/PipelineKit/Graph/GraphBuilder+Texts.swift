import Basics
import Tensors

/// Values in texts: parameters and the names that loops and parts bind, in braces.
extension GraphBuilder {
  /// What a text is bound to: itself, or a template of the values that it names.
  func binding(ofText text: String, at position: Position, in scope: Scope) -> (binding: Binding, kind: Kind)? {
    let template = template(text, at: position, known: scope.parameterNames + scope.boundNames) { name in
      if let parameter = scope.parameters[name] { return parameter }
      if case .bound(let binding, let kind)? = scope.lookup(name)?.meaning { return (binding, kind) }
      return nil
    }
    warnOfSigns(text, at: position, in: scope)
    guard let template else { return (.constant(.path(Path(text, base: scope.document.folder))), .text) }
    if let constant = template.text({ if case .constant(let value) = $0 { value } else { nil } }) {
      return (.constant(.path(Path(constant, base: scope.document.folder))), .text)
    }
    return (.text(template), .text)
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
        case .constant(.path(var path))? = parameters[parameter.name]?.binding,
        let template = template(
          text, at: parameter.value.position, known: document.parameters.map(\.name),
          { name in
            name.isExactly(parameter.name) ? nil : parameters[name]
          })
      else { continue }
      if let constant = template.text({ if case .constant(let value) = $0 { value } else { nil } }) {
        path.text = constant
        completed[parameter.name] = (.constant(.path(path)), .text)
      } else {
        completed[parameter.name] = (.text(template), .text)
      }
    }
    return completed
  }

  /// The template that a text is, or nil where it names nothing that `meaning` knows.
  private func template(
    _ text: String, at position: Position, known: @autoclosure () -> [String],
    _ meaning: (String) -> (binding: Binding, kind: Kind)?
  ) -> TextTemplate? {
    var pieces: [TextTemplate.Piece] = []
    var end = text.startIndex
    for place in TextTemplate.places(in: text) {
      guard let (binding, kind) = meaning(place.name) else {
        if let nearest = nearest(place.name, known()) {
          report(.staysLiteral("{\(place.name)}", instead: "{\(nearest)}"), position, severity: .warning)
        }
        continue
      }
      pieces.append(.literal(String(text[end..<place.range.lowerBound])))
      end = place.range.upperBound
      if place.isEscaped {
        pieces.append(.literal(String(text[place.range].dropFirst().dropLast())))
      } else if TextTemplate.takes(kind) {
        pieces.append(.value(binding, digits: place.digits))
      } else {
        report(.notInText(place.name, kind: kind), position)
      }
    }
    if pieces.isEmpty { return nil }
    pieces.append(.literal(String(text[end...])))
    return TextTemplate(pieces: pieces)
  }

  /// A reference that stands within a text is none.
  private func warnOfSigns(_ text: String, at position: Position, in scope: Scope) {
    guard text.utf8.dropFirst().contains(where: { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "$") }) else { return }
    for match in text.matches(of: /([@$])([\p{L}\p{N}_-]+)/) where match.range.lowerBound > text.startIndex {
      let name = String(match.2)
      let isKnown = match.1 == "@" ? scope.lookup(name) != nil : scope.parameters[name] != nil
      guard isKnown else { continue }
      var instead: String?
      if scope.parameters[name] != nil { instead = "{\(name)}" }
      if case .bound? = scope.lookup(name)?.meaning { instead = "{\(name)}" }
      report(.staysLiteral("\(match.1)\(name)", instead: instead), position, severity: .warning)
    }
  }
}
