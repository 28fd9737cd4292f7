public import PipelineKit
import Tensors

/// A pipeline file in a test.
public enum PipelineFile {
  /// What `runner check` says of the file at `path`, errors and warnings, one line each; nothing for a file that is fine.
  public static func problems(
    at path: String, _ arguments: [(name: String, text: String)] = [], registry: Registry
  ) -> [String] {
    problems { try Pipeline(path: path, arguments: arguments, registry: registry) }
  }

  /// The same of a file's text; messages call it `file`, and its relative paths start from `folder`.
  public static func problems(
    in text: String, file: String = "pipeline", folder: String = ".", registry: Registry
  ) -> [String] {
    problems { try Pipeline(text: text, file: file, folder: folder, registry: registry) }
  }

  private static func problems(_ load: () throws -> Pipeline) -> [String] {
    do { return try load().warnings.map { "\($0)" } } catch let fault as PipelineFault {
      return Diagnostic.lines(fault.diagnostics)
    } catch { return ["\(error)"] }
  }
}
