package import Basics
import Tensors

/// The texts that a pipeline is made of: a file's, or those that a picture carries.
public struct PipelineSource: Sendable {
  /// The main file's text, JSON or YAML.
  public var text: String
  /// What messages call it.
  public var file: String
  /// What a picture says that the pipeline is called; nil for a file, which says so itself.
  var name: String?
  /// Where its relative paths start.
  public var folder: String
  /// Texts that stand for files which it includes, by their names from `folder`.
  public var included: [(name: String, text: String)] = []
  /// Values in place of its parameters' defaults, each as JSON. They have the standing of the file's own: a path in them may
  /// lead no further.
  public var parameters: [(name: String, text: String)] = []

  /// A text, whose relative paths start from `folder`.
  public init(text: String, file: String, folder: String) {
    (self.text, self.file, self.folder) = (text, file, folder)
  }

  /// The file at `path`.
  ///
  /// - Throws: `PipelineFault` where it is no text, `FileFault` where it can't be read.
  public init(path: String) throws {
    let text: String
    do { text = try DocumentReader.text(FileFault.contents(of: path), file: path) } catch let diagnostic as Diagnostic {
      throw PipelineFault(diagnostics: [diagnostic])
    }
    self.init(text: text, file: path, folder: Path(path).folder)
  }

  /// What a picture's texts say made it, as `Provenance` wrote them; nil where they name no pipeline.
  ///
  /// - Parameter file: the picture, which messages name and from whose folder relative paths start.
  public init?(texts: [(name: String, text: String)], file: String) {
    guard let text = texts.first(where: { $0.name == "pipeline" })?.text else { return nil }
    self.init(text: text, file: file, folder: Path(file).folder)
    name = pipelineName(in: texts)
    included = texts.compactMap { name, text in
      name.hasPrefix("pipeline:") ? (String(name.dropFirst("pipeline:".count)), text) : nil
    }
    guard let values = texts.first(where: { $0.name == "parameters" })?.text, let json = try? JSON(values),
      case .object(let members) = json.value
    else { return }
    parameters = members.map { ($0.name, PipelineSource.words($0.value)) }
  }

  /// A value as a command line has it.
  package static func words(_ json: JSON) -> String {
    switch json.value {
    case .string(let text), .number(let text): text
    case .flag(let flag): String(flag)
    case .null, .object: "null"
    case .list(let elements): "[" + elements.map(inList).joined(separator: ", ") + "]"
    }
  }

  private static func inList(_ json: JSON) -> String {
    if case .string(let text) = json.value { quoted(text) } else { words(json) }
  }
}

extension Document {
  /// Takes the name and the parameters' values that the source has besides its text. Returns an error for each value that
  /// doesn't fit its parameter.
  mutating func take(from source: PipelineSource) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    if let name = source.name { self.name = name }
    for value in source.parameters {
      do {
        let argument = try Pipeline.value(of: value, in: self)
        let index = parameters.firstIndex { $0.name.isExactly(value.name) }!
        parameters[index].value = argument
      } catch let problem as Pipeline.ArgumentProblem {
        diagnostics.append(Diagnostic(severity: .error, position: nil, problem: problem.problem))
        if let index = parameters.firstIndex(where: { $0.name.isExactly(value.name) }) {
          parameters[index].value = unread(value.name)!
        }
      } catch { preconditionFailure("a parameter's value") }
    }
    return diagnostics
  }

  /// A parameter's value in place of one that has an error; nil if there is no such parameter.
  func unread(_ name: String) -> Argument? {
    parameters.first { $0.name.isExactly(name) }.map { Argument(position: $0.value.position, form: .unread) }
  }
}
