/// Group normalisation (Wu & He 2018) of N×C×…, then, where they are given, ·(1 + scale) + shift per picture and channel
/// (N×C each), then an activation: all of its input, from which the result, `tensor`, is computed in one sweep over the
/// data. A convolution can do without that tensor.
///
/// Each of `groups` groups of neighbouring channels gets mean 0 and variance 1; `weight` and `bias` hold C numbers. With
/// another tensor that is joined, the channels are those of both, of what they are concatenated to.
public struct GroupNormalisation: Sendable {
  let x: Tensor
  let other: Tensor?
  let groups: Int
  let weight, bias: Tensor
  let epsilon: Float
  let scale, shift: Tensor?
  let activation: Activation

  /// Keeps the input; traps where a shape is not as said above.
  public init(
    _ x: Tensor, joined other: Tensor? = nil, groups: Int, weight: Tensor, bias: Tensor, epsilon: Float,
    scale: Tensor? = nil, shift: Tensor? = nil, activation: Activation = .identity
  ) {
    let (n, channels) = (x.shape[0], x.shape[1] + (other?.shape[1] ?? 0))
    precondition(x.rank >= 2 && groups > 0 && channels % groups == 0, "\(x.shapeText) in \(groups) groups")
    precondition(other == nil || (other!.shape[0] == n && other!.shape[2...] == x.shape[2...]), "\(other!.shapeText)")
    precondition(weight.count == channels && bias.count == channels)
    precondition(scale == nil || scale!.count == n * channels)
    precondition(shift == nil || shift!.count == n * channels)
    (self.x, self.other, self.groups, self.weight, self.bias) = (x, other, groups, weight, bias)
    (self.epsilon, self.scale, self.shift, self.activation) = (epsilon, scale, shift, activation)
  }

  /// The shape of the result.
  var shape: [Int] { [x.shape[0], x.shape[1] + (other?.shape[1] ?? 0)] + x.shape[2...] }

  var isRecorded: Bool { [x, other, weight, bias, scale, shift].contains { $0?.isRecorded == true } }

  /// The result.
  public var tensor: Tensor {
    if let other, isRecorded || x.count == 0 || other.count == 0 {
      return Self(
        Tensor.concatenated([x, other], axis: 1), groups: groups, weight: weight, bias: bias, epsilon: epsilon,
        scale: scale, shift: shift, activation: activation
      ).tensor
    }
    if x.count == 0 { return x }
    if isRecorded {
      return x.recordedGroupNorm(
        groups: groups, weight: weight, bias: bias, epsilon: epsilon, scale: scale, shift: shift,
        activation: activation)
    }
    return Tensor(shape) { out in
      withGroups { groups in
        let (numbers, activation) = (groups.numbers, activation)
        nonisolated(unsafe) let y = out.baseAddress!
        Parallel.forEach(shape[0] * groups.count, costEach: 4 * groups.size * numbers.plane) { item in
          groups.forTerms(item) { channel, terms in
            numbers.normalise(channel, terms, 0..<numbers.plane, activation, into: y + channel * numbers.plane)
          }
        }
      }
    }
  }

  /// Calls `body` with what makes any part of the result, once the means and variances are known. There must be pixels,
  /// and nothing recorded.
  func withParts<Result>(_ body: (Parts) -> Result) -> Result {
    withGroups { groups in
      let terms = [Terms](unsafeUninitializedCapacity: shape[0] * shape[1]) { all, count in
        nonisolated(unsafe) let all = all.baseAddress!
        Parallel.forEach(shape[0] * groups.count, costEach: 2 * groups.size * groups.numbers.plane) { item in
          groups.forTerms(item) { (all + $0).initialize(to: $1) }
        }
        count = shape[0] * shape[1]
      }
      return terms.withUnsafeBufferPointer {
        body(Parts(numbers: groups.numbers, terms: $0.baseAddress!, activation: activation))
      }
    }
  }

  /// Makes any part of the result.
  struct Parts: @unchecked Sendable {
    fileprivate let numbers: Numbers
    fileprivate let terms: UnsafePointer<Terms>
    fileprivate let activation: Activation

