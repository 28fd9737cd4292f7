/// One layer's call in an evaluation of a network: the numbers that determine its work, for one picture.
public enum LayerCall: Sendable, Hashable, Codable {
  /// A convolution with a square kernel; height and width are those of the result.
  case convolution(inputs: Int, outputs: Int, kernel: Int, height: Int, width: Int)
  /// A matrix, outputs × inputs, times the channels at each of `places` positions.
  case dense(inputs: Int, outputs: Int, places: Int)
  /// A dense layer of attention, which half precision multiplies in 8 bits.
  case projection(inputs: Int, outputs: Int, places: Int)
  /// Attention of `queries` positions to `keys` positions.
  case attention(channels: Int, heads: Int, queries: Int, keys: Int)
  /// Group normalisation of `channels` at `places` positions.
  case groupNorm(channels: Int, groups: Int, places: Int)

  /// Multiplications and additions by definition, for `pictures` pictures: those of convolutions, matrix products and
  /// the two products of attention. Biases, norms and elementwise functions are not counted.
  public func operations(pictures: Int = 1) -> Int {
    switch self {
    case .convolution(let inputs, let outputs, let kernel, let height, let width):
      2 * pictures * inputs * outputs * kernel * kernel * height * width
    case .dense(let inputs, let outputs, let places), .projection(let inputs, let outputs, let places):
      2 * pictures * inputs * outputs * places
    case .attention(let channels, _, let queries, let keys): 4 * pictures * channels * queries * keys
    case .groupNorm: 0
    }
  }

  /// The weights and biases that it takes.
  var weights: Int {
    switch self {
    case .convolution(let inputs, let outputs, let kernel, _, _): (inputs * kernel * kernel + 1) * outputs
    case .dense(let inputs, let outputs, _), .projection(let inputs, let outputs, _): (inputs + 1) * outputs
    case .attention: 0
    case .groupNorm(let channels, _, _): 2 * channels
    }
  }
}

/// The cost of one evaluation of a UNet, computed from its configuration.
public struct UNetCost: Sendable {
  /// Every layer's call, in order.
  public private(set) var calls: [LayerCall] = []
  /// The largest amount of numbers that exist at the same time for one picture where every layer's input is stored: the
  /// skip connections, and the inputs and results of the current layer. Temporary memory of kernels is not included.
  public private(set) var activations = 0
  /// The numbers of one prepared text: its keys and values in every layer.
  public private(set) var text = 0
  private var skips: [Int] = []
  /// The parts between the skip connections (`UNetPath`): how many calls are made before the input's part, after each part
  /// of the downward path, and before each of the upward path.
  private var start = 0
  private var downEnds: [Int] = []
  private var upStarts: [Int] = []
  /// The numbers that each part of the downward path gives, and that each of the upward path takes besides a skip connection.
  private var made: [Int] = []
  private var taken: [Int] = []

  /// The network's weights, but for a few of layers that are no calls, such as a position's.
  public var weights: Int { calls.reduce(0) { $0 + $1.weights } }

  /// Multiplications and additions for `pictures` pictures.
  public func operations(pictures: Int = 1) -> Int { calls.reduce(0) { $0 + $1.operations(pictures: pictures) } }

  /// Multiplications and additions of an evaluation that takes over features, for one picture.
  public func operations(reusing reuse: FeatureReuse) -> Int {
    let ranges =
      switch reuse {
      case .encoder: [0..<start, upStarts[0]..<calls.count]
      case .deep(let branches): [0..<downEnds[branches - 1], upStarts[upStarts.count - branches]..<calls.count]
      }
    return ranges.reduce(0) { sum, range in calls[range].reduce(sum) { $0 + $1.operations() } }
  }

  /// The same as a share of a whole evaluation's, 0…1.
  public func share(reusing reuse: FeatureReuse) -> Double {
    Double(operations(reusing: reuse)) / Double(max(1, operations()))
  }

  /// How many numbers an evaluation keeps for others, for one picture.
  public func kept(for reuse: FeatureReuse) -> Int {
    switch reuse {
    case .encoder: made.reduce(taken[0], +)
    case .deep(let branches): taken[taken.count - branches]
    }
  }
}

extension UNetConfiguration {
  /// The number of skip connections.
  public var branches: Int { 1 + layers.reduce(0, +) + channels.count - 1 }

