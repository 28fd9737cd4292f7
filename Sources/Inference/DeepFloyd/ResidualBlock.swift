import Tensors

/// Two normalised convolutions with a shortcut around them and the time embedding between them (diffusers'
/// `ResnetBlock2D`); keeps, doubles or halves the resolution.
struct ResidualBlock: Sendable {
  enum Resampling: Sendable { case none, double, halve }

  let norm1, norm2: GroupNorm
  let conv1, conv2: Conv2d
  let time: Linear
  /// Present where the number of channels changes.
  let shortcut: Conv2d?
  let resampling: Resampling
  let activation: Activation
  let scalesAndShifts, skipsTimeActivation: Bool
  let outputScale: Float

  init(
    _ inputs: Int, _ outputs: Int, _ resampling: Resampling = .none, outputScale: Float,
    _ configuration: UNetConfiguration, _ weights: Weights
  ) throws {
    let (groups, epsilon) = (configuration.normGroups, configuration.normEpsilon)
    scalesAndShifts = configuration.timeScalesAndShifts
    skipsTimeActivation = configuration.skipsTimeActivation
    activation = configuration.activation
    norm1 = try GroupNorm(inputs, groups: groups, epsilon: epsilon, weights["norm1"])
    conv1 = try Conv2d(inputs, outputs, kernel: 3, weights["conv1"])
    time = try Linear(configuration.timeWidth, scalesAndShifts ? 2 * outputs : outputs, weights["time_emb_proj"])
    norm2 = try GroupNorm(outputs, groups: groups, epsilon: epsilon, weights["norm2"])
    conv2 = try Conv2d(outputs, outputs, kernel: 3, weights["conv2"])
    shortcut = inputs == outputs ? nil : try Conv2d(inputs, outputs, kernel: 1, weights["conv_shortcut"])
    self.resampling = resampling
    self.outputScale = outputScale
  }

  /// Maps x, N×inputs×H×W, or x with the channels of `skip` after its own, and the time embedding, N×time width, to
  /// N×outputs×H′×W′.
  func callAsFunction(_ x: Tensor, joined skip: Tensor? = nil, _ embedding: Tensor) -> Tensor {
    // In training both ways use the channels where they are joined.
    if let skip, x.isRecorded || skip.isRecorded { return self(joined(x, skip), embedding) }
    let first = norm1.normalisation(of: x, joined: skip, activation: activation)
    // No tensor is kept longer than it is needed: they are the most memory of an evaluation.
    let hidden = conv2Input(conv1(conv1Input(first)), embedding)
    let shortcut = around(x, joined: skip)
    if outputScale == 1 { return conv2(hidden, plus: shortcut) }
    let second = conv2(consume hidden)
    return Profile.measure("adding and joining") { .sum(shortcut, second, dividedBy: outputScale) }
  }

  /// What the first convolution reads: `x` after resampling.
  private func conv1Input(_ x: GroupNormalisation) -> Conv2d.Input {
    switch resampling {
    case .none: conv1.input(x)
    case .double: conv1.input(x, doubled: true)
    case .halve: .stored(resampled(Profile.measure("normalisation and activation") { x.tensor }))
    }
  }

  /// What the second convolution reads: the first one's result with the time embedding.
  private func conv2Input(_ first: Tensor, _ embedding: Tensor) -> Conv2d.Input {
    let time = time(skipsTimeActivation ? embedding : activation(embedding))
    if scalesAndShifts {
      let outputs = first.shape[1]
      return conv2.input(
        norm2.normalisation(
          of: first, scale: time.slice(axis: 1, 0..<outputs), shift: time.slice(axis: 1, outputs..<2 * outputs),
          activation: activation))
    }
    let timed = Profile.measure("adding and joining") { first + time.reshaped(time.shape + [1, 1]) }
    return conv2.input(norm2.normalisation(of: timed, activation: activation))
  }

  /// What is added to the result of the convolutions.
  private func around(_ x: Tensor, joined skip: Tensor?) -> Tensor {
    if let skip, let shortcut, resampling == .none { return shortcut(joining: x, skip) }
    let base = resampled(skip.map { joined(x, $0) } ?? x)
    return shortcut?(base) ?? base
  }

  private func joined(_ x: Tensor, _ skip: Tensor) -> Tensor {
    Profile.measure("adding and joining") { .concatenated([x, skip], axis: 1) }
  }

  private func resampled(_ x: Tensor) -> Tensor {
    switch resampling {
    case .none: x
    case .double: Profile.measure("up- and downsampling") { x.upsampledNearest() }
    case .halve: Profile.measure("up- and downsampling") { x.averagePooled() }
    }
  }
}
