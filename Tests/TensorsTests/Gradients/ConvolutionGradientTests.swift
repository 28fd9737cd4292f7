import Tensors
import TestSupport
import Testing

/// Convolutions that are differentiated, against their definition summed in double precision, over odd shapes.
@Suite struct ConvolutionGradientTests {
  /// A convolution's result, and what `g` says of its input, weights and bias.
  struct Results {
    var y, x, w, b: Tensor

    func difference(from other: Results) -> Float {
      zip([y, x, w, b], [other.y, other.x, other.w, other.b])
        .map { $0.maximumDifference(from: $1) / max(1, $1.values.reduce(0) { max($0, abs($1)) }) }.max()!
    }
  }

  struct Case {
    var n, channels, outputs, height, width, kernel, stride, padding: Int

    /// Odd shapes up to 5 pictures of 33 pixels and 70 channels, few of them large at once.
    static func random(_ generator: Generator) -> Case {
      func draw(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + generator.integer(below: range.count)
      }
      while true {
        let kernel = [1, 2, 3, 3, 3, 3, 4, 5, 7][draw(0...8)]
        let it = Case(
          n: draw(1...5), channels: draw(1...70), outputs: draw(1...70), height: draw(1...33), width: draw(1...33),
          kernel: kernel, stride: kernel == 3 ? draw(1...2) : draw(1...3), padding: draw(0...min(2, kernel - 1)))
        let cost = it.n * it.channels * it.outputs * it.height * it.width * kernel * kernel
        if it.height + 2 * it.padding >= kernel, it.width + 2 * it.padding >= kernel, cost < 4_000_000 { return it }
      }
    }

    var high: Int { (height + 2 * padding - kernel) / stride + 1 }
    var wide: Int { (width + 2 * padding - kernel) / stride + 1 }

    func inputs(_ generator: Generator) -> (x: Tensor, w: Tensor, b: Tensor, g: Tensor) {
      (
        generator.normal([n, channels, height, width]), generator.normal([outputs, channels, kernel, kernel]),
        generator.normal([outputs]), generator.normal([n, outputs, high, wide])
      )
    }

    /// By the definition: each product is met once, and added where it belongs four times.
    func defined(_ x: Tensor, _ w: Tensor, _ b: Tensor, _ g: Tensor) -> Results {
      var y = [Double](repeating: 0, count: g.count)
      var (toX, toW) = ([Double](repeating: 0, count: x.count), [Double](repeating: 0, count: w.count))
      var toB = [Double](repeating: 0, count: outputs)
      for i in 0..<n {
        for o in 0..<outputs {
          for row in 0..<high {
            for column in 0..<wide {
              let place = ((i * outputs + o) * high + row) * wide + column
              let slope = Double(g.values[place])
              var sum = Double(b.values[o])
              toB[o] += slope
              for c in 0..<channels {
                for k in 0..<kernel * kernel {
                  let (at, left) = (row * stride - padding + k / kernel, column * stride - padding + k % kernel)
                  if at < 0 || left < 0 || at >= height || left >= width { continue }
                  let (p, q) = (
                    ((i * channels + c) * height + at) * width + left, (o * channels + c) * kernel * kernel + k
                  )
                  sum += Double(x.values[p]) * Double(w.values[q])
                  toX[p] += slope * Double(w.values[q])
                  toW[q] += slope * Double(x.values[p])
                }
              }
              y[place] = sum
            }
          }
        }
      }
      return Results(
        y: Tensor(g.shape, y.map { Float($0) }), x: Tensor(x.shape, toX.map { Float($0) }),
        w: Tensor(w.shape, toW.map { Float($0) }), b: Tensor(b.shape, toB.map { Float($0) }))
    }

    func computed(_ x: Tensor, _ w: Tensor, _ b: Tensor, _ g: Tensor) -> Results {
      let (x, w, b) = (x.variable, w.variable, b.variable)
      let y = Convolution(weight: w, bias: b, stride: stride, padding: padding)(x)
      let gradients = gradients(of: (y * g).summed(), with: [x, w, b])
      return Results(y: y.constant, x: gradients[0], w: gradients[1], b: gradients[2])
    }
  }

