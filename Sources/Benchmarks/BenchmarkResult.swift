import Basics
import Foundation
package import Inference
import Tensors

/// One thing measured, ours or a peer's: a line of JSON.
package struct BenchmarkResult: Codable, Sendable, Equatable {
  package enum Section: String, Codable, Sendable { case evaluation, training, process, kernel }

  package var section: Section
  /// What was done, such as `if-i-m, 2 pictures of 64 px`: the same text for us and for peers.
  package var work: String
  /// The program, such as `PyTorch`.
  package var who: String
  /// Its precision, and what else was chosen: `f32`, `bf16`, `f32 channels last`.
  package var how: String
  /// The instructions it was held to: `native`, `avx2`, `generic`.
  package var isa: String
  package var threads: Int?
  /// Median and least time of several, in seconds.
  package var seconds, least: Double?
  /// The median time of evaluations whose text was prepared before, as it is in a run, in seconds.
  package var prepared: Double?
  /// ‖a − b‖ / ‖b‖ against PyTorch in f32.
  package var error: Double?
  /// The process' peak of resident memory, in bytes.
  package var memory: Double?
  /// Multiplications and additions by definition.
  package var operations: Double?
  /// The machine's peak for that instruction set, in operations a second.
  package var peak: Double?
  /// The weights' bytes as stored, and those of the most activations that must exist at once.
  package var weights, activations: Double?
  /// The layer that was called, in a section of kernels, on how many pictures, and how often an evaluation does;
  /// in training, the pictures of a step.
  package var call: LayerCall?
  package var pictures, count: Int?

  package init(_ section: Section, _ work: String, who: String = "PipelineKit", how: String = "f32") {
    (self.section, self.work, self.who, self.how) = (section, work, who, how)
    isa = Machine.isa
  }

  /// The name of who did it how.
  var column: String { "\(who) \(how)" }

  /// `f32`, `bf16`, or `half`, ours.
  var precision: Substring { how.prefix { $0 != " " } }

  /// One line of JSON.
  package func line() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// The measurements in a file, one a line.
  package static func read(_ path: String) throws -> [BenchmarkResult] {
    let text = String(decoding: try FileFault.contents(of: path), as: UTF8.self)
    return try text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { number, line in
      if line.allSatisfy(\.isWhitespace) { return nil }
      guard let found = try? JSONDecoder().decode(BenchmarkResult.self, from: Data(line.utf8)) else {
        throw BenchmarkFault.noSuchLine(path: path, line: number + 1)
      }
      return found
    }
  }
}
