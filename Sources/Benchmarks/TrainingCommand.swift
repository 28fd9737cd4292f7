import ArgumentParser
import Inference
import PipelineTraining
import Tensors

/// `benchmarks training 64 128`: a training step of the digits' class-conditioned network.
struct TrainingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "training", abstract: "Time and memory of a training step: forward, backward, Adam.")

  @Argument(help: "D, the network's channels at full resolution.")
  var channels: Int

  @Argument(help: "Images of a step.")
  var batch: Int

  @OptionGroup var options: MeasuringOptions

  func validate() throws {
    if !(1...1024).contains(channels) { throw ValidationError("D is a number from 1 to 1024, found \(channels)") }
    if batch < 2 { throw ValidationError("a batch is a number from 2 on, found \(batch)") }
  }

  func run() throws {
    let configuration = DigitConfiguration(channels: channels, takesTime: true, classes: 10)
    let generator = Generator(seed: 0)
    var parameters = try Parameters(drawnFrom: generator) { try DigitUNet(configuration, $0) }
    var adam = Adam(parameters, rate: 1e-3)
    var found = BenchmarkResult(.training, "digits, D = \(channels), batch of \(batch)", how: Precision.single.column)
    try options.withThreads {
      let times = try Stopwatch.measure(repeats: options.repeats) {
        let x = generator.normal([batch, 1, 28, 28])
        let noise = generator.normal(x.shape)
        let time = generator.uniform([batch, 1])
        let labels = (0..<batch).map { _ in Optional(generator.integer(below: 10)) }
        let (_, gradients) = try parameters.differentiated {
          try DigitUNet(configuration, $0)(
            x + noise, time: time, oneHot: DigitTask.oneHot(labels, classes: 10)
          ).meanSquaredError(to: noise)
        }
        adam.step(&parameters, gradients)
      }
      (found.seconds, found.least, found.threads) = (times.median, times.least, Parallel.threads)
    }
    found.memory = Machine.peakMemory
    found.pictures = batch
    options.show(
      "\(found.work): \(Text.number(Double(batch) / found.seconds!)) images a second (median), "
        + "\(Text.bytes(found.memory!)) at most")
    try options.record(found)
  }
}
