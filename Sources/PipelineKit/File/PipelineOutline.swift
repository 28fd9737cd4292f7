import Tensors

/// What a pipeline file says of itself, without a look at its stages: enough to list it and to show what can be set.
public struct PipelineOutline: Sendable {
  /// The name that the file gives itself, or its file's name.
  public let name: String
  /// What it shows.
  public let about: String?
  /// Its parameters with their defaults.
  public let parameters: [Parameter]
  /// The names of what another file must feed: not empty for a part.
  public let inputs: [String]

  /// Reads the file's text. Kinds that packages add are of no matter here.
  ///
  /// - Throws: `PipelineFault` where it can't be read so far.
  public init(_ source: PipelineSource) throws {
    let (read, diagnostics) = DocumentReader.read(source.text, file: source.file, folder: source.folder)
    guard var document = read, document.stages.count + document.parameters.count > 0 || diagnostics.isEmpty else {
      throw PipelineFault(diagnostics: diagnostics)
    }
    _ = document.take(from: source)
    (name, about, inputs) = (document.name, document.about, document.inputs.map(\.name))
    parameters = document.parameters.map { Parameter($0.name, $0.value, document.notes[$0.name]) }
  }
}

extension Parameter {
  init(_ name: String, _ value: Argument, _ note: ParameterNote?) {
    self.init(
      name: name, kind: Pipeline.kind(of: value), text: Pipeline.json(value), about: note?.about,
      choices: note?.choices, range: note?.range)
  }
}
