public import PipelineKit
import Tensors

/// Checks pipeline files in tests.
public enum PipelineFile {
  /// The errors and warnings that `runner check` reports for the file at `path`, one per line; none for a valid file.
  public static func problems(
    at path: String, _ arguments: [(name: String, text: String)] = [], registry: Registry
  ) -> [String] {
    problems { try Pipeline(path: path, arguments: arguments, registry: registry) }
  }

  /// The errors and warnings for a file's text; messages call it `file`, and relative paths start from `folder`.
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
