import Basics

/// A pipeline as its file has it, to be drawn: stages as boxes, loops as frames around their bodies, references as arrows
/// of their kind. Files that are stages are one box each.
public struct PipelineDrawing: Sendable {
  /// A box, or a frame with what stands in it.
  public struct Box: Sendable {
    /// What a box stands for.
    public enum Role: Sendable, Equatable {
      /// A registered stage.
      case stage
      /// A file that is a stage.
      case file
      /// A loop, with its body in `inner`.
      case loop
      /// A name that a loop binds: an element of a list, what is carried, what is collected.
      case variable
      /// What another file feeds.
      case input
      /// What the file gives.
      case output
    }

    /// Unique: the names of the loops around it and its own, between slashes.
    public var id: String
    /// What the box stands for.
    public var role: Role
    /// The name in the file.
    public var title: String
    /// The stage's kind; empty for what is no stage.
    public var stage: String
    /// Inputs that are no references, `scale: $guidance = 7.0`.
    public var values: [String]
    /// What stands in a frame.
    public var inner: [Box] = []
  }

  /// A reference: from the box that gives the value to the one that takes it.
  public struct Arrow: Sendable {
    /// The id of the box that gives the value.
    public var from: String
    /// The id of the box that takes it.
    public var to: String
    /// The input's name, and the output's where the file names it.
    public var label: String
    /// The output's name where the file names it; empty elsewhere.
    public var output: String
    /// The value's kind, which colours the arrow.
    public var kind: Kind
    /// Whether it leads to the loop's next iteration.
    public var isNext: Bool
  }

  /// The pipeline's name.
  public var name: String
  /// What the file says it shows; nil if it says nothing.
  public var about: String?
  /// The outermost boxes and frames, in file order.
  public var boxes: [Box]
  /// All arrows, in file order.
  public var arrows: [Arrow]
}

/// What was found out of a file's references while its graph was built.
struct ReferenceKinds: Sendable {
  private var kinds: [Position: Kind] = [:]

  mutating func note(_ kind: Kind, at position: Position) { kinds[position] = kind }

  func kind(at position: Position) -> Kind { kinds[position] ?? .oneOf([]) }
}

extension PipelineDrawing {
  /// Draws a file that may name models or pictures which aren't there, or files that it could not write now.
  ///
  /// - Throws: `PipelineFault` with everything else that is wrong.
  public init(
    _ source: PipelineSource, arguments: [(name: String, text: String)] = [], registry: Registry,
    reading: ReadRules = ReadRules()
  ) throws {
    let file = try CheckedFile(source, arguments, registry, reading, WriteRules(), allowsPrograms: true, isDrawn: true)
    let errors = file.diagnostics.filter {
      $0.severity == .error && ![.missingInput, .cannotWrite].contains($0.problem.cause)
    }
    if !errors.isEmpty { throw PipelineFault(diagnostics: file.inOrder(errors)) }
    self = file.drawing
  }

  init(_ document: Document, _ kinds: ReferenceKinds, values: @escaping (String) -> String?) {
    var drawer = Drawer(kinds: kinds, values: values)
    var boxes = document.inputs.map { input in
      Box(id: input.name, role: .input, title: input.name, stage: input.value.description, values: [])
    }
    let names = Drawer.Names(
      own: document.inputs.map(\.name) + document.stages.map(\.name), prefix: "", outer: nil)
    boxes += drawer.boxes(document.stages, names)
    for output in document.outputs {
      let id = "outputs/\(output.name)"
      boxes.append(Box(id: id, role: .output, title: output.name, stage: "", values: []))
      drawer.arrows(output.value, to: id, label: "", names)
    }
    self.init(name: document.name, about: document.about, boxes: boxes, arrows: drawer.arrows)
  }
}

/// Follows a document's entries.
private struct Drawer {
  /// The names that may be referred to, and the boxes that they mean.
  final class Names {
    let own: [String]
    let prefix: String
    let outer: Names?
    /// Loops' outputs, by the loop's name: each is a box in the loop's frame.
    var loops: NameTable<[(name: String, id: String)]> = [:]

    init(own: [String], prefix: String, outer: Names?) {
      (self.own, self.prefix, self.outer) = (own, prefix, outer)
    }
  }

  let kinds: ReferenceKinds
  /// A parameter's value as JSON.
  let values: (String) -> String?
  var arrows: [PipelineDrawing.Arrow] = []

  mutating func boxes(_ entries: [Entry], _ names: Names) -> [PipelineDrawing.Box] {
    for entry in entries {
      guard let loop = entry.loop else { continue }
      let prefix = names.prefix + entry.name + "/"
      names.loops[entry.name] =
        loop.carry.map { ($0.name, prefix + $0.name) }
        + loop.collect.map { ($0.name, Drawer.collected($0.name, prefix)) }
    }
    return entries.map { entry in
      entry.loop.map { self.loop(entry, $0, names) } ?? stage(entry, names)
    }
  }

  /// The box of what a loop collects, whose name a stage of its body may have, too.
  private static func collected(_ name: String, _ prefix: String) -> String { "\(prefix)\(name) (collected)" }

  private mutating func stage(_ entry: Entry, _ names: Names) -> PipelineDrawing.Box {
    let id = names.prefix + entry.name
    var shown: [String] = []
    for argument in entry.arguments {
      if let text = literal(argument.value) {
        shown.append("\(argument.name): \(text)")
      } else {
        arrows(argument.value, to: id, label: argument.name, names)
      }
    }
    return PipelineDrawing.Box(
      id: id, role: GraphBuilder.isFile(entry.stage) ? .file : .stage, title: entry.name, stage: entry.stage,
      values: shown)
  }

