/// Normalisation of sets of planes of N×C×…, each to mean 0 and variance 1, then ·gain + offset and an activation.
/// Batch normalisation has one set, gain and offset per channel. Group normalisation has one set per picture and
/// group, and one gain and offset per plane.
struct SetNormalisation: Sendable {
  /// The i-th plane of set s has number s·setStride + i·planeStride.
  let sets, planes, setStride, planeStride: Int
  let perChannel: Bool
  let activation: Activation

  static func batch(_ shape: [Int], _ activation: Activation) -> SetNormalisation {
    SetNormalisation(
      sets: shape[1], planes: shape[0], setStride: 1, planeStride: shape[1], perChannel: true, activation: activation)
  }

  static func groups(_ groups: Int, _ shape: [Int], _ activation: Activation) -> SetNormalisation {
    let size = shape[1] / groups
    return SetNormalisation(
      sets: shape[0] * groups, planes: size, setStride: size, planeStride: 1, perChannel: false,
      activation: activation)
  }

  /// Statistics of the sets: mean, variance (divided by the count) and 1 / √(variance + ε).
  struct Moments: Sendable {
    var mean: [Float]
    var variance: [Float]
    var inverse: [Float]

    init(zeros sets: Int) {
      mean = [Float](repeating: 0, count: sets)
      (variance, inverse) = (mean, mean)
    }
  }

  func callAsFunction(_ x: Tensor, gain: [Float], offset: [Float], epsilon: Float) -> (result: Tensor, Moments) {
    if x.count == 0 { return (x, Moments(zeros: sets)) }
    let planes = Planes(x)
    let ofPlanes = x.storage.withUnsafeBufferPointer { x in
      nonisolated(unsafe) let x = x.baseAddress!
      return Self.pairs(planes) { place, start, pairs in planes.moments(x + start, place, into: pairs) }
    }
    let moments = moments(ofPlanes, plane: planes.pixels, epsilon: epsilon)
    let factors = zip(perGain(moments.inverse), gain).map { $0 * $1 }
    let numbers = perGain(moments.mean) + factors + offset
    return (x.affinePlanes(by: numbers, perChannel: perChannel, activation), moments)
  }

  /// The sets' moments from the planes' means and Σ (x − mean)² (Chan et al. 1979). The pairs have no labels because
  /// their source has none; adding labels would convert a list element by element.
  private func moments(_ ofPlanes: [(Double, Double)], plane: Int, epsilon: Float) -> Moments {
    var moments = Moments(zeros: sets)
    for set in 0..<sets {
      let mean = (0..<planes).reduce(0) { $0 + ofPlanes[at(set, $1)].0 } / Double(planes)
      let squares = (0..<planes).reduce(0) { sum, i in
        let (own, squares) = ofPlanes[at(set, i)]
        return sum + squares + Double(plane) * (own - mean) * (own - mean)
      }
      let variance = squares / Double(planes * plane)
      moments.mean[set] = Float(mean)
      moments.variance[set] = Float(variance)
      moments.inverse[set] = Float(1 / (variance + Double(epsilon)).squareRoot())
    }
    return moments
  }

  /// The gradients of x, of the gains and of the offsets.
  func gradient(
    _ x: Tensor, _ g: Tensor, gain: [Float], offset: [Float], _ moments: Moments
  ) -> (x: Tensor, gain: [Float], offset: [Float]) {
    let planes = Planes(x, perChannel: perChannel)
    let normed = perGain(moments.mean) + perGain(moments.inverse) + gain
    var sums = [(Double, Double)](repeating: (0, 0), count: planes.count)
    let result = Tensor(x.shape, inLanes: x.isInLanes) { out in
      if out.isEmpty { return }
      x.storage.withUnsafeBufferPointer { x in
        g.lying(inLanes: planes.inLanes).storage.withUnsafeBufferPointer { g in
          nonisolated(unsafe) let (x, g, y) = (x.baseAddress!, g.baseAddress!, out.baseAddress!)
          sums = (normed + offset).withUnsafeBufferPointer { numbers in
            nonisolated(unsafe) let numbers = numbers.baseAddress!
            return Self.pairs(planes) { place, start, sums in
              planes.normSums(x + start, g + start, y + start, place, by: numbers, activation, into: sums)
            }
          }
          let means = means(sums, gain, pixels: planes.pixels)
          (normed + perGain(means.first) + perGain(means.second)).withUnsafeBufferPointer { numbers in
            nonisolated(unsafe) let numbers = numbers.baseAddress!
            planes.sweep { place, start in planes.normGradient(x + start, y + start, place, by: numbers) }
          }
        }
      }
    }
    var gains = [Double](repeating: 0, count: gain.count)
    var offsets = gains
    for (place, (sum, product)) in sums.enumerated() {
      gains[place % gain.count] += product
      offsets[place % gain.count] += sum
    }
    return (result, gains.map { Float($0) }, offsets.map { Float($0) })
  }

  /// Each set's means of gain·gz and of gain·gz·x̂, from the planes' sums of gz and gz·x̂.
  private func means(_ sums: [(Double, Double)], _ gain: [Float], pixels: Int) -> (first: [Float], second: [Float]) {
    var means = (first: [Double](repeating: 0, count: sets), second: [Double](repeating: 0, count: sets))
    for (place, (sum, product)) in sums.enumerated() {
      means.first[set(place)] += Double(gain[place % gain.count]) * sum
      means.second[set(place)] += Double(gain[place % gain.count]) * product
    }
    let size = Double(planes * pixels)
    return (means.first.map { Float($0 / size) }, means.second.map { Float($0 / size) })
  }

