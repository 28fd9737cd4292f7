import ArgumentParser
import Inference
import Tensors

/// `benchmarks kernels CONFIG`: each of a network's layers on its own.
struct KernelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels", abstract: "Time of every layer shape of a UNet: convolutions, products, attention, norms.",
    discussion: "GFLOP/s count the operations of a layer's definition, which an algorithm may need fewer of.")

  @Argument(help: "A UNet's config.json.", completion: .file(extensions: ["json"]))
  var file: String

  @Option(help: "Pictures in one call.")
  var batch = 2

  @Option(help: "In what precision to multiply: single or half.")
  var precision: Precision = .single

  @Option(help: "What to call the network.")
  var name = "network"

  @OptionGroup var options: MeasuringOptions

  func validate() throws {
    if !precision.isAvailable { throw ValidationError(precision.missing) }
    if batch < 1 { throw ValidationError("--batch takes a number from 1 on, found \(batch)") }
  }

  func run() throws {
    let network = try UNetConfiguration(path: file)
    let calls = network.cost(height: network.height, width: network.width, textLength: UNetCommand.textLength).calls
    var counts: [LayerCall: Int] = [:]
    for call in calls { counts[call, default: 0] += 1 }
    var found: [BenchmarkResult] = []
    try options.withThreads {
      for call in counts.keys.sorted(by: { $0.order < $1.order }) {
        let layer = try precision { try Layer(call, pictures: batch) }
        let times = Stopwatch.measure(repeats: options.repeats, atLeast: 0.1) { layer() }
        var one = BenchmarkResult(
          .kernel, "\(call.text), \(batch) picture\(batch == 1 ? "" : "s")", how: precision.column)
        (one.call, one.pictures, one.count, one.threads) = (call, batch, counts[call]!, Parallel.threads)
        (one.seconds, one.least) = (times.median, times.least)
        let operations = call.operations(pictures: batch)
        one.operations = operations > 0 ? Double(operations) : nil
        try options.record(one)
        found.append(one)
      }
    }
    options.show("\(name), \(batch) picture\(batch == 1 ? "" : "s"); least times")
    options.show(Self.table(found).markdown)
  }

  private static func table(_ found: [BenchmarkResult]) -> Table {
    let total = found.reduce(0) { $0 + $1.least! * Double($1.count!) }
    return Table(
      ["layer", "ms", "GFLOP/s", "calls", "share"],
      found.map { one in
        let share = one.least! * Double(one.count!) / total
        return [
          one.work, Text.number(one.least! * 1e3), one.operations.map { Text.rate($0 / one.least!) } ?? "–",
          "\(one.count!)", Text.number(100 * share) + " %",
        ]
      })
  }
}

/// One layer with random weights and inputs, ready to be called.
private struct Layer {
  private let call: () -> Void

  init(_ shape: LayerCall, pictures n: Int) throws {
    let generator = Generator(seed: 1, algorithm: .philox)
    let weights = Weights(RandomWeights(generator: generator))
    switch shape {
    case .convolution(let inputs, let outputs, let kernel, let height, let width):
      let layer = try Conv2d(inputs, outputs, kernel: kernel, weights)
      let x = generator.normal([n, inputs, height, width])
      call = { _ = layer(x) }
    case .projection(let inputs, let outputs, let places):
      let layer = try Linear(inputs, outputs, inBytes: true, weights)
      let x = generator.normal([n, inputs, places])
      call = { _ = layer.overChannels(x) }
    case .dense(let inputs, let outputs, let places):
      let layer = try Linear(inputs, outputs, weights)
      let x = generator.normal(places == 1 ? [n, inputs] : [n, inputs, places])
      call = places == 1 ? { _ = layer(x) } : { _ = layer.overChannels(x) }
    case .attention(let channels, let heads, let queries, let keys):
      let q = generator.normal([n, channels, queries])
      let (k, v) = (generator.normal([n, channels, keys]), generator.normal([n, channels, keys]))
      let scale = 1 / Float(channels / heads).squareRoot()
      let precision = Precision.current
      call = { _ = q.attention(keys: k, values: v, heads: heads, scale: scale, precision: precision) }
    case .groupNorm(let channels, let groups, let places):
      let layer = try GroupNorm(channels, groups: groups, epsilon: 1e-5, weights)
      let x = generator.normal([n, channels, places])
      call = { _ = layer(x, activation: .gelu) }
    }
  }

  func callAsFunction() { call() }
}

/// Weights of any name and shape, normal with a small deviation.
private struct RandomWeights: WeightSource {
  let generator: Generator
  func tensor(_ name: String, _ shape: [Int], _ role: WeightRole) -> Tensor { generator.normal(shape) * 0.05 }
  func contains(_ name: String) -> Bool { true }
}

extension LayerCall {
  /// The layer as people write it.
  package var text: String {
    switch self {
    case .convolution(let inputs, let outputs, let kernel, let height, let width):
      "\(kernel)×\(kernel) \(inputs) → \(outputs), \(height == width ? "\(height)" : "\(height)×\(width)") px"
    case .dense(let inputs, let outputs, let places): "dense \(inputs) → \(outputs), \(places) places"
    case .projection(let inputs, let outputs, let places): "projection \(inputs) → \(outputs), \(places) places"
    case .attention(let channels, let heads, let queries, let keys):
      "attention \(channels) in \(heads) heads, \(queries) × \(keys)"
    case .groupNorm(let channels, let groups, let places): "norm \(channels) in \(groups) groups, \(places) places"
    }
  }

  /// Kinds one after the other, in each the largest pictures first.
  fileprivate var order: (Int, Int, Int, Int) {
    switch self {
    case .convolution(let inputs, let outputs, let kernel, let height, _): (-kernel, -height, inputs, outputs)
    case .dense(let inputs, let outputs, let places): (1, -places, inputs, outputs)
    case .projection(let inputs, let outputs, let places): (2, -places, inputs, outputs)
    case .attention(let channels, _, let queries, let keys): (3, -queries, keys, channels)
    case .groupNorm(let channels, let groups, let places): (4, -places, channels, groups)
    }
  }
}