  private mutating func loop(_ entry: Entry, _ loop: LoopEntry, _ names: Names) -> PipelineDrawing.Box {
    let prefix = names.prefix + entry.name + "/"
    let inner = Names(
      own: (loop.each + loop.carry).map(\.name) + loop.body.map(\.name), prefix: prefix, outer: names)
    var boxes: [PipelineDrawing.Box] = []
    func variable(_ name: String, _ what: String, _ values: [String] = []) -> PipelineDrawing.Box {
      PipelineDrawing.Box(id: prefix + name, role: .variable, title: name, stage: what, values: values)
    }
    for (items, what) in [(loop.each, "each"), (loop.carry, "carried")] {
      for item in items {
        let text = literal(item.value)
        boxes.append(variable(item.name, what, text.map { [$0] } ?? []))
        if text == nil { arrows(item.value, to: prefix + item.name, label: "", names) }
      }
    }
    boxes += self.boxes(loop.body, inner)
    for item in loop.collect {
      let id = Drawer.collected(item.name, prefix)
      boxes.append(PipelineDrawing.Box(id: id, role: .variable, title: item.name, stage: "collected", values: []))
      arrows(item.value, to: id, label: "", inner)
    }
    for item in loop.next { arrows(item.value, to: prefix + item.name, label: "next", inner, isNext: true) }
    return PipelineDrawing.Box(
      id: names.prefix + entry.name, role: .loop, title: entry.name, stage: "loop", values: [], inner: boxes)
  }

  /// The arrows of the references in an argument.
  mutating func arrows(
    _ argument: Argument, to id: String, label: String, _ names: Names, isNext: Bool = false
  ) {
    switch argument.form {
    case .reference(let name, let port):
      guard let from = box(name, port, names) else { return }
      let shown = [label, from.port ?? ""].filter { !$0.isEmpty }.joined(separator: " ← ")
      arrows.append(
        PipelineDrawing.Arrow(
          from: from.id, to: id, label: shown, output: from.port ?? "", kind: kinds.kind(at: argument.position),
          isNext: isNext))
    case .list(let elements):
      for element in elements { arrows(element, to: id, label: label, names, isNext: isNext) }
    case .object(let members):
      for member in members { arrows(member.value, to: id, label: "\(label).\(member.name)", names, isNext: isNext) }
    case .literal, .parameter, .unread: break
    }
  }

  /// The box that a reference begins at. A loop's outputs are boxes in its frame.
  private func box(_ name: String, _ port: String?, _ names: Names) -> (id: String, port: String?)? {
    var names: Names? = names
    while let here = names {
      if here.own.contains(where: { $0.isExactly(name) }) {
        guard let outputs = here.loops[name] else { return (here.prefix + name, port) }
        let output = port.map { port in outputs.first { $0.name.isExactly(port) } } ?? outputs.first
        return (output?.id ?? here.prefix + name, nil)
      }
      names = here.outer
    }
    return nil
  }

  /// What an argument without references is, for people; nil with references.
  private func literal(_ argument: Argument) -> String? {
    switch argument.form {
    case .literal(let literal): return shortened(literal.word)
    case .parameter(let name): return "$\(name)" + (values(name).map { " = \(shortened($0))" } ?? "")
    case .list(let elements):
      let texts = elements.map(literal)
      return texts.contains(where: { $0 == nil }) ? nil : "[\(shortened(texts.map { $0! }.joined(separator: ", ")))]"
    case .object(let members):
      let texts = members.map { member in literal(member.value).map { "\(member.name): \($0)" } }
      return texts.contains(where: { $0 == nil }) ? nil : shortened(texts.map { $0! }.joined(separator: ", "))
    case .reference, .unread: return nil
    }
  }

  private func shortened(_ text: String) -> String { text.count > 32 ? text.prefix(31) + "…" : text }
}

extension PipelineDrawing {
  /// The colour of arrows of a kind, as in `#1f77b4`: dark enough on white, and told apart by people who see few colours.
  /// Kinds that packages add have colours of their own, in the order in which the drawing has them.
  func colour(of kind: Kind) -> String {
    let kind = kind.innermost
    guard case .custom = kind else { return kind.colour }
    let custom = arrows.map(\.kind.innermost).filter { if case .custom = $0 { true } else { false } }
    let index = Set(custom.prefix { $0 != kind }).count
    return Kind.customColours[index % Kind.customColours.count]
  }
}

extension Kind {
  /// The kind of the elements of a list, or of a list of lists; the kind itself for others.
  var innermost: Kind { if case .list(let element) = self { element.innermost } else { self } }

  /// Of numbers, texts, flags and tensors.
  static let plainColour = "#888888"

  /// Paul Tol's muted colours, without those that are near the others.
  fileprivate static let customColours = ["#882255", "#332288", "#999933", "#44aa99", "#cc6677", "#661100"]

  fileprivate var colour: String {
    switch self {
    case .image: "#0072b2"
    case .mask: "#56909f"
    case .estimate: "#d55e00"
    case .condition: "#9b4f96"
    case .model: "#444444"
    case .timestep, .timesteps: "#b8860b"
    case .generator: "#009e73"
    case .filterable: "#a0522d"
    default: Kind.plainColour
    }
  }
}
