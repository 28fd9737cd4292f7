import Tensors

/// What is known of a value before anything runs, or once it has arrived: as much as sizes and counts are judged by.
public struct Known: Sendable {
  /// The value itself, where it is a literal, a parameter or an element of these.
  public var value: Value?
  /// The shape of an image, a mask, a tensor or a condition; of an estimate, that of its noise.
  public var shape: [Int]?
  /// A list's elements, each as far as it is known.
  public var elements: [Known]?
  public var model: ModelFacts?

  public init(value: Value? = nil, shape: [Int]? = nil, elements: [Known]? = nil, model: ModelFacts? = nil) {
    (self.value, self.shape, self.elements, self.model) = (value, shape, elements, model)
  }

  /// What a value tells of itself.
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
    case .timesteps(let timesteps): elements = timesteps.map { Known(value: .timestep($0)) }
    default: break
    }
  }

  /// A list of what is known.
  init(list elements: [Known]) {
    let values = elements.compactMap(\.value)
    self.init(value: values.count == elements.count ? .list(values) : nil, elements: elements)
  }

  /// Whether nothing is known.
  var isEmpty: Bool { value == nil && shape == nil && elements == nil && model == nil }

  /// How many numbers it and its elements hold, as far as that is known.
  var count: Double {
    let own = shape.map { $0.reduce(1.0) { $0 * Double($1) } } ?? 0
    return own + (elements ?? []).reduce(0) { $0 + $1.count }
  }
}

/// What is known of a stage's outputs.
public struct KnownOutputs: Sendable {
  private(set) var all: [String: Known] = [:]
  /// The input that decides how large they are, where one does.
  private(set) var decidedBy: String?

  public init() {}

  public init(_ output: some OutputPort, _ known: Known?, decidedBy input: (any InputPort)? = nil) {
    all[output.port.name] = known
    decidedBy = input?.port.name
  }

  public init(_ output: some OutputPort, shape: [Int]?, decidedBy input: (any InputPort)? = nil) {
    self.init(output, shape.map { Known(shape: $0) }, decidedBy: input)
  }

  public subscript(output: some OutputPort) -> Known? {
    get { all[output.port.name] }
    set { all[output.port.name] = newValue }
  }

  public subscript(named name: String) -> Known? { all[name] }

  /// The first output that is larger than a tensor may be, as a fault.
  var tooLarge: StageFault? {
    for (name, known) in all.sorted(by: { $0.key < $1.key }) {
      if let shape = known.shape, TensorSize.count(of: shape) == nil { return .tooLarge(output: name, shape: shape) }
    }
    return nil
  }
}
