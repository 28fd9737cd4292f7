import ArgumentParser
import Foundation
import Inference
import Tensors

/// `benchmarks matrix FOLDER`: one evaluation of each reference network by every instruction set that the processor has, our
/// products and OpenBLAS', in batches of several sizes and by several numbers of threads.
struct MatrixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix",
    abstract: "How much results differ over instruction sets, products, batch sizes and threads.",
    discussion: "The folder is Tests/Fixtures/reference, whose results diffusers computed.")

  @Argument(help: "A folder with reference models, and cases of them.")
  var folder: String

  @Flag(help: "Measure in this process alone, and print one JSON object a line.")
  var json = false

  func run() throws {
    if json {
      for line in try MatrixEntry.all(folder) { print(String(decoding: try JSONEncoder().encode(line), as: UTF8.self)) }
      return
    }
    print(MatrixEntry.table(try MatrixEntry.measured(folder)).markdown)
  }
}

/// What one way of computing gives, compared with diffusers.
package struct MatrixEntry: Codable, Sendable {
  /// The case of the reference.
  package var network: String
  /// The highest instruction set that kernels use.
  package var isa: String
  /// Who multiplies matrices.
  package var products: String
  /// The number of pictures evaluated together.
  package var batch: Int
  /// ‖a − b‖ / ‖b‖ of the estimates and diffusers'.
  package var error: Double
  /// The same of the estimates and those of one picture at a time.
  package var apart: Double
  /// Whether every number of threads gives the same bits.
  package var isSameForThreads: Bool

  package static let batches = [1, 2, 8]
  package static let threads = [1, 2, 8]
  private static let cases = [
    ("if-stage1", "unet-stage1"), ("if-stage1", "unet-stage1-wide"), ("if-stage2", "unet-stage2"),
  ]

  /// By every instruction set and either library, each in a process of its own, as both are chosen when a program starts.
  package static func measured(_ folder: String) throws -> [MatrixEntry] {
    let sets = InstructionSet.allCases.filter { set in
      (try? Processor.checkEnvironment(["PIPELINEKIT_ISA": set.rawValue])) != nil
    }
    return try sets.flatMap { set in
      try ProductLibrary.allCases.flatMap { library in
        let child = Child(
          program: "PIPELINEKIT_ISA=\(set.rawValue)",
          arguments: [
            "PIPELINEKIT_PRODUCTS=\(library.rawValue)", Child.folder + "/benchmarks", "matrix", folder, "--json",
          ])
        return try child.run().output.split(separator: "\n").map {
          try JSONDecoder().decode(MatrixEntry.self, from: Data($0.utf8))
        }
      }
    }
  }

  /// By this process's instruction set and library.
  static func all(_ folder: String) throws -> [MatrixEntry] {
    let processor = Processor.current
    return try cases.flatMap { model, name in
      let unet = try DeepFloydFolder(path: "\(folder)/\(model)").loadUNet()
      let reference = try ReferenceCase(path: "\(folder)/cases/\(name).safetensors")
      let alone = try (0..<reference.count).map { try reference.estimate(unet, [$0]) }
      return try batches.map { batch in
        let indices = (0..<batch).map { $0 % reference.count }
        let results = try threads.map { count in
          try Parallel.withThreads(count) { try reference.estimate(unet, indices) }
        }
        return MatrixEntry(
          network: name, isa: processor.instructionSet.rawValue, products: processor.products?.rawValue ?? "own",
          batch: batch, error: Double(results[0].relativeError(to: reference.output(indices))),
          apart: Double(results[0].relativeError(to: .concatenated(indices.map { alone[$0] }, axis: 0))),
          isSameForThreads: results.allSatisfy { $0 == results[0] })
      }
    }
  }

  /// A row for each instruction set and library, with the largest error of each network and of batches.
  package static func table(_ entries: [MatrixEntry]) -> Table {
    var table = Table(
      ["kernels", "products"] + cases.map { "`\($0.1)`" } + ["batches of 2 and 8 beside 1", "1, 2 and 8 threads"])
    for entry in entries where !table.rows.contains(where: { $0[0] == entry.isa && $0[1] == entry.products }) {
      let own = entries.filter { $0.isa == entry.isa && $0.products == entry.products }
      func number(_ value: Double) -> String { value == 0 ? "the same bits" : String(format: "%.1e", value) }
      let errors = cases.map { name in number(own.filter { $0.network == name.1 }.map(\.error).max() ?? 0) }
      table.rows.append(
        [entry.isa, entry.products] + errors
          + [number(own.map(\.apart).max() ?? 0), own.allSatisfy(\.isSameForThreads) ? "the same bits" : "differ"])
    }
    return table
  }
}

/// The inputs of a reference network, and what diffusers made of them.
private struct ReferenceCase {
  private let sample, text, expected: Tensor
  private let timesteps: [Float]
  private let levels: [Float]?

  init(path: String) throws {
    let file = try SafeTensors(path: path)
    (sample, text) = (try file.tensor("sample"), try file.tensor("encoder_hidden_states"))
    (expected, timesteps) = (try file.tensor("output"), try file.tensor("timestep").values)
    levels = file.names.contains("class_labels") ? try file.tensor("class_labels").values : nil
  }

  var count: Int { sample.shape[0] }

  func output(_ indices: [Int]) -> Tensor { picked(expected, indices) }

  func estimate(_ unet: DeepFloydUNet, _ indices: [Int]) throws -> Tensor {
    try unet(
      sample: picked(sample, indices), timesteps: indices.map { timesteps[$0 % timesteps.count] },
      text: picked(text, indices), noiseLevels: levels.map { levels in indices.map { levels[$0 % levels.count] } })
  }

  private func picked(_ tensor: Tensor, _ indices: [Int]) -> Tensor {
    .concatenated(
      indices.map { index in
        let i = index % tensor.shape[0]
        return tensor.slice(axis: 0, i..<i + 1)
      }, axis: 0)
  }
}
