import ArgumentParser
import Basics
import Foundation
import Inference
import PipelineKit
import PipelineModels
import Tensors

/// `runner models [NAME]`: which models can be used right away, and what one consists of.
struct Models: Command {
  static let configuration = CommandConfiguration(
    abstract: "List the models that are embedded or downloaded, or the parts of one.",
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

      With a name, its files, weights and memory are shown, and what a download that isn't complete lacks.
      """)

  @ArgumentParser.Argument(help: "A model, as a pipeline names it.")
  var name: String?

  func run() throws {
    try reportingFaults(to: QuietReporter()) {
      let formats = ModelFormats.with(PipelineCommands.registry)
      if let problem = ModelLocator.problem() { Terminal.error("warning: \(problem)") }
      if let name { try show(name, formats) } else { list(formats) }
    }
  }

  private func list(_ formats: ModelFormats) {
    let rows =
      ModelLocator.embedded(formats).map { ($0.name, "embedded, " + describe($0.folder, $0.name, formats)) }
      + ModelLocator.downloaded(formats).map { ($0.name, "downloaded, " + describe($0.folder, $0.name, formats)) }
      + ModelLocator.incomplete(formats).map { model in
        let missing = model.folder.map { lacks($0, formats).count } ?? 0
        let state =
          missing == 0 ? "nothing is whole yet" : "\(missing) \(missing == 1 ? "file is" : "files are") missing"
        return (
          model.name,
          "not complete, \(state)\(underway(model.bytes)); '\(HuggingFaceCache.command(model.name))' completes the download"
        )
      }
    if rows.isEmpty {
      Terminal.output(
        "no model is embedded or downloaded; looked in \(ModelLocator.folders().joined(separator: ", "))"
      )
    }
    let width = rows.map(\.0.count).max() ?? 0
    for (name, text) in rows { Terminal.output("\(name.padded(to: width))  \(text)") }
  }

  /// What a model's configuration says of it, or what is wrong with it.
  private func describe(_ folder: String, _ name: String, _ formats: ModelFormats) -> String {
    do {
      let model = try formats.open(folder)
      let (weights, bytes) = try model.size()
      return "\(model.facts(name: name).summary), \(millions(weights)) M weights, \(ByteCount.text(bytes)), \(folder)"
    } catch { return "can't be used: \(error)" }
  }

  /// Shows one model's parts. Throws where it can't be used.
  private func show(_ name: String, _ formats: ModelFormats) throws {
    if let (folder, classes) = classifier(name) {
      Terminal.output(
        "\(name): tells \(classes) kinds of pictures apart, for '\(ProgramName.current) evaluate'; no pipeline takes it"
      )
      Terminal.output("  folder  \(folder)")
      return
    }
    let folder = try ModelLocator.folder(of: Path(name), formats)
    let parts = formats.format(of: folder)?.parts(of: folder) ?? []
    var rows = [("folder", folder)]
    for part in parts {
      let bytes = part.files.reduce(0) { $0 + (FileSystem.size($1) ?? 0) }
      let weights = part.weights.map { "\(millions($0)) M weights, " } ?? ""
      let files = part.files.isEmpty ? "nothing" : "\(ByteCount.text(bytes)) in \(count(part.files.count, "file"))"
      rows.append((part.name, weights + files))
    }
    let opened = Result { try formats.open(folder) }
    if let model = try? opened.get() {
      let facts = model.facts(name: name)
      Terminal.output("\(name): \(facts.summary)")
      if parts.isEmpty, let (weights, bytes) = try? model.size() {
        rows.append(("weights", "\(millions(weights)) M, \(ByteCount.text(bytes))"))
      }
      if let prompts = facts.prompts, prompts.memory("") > 0 {
        rows.append(("to encode", "at least \(ByteCount.text(prompts.memory(""))) of memory for a prompt"))
      }
      if let memory = facts.memory {
        let (height, width) = (facts.imageShape[1], facts.imageShape[2])
        rows.append(
          (
            "in memory",
            "at least \(ByteCount.text(memory.weights)) for the network and "
              + "\(ByteCount.text(memory.evaluation(1, height, width))) for each picture of \(width)×\(height) that it evaluates"
          ))
      }
    } else {
      let isComplete = parts.allSatisfy(\.missing.isEmpty)
      Terminal.output("\(name): \(isComplete ? "can't be used by a pipeline" : "not complete")")
    }
    for file in parts.flatMap(\.missing) { rows.append(("missing", file)) }
    let width = rows.map(\.0.count).max() ?? 0
    for (key, text) in rows { Terminal.output("  \(key.padded(to: width))  \(text)") }
    try opened.get().checkFiles()
  }

  /// The folder of an embedded classifier of that name, and the number of its classes. It isn't a model of pipelines.
  private func classifier(_ name: String) -> (folder: String, classes: Int)? {
    for folder in ModelLocator.folders().map({ FileName.path(name, in: $0) }) where !name.contains("/") {
      guard let found = try? DigitConfiguration(path: folder + "/config.json") else { continue }
      return found.kind == .classifier ? found.classes.map { (folder, $0) } : nil
    }
    return nil
  }

  private func lacks(_ folder: String, _ formats: ModelFormats) -> [String] {
    formats.format(of: folder)?.parts(of: folder).flatMap(\.missing) ?? []
  }

  private func underway(_ bytes: Int) -> String { bytes == 0 ? "" : ", \(ByteCount.text(bytes)) are on their way" }

  private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  private func millions(_ count: Int) -> String {
    String(format: count < 100_000_000 ? "%.1f" : "%.0f", Double(count) / 1e6)
  }
}