  /// The cost of one evaluation for one picture of height×width, multiples of `divisor`, and a text of `textLength`
  /// positions that was not prepared before.
  public func cost(height: Int, width: Int, textLength: Int) -> UNetCost {
    var cost = UNetCost()
    var (high, wide) = (height, width)
    cost.dense(channels[0], timeWidth)
    cost.dense(timeWidth, timeWidth)
    if takesNoiseLevel {
      cost.dense(channels[0], timeWidth)
      cost.dense(timeWidth, timeWidth)
    }
    if let poolingHeads { cost.pooling(textWidth, timeWidth, heads: poolingHeads, textLength) }
    if let projectedTextWidth { cost.dense(projectedTextWidth, attentionTextWidth, textLength) }
    cost.enter()
    cost.convolution(inChannels, channels[0], kernel: inKernel, high, wide)
    cost.keep(channels[0] * high * wide)

    func attention(_ channels: Int, _ headWidth: Int, onlyText: Bool) {
      cost.attention(channels, headWidth: headWidth, onlyText: onlyText, self, high * wide, textLength)
    }
    for (level, outputs) in channels.enumerated() {
      for i in 0..<layers[level] {
        cost.residual(i == 0 ? channels[max(0, level - 1)] : outputs, outputs, self, high, wide)
        if downAttends[level] { attention(outputs, headWidths[level], onlyText: onlyTextAttention[level]) }
        cost.keep(outputs * high * wide)
      }
      if level < channels.count - 1 {
        cost.residual(outputs, outputs, self, high, wide, to: (high / 2, wide / 2))
        (high, wide) = (high / 2, wide / 2)
        cost.keep(outputs * high * wide)
      }
    }
    let (last, lowest) = (channels.count - 1, channels[channels.count - 1])
    cost.residual(lowest, lowest, self, high, wide)
    attention(lowest, headWidths[last], onlyText: midOnlyTextAttention)
    cost.residual(lowest, lowest, self, high, wide)
    for step in channels.indices {
      let level = last - step
      let (outputs, count) = (channels[level], layers[level] + 1)
      for i in 0..<count {
        let inputs = i == 0 ? channels[min(level + 1, last)] : outputs
        cost.join(inputs * high * wide)
        cost.residual(
          inputs + (i == count - 1 ? channels[max(level - 1, 0)] : outputs), outputs, self, high, wide)
        if upAttends[step] { attention(outputs, headWidths[step], onlyText: onlyTextAttention[level]) }
      }
      if level > 0 {
        cost.residual(outputs, outputs, self, high, wide, to: (high * 2, wide * 2))
        (high, wide) = (high * 2, wide * 2)
      }
    }
    cost.norm(channels[0], normGroups, high * wide)
    cost.convolution(channels[0], outChannels, kernel: outKernel, high, wide)
    return cost
  }
}

extension UNetCost {
  fileprivate mutating func enter() { start = calls.count }

  fileprivate mutating func keep(_ count: Int) {
    skips.append(count)
    made.append(count)
    downEnds.append(calls.count)
  }

  /// A skip becomes part of a residual block's input, beside `count` numbers.
  fileprivate mutating func join(_ count: Int) {
    skips.removeLast()
    taken.append(count)
    upStarts.append(calls.count)
  }

  /// Notes that `count` numbers exist beside the skips.
  private mutating func need(_ count: Int) { activations = max(activations, count + skips.reduce(0, +)) }

  fileprivate mutating func dense(_ inputs: Int, _ outputs: Int, _ places: Int = 1) {
    calls.append(.dense(inputs: inputs, outputs: outputs, places: places))
  }

  private mutating func projection(_ inputs: Int, _ outputs: Int, _ places: Int) {
    calls.append(.projection(inputs: inputs, outputs: outputs, places: places))
  }

  fileprivate mutating func norm(_ channels: Int, _ groups: Int, _ places: Int) {
    calls.append(.groupNorm(channels: channels, groups: groups, places: places))
  }

  fileprivate mutating func convolution(_ inputs: Int, _ outputs: Int, kernel: Int, _ height: Int, _ width: Int) {
    calls.append(.convolution(inputs: inputs, outputs: outputs, kernel: kernel, height: height, width: width))
    need((inputs + outputs) * height * width)
  }

  /// `TextPooling`.
  fileprivate mutating func pooling(_ textWidth: Int, _ timeWidth: Int, heads: Int, _ length: Int) {
    dense(textWidth, textWidth)
    for _ in 0..<2 { dense(textWidth, textWidth, length + 1) }
    calls.append(.attention(channels: textWidth, heads: heads, queries: 1, keys: length + 1))
    dense(textWidth, timeWidth)
  }

  /// `ResidualBlock`, from height×width to `size`.
  fileprivate mutating func residual(
    _ inputs: Int, _ outputs: Int, _ configuration: UNetConfiguration, _ height: Int, _ width: Int,
    to size: (height: Int, width: Int)? = nil
  ) {
    let (high, wide) = size ?? (height, width)
    let waiting = inputs * height * width
    norm(inputs, configuration.normGroups, height * width)
    calls.append(.convolution(inputs: inputs, outputs: outputs, kernel: 3, height: high, width: wide))
    need(waiting + (inputs + outputs) * high * wide)
    dense(configuration.timeWidth, configuration.timeScalesAndShifts ? 2 * outputs : outputs)
    norm(outputs, configuration.normGroups, high * wide)
    calls.append(.convolution(inputs: outputs, outputs: outputs, kernel: 3, height: high, width: wide))
    need(waiting + 2 * outputs * high * wide)
    if inputs != outputs {
      calls.append(.convolution(inputs: inputs, outputs: outputs, kernel: 1, height: high, width: wide))
    }
  }

  /// `TextAttention` over `places` of a picture and `length` positions of a text.
  fileprivate mutating func attention(
    _ channels: Int, headWidth: Int, onlyText: Bool, _ configuration: UNetConfiguration, _ places: Int, _ length: Int
  ) {
    let textWidth = configuration.attentionTextWidth
    // The groups are fixed in diffusers.
    if configuration.normalisesText { norm(textWidth, 32, length) }
    for _ in 0..<2 { projection(textWidth, channels, length) }
    text += 2 * channels * length
    norm(channels, configuration.normGroups, places)
    for _ in 0..<(onlyText ? 1 : 3) { projection(channels, channels, places) }
    let keys = length + (onlyText ? 0 : places)
    calls.append(.attention(channels: channels, heads: channels / headWidth, queries: places, keys: keys))
    need(channels * (3 * places + 2 * keys))
    projection(channels, channels, places)
  }
}
