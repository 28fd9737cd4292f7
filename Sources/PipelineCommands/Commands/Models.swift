import ArgumentParser
import Foundation
import PipelineKit
import PipelineModels
import Tensors

/// `runner models`: which models can be used right away.
struct Models: Command {
  static let configuration = CommandConfiguration(
    abstract: "List the models that are embedded or downloaded.",
    discussion: "A pipeline's model may also be the path of a folder in the diffusers layout.")

  func run() throws {
    let formats = ModelFormats.with(PipelineCommands.registry)
    if let problem = ModelLocator.problem() { Terminal.error("warning: \(problem)") }
    let rows =
      ModelLocator.embedded(formats).map { ($0.name, "embedded", $0.folder) }
      + ModelLocator.downloaded(formats).map { ($0.name, "downloaded", $0.folder) }
    if rows.isEmpty {
      Terminal.output(
        "no model is embedded or downloaded; looked in \(ModelLocator.folders().joined(separator: ", "))"
      )
    }
    let width = rows.map(\.0.count).max() ?? 0
    for (name, origin, folder) in rows {
      Terminal.output("\(name.padded(to: width))  \(origin), \(describe(folder, name, formats))")
    }
  }

  /// What a model's configuration says of it, or what is wrong with it.
  private func describe(_ folder: String, _ name: String, _ formats: ModelFormats) -> String {
    do {
      let model = try formats.open(folder)
      let (weights, bytes) = try model.size()
      return "\(model.facts(name: name).summary), \(millions(weights)) M weights, \(millions(bytes)) MB, \(folder)"
    } catch { return "\(error)" }
  }

  private func millions(_ count: Int) -> String {
    String(format: count < 100_000_000 ? "%.1f" : "%.0f", Double(count) / 1e6)
  }
}
