import Basics
import Images
import PipelineKit
import Tensors

/// A picture that carries what made it.
struct MadePicture {
  /// The picture's file, as the user named it.
  let path: String
  /// What it carries, in its order.
  let texts: [(name: String, text: String)]
  /// The pipeline that made it, with its parameters' values.
  let source: PipelineSource

  /// Nil for a file that is no picture, or that isn't there.
  ///
  /// - Throws: `MadePictureFault` for a picture that doesn't carry what made it.
  init?(path: String) throws {
    guard let bytes = try? FileFault.contents(of: path), ImageFile.isPicture(bytes) else { return nil }
    let texts = try ImageFile.texts(path)
    guard let source = PipelineSource(texts: texts, file: path) else {
      let comment = texts.first { $0.name == "comment" && $0.text.contains("PipelineKit") }?.text
      throw MadePictureFault.saysNothing(path: path, pipeline: pipelineName(in: texts), comment: comment)
    }
    (self.path, self.texts, self.source) = (path, texts, source)
  }

  /// The program that made it: `PipelineKit 0.1.0`.
  var software: String? { text("software") }

  /// The models that made it, name and SHA-256.
  var models: [String] { MadePicture.models(in: texts) }

  /// What is worth knowing before it is made again.
  var warning: String? {
    guard let software, software != "PipelineKit \(PipelineKit.version)" else { return nil }
    return "\(path) was made by \(software), this is PipelineKit \(PipelineKit.version): the result may differ"
  }

  /// How the models of a picture that was made again differ; nil where they don't.
  func difference(from made: String) -> String? {
    guard let texts = try? ImageFile.texts(made) else { return nil }
    let found = MadePicture.models(in: texts)
    let missing = models.filter { !found.contains($0) }
    if missing.isEmpty || found.isEmpty { return nil }
    return
      "\(path) was made with model \(missing.joined(separator: ", ")); this run used \(found.joined(separator: ", "))"
  }

  func text(_ name: String) -> String? { texts.first { $0.name == name }?.text }

  private static func models(in texts: [(name: String, text: String)]) -> [String] {
    texts.filter { $0.name == "model" || $0.name.hasPrefix("model-") }.map(\.text)
  }
}

/// Why a picture can't be made again.
enum MadePictureFault: Fault {
  /// It is no picture.
  case noPicture(path: String)
  /// It carries no pipeline, but perhaps a pipeline's name, or what PipelineKit says of a preview or a sheet.
  case saysNothing(path: String, pipeline: String?, comment: String?)

  var cause: FaultCause { .data }

  var description: String {
    switch self {
    case .noPicture(let path): "\(path): expected a PNG, JPEG or GIF file, found another"
    case .saysNothing(let path, let pipeline?, _):
      "\(path): was made by pipeline '\(pipeline)', but does not carry the pipeline's file; 'runner FILE' makes another"
    case .saysNothing(let path, nil, let comment?):
      "\(path): does not carry the pipeline that made it, only '\(comment)'"
    case .saysNothing(let path, nil, nil):
      "\(path): does not carry the pipeline that made it; was it made, or saved again, by another program?"
    }
  }
}
