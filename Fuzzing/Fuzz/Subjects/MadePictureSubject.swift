import Images
import PipelineKit
import PipelineModels

/// Pictures that carry what made them: their texts, and the pipeline in these.
struct MadePictureSubject: Subject {
  static let name = "texts"
  static let longest = 16_384
  private let file: InputFile
  private let registry = Registry.standard

  init(in scratch: Scratch) throws {
    _ = try TinyModels(in: scratch)
    file = try scratch.file("made.png")
  }

  func read(_ bytes: [UInt8]) {
    file.hold(PNGRepair.repaired(bytes))
    guard let texts = attempt({ try ImageFile.texts(file.path) }) else { return }
    _ = pipelineName(in: texts)
    guard let source = PipelineSource(texts: texts, file: file.path) else { return }
    PipelineSubject.read(source, registry)
  }
}
