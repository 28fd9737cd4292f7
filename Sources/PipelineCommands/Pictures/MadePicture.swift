import Basics
import Images
import PipelineKit
import Tensors

/// A picture, or a file of tensors, that carries what made it.
struct MadePicture {
  /// The picture's file, as the user named it.
  let path: String
  /// What it carries, in its order.
  let texts: [(name: String, text: String)]
  /// The pipeline that made it, with its parameters' values.
  let source: PipelineSource

  /// Nil for a file that is no picture and no file of tensors that a pipeline made, or that isn't there.
  ///
  /// - Throws: `MadePictureFault` for a picture that doesn't carry what made it.
  init?(path: String) throws {
    guard let texts = try Self.texts(of: path) else { return nil }
    guard let source = PipelineSource(texts: texts, file: path) else {
      let comment = texts.first { $0.name == "comment" && $0.text.contains("PipelineKit") }?.text
      throw MadePictureFault.saysNothing(path: path, pipeline: pipelineName(in: texts), comment: comment)
    }
    (self.path, self.texts, self.source) = (path, texts, source)
  }

  /// The texts of a picture, or of a file of tensors that has a pipeline's; nil for any other file.
  private static func texts(of path: String) throws -> [(name: String, text: String)]? {
    guard let bytes = try? FileFault.contents(of: path) else { return nil }
    if ImageFile.isPicture(bytes) { return try ImageFile.texts(path) }
    let metadata = (try? TensorFormat.open(path))?.metadata ?? [:]
    return metadata["pipeline"] == nil ? nil : metadata.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The program that made it: `PipelineKit 0.1.0`.
  var software: String? { text("software") }

  /// The models that made it, name and SHA-256.
  var models: [String] { MadePicture.models(in: texts) }

  /// What is worth knowing before it is made again: that the program, or a model that is known, is another than then.
  func warnings(_ pipeline: Pipeline?) -> [String] {
    [softwareWarning, pipeline.flatMap(modelWarning)].compactMap(\.self)
  }

  /// What to say where another version made it; nil where this one did.
  var softwareWarning: String? {
    guard let software, software != "PipelineKit \(PipelineKit.version)" else { return nil }
    return "\(path) was made by \(software), this is PipelineKit \(PipelineKit.version): the result may differ"
  }

  /// What to say of a run's models where one is another, as far as they are known before it; nil otherwise.
  func modelWarning(_ pipeline: Pipeline) -> String? { models.isEmpty ? nil : warning(of: pipeline.knownModels) }

  /// The same of a picture that was made again.
  func modelWarning(madeAgain path: String) -> String? {
    (try? MadePicture.texts(of: path)).flatMap { warning(of: MadePicture.models(in: $0)) }
  }

  /// What to say of models of which one is another than the picture's of that name; nil where none is.
  private func warning(of used: [String]) -> String? {
    let others = MadePicture.others(models, than: used)
    if others.isEmpty { return nil }
    let same = used.filter { model in others.contains { MadePicture.name(of: $0) == MadePicture.name(of: model) } }
    return
      "\(path) was made with model \(others.joined(separator: ", ")); this run uses \(same.joined(separator: ", ")): the result may differ"
  }

  /// Those models of which others have the name but not the digest. A model of another name was asked for.
  static func others(_ models: [String], than used: [String]) -> [String] {
    models.filter { model in !used.contains(model) && used.contains { name(of: $0) == name(of: model) } }
  }

  /// The name in `NAME sha256:DIGEST`.
  private static func name(of model: String) -> Substring { model[..<(model.lastIndex(of: " ") ?? model.endIndex)] }

  func text(_ name: String) -> String? { texts.first { $0.name == name }?.text }

  static func models(in texts: [(name: String, text: String)]) -> [String] {
    texts.filter { $0.name == "model" || $0.name.hasPrefix("model-") }.map(\.text)
  }
}

/// Why a picture can't be made again.
enum MadePictureFault: Fault {
  /// It is no picture.
  case noPicture(path: String)
  /// It carries no pipeline, but may carry a pipeline's name, or what PipelineKit says of a preview or a sheet.
  case saysNothing(path: String, pipeline: String?, comment: String?)

  var cause: FaultCause { .data }

  var description: String {
    switch self {
    case .noPicture(let path): "\(path): expected a PNG, JPEG or GIF file, found another"
    case .saysNothing(let path, let pipeline?, _):
      "\(path): was made by pipeline '\(pipeline)', but does not carry the pipeline's file; '\(ProgramName.current) FILE' makes another"
    case .saysNothing(let path, nil, let comment?):
      "\(path): does not carry the pipeline that made it, only '\(comment)'"
    case .saysNothing(let path, nil, nil):
      "\(path): does not carry the pipeline that made it; was it made, or saved again, by another program?"
    }
  }
}