  /// Shapes whose pixels are dealt to phases, in few and in many tiles.
  static let strided = [
    (1, 1), (2, 2), (7, 8), (14, 14), (28, 28), (33, 35), (40, 18),
  ].map { height, width in
    Case(n: 2, channels: 17, outputs: 9, height: height, width: width, kernel: 3, stride: 2, padding: 1)
  }

  /// Layers of more than 256 by 256 channels, whose sums are made at all points by one thread, in one block of tiles and in
  /// several; phases of more channels than are taken at a time.
  static let wide = [
    Case(n: 1, channels: 272, outputs: 256, height: 8, width: 8, kernel: 3, stride: 1, padding: 1),
    Case(n: 130, channels: 272, outputs: 256, height: 1, width: 2, kernel: 3, stride: 1, padding: 1),
    Case(n: 2, channels: 130, outputs: 80, height: 16, width: 15, kernel: 3, stride: 2, padding: 1),
  ]

  @Test(arguments: Sanitizer.cases(0..<60 + strided.count + wide.count)) func oddShapes(seed: Int) {
    let generator = Generator(seed: UInt64(seed))
    let it = seed < 60 ? Case.random(generator) : (Self.strided + Self.wide)[seed - 60]
    let (x, w, b, g) = it.inputs(generator)
    let found = it.computed(x, w, b, g)
    // Nine points round off more than six: some 8e-6 of a number's own size.
    let limit: Float = it.kernel == 3 ? 5e-5 : 2e-5
    #expect(found.difference(from: it.defined(x, w, b, g)) < limit, "\(it)")
    let alone = Parallel.withThreads(1) { it.computed(x, w, b, g) }
    #expect([alone.y, alone.x, alone.w, alone.b] == [found.y, found.x, found.w, found.b])
  }

  /// Two convolutions, the second of which gets what the first leaves in lanes, and the first a gradient that lies so.
  @Test(arguments: [
    Case(n: 3, channels: 32, outputs: 16, height: 14, width: 14, kernel: 3, stride: 1, padding: 1),
    Case(n: 1, channels: 32, outputs: 48, height: 28, width: 21, kernel: 3, stride: 1, padding: 1),
    Case(n: 2, channels: 32, outputs: 16, height: 9, width: 17, kernel: 3, stride: 1, padding: 0),
    Case(n: 2, channels: 32, outputs: 32, height: 28, width: 28, kernel: 3, stride: 2, padding: 1),
    Case(n: 2, channels: 32, outputs: 16, height: 7, width: 15, kernel: 3, stride: 2, padding: 1),
    Case(n: 2, channels: 32, outputs: 16, height: 8, width: 8, kernel: 4, stride: 2, padding: 1),
    Case(n: 2, channels: 32, outputs: 16, height: 8, width: 6, kernel: 1, stride: 1, padding: 0),
    Case(n: 2, channels: 32, outputs: 3, height: 7, width: 7, kernel: 3, stride: 1, padding: 1),
    Case(n: 2, channels: 32, outputs: 16, height: 9, width: 8, kernel: 5, stride: 2, padding: 2),
  ])
  func oneAfterTheOther(second: Case) {
    let generator = Generator(seed: 3)
    let first = Case(
      n: second.n, channels: 16, outputs: 32, height: second.height, width: second.width, kernel: 3, stride: 1,
      padding: 1)
    let (x, w, b, _) = first.inputs(generator)
    let (_, v, c, g) = second.inputs(generator)
    let middle = first.defined(x, w, b, Tensor([first.n, 32, first.height, first.width], repeating: 0)).y
    let after = second.defined(middle, v, c, g)
    let before = first.defined(x, w, b, after.x)

    let variables = [x, w, b, v, c].map(\.variable)
    let found = Convolution(weight: variables[1], bias: variables[2], padding: 1)(variables[0])
    #expect(found.isInLanes)
    let y = Convolution(weight: variables[3], bias: variables[4], stride: second.stride, padding: second.padding)(found)
    let all = gradients(of: (y * g).summed(), with: variables)
    let difference = Results(y: y.constant, x: all[0], w: all[1], b: all[2])
      .difference(from: Results(y: after.y, x: before.x, w: before.w, b: before.b))
    #expect(difference < 1e-4)
    let ofSecond = Results(y: y.constant, x: all[0], w: all[3], b: all[4])
    #expect(ofSecond.difference(from: Results(y: after.y, x: before.x, w: after.w, b: after.b)) < 1e-4)
  }

