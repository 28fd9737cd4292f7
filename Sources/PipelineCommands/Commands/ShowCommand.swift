import ArgumentParser
import Basics
import PipelineKit

/// `runner show PICTURE`: what made a picture or a file of tensors.
struct ShowCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what made a picture: file, parameters, models and version.",
    discussion:
      "'\(ProgramName.current) PICTURE.png' makes the picture again under its own name, in the working directory or in the folder of --out; '\(ProgramName.current) PICTURE.png seed=5 --out DIR' one with another seed. A file that other parameters made is replaced only with --overwrite. With --file, only the pipeline's text is printed: '\(ProgramName.current) show PICTURE.png --file > mine.json'."
  )

  @ArgumentParser.Argument(
    help: "A picture (PNG, JPEG or GIF) or a file of tensors that a pipeline wrote, or - for standard input.",
    completion: .file(extensions: ["png", "jpg", "jpeg", "safetensors", "pth"]))
  var picture: String

  @Flag(help: "Print the pipeline's text, and nothing else.")
  var file = false

  /// What is written where the picture is made again.
  private func again(_ made: MadePicture, _ path: String) throws -> [String] {
    var arguments = try PipelineArguments.parse(["--", path])
    (arguments.overwrite, arguments.allowRun) = (true, true)
    return try arguments.load(made).writes
  }

  func run() throws {
    try reportingFaults(to: QuietReporter()) {
      let path = picture == "-" ? "/dev/stdin" : picture
      guard let made = try MadePicture(path: path) else {
        _ = try FileFault.contents(of: path)
        throw MadePictureFault.noPicture(path: path)
      }
      if file {
        Terminal.output(
          lines: made.source.text.hasSuffix("\n") ? String(made.source.text.dropLast()) : made.source.text)
        return
      }
      let outline = try PipelineOutline(made.source)
      Terminal.output("made by     \(made.software ?? "an unknown program")")
      Terminal.output("pipeline    \(outline.name)")
      if let about = outline.about { Terminal.output("about       \(about)") }
      for (index, model) in made.models.enumerated() {
        Terminal.output((index == 0 ? "models      " : "            ") + model)
      }
      for (index, parameter) in outline.parameters.enumerated() {
        Terminal.output((index == 0 ? "parameters  " : "            ") + "\(parameter.name) = \(parameter.text)")
      }
      if let files = try? again(made, path) { Terminal.output("again as    \(files.joined(separator: ", "))") }
      for file in made.source.included.map(\.name) { Terminal.output("includes    \(file)") }
      Terminal.output("")
      Terminal.output(lines: made.source.text)
    }
  }
}
