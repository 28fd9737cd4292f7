import Basics
import Foundation
import Inference
import Tensors
import TestSupport
import Testing

/// Which algorithm computes each convolution of the known networks: a change of a rule shows in this table.
/// `PIPELINEKIT_WRITE_PINS=1` writes it anew.
@Suite struct KernelChoiceTests {
  static let networks: [(name: String, file: String, sizes: [Int])] = [
    ("mini-if", "models/mini-if/unet/config.json", [64, 96]),
    ("IF-I-M", "Tests/Fixtures/configurations/IF-I-M.json", [64]),
    ("IF-I-L", "Tests/Fixtures/configurations/IF-I-L.json", [64]),
    ("IF-I-XL", "Tests/Fixtures/configurations/IF-I-XL.json", [64]),
    ("IF-II-M", "Tests/Fixtures/configurations/IF-II-M.json", [256]),
    ("IF-II-L", "Tests/Fixtures/configurations/IF-II-L.json", [256]),
  ]

  /// A line for each convolution of a DeepFloyd network, by what multiplies.
  static func lines(_ file: String, _ size: Int, _ processor: Processor) throws -> [String] {
    let configuration = try UNetConfiguration(path: Fixtures.package + "/" + file)
    var seen: Set<LayerCall> = []
    return configuration.cost(height: size, width: size, textLength: 77).calls.compactMap { call in
      guard case .convolution(let inputs, let outputs, let kernel, let height, let width) = call,
        seen.insert(call).inserted
      else { return nil }
      let shape = ConvolutionShape(
        channels: inputs, height: height, width: width, outputs: outputs, kernel: kernel, padding: kernel / 2)
      let ways = Multiplication.allCases.map { "\($0): \(ConvolutionPlan.inference(shape, $0, processor).result)" }
      return "\(inputs)→\(outputs), \(kernel)×\(kernel), \(height)×\(width): \(ways.joined(separator: "; "))"
    }
  }

  /// The digits' networks, at rest and in training, by the number of channels.
  static func digits(_ d: Int, pictures: Int, _ processor: Processor) -> [String] {
    func plain(_ inputs: Int, _ outputs: Int, _ size: Int, stride: Int = 1) -> ConvolutionShape {
      ConvolutionShape(
        pictures: pictures, channels: inputs, height: size, width: size, outputs: outputs, kernel: 3, stride: stride,
        padding: 1)
    }
    func up(_ inputs: Int, _ outputs: Int, _ size: Int, kernel: Int, stride: Int, padding: Int) -> ConvolutionShape {
      ConvolutionShape(
        pictures: pictures, channels: inputs, height: size, width: size, outputs: outputs, kernel: kernel,
        stride: stride, padding: padding, isTransposed: true)
    }
    let shapes: [(String, ConvolutionShape)] = [
      ("enter 1→\(d), 28", plain(1, d, 28)), ("\(d)→\(d), 28", plain(d, d, 28)),
      ("down \(d)→\(d), 28", plain(d, d, 28, stride: 2)), ("\(d)→\(d), 14", plain(d, d, 14)),
      ("down \(d)→\(2 * d), 14", plain(d, 2 * d, 14, stride: 2)), ("\(2 * d)→\(2 * d), 7", plain(2 * d, 2 * d, 7)),
      ("unflatten \(2 * d), 1", up(2 * d, 2 * d, 1, kernel: 7, stride: 7, padding: 0)),
      ("up \(4 * d)→\(d), 7", up(4 * d, d, 7, kernel: 4, stride: 2, padding: 1)),
      ("up \(2 * d)→\(d), 14", up(2 * d, d, 14, kernel: 4, stride: 2, padding: 1)),
      ("\(2 * d)→\(d), 28", plain(2 * d, d, 28)), ("last \(d)→1, 28", plain(d, 1, 28)),
    ]
    return shapes.map { name, shape in
      let training = ConvolutionPlan.training(shape, processor)
      func text(_ algorithm: ConvolutionAlgorithm?) -> String { algorithm.map { "\($0)" } ?? "-" }
      return "\(name): \(ConvolutionPlan.inference(shape, .single, processor).result); in training \(training.result), "
        + "input \(text(training.inputGradient)), weights \(text(training.weightGradient))"
    }
  }

  /// By processor, the library that the environment names, and the fixture's name.
  @Test(arguments: [
    (InstructionSet.avx512, ProductLibrary?.some(.own), "kernels"), (.avx512, .openBLAS, "kernels-openblas"),
    (.generic, nil, "kernels-generic"),
  ])
  func table(set: InstructionSet, products: ProductLibrary?, name: String) throws {
    let processor = Processor(instructionSet: set, products: products)
    var table: [String] = []
    for network in Self.networks {
      for size in network.sizes {
        table += ["# \(network.name), \(size) × \(size)"] + (try Self.lines(network.file, size, processor)) + [""]
      }
    }
    for (channels, pictures) in [(16, 8), (32, 128), (64, 128), (128, 32)] {
      table +=
        ["# digits, \(channels) channels, \(pictures) pictures"]
        + Self.digits(channels, pictures: pictures, processor) + [""]
    }
    try Self.judge(table, name)
  }

  /// Who multiplies the networks' products, by processor and what the environment asks for.
  @Test func products() throws {
    var table: [String] = []
    for set in InstructionSet.allCases {
      for products in [nil, ProductLibrary.own, .openBLAS] {
        table.append("# \(set), PIPELINEKIT_PRODUCTS \(products?.rawValue ?? "unset")")
        for multiplication in Multiplication.allCases {
          for memory in MemoryUse.allCases {
            let processor = Processor(instructionSet: set, products: products)
            let plan = ProductPlan.plan(multiplication, memory: memory, processor)
            table.append("\(multiplication), \(memory): \(plan)")
          }
        }
      }
    }
    try Self.judge(table, "products")
  }

  /// Compares with the fixture, or writes it.
  static func judge(_ table: [String], _ name: String) throws {
    let path = Fixtures.path("pins/\(name).txt")
    if ProcessInfo.processInfo.environment["PIPELINEKIT_WRITE_PINS"] != nil {
      try AtomicFile.write(Array(table.joined(separator: "\n").utf8), to: path)
    }
    let pinned = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n")
    for (line, expected) in zip(table, pinned) { #expect(line == expected) }
    #expect(table.count == pinned.count)
  }
}