    /// Writes some numbers of a picture's channel, `some` of its H·W, to y.
    func callAsFunction(_ picture: Int, _ channel: Int, _ some: Range<Int>, into y: UnsafeMutablePointer<Float>) {
      let at = picture * numbers.channels + channel
      numbers.normalise(at, terms[at], some, activation, into: y)
    }
  }

  /// What is done with the numbers of a channel: factor·(x − mean) + offset.
  fileprivate struct Terms {
    let mean, factor, offset: Float
  }

  /// The numbers of the channels of one tensor or two. Channels are counted through all pictures.
  fileprivate struct Numbers: @unchecked Sendable {
    let x: UnsafePointer<Float>, other: UnsafePointer<Float>?
    /// A picture's channels in x and in both, and the numbers of one.
    let own, channels, plane: Int

    func start(_ at: Int) -> UnsafePointer<Float> {
      let (picture, channel) = (at / channels, at % channels)
      return channel < own
        ? x + (picture * own + channel) * plane : other! + (picture * (channels - own) + channel - own) * plane
    }

    /// Writes some numbers of a channel of the result.
    func normalise(
      _ at: Int, _ terms: Terms, _ some: Range<Int>, _ activation: Activation, into y: UnsafeMutablePointer<Float>
    ) {
      Kernels.affine(
        start(at) + some.lowerBound, y, some.count, mean: terms.mean, factor: terms.factor, offset: terms.offset,
        activation)
    }
  }

  /// The groups of each picture, of `size` channels.
  fileprivate struct Groups: Sendable {
    let numbers: Numbers
    let count: Int
    let weights, biases, scales, shifts: [Float]
    let epsilon: Float
    var size: Int { numbers.channels / count }

    /// Calls `body` with what is done with each channel of a group, counted through all pictures.
    func forTerms(_ item: Int, _ body: (_ at: Int, Terms) -> Void) {
      let (channels, first) = (numbers.channels, item % count * size)
      let (start, here) = (item / count * channels, first..<first + size)
      // Of a group with channels of both tensors, these are added up one after the other.
      let runs = [here.clamped(to: 0..<numbers.own), here.clamped(to: numbers.own..<channels)].filter { !$0.isEmpty }
        .map { (numbers.start(start + $0.lowerBound), $0.count * numbers.plane) }
      let (mean, variance) = Kernels.moments(runs)
      let inverse = 1 / (variance + Double(epsilon)).squareRoot()
      for channel in here {
        let at = start + channel
        let gain = 1 + scales[at]
        body(
          at,
          Terms(
            mean: Float(mean), factor: Float(inverse) * weights[channel] * gain,
            offset: biases[channel] * gain + shifts[at]))
      }
    }
  }

  private func withGroups<Result>(_ body: (Groups) -> Result) -> Result {
    let none = [Float](repeating: 0, count: shape[0] * shape[1])
    return x.values.withUnsafeBufferPointer { x in
      (other?.values ?? []).withUnsafeBufferPointer { other in
        let numbers = Numbers(
          x: x.baseAddress!, other: other.baseAddress, own: self.x.shape[1], channels: shape[1],
          plane: shape[2...].reduce(1, *))
        return body(
          Groups(
            numbers: numbers, count: groups, weights: weight.values, biases: bias.values,
            scales: scale?.values ?? none, shifts: shift?.values ?? none, epsilon: epsilon))
      }
    }
  }
}

extension Tensor {
  /// The result of a `GroupNormalisation`.
  public func groupNormed(
    joined other: Tensor? = nil, groups: Int, weight: Tensor, bias: Tensor, epsilon: Float, scale: Tensor? = nil,
    shift: Tensor? = nil, activation: Activation = .identity
  ) -> Tensor {
    GroupNormalisation(
      self, joined: other, groups: groups, weight: weight, bias: bias, epsilon: epsilon, scale: scale, shift: shift,
      activation: activation
    ).tensor
  }
}