  /// A pair of numbers for each plane; `body` writes those of a sweep that begins at `place`.
  private static func pairs(
    _ planes: Planes, _ body: @Sendable (_ place: Int, _ start: Int, UnsafeMutablePointer<(Double, Double)>) -> Void
  ) -> [(Double, Double)] {
    [(Double, Double)](unsafeUninitializedCapacity: planes.count) { results, written in
      nonisolated(unsafe) let pairs = results.baseAddress
      planes.sweep { place, start in body(place, start, pairs!) }
      written = planes.count
    }
  }

  /// The sets' numbers, repeated for each gain.
  private func perGain(_ ofSets: [Float]) -> [Float] {
    perChannel ? ofSets : (0..<sets * planes).map { ofSets[set($0)] }
  }

  private func at(_ set: Int, _ plane: Int) -> Int { set * setStride + plane * planeStride }
  /// The set of the plane with this number.
  private func set(_ place: Int) -> Int { planeStride == 1 ? place / planes : place % sets }
}

extension Tensor {
  /// Batch normalisation (Ioffe & Szegedy 2015) of N×C×… by its own statistics, as in training: each channel gets
  /// mean 0 and variance 1 over pictures and pixels, then ·weight + bias (C each) and `activation`.
  ///
  /// Also returns each channel's mean and variance, divided by one less than the count, for running averages.
  public func batchNormed(weight: Tensor, bias: Tensor, epsilon: Float, activation: Activation = .identity)
    -> (result: Tensor, mean: Tensor, variance: Tensor)
  {
    precondition(rank >= 2 && weight.count == shape[1] && bias.count == shape[1], "\(shapeText) by \(weight.count)")
    let channels = shape[1]
    let normalisation = SetNormalisation.batch(shape, activation)
    let (gain, offset) = (weight.values, bias.values)
    let (result, moments) = normalisation(constant, gain: gain, offset: offset, epsilon: epsilon)
    let size = Float(count / max(1, channels))
    let recorded = result.recorded(from: self, weight, bias) { [x = self.constant] g in
      let (x, gains, offsets) = normalisation.gradient(x, g, gain: gain, offset: offset, moments)
      return [x, Tensor([channels], gains), Tensor([channels], offsets)]
    }
    let variance = moments.variance.map { $0 * (size / max(1, size - 1)) }
    return (recorded, Tensor([channels], moments.mean), Tensor([channels], variance))
  }

  /// Batch normalisation by given statistics, as in inference: (x − mean) / √(variance + ε) · weight + bias, then
  /// `activation`.
  public func batchNormed(
    mean: Tensor, variance: Tensor, weight: Tensor, bias: Tensor, epsilon: Float, activation: Activation = .identity
  ) -> Tensor {
    let channels = shape[1]
    precondition(rank >= 2 && [mean, variance, weight, bias].allSatisfy { $0.count == channels }, shapeText)
    let inverse = variance.map { 1 / ($0 + epsilon).squareRoot() }
    if isRecorded || weight.isRecorded || bias.isRecorded {
      let scale = weight * inverse
      let rows = Array(shape[..<2])
      return activation(
        modulated(scale: scale.broadcast(to: rows), shift: (bias - mean * scale).broadcast(to: rows)))
    }
    let factors = zip(inverse.values, weight.values).map { $0 * $1 }
    return affinePlanes(by: mean.values + factors + bias.values, perChannel: true, activation)
  }

  func recordedGroupNorm(
    groups: Int, weight: Tensor, bias: Tensor, epsilon: Float, scale: Tensor?, shift: Tensor?, activation: Activation
  ) -> Tensor {
    let (n, channels) = (shape[0], shape[1])
    let normalisation = SetNormalisation.groups(groups, shape, activation)
    let (w, b) = (weight.values, bias.values)
    let scales = scale?.values ?? [Float](repeating: 0, count: n * channels)
    let shifts = shift?.values ?? [Float](repeating: 0, count: n * channels)
    let gain = scales.indices.map { w[$0 % channels] * (1 + scales[$0]) }
    let offset = scales.indices.map { b[$0 % channels] * (1 + scales[$0]) + shifts[$0] }
    let (result, moments) = normalisation(constant, gain: gain, offset: offset, epsilon: epsilon)
    let shapes = (scale: scale?.shape, shift: shift?.shape)
    return result.recorded(from: self, weight, bias, scale, shift) { [x = self.constant] g in
      let (x, gains, offsets) = normalisation.gradient(x, g, gain: gain, offset: offset, moments)
      var weights = [Double](repeating: 0, count: channels)
      var biases = weights
      for i in gains.indices {
        weights[i % channels] += Double(gains[i] * (1 + scales[i]))
        biases[i % channels] += Double(offsets[i] * (1 + scales[i]))
      }
      let toScale = gains.indices.map { gains[$0] * w[$0 % channels] + offsets[$0] * b[$0 % channels] }
      return [
        x, Tensor([channels], weights.map { Float($0) }), Tensor([channels], biases.map { Float($0) }),
        shapes.scale.map { Tensor($0, toScale) }, shapes.shift.map { Tensor($0, offsets) },
      ]
    }
  }
}
