import ArgumentParser
import Foundation
import Inference
import NoiseEstimators
import Tensors

/// `runner models`: which models can be used right away.
struct Models: Command {
  static let configuration = CommandConfiguration(
    abstract: "List the models that are embedded or downloaded.",
    discussion: "A pipeline's model may also be the path of a folder in the diffusers layout.")

  func run() throws {
    if let problem = ModelLocator.problem() { Terminal.error("warning: \(problem)") }
    let rows =
      ModelLocator.embedded().map { ($0.name, "embedded", $0.folder) }
      + ModelDirectory.cached().map { ($0.name, "downloaded", $0.folder) }
    if rows.isEmpty {
      Terminal.output(
        "no model is embedded or downloaded; looked in \(ModelLocator.folders().joined(separator: ", "))"
      )
    }
    let width = rows.map(\.0.count).max() ?? 0
    for (name, origin, folder) in rows {
      Terminal.output("\(name.padded(to: width))  \(origin), \(describe(folder))")
    }
  }

  /// What a model's configuration says of it, or what is wrong with it.
  private func describe(_ folder: String) -> String {
    do {
      if DigitDirectory.isOne(folder) { return try describe(DigitDirectory(path: folder)) }
      let model = try ModelDirectory(path: folder)
      let shape = model.imageShape
      let what = model.unet.takesNoiseLevel ? "enlarges to" : "makes"
      let megabytes = try model.weightBytes() / 1_000_000
      return
        "\(what) \(shape[2])×\(shape[1]) pictures\(model.textEncoder == nil ? " (no text encoder)" : " of prompts"), \(megabytes) MB, \(folder)"
    } catch { return "\(error)" }
  }

  private func describe(_ model: DigitDirectory) throws -> String {
    let size = "\(DigitUNet.divisor)×\(DigitUNet.divisor)"
    let what =
      if let sigma = model.network.sigma {
        "takes noise of σ = \(sigma) (pictures \(model.network.black) … \(model.network.white)) from \(size) pictures"
      } else {
        "makes \(size) pictures\(model.network.classes.map { " of \($0) classes" } ?? "")"
      }
    return try "\(what), \(String(format: "%.1f", Double(model.weightBytes()) / 1e6)) MB, \(model.path)"
  }
}
