import ArgumentParser
import Foundation
import PipelineKit
import PipelineModels
import Tensors

/// `runner models`: which models can be used right away.
struct Models: Command {
  static let configuration = CommandConfiguration(
    abstract: "List the models that are embedded or downloaded.",
    discussion: """
      A pipeline's or recipe's model is found in this order:
        1. An embedded model of that name: in the folder $PIPELINEKIT_MODELS; then in
           share/pipelinekit/models beside the folder of the program; then in models/
           of the sources that the program was built from.
        2. A folder in the diffusers layout, or one that '\(ProgramName.current) train' wrote. A path
           in a file starts from the file's folder, one on the command line from the
           working directory.
        3. OWNER/NAME of one that 'hf download OWNER/NAME' put into Hugging Face's
           cache.
      """)

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
