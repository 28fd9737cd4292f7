package import Basics
import Tensors

/// Where a pipeline may write, and what it may replace. A path that a file says must end in the folder for outputs or in
/// one that the user allows; a path that the user gives is the user's, and may lead anywhere.
public struct WriteRules: Sendable {
  /// The folder for outputs, where relative paths start; the working directory where it is empty.
  public var folder: String
  /// Other folders that files may write to.
  public var allowed: [String]
  /// Whether files may be replaced that the pipeline did not make.
  public var overwrites: Bool
  /// Parameters that name what the pipeline reads: who gives such a name has not asked for the file to be replaced.
  var parametersRead: Set<String> = []

  public init(folder: String = "", allowed: [String] = [], overwrites: Bool = false) {
    (self.folder, self.allowed, self.overwrites) = (folder, allowed, overwrites)
  }

  /// Why a path may not be written to: it begins with a `~` that no shell has replaced, or leads to a folder that is not for outputs. Nil where it may.
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
    if let name = path.parameter { reason += ", and so does '\(name)=\(path.text)'" }
    return .cannotWrite(path: path.text, reason: reason)
  }

  /// Whether a path lies in a folder, both from the root and without links.
  static func isInside(_ path: String, _ folder: String) -> Bool {
    // Byte by byte: to String, names that only look alike are equal.
    path.utf8.starts(with: (folder == "/" ? "/" : folder + "/").utf8)
  }

  /// Why the file at a path may not be replaced: it is there, and neither did the pipeline make it, nor did the user
  /// name it. Nil where it may.
  ///
  /// - Parameters:
  ///   - pipeline: the pipeline's name.
  ///   - maker: the name of the pipeline that made a file, as far as it says so.
  func objection(to path: Path, of pipeline: String, maker: (String) -> String?) -> FileFault? {
    if overwrites { return nil }
    if case .commandLine(let name) = path.origin, !parametersRead.contains(name) { return nil }
    let target = path.target
    // What else may be there stands in the way by itself.
    guard FileSystem.isFile(target) else { return nil }
    let found = maker(target)
    if found == pipeline { return nil }
    var reason =
      found.map { "the existing file was made by pipeline '\($0)', not by '\(pipeline)'" }
      ?? "the existing file was not made by pipeline '\(pipeline)'"
    reason += "; --overwrite replaces it"
    if let name = path.parameter, !parametersRead.contains(name) { reason += ", and so does '\(name)=\(path.text)'" }
    return .cannotWrite(path: path.text, reason: reason)
  }
}

extension Path {
  /// The parameter by which the user could have given the path.
  fileprivate var parameter: String? { if case .parameter(let name) = origin { name } else { nil } }
}
