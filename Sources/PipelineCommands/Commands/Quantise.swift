import ArgumentParser
import Basics
import Foundation
import PipelineKit
import PipelineModels
import Tensors

/// `runner quantise MODEL FOLDER`: a copy of a model with weights in 8 bits.
struct Quantise: Command {
  static let configuration = CommandConfiguration(
    abstract: "Write a copy of a model with its weights in 8 bits: half the size of a published one.",
    discussion: """
      The weights of each output of a layer become whole numbers from -127 to 127 with one factor. Small layers and \
      embeddings stay as they are. The copy is used like the original, and its network takes half the memory; products \
      are computed in single precision. Its error is measured and printed, unless --no-measure is given: how far the \
      network's estimates for noise, and the encoding of a prompt, are from those of the original. The \
      files say that they are "compressed-tensors" ("int-quantized"), which diffusers does not read.

      To keep only the loaded network like this, and no copy, use the option
        { "stage": "model", "from": "...", "precision": "int8-weights" }
      """)

  @ArgumentParser.Argument(help: "A model, as a pipeline names it.")
  var model: String

  @ArgumentParser.Argument(help: "The folder to write; there must be nothing in it.", completion: .directory)
  var folder: String

  @Flag(inversion: .prefixedNo, help: "Measure the error of the copy, which evaluates both models.")
  var measure = true

  @OptionGroup var threads: ThreadsOption

  func run() throws {
    Interrupt.handle { Terminal.error("interrupted") }
    try reportingFaults(to: QuietReporter()) {
      // What is wrong with the number of threads is known before anything is written.
      try threads.withThreads(tell: { Terminal.error($0) }) { try write() }
    }
  }

  private func write() throws {
    let formats = ModelFormats.with(PipelineCommands.registry)
    if let reason = FileName.homeReason(folder) { throw FileFault.cannotWrite(path: folder, reason: reason) }
    let opened = try ModelLocator.open(Path(model), formats)
    guard let original = opened as? any QuantisableFormat else { throw CommandFault.notQuantisable(model) }
    try original.checkFiles()
    try original.quantise(to: folder)
    let copy = try formats.open(folder)
    let (before, after) = try (original.size().bytes, copy.size().bytes)
    let sizes = "\(ByteCount.text(after)) of weights, where \(model) has \(ByteCount.text(before))"
    Terminal.output("wrote \(FileName.shown(folder)): \(sizes)")
    guard measure, let copy = copy as? any ServableFormat else { return }
    let error = try QuantisationError(of: copy, from: original)
    for (timestep, error) in error.network {
      Terminal.output("error of the network at timestep \(timestep): \(percent(error))")
    }
    if let text = error.text { Terminal.output("error of the text encoder: \(percent(text))") }
  }

  private func percent(_ share: Double) -> String { String(format: "%.2g %%", 100 * share) }
}
