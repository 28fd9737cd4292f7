import ArgumentParser
import Basics
import Foundation
import Images
import Inference
import Tensors

/// `benchmarks growth`: time and memory against size, batch, threads and steps, each measured in a process of its own.
struct GrowthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "growth", abstract: "How time and memory grow; writes plots, a CSV file and a page.")

  @Argument(help: "A model's folder in the layout of diffusers.", completion: .directory)
  var model = "models/mini-if"

  @Option(help: "The pipeline file whose steps are varied.", completion: .file(extensions: ["json"]))
  var pipeline = "pipelines/hybrid.json"

  @Option(help: "Evaluations that one of its steps asks for.")
  var evaluations = 3

  @Option(help: "The folder to write to.", completion: .directory)
  var out = "docs/growth"

  @Option(help: "Runs of each; the least time counts.")
  var repeats = 5

  func validate() throws {
    if repeats < 1 { throw ValidationError("--repeats takes a number from 1 on, found \(repeats)") }
  }

  private var name: String { String(model.split(separator: "/").last ?? "model") }
  private static let ownSize = 64

  func run() throws {
    let network = try DeepFloydFolder(path: model).unet
    let cores = Machine.cores
    let threads = cores <= 4 ? Array(1...cores) : (0...).map { min(cores, 1 << $0) }.prefixThrough { $0 == cores }
    let sizes = try evaluations([32, 64, 96, 128, 192, 256]) { ["--size", "\($0)"] }
    let batches = try evaluations([1, 2, 4, 8, 16]) { ["--batch", "\($0)"] }
    let byThreads = try evaluations(threads) { ["--threads", "\($0)", "--batch", "2"] }
    let steps = try processes([1, 5, 10, 25, 50, 100])

    func cost(_ size: Int) -> UNetCost { network.cost(height: size, width: size, textLength: UNetCommand.textLength) }
    let own = sizes.first { $0.at == Self.ownSize } ?? sizes[0]
    let single = batches[0]
    let all =
      pair(
        "size", "one picture", "height and width (px)", sizes,
        time: "the time at \(own.at) px, as the multiplications and additions grow",
        { own.seconds * Double(cost($0).operations()) / Double(cost(own.at).operations()) },
        memory: "the memory at \(sizes[0].at) px and the activations that more pixels need",
        { sizes[0].memory + 4 * Double(cost($0).activations - cost(sizes[0].at).activations) })
      + pair(
        "batch", "pictures of \(network.height) px", "pictures", batches,
        time: "one picture's time for each", { single.seconds * Double($0) },
        memory: "one picture's memory and the activations of the others",
        { single.memory + 4 * Double(($0 - 1) * cost(network.height).activations) })
      + pair(
        "threads", "2 pictures", "threads", byThreads,
        time: "one thread's time, shared evenly", { byThreads[0].seconds / Double($0) },
        memory: "one thread's memory", { _ in byThreads[0].memory })
      + pair(
        "steps", (pipeline as NSString).lastPathComponent + ", whole process", "steps", steps,
        time: "the time of one step, and \(evaluations) evaluations of one picture for each further one",
        { steps[0].seconds + Double(($0 - 1) * evaluations) * single.seconds },
        memory: "the memory of one step", { _ in steps[0].memory })
    try write(all)
  }

  /// What one process took at one place of an axis.
  private typealias Sample = (at: Int, seconds: Double, memory: Double)

  private func evaluations(_ values: [Int], _ arguments: (Int) -> [String]) throws -> [Sample] {
    try values.map { value in
      let found = try Child.benchmarks(["unet", model, "--json", "--repeats", "\(repeats)"] + arguments(value))
        .measurement()
      return (value, found.least ?? 0, found.memory ?? 0)
    }
  }

  private func processes(_ values: [Int]) throws -> [Sample] {
    let runner = Child.folder + "/runner"
    guard FileManager.default.isExecutableFile(atPath: runner) else { throw BenchmarkFault.noRunner(path: runner) }
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("growth-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    return try values.map { steps in
      let command = [runner, pipeline, "model=\(model)", "steps=\(steps)", "--quiet", "--out", scratch]
      let found = try Child.benchmarks(
        ["process", "--json", "--repeats", "\(min(3, repeats))", "--work", "\(steps) steps", "--"] + command
      ).measurement()
      return (steps, found.least ?? 0, found.memory ?? 0)
    }
  }

  /// Time and memory along one axis.
  private func pair(
    _ axis: String, _ what: String, _ label: String, _ samples: [Sample], time: String,
    _ seconds: (Int) -> Double, memory: String, _ bytes: (Int) -> Double
  ) -> [Growth] {
    func growth(
      _ quantity: Growth.Quantity, _ prediction: String, _ measured: (Sample) -> Double, _ predicted: (Int) -> Double
    ) -> Growth {
      Growth(
        axis: axis, quantity: quantity, title: "\(name), \(what): \(quantity.rawValue)", label: label,
        prediction: prediction,
        points: samples.map {
          .init(value: Double($0.at), measured: measured($0), predicted: predicted($0.at))
        }, isLogarithmic: axis != "threads")
    }
    return [growth(.time, time, { $0.seconds }, seconds), growth(.memory, memory, { $0.memory }, bytes)]
  }

  private func write(_ all: [Growth]) throws {
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    for growth in all { try ImageFile.write(growth.plot.image(), to: "\(out)/\(growth.picture)") }
    try AtomicFile.write(Array(Growth.csv(all).utf8), to: out + "/growth.csv")
    let page = """
      # How cost grows

      Written by `benchmarks growth` on \(Report.today), on \(Machine.processor), \(Machine.cores) cores. Times are the \
      least of \(repeats); memory is the process' peak of resident pages, those of mapped files included. Every \
      measurement is a process of its own. [growth.csv](growth.csv) has the numbers in seconds and bytes.

      \(all.map(\.markdown).joined(separator: "\n\n"))

      """
    try AtomicFile.write(Array(page.utf8), to: out + "/README.md")
    print("wrote \(out)")
  }
}

extension Sequence {
  /// The elements up to and with the first that `isLast`.
  fileprivate func prefixThrough(_ isLast: (Element) -> Bool) -> [Element] {
    var found: [Element] = []
    for element in self {
      found.append(element)
      if isLast(element) { break }
    }
    return found
  }
}
