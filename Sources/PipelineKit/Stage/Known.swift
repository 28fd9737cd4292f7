import Tensors

/// What is known about a value before the run, or once the value exists: what checks of sizes and counts need.
public struct Known: Sendable {
  /// The value itself, if it is a literal, a parameter or an element of one.
  public var value: Value?
  /// The shape of an image, a mask, a tensor or a condition; of an estimate, that of its noise.
  public var shape: [Int]?
  /// The number of pictures of an image whose shape isn't known.
  public var batch: Int?
  /// A list's elements, each with what is known about it; nil if their number isn't known.
  public var elements: [Known]?
  /// What is known about the values of an object, by their names; nil if these aren't known.
  public var members: [(name: String, known: Known)]?
  /// The facts of a model; nil for other values, or if they aren't known.
  public var model: ModelFacts?

  /// Makes a description from its parts; nil for what isn't known.
  public init(
    value: Value? = nil, shape: [Int]? = nil, batch: Int? = nil, elements: [Known]? = nil, model: ModelFacts? = nil
  ) {
    (self.value, self.shape, self.batch, self.elements, self.model) = (value, shape, batch, elements, model)
  }

  /// All that is known about a value that exists.
  public init(_ value: Value) {
    self.init(value: value)
    switch value {
    case .image(let tensor), .mask(let tensor), .tensor(let tensor): shape = tensor.shape
    case .estimate(let estimate): shape = estimate.noise.shape
    case .condition(let condition): shape = condition.embedding.shape
    case .custom(let value): shape = value.shape
    case .model(let model):
      self.model = ModelFacts(name: model.name, imageShape: model.imageShape, schedule: model.schedule)
    case .list(let values): elements = values.map(Known.init)
    case .object(let values): members = values.map { ($0.name, Known($0.value)) }
    case .timesteps(let timesteps): elements = timesteps.map { Known(value: .timestep($0)) }
    default: break
    }
  }

  /// A list with these elements. Its value is known if all of theirs are.
  init(list elements: [Known]) {
    let values = elements.compactMap(\.value)
    self.init(value: values.count == elements.count ? .list(values) : nil, elements: elements)
  }

  /// An object with these members. Its value is known if all of theirs are.
  init(members: [(name: String, known: Known)]) {
    let values = members.compactMap { member in member.known.value.map { (member.name, $0) } }
    self.init(value: values.count == members.count ? .object(values) : nil)
    self.members = members
  }

  /// Whether nothing is known.
  var isEmpty: Bool {
    value == nil && shape == nil && batch == nil && elements == nil && members == nil && model == nil
  }

  /// How many numbers it and its elements hold; unknown shapes count as 0.
  var count: Double {
    let own = shape.map { $0.reduce(1.0) { $0 * Double($1) } } ?? 0
    return own + (elements ?? []).reduce(0) { $0 + $1.count }
  }
}

/// What is known about a stage's outputs before it runs.
public struct KnownOutputs: Sendable {
  private(set) var all: [String: Known] = [:]
  /// The input that decides their size; nil if none does.
  private(set) var decidedBy: String?

  /// Makes a description in which nothing is known.
  public init() {}

  /// Makes a description of one output. `input` is named in errors about the output's size.
  public init(_ output: some OutputPort, _ known: Known?, decidedBy input: (any InputPort)? = nil) {
    all[output.port.name] = known
    decidedBy = input?.port.name
  }

  /// Makes a description of one output by its shape, or nothing if `shape` is nil.
  public init(_ output: some OutputPort, shape: [Int]?, decidedBy input: (any InputPort)? = nil) {
    self.init(output, shape.map { Known(shape: $0) }, decidedBy: input)
  }

  /// Makes a description of outputs by their names.
  public init(_ outputs: [String: Known]) { all = outputs }

  /// What is known about an output; nil if nothing is.
  public subscript(output: some OutputPort) -> Known? {
    get { all[output.port.name] }
    set { all[output.port.name] = newValue }
  }

  /// What is known about the output of that name; nil if nothing is.
  public subscript(named name: String) -> Known? { all[name] }

  /// A fault for the first output, by name, that is larger than a tensor may be; nil if there is none.
  var tooLarge: StageFault? {
    for (name, known) in all.sorted(by: { $0.key < $1.key }) {
      if let shape = known.shape, TensorSize.count(of: shape) == nil { return .tooLarge(output: name, shape: shape) }
    }
    return nil
  }
}