  /// Single pixels that become pictures; the last one's result has no whole vectors.
  static let single = [(1, 5, 16, 7), (17, 40, 32, 4), (33, 130, 16, 9), (40, 16, 48, 1), (3, 6, 5, 3)]

  /// A transposed convolution is the gradient of a convolution's input, and has its gradients the other way round. Every
  /// other one doubles its picture, with kernels of 4×4.
  @Test(arguments: Sanitizer.cases(0..<41 + UInt64(single.count))) func transposed(seed: UInt64) {
    let generator = Generator(seed: seed)
    var it = Case.random(generator)
    if seed > 40 {
      let (n, inputs, results, kernel) = Self.single[Int(seed) - 41]
      it = Case(
        n: n, channels: results, outputs: inputs, height: kernel, width: kernel, kernel: kernel, stride: kernel,
        padding: 0)
    } else if seed == 40 {
      it = Case(n: 1, channels: 130, outputs: 20, height: 16, width: 16, kernel: 4, stride: 2, padding: 1)
    } else if seed % 2 == 0 {
      (it.kernel, it.stride, it.padding) = (4, 2, 1)
      (it.channels, it.outputs) = (8 + it.channels / 2, 8 + it.outputs / 2)
      (it.height, it.width) = (2 + it.height, 2 + it.width)
    }
    // The sizes that have no pixels left over.
    it.height = (it.high - 1) * it.stride - 2 * it.padding + it.kernel
    it.width = (it.wide - 1) * it.stride - 2 * it.padding + it.kernel
    if it.height < 1 || it.width < 1 { return }
    let (small, w, _, large) = (
      generator.normal([it.n, it.outputs, it.high, it.wide]),
      generator.normal([it.outputs, it.channels, it.kernel, it.kernel]), 0,
      generator.normal([it.n, it.channels, it.height, it.width])
    )
    let bias = generator.normal([it.channels])
    let (x, weight, b) = (small.variable, w.variable, bias.variable)
    let y = TransposedConvolution(weight: weight, bias: b, stride: it.stride, padding: it.padding)(x)
    let gradients = gradients(of: (y * large).summed(), with: [x, weight, b])
    let zero = Tensor([it.outputs], repeating: 0)
    let expected = it.defined(large, w, zero, small)
    let shifted = expected.x + bias.reshaped([1, it.channels, 1, 1])
    let found = Results(y: gradients[0], x: y.constant, w: gradients[1], b: zero)
    #expect(
      found.difference(from: Results(y: expected.y, x: shifted, w: expected.w, b: zero))
        < (it.kernel == 4 ? 5e-5 : 2e-5), "\(it)")
    let sums = large.summedOverPictures()
    #expect(gradients[2].maximumDifference(from: sums) < 1e-3)
  }
}

extension Tensor {
  /// The sums of N×C×H×W over all but the channels.
  fileprivate func summedOverPictures() -> Tensor {
    let plane = shape[2] * shape[3]
    var sums = [Double](repeating: 0, count: shape[1])
    for (i, value) in values.enumerated() { sums[i / plane % shape[1]] += Double(value) }
    return Tensor([shape[1]], sums.map { Float($0) })
  }
}
