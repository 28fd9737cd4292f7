import ArgumentParser
import Basics
import Foundation
import PipelineKit

/// What the shards of a sweep have in common, whichever their number: a small file in the folder of outputs, from which
/// `runner collect` knows every job. The first shard writes it; the others find the same.
struct SweepPlan: Codable, Equatable {
  /// A parameter and its text, or all texts of an axis.
  struct Values: Codable, Equatable {
    var name: String
    var values: [String]
  }

  /// The form of the file.
  var plan = 1
  /// The program that makes the pictures, with its version.
  var software: String
  /// The way from the plan's folder to the working directory, where the file's path and those of parameters start.
  var folder: String
  /// The pipeline's file, as the command line names it.
  var file: String
  /// What the command line gives, by name.
  var parameters: [Values]
  var each: [Values]
  var zip: Bool
  /// What `--name` says.
  var name: String?
  var allowRead: [String]
  var allowWrite: [String]

  /// The file's name.
  static let fileName = "sweep-plan.json"

  /// The plan of a sweep that runs in the working directory.
  init(_ sweep: Sweep, _ arguments: PipelineArguments, given: [(name: String, text: String)]) {
    software = "PipelineKit \(PipelineKit.version)"
    folder = FileName.way(to: ".", from: arguments.out.isEmpty ? "." : arguments.out)
    file = arguments.file
    parameters = given.map { Values(name: $0.name, values: [$0.text]) }.sorted { $0.name < $1.name }
    each = sweep.axes.map { Values(name: $0.name, values: $0.values) }
    (zip, name) = (sweep.isZipped, sweep.options.name)
    (allowRead, allowWrite) = (arguments.allowRead, arguments.allowWrite)
  }

  /// Reads the plan of the shards that wrote to `folder`.
  init(in folder: String) throws {
    let path = FileName.path(SweepPlan.fileName, in: folder)
    if !FileSystem.exists(path) {
      throw FileSystem.isFolder(folder) ? CollectFault.noPlan(folder) : FileFault.missing(path: folder)
    }
    self = try SweepPlan(path: path)
  }

  private init(path: String) throws {
    let bytes = try FileFault.contents(of: path)
    guard let plan = try? JSONDecoder().decode(SweepPlan.self, from: Data(bytes)), plan.plan == 1 else {
      throw CollectFault.notAPlan(path)
    }
    self = plan
  }

  /// Writes the plan into a folder, unless it is there.
  ///
  /// - Throws: `CollectFault.otherSweep` where the folder holds another sweep's.
  func write(to folder: String) throws {
    let path = FileName.path(SweepPlan.fileName, in: folder)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    if try AtomicFile.create(Array(encoder.encode(self)) + [UInt8(ascii: "\n")], at: path) { return }
    let other = try SweepPlan(path: path)
    if other != self { throw CollectFault.otherSweep(path, difference(from: other)) }
  }

  /// What another plan has in a place where this has something else.
  private func difference(from other: SweepPlan) -> String {
    func texts(_ values: [Values]) -> [String] { values.map { "\($0.name)=\($0.values.joined(separator: ","))" } }
    let pairs = [
      ("made by", [other.software], [software]), ("of file", [other.file], [file]),
      ("run in", [other.folder], [folder]), ("with", texts(other.parameters), texts(parameters)),
      ("for each", texts(other.each), texts(each)), ("named", [other.name ?? "as usual"], [name ?? "as usual"]),
    ]
    guard let (what, there, here) = pairs.first(where: { $1 != $2 }) else { return "with other options" }
    func short(_ texts: [String]) -> String {
      let text = texts.isEmpty ? "no parameters" : texts.joined(separator: " ")
      return text.count > 60 ? "\(text.prefix(60))…" : text
    }
    return "\(what) \(short(there)), not \(short(here))"
  }

  /// The whole sweep, for a process whose working directory is the plan's.
  ///
  /// - Parameters:
  ///   - out: the plan's folder.
  ///   - sheet: the sheet's file, from there.
  ///   - page: the page's folder, from there.
  func sweep(out: String, sheet: String, page: String) throws -> Sweep {
    var arguments = try PipelineArguments.parse(["--", file])
    arguments.parameters = parameters.map { "\($0.name)=\($0.values.joined())" }
    arguments.out = out
    (arguments.allowRead, arguments.allowWrite) = (allowRead, allowWrite)
    // Nothing runs here: a stage that is a program is only looked at, and a damaged picture is not replaced.
    (arguments.allowRun, arguments.overwrite) = (true, true)
    var options = try SweepOptions.parse([])
    (options.zip, options.name, options.sheet, options.page) = (zip, name, sheet, page)
    // Whatever part this process may be of an array.
    options.shard = "1/1"
    let axes = each.map { SweepAxis(name: $0.name, values: $0.values) }
    return try Sweep(options, axes, arguments, arguments.picture())
  }
}
