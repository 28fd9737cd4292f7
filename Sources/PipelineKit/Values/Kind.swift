/// The kind of value that a port takes or gives.
public indirect enum Kind: Sendable, Hashable {
  /// A picture, N×C×H×W.
  case image
  /// A mask: a weight from 0 to 1 for each pixel.
  case mask
  /// A noise estimate, with a variance if the network learned one.
  case estimate
  /// A prompt or class as numbers that a network reads.
  case condition
  /// A loaded model.
  case model
  /// A point on a noise schedule.
  case timestep
  /// A walk along a noise schedule.
  case timesteps
  /// A random generator.
  case generator
  /// Numbers of any shape.
  case tensor
  /// A real number.
  case number
  /// A whole number.
  case integer
  /// Text, also a path.
  case text
  /// True or false.
  case flag
  /// A kind that a package adds; the value is its word in files.
  case custom(String)
  /// A value of any kind, for stages that only pass values on. An output of this kind has the kind of the input that
  /// its port names.
  case anything
  /// Any number of values of one kind.
  case list(Kind)
  /// Values of one kind under names that the user chooses.
  case object(Kind)
  /// A value of any of these kinds.
  case oneOf([Kind])

  /// An image or an estimate. An output of this kind has the kind of the input that its port names.
  public static let filterable = Kind.oneOf([.image, .estimate])

  /// The kinds that a single word names in a pipeline file.
  public static let words: [(word: String, kind: Kind)] = [
    ("image", .image), ("mask", .mask), ("estimate", .estimate), ("condition", .condition), ("model", .model),
    ("timestep", .timestep), ("timesteps", .timesteps), ("generator", .generator), ("tensor", .tensor),
    ("number", .number), ("integer", .integer), ("text", .text), ("flag", .flag), ("filterable", .filterable),
  ]

  /// The deepest nesting of lists in each other.
  static let deepest = 64

  /// The kind that `words` name in a pipeline file: a word, or `list of` one, repeated at most `deepest` times. Nil for
  /// other texts.
  ///
  /// - Parameter custom: the words of kinds that packages add.
  public init?(_ words: String, custom: [String] = []) {
    var words = words.trimmingPrefix(while: \.isWhitespace)
    var lists = 0
    while words.hasPrefix("list of ") {
      words = words.dropFirst(8).trimmingPrefix(while: \.isWhitespace)
      lists += 1
      if lists > Kind.deepest { return nil }
    }
    let own = custom.first { $0 == words }.map(Kind.custom)
    guard let match = Kind.words.first(where: { $0.word == words })?.kind ?? own else { return nil }
    self = (0..<lists).reduce(match) { kind, _ in .list(kind) }
  }

  /// Whether a value of kind `other` may enter a port of this kind.
  public func accepts(_ other: Kind) -> Bool {
    if self == other { return true }
    switch (self, other) {
    case (_, .oneOf(let options)): return options.allSatisfy(accepts)
    case (.anything, _), (.list(.anything), .timesteps): return true
    case (.oneOf(let options), _): return options.contains { $0.accepts(other) }
    case (.number, .integer), (.timestep, .integer), (.timestep, .number): return true
    case (.image, .tensor), (.mask, .tensor), (.condition, .tensor): return true
    case (.tensor, .image), (.tensor, .mask), (.tensor, .condition): return true
    case (.list(.timestep), .timesteps): return true
    case (.timesteps, .list(let element)): return Kind.timestep.accepts(element)
    case (.list(let element), .list(let given)): return element.accepts(given)
    case (.object(let element), .object(let given)): return element.accepts(given)
    default: return false
    }
  }

  /// Whether a port of this kind takes values of several kinds.
  var isOpen: Bool { if case .oneOf = self { true } else { false } }

  /// Whether a value of this kind may be or hold a generator.
  var holdsGenerators: Bool {
    switch self {
    case .generator: true
    case .list(let element), .object(let element): element.holdsGenerators
    case .oneOf(let options): options.contains(where: \.holdsGenerators)
    default: false
    }
  }

  /// The kind of the elements of the lists that a port of this kind takes; nil if it takes none.
  var elementOfLists: Kind? {
    switch self {
    case .list(let element): return element
    case .timesteps: return .timestep
    case .oneOf(let options):
      let elements = options.compactMap(\.elementOfLists).flatMap { element in
        if case .oneOf(let options) = element { options } else { [element] }
      }
      return elements.isEmpty ? nil : Value.common(elements)
    default: return nil
    }
  }

  /// The kind of one element when a loop iterates over a value of this kind; nil if it can't.
  public var element: Kind? {
    switch self {
    case .timesteps: .timestep
    case .list(let element): element
    default: nil
    }
  }
}

extension Kind {
  /// Alternatives in words: `image or mask, or lists of these` for these kinds and lists of them, nested at any depth.
  private static func description(of options: [Kind]) -> String {
    func words(_ kinds: [Kind]) -> String {
      let words = kinds.map(\.description)
      return words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " or " + words.last!
    }
    if options.isEmpty { return "nothing" }
    let alone = options.filter { !$0.isList }
    let inLists = Set(options.filter(\.isList).flatMap(\.leaves))
    let isNested = options.contains { if case .list(let element) = $0 { element.leaves != [element] } else { false } }
    guard isNested else { return words(options) }
    if inLists.isSubset(of: alone) {
      return words(alone) + (alone.count > 1 ? ", or lists of these" : " or lists of it")
    }
    return words(alone + [.list(.oneOf(inLists.sorted { $0.description < $1.description }))])
  }

  private var isList: Bool { if case .list = self { true } else { false } }

  /// The kinds that remain when lists and alternatives are taken apart.
  private var leaves: Set<Kind> {
    switch self {
    case .list(let element): element.leaves
    case .oneOf(let options): options.reduce(into: []) { $0.formUnion($1.leaves) }
    default: [self]
    }
  }
}

extension Kind: CustomStringConvertible {
  public var description: String {
    switch self {
    case .custom(let word): word
    case .anything: "anything"
    case .list(let element): "list of \(element)"
    case .object(let element): "names with \(element)"
    case .oneOf(let options): Kind.description(of: options)
    default: Kind.words.first { $0.kind == self }!.word
    }
  }
}
