package import Basics
import Tensors

/// Which folders a pipeline may write to, and which files it may replace. A path in a file must lead into the output
/// folder or into a folder that the user allows; a path on the command line may lead anywhere.
public struct WriteRules: Sendable {
  /// The output folder, where relative paths start; empty for the working directory.
  public var folder: String
  /// Other folders that files may write to.
  public var allowed: [String]
  /// Whether files may be replaced that this pipeline did not make.
  public var overwrites: Bool
  /// The name that a file gets in place of the one that the pipeline gives it: what tells the files of several runs apart.
  public var naming: (@Sendable (Path) -> String)?
  /// The reason why a file stays that this pipeline made, in another way than this run would; nil for one that the run may
  /// replace. A file that the user names is replaced all the same.
  package var keeps: (@Sendable (_ file: String) -> String?)?
  /// How many bytes may be written, by all runs with these rules together; nil for no limit.
  public var budget: OutputBudget?
  /// Parameters that name a file to read: giving one on the command line doesn't permit replacing that file.
  var parametersRead: Set<String> = []

  /// Makes rules for an output folder, more folders to write to, and whether other pipelines' files may be replaced.
  public init(folder: String = "", allowed: [String] = [], overwrites: Bool = false) {
    (self.folder, self.allowed, self.overwrites) = (folder, allowed, overwrites)
  }

  /// The reason why a path may not be written to, or nil if it may: it begins with a `~` that no shell has replaced,
  /// its links form a circle, or it leads out of the permitted folders.
  package func refusal(of path: Path) -> FileFault? {
    if let reason = FileName.homeReason(path.resolved) { return .cannotWrite(path: path.text, reason: reason) }
    guard let end = path.end else {
      return .cannotWrite(path: path.text, reason: "it leads nowhere: its symbolic links go in circles")
    }
    switch path.origin {
    case .commandLine, .derived: return nil
    case .file, .parameter: break
    }
    let folders = ([folder.isEmpty ? "." : folder] + allowed).compactMap { Path($0).end }
    if folders.contains(where: { WriteRules.isInside(end, $0) }) { return nil }
    let found = FileName.folder(of: end)
    var reason = "it leads to \(found), outside of \(folders.first ?? folder); '--allow-write \(found)' allows that"
    if let name = path.parameter, keepsGiven(path.text, name) { reason += ", and so does '\(name)=\(path.text)'" }
    return .cannotWrite(path: path.text, reason: reason)
  }

  /// Whether an absolute path without links lies in an absolute folder without links.
  static func isInside(_ path: String, _ folder: String) -> Bool {
    // Byte by byte: to String, names that only look alike are equal.
    path.utf8.starts(with: (folder == "/" ? "/" : folder + "/").utf8)
  }

  /// The reason why the file at a path may not be replaced, or nil if it may: it exists, this pipeline did not make it,
  /// and the user did not name it.
  ///
  /// - Parameters:
  ///   - pipeline: the pipeline's name.
  ///   - maker: the name of the pipeline that made a file, or nil if the file doesn't say.
  func objection(to path: Path, of pipeline: String, maker: (String) -> String?) -> FileFault? {
    if overwrites { return nil }
    if case .commandLine(let name) = path.origin, !parametersRead.contains(name) { return nil }
    let target = path.target
    // Anything else at the path (a folder, a device) makes writing fail by itself.
    guard FileSystem.isFile(target) else { return nil }
    let found = maker(target)
    if found == pipeline { return keeps?(target).map { .cannotWrite(path: path.text, reason: $0) } }
    var reason =
      found.map { "the existing file was made by pipeline '\($0)', not by '\(pipeline)'" }
      ?? "the existing file was not made by pipeline '\(pipeline)'"
    reason += "; --overwrite replaces it"
    if let name = path.parameter, !parametersRead.contains(name), keepsGiven(path.text, name) {
      reason += ", and so does '\(name)=\(path.text)'"
    }
    return .cannotWrite(path: path.text, reason: reason)
  }

  /// Whether a file gets the very name that the user gives for a parameter; in a sweep it gets another.
  private func keepsGiven(_ text: String, _ parameter: String) -> Bool {
    naming.map { $0(Path(text, origin: .commandLine(parameter))).isExactly(text) } ?? true
  }
}

extension Path {
  /// The parameter by which the user could have given the path: the one whose default it is.
  package var parameter: String? { if case .parameter(let name) = origin { name } else { nil } }
}
