import Basics

/// The outputs of a stage that a file names, each with the word of its kind: `"image": "image"`. Where the word is
/// followed by `like` and a name, `"image like photo"`, the output has the shape of what has that name among the
/// stage's inputs.
public struct NamedOutputs: PortValue {
  /// One output.
  public struct Entry: Sendable {
    /// The output's name.
    public var name: String
    /// What the file says of it.
    public var words: String
    /// The word of its kind, which may be wrong.
    public var kindWord: String
    /// The name of what has the same shape; nil where the shape isn't known before the run.
    public var like: String?

    /// The kind; nil for a word that names none.
    public func kind(_ registry: Registry?) -> Kind? { Kind(kindWord, custom: registry?.kinds ?? []) }

    init(_ name: String, _ words: String) {
      (self.name, self.words) = (name, words)
      let parts = words.split(separator: " ", omittingEmptySubsequences: true)
      if parts.count > 2, parts[parts.count - 2] == "like" {
        kindWord = parts.dropLast(2).joined(separator: " ")
        like = String(parts[parts.count - 1])
      } else {
        kindWord = words
      }
    }
  }

  /// The outputs in the order of the file. A reference to the stage without an output's name means the first.
  public var all: [Entry]

  /// Makes outputs from names and the words for each.
  public init(_ outputs: [(name: String, words: String)]) { all = outputs.map { Entry($0.name, $0.words) } }

  public static var kind: Kind { .object(.text) }

  public init?(_ value: Value) {
    guard case .object(let members) = value else { return nil }
    all = []
    for (name, value) in members {
      guard let words = String(value) else { return nil }
      all.append(Entry(name, words))
    }
  }

  public func value(as kind: Kind) -> Value { .object(all.map { ($0.name, .text($0.words)) }) }
}

extension GraphBuilder {
  /// The outputs of a stage: those that it declares, or those that its file names. Nil if an error was reported.
  func outputPorts(_ declaration: Declaration, _ inputs: [(port: Port, binding: Binding)], _ entry: Entry) -> [Port]? {
    guard let source = declaration.outputsFrom else { return declaration.outputs }
    guard let binding = inputs.first(where: { $0.port.name == source })?.binding else { return nil }
    let position = entry.arguments.first { $0.name == source }?.value.position ?? entry.position
    guard case .constant(let value) = binding, let named = NamedOutputs(value) else {
      report(
        .wrongForm(
          what: "'\(source)'", expected: "names with the words of kinds",
          found: "a value that is known in the run alone"), position)
      return nil
    }
    return named.all.map { output in
      if !DocumentReader.isName(output.name) { report(.badName(output.name), position) }
      let kind = output.kind(registry)
      if kind == nil { report(.unknownKind(output.kindWord, custom: registry.kinds), position) }
      // A kind that is wrong was reported; its consequences aren't.
      return Port(name: output.name, kind: kind ?? .oneOf([]), summary: "")
    }
  }
}
