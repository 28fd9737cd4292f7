/// The planes of N×C×…, numbered through all pictures, and sweeps over them: one plane at a time, or a vector of
/// planes where they are stored in lanes.
///
/// A sweep gets the number of its first plane and where its pixels begin. Its parameters are lists of numbers, one
/// list after the other in the order in which they are named, each with a number per plane or per channel.
struct Planes: Sendable {
  let count, pixels: Int
  let inLanes: Bool
  /// The length of a parameter's list.
  let period: Int

  init(_ x: Tensor, perChannel: Bool = false) {
    count = x.shape[0] * x.shape[1]
    pixels = x.shape[2...].reduce(1, *)
    inLanes = x.isInLanes
    period = perChannel ? x.shape[1] : count
  }

  private var together: Int { inLanes ? Kernels.lanes : 1 }

  /// Calls `body` for every sweep, in memory order and on all threads.
  func sweep(_ body: @Sendable (_ place: Int, _ start: Int) -> Void) {
    if pixels == 0 || count == 0 { return }
    // Work on some tens of kilobytes at a time.
    let run = max(1, (1 << 14) / (together * pixels)) * together
    Parallel.forEach((count + run - 1) / run, costEach: 4 * run * pixels) { item in
      for place in stride(from: item * run, to: min(count, (item + 1) * run), by: together) {
        body(place, place * pixels)
      }
    }
  }

  /// The i-th parameter for a plane.
  private func parameter(_ i: Int, _ numbers: UnsafePointer<Float>, _ place: Int) -> UnsafePointer<Float> {
    numbers + i * period + place % period
  }

  /// y = f(factor·(x − mean) + offset) by mean, factor and offset.
  func affine(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ place: Int, by numbers: UnsafePointer<Float>,
    _ activation: Activation
  ) {
    let (mean, factor) = (parameter(0, numbers, place), parameter(1, numbers, place))
    let offset = parameter(2, numbers, place)
    if inLanes {
      Kernels.laneAffine(x, y, pixels: pixels, mean: mean, factor: factor, offset: offset, activation)
    } else {
      Kernels.affine(x, y, pixels, mean: mean[0], factor: factor[0], offset: offset[0], activation)
    }
  }

  /// Σ a·b, or Σ a.
  func dot(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>?, _ place: Int, into sums: UnsafeMutablePointer<Float>
  ) {
    if inLanes {
      Kernels.laneDot(a, b, pixels: pixels, sums + place)
    } else {
      sums[place] = Float(Kernels.dot(a, b, pixels))
    }
  }

  /// The mean and Σ (x − mean)².
  func moments(_ x: UnsafePointer<Float>, _ place: Int, into moments: UnsafeMutablePointer<(Double, Double)>) {
    if inLanes { return Kernels.laneMoments(x, pixels: pixels, moments + place) }
    let mean = Kernels.dot(x, nil, pixels) / Double(pixels)
    moments[place] = (mean, Kernels.squares(x, pixels, mean: mean))
  }

  /// For y = f(gain·x̂ + offset) with x̂ = (x − mean)·inverse, by mean, inverse, gain and offset: gz = g·f′(gain·x̂ +
  /// offset), Σ gz and Σ gz·x̂.
  func normSums(
    _ x: UnsafePointer<Float>, _ g: UnsafePointer<Float>, _ gz: UnsafeMutablePointer<Float>, _ place: Int,
    by numbers: UnsafePointer<Float>, _ activation: Activation, into sums: UnsafeMutablePointer<(Double, Double)>
  ) {
    let (mean, inverse) = (parameter(0, numbers, place), parameter(1, numbers, place))
    let (gain, offset) = (parameter(2, numbers, place), parameter(3, numbers, place))
    if inLanes {
      Kernels.laneNormSums(
        x, g, gz, pixels: pixels, mean: mean, inverse: inverse, gain: gain, offset: offset, activation, sums + place)
    } else {
      Kernels.normSums(
        x, g, gz, pixels, mean: mean[0], inverse: inverse[0], gain: gain[0], offset: offset[0], activation,
        sums + place)
    }
  }

  /// gz ← inverse·(gain·gz − first − x̂·second), by mean, inverse, gain, first and second.
  func normGradient(
    _ x: UnsafePointer<Float>, _ gz: UnsafeMutablePointer<Float>, _ place: Int, by numbers: UnsafePointer<Float>
  ) {
    let (mean, inverse) = (parameter(0, numbers, place), parameter(1, numbers, place))
    let gain = parameter(2, numbers, place)
    let (first, second) = (parameter(3, numbers, place), parameter(4, numbers, place))
    if inLanes {
      Kernels.laneNormGradient(
        x, gz, pixels: pixels, mean: mean, inverse: inverse, gain: gain, first: first, second: second)
    } else {
      Kernels.normGradient(
        x, gz, pixels, mean: mean[0], inverse: inverse[0], gain: gain[0], first: first[0], second: second[0])
    }
  }
}

extension Tensor {
  /// f(factor·(x − mean) + offset), with `numbers` holding means, then factors, then offsets, for each plane of N×C×…
  /// or for each channel. The result is stored like this tensor.
  func affinePlanes(by numbers: [Float], perChannel: Bool = false, _ activation: Activation) -> Tensor {
    let planes = Planes(self, perChannel: perChannel)
    return Tensor(shape, inLanes: isInLanes) { out in
      storage.withUnsafeBufferPointer { x in
        numbers.withUnsafeBufferPointer { numbers in
          nonisolated(unsafe) let (x, y, numbers) = (x.baseAddress, out.baseAddress, numbers.baseAddress)
          planes.sweep { place, start in planes.affine(x! + start, y! + start, place, by: numbers!, activation) }
        }
      }
    }
  }
}
