import ArgumentParser
import Basics
import PipelineKit

/// `runner show PICTURE`: what made a picture.
struct ShowCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what made a picture: file, parameters, models and version.",
    discussion:
      "'runner PICTURE.png' makes the picture again, 'runner PICTURE.png seed=5' one with another seed. With --file, only the pipeline's text is printed: 'runner show PICTURE.png --file > mine.json'."
  )

  @ArgumentParser.Argument(
    help: "A picture, PNG, JPEG or GIF, or - for standard input.",
    completion: .file(extensions: ["png", "jpg", "jpeg"]))
  var picture: String

  @Flag(help: "Print the pipeline's text, and nothing else.")
  var file = false

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
      for file in made.source.included.map(\.name) { Terminal.output("includes    \(file)") }
      Terminal.output("")
      Terminal.output(lines: made.source.text)
    }
  }
}
