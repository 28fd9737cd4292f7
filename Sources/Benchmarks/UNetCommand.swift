public import ArgumentParser
import Inference
package import Tensors

/// `benchmarks unet MODEL_DIR`: one evaluation of a model's network, its text prepared within it.
struct UNetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unet", abstract: "Time, memory, arithmetic and error of one UNet evaluation.")

  @Argument(help: "A model's folder in the layout of diffusers.", completion: .directory)
  var model: String

  @Option(help: "Pictures in one evaluation.")
  var batch = 1

  @Option(help: "Height and width of the pictures. (default: the model's)")
  var size: Int?

  @Option(
    help: "A safetensors file with sample, timestep, encoder_hidden_states and output, to evaluate on and compare.")
  var reference: String?

  @Option(help: "What to call the model. (default: its folder's name)")
  var name: String?

  @Option(help: "In what precision to multiply: single or half.")
  var precision: Precision = .single

  @Option(help: "What to keep in memory beside the weights: fast or lean.")
  var memory: MemoryUse = .fast

  @Option(help: "Evaluate for at least so many seconds.")
  var seconds = 0.0

  @Flag(help: "Measure the machine's peak too.")
  var peak = false

  @OptionGroup var options: MeasuringOptions

  /// Positions of a text, as DeepFloyd has them.
  static let textLength = 77

  func validate() throws {
    if !(0...3600).contains(seconds) { throw ValidationError("--seconds is a number from 0 to 3600, found \(seconds)") }
    if !precision.isAvailable { throw ValidationError(precision.missing) }
    if batch < 1 { throw ValidationError("--batch takes a number from 1 on, found \(batch)") }
    if let size, !(1...4096).contains(size) {
      throw ValidationError("--size takes a number from 1 to 4096, found \(size)")
    }
  }

  func run() throws {
    let directory = try DeepFloydFolder(path: model)
    if let size, size % directory.unet.divisor != 0 {
      throw BenchmarkFault.wrongSize(size, divisor: directory.unet.divisor)
    }
    let start = Stopwatch.now
    let unet = try memory { try precision { try directory.loadUNet() } }
    let loading = Stopwatch.now - start
    let inputs = try Inputs(reference, unet.configuration, pictures: batch, size: size)
    let (n, _, height, width) = inputs.sample.nchw
    let name = name ?? String(model.split(separator: "/").last ?? "model")
    let how = precision.column + (memory == .lean ? " lean" : "")
    var found = BenchmarkResult(.evaluation, work(name, n, height, width), how: how)

    try options.withThreads {
      var output: Tensor?
      let times = try Stopwatch.measure(repeats: options.repeats, atLeast: seconds) {
        output = try unet(
          sample: inputs.sample, timesteps: inputs.timesteps, text: inputs.text, noiseLevels: inputs.noiseLevels)
      }
      // Before anything else takes memory.
      found.memory = Machine.peakMemory
      (found.seconds, found.least, found.threads) = (times.median, times.least, Parallel.threads)
      if let expected = inputs.output, let output { found.error = try relativeError(output, expected) }
      let prepared = try unet.prepare(text: inputs.text)
      let rest = try Stopwatch.measure(repeats: options.repeats, atLeast: seconds) {
        _ = try unet(
          sample: inputs.sample, timesteps: inputs.timesteps, text: prepared, noiseLevels: inputs.noiseLevels)
      }
      found.prepared = rest.median
      let cost = unet.configuration.cost(height: height, width: width, textLength: inputs.text.shape[1])
      found.operations = Double(cost.operations(pictures: n))
      found.activations = Double(4 * n * cost.activations)
      found.weights = Double(try directory.unetWeightBytes())
      if peak { found.peak = Machine.peakRate() }
      options.show(summary(found, loading: loading, first: times.first!, prepared: rest.median))
      if peak { options.show("  matrices    \(Text.rate(Machine.matrixRate())) GFLOP/s in a product of 2048³") }
    }
    try options.record(found)
  }

  private func work(_ name: String, _ n: Int, _ height: Int, _ width: Int) -> String {
    "\(name), \(n) picture\(n == 1 ? "" : "s") of \(height == width ? "\(height)" : "\(height)×\(width)") px"
  }

  private func summary(_ found: BenchmarkResult, loading: Double, first: Double, prepared: Double) -> String {
    let (seconds, operations) = (found.seconds!, found.operations!)
    var lines = ["\(found.work), \(found.threads!) thread\(found.threads == 1 ? "" : "s")"]
    lines.append(
      "  time        \(Text.seconds(seconds)) (median; least \(Text.seconds(found.least!))), "
        + "\(Text.seconds(prepared)) with the text prepared before")
    lines.append("  start       \(Text.seconds(loading)) to load, \(Text.seconds(first)) for the first evaluation")
    var rate = "  arithmetic  \(Text.number(operations / 1e9)) GFLOP, \(Text.rate(operations / seconds)) GFLOP/s"
    if let peak = found.peak {
      rate += ", \(Text.number(100 * operations / seconds / peak)) % of the peak of \(Text.rate(peak))"
      rate += " (multiply-adds in registers)"
    }
    lines.append(rate)
    lines.append(
      "  memory      \(Text.bytes(found.memory!)) at most; weights as stored \(Text.bytes(found.weights!)), "
        + "activations \(Text.bytes(found.activations!))")
    if let error = found.error { lines.append("  error       \(Text.error(error)) (‖a−b‖/‖b‖ to the reference)") }
    return lines.joined(separator: "\n")
  }
}

extension Precision: ExpressibleByArgument {
  /// What a measurement in it is called, OpenBLAS named where it multiplies.
  var column: String {
    if self == .half { return "half" }
    return ProductPlan.library() == .openBLAS ? "f32 OpenBLAS" : "f32"
  }
}
extension MemoryUse: ExpressibleByArgument {}

/// What a network is evaluated on.
private struct Inputs {
  let sample, text: Tensor
  let timesteps: [Float]
  let noiseLevels: [Float]?
  /// What should come out.
  let output: Tensor?

  /// A reference file's, or random ones.
  init(_ reference: String?, _ configuration: UNetConfiguration, pictures: Int, size: Int?) throws {
    if let reference {
      let file = try SafeTensors(path: reference)
      sample = try file.tensor("sample")
      text = try file.tensor("encoder_hidden_states")
      timesteps = try file.tensor("timestep").values
      output = try file.tensor("output")
    } else {
      let generator = Generator(seed: 1, algorithm: .philox)
      sample = generator.normal([
        pictures, configuration.inChannels, size ?? configuration.height, size ?? configuration.width,
      ])
      text = generator.normal([pictures, UNetCommand.textLength, configuration.textWidth])
      timesteps = [500]
      output = nil
    }
    noiseLevels = configuration.takesNoiseLevel ? [250] : nil
  }
}

/// ‖a − b‖ / ‖b‖, in double precision.
package func relativeError(_ a: Tensor, _ b: Tensor) throws -> Double {
  guard a.shape == b.shape else { throw BenchmarkFault.shapes(found: a.shape, expected: b.shape) }
  var (difference, norm) = (0.0, 0.0)
  for (a, b) in zip(a.values, b.values) {
    difference += (Double(a) - Double(b)) * (Double(a) - Double(b))
    norm += Double(b) * Double(b)
  }
  return (difference / norm).squareRoot()
}
