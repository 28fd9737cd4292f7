import Basics
import Images
import PipelineKit
import Tensors

/// Keeps what a picture's remaking would destroy: files that the same pipeline made in another way.
struct Remaking {
  private let pipeline: Pipeline
  /// The parameters that only name what is written.
  private let namesOfOutputs: Set<String>

  private init(_ pipeline: Pipeline) {
    self.pipeline = pipeline
    namesOfOutputs = pipeline.outputs.reduce(into: []) { names, output in
      switch output.path.origin {
      case .commandLine(let name), .parameter(let name): names.insert(name)
      case .file, .derived: break
      }
    }
  }

  /// Lets a pipeline that makes a picture again replace only files that it would make just so, and those that the user names.
  ///
  /// - Throws: `RemakingFault` where it is known already that it would replace others.
  static func protect(_ pipeline: inout Pipeline) throws {
    if pipeline.rules.overwrites { return }
    let remaking = Remaking(pipeline)
    var kept: [(file: String, made: String, parameter: String?)] = []
    for output in pipeline.outputs {
      for path in output.path.numbered(output.count ?? 1) where !path.isGiven && FileSystem.isFile(path.target) {
        guard let made = remaking.difference(path.target) else { continue }
        kept.append((path.target, made, output.count == 1 ? path.parameter : nil))
      }
    }
    if let first = kept.first {
      let same = kept.filter { $0.made == first.made }
      throw RemakingFault(
        files: same.map(\.file), made: first.made,
        parameters: kept.allSatisfy { $0.parameter != nil } ? kept.compactMap(\.parameter) : [])
    }
    // Files whose names or number only a run determines.
    pipeline.rules.keeps = { file in
      remaking.difference(file).map {
        "the existing file was made \($0); '--out DIR' chooses another folder, and --overwrite replaces it"
      }
    }
  }

  /// How a file was made that the pipeline would make otherwise; nil for one that says nothing, or was made just so.
  private func difference(_ file: String) -> String? {
    guard let found = Remaking.texts(file) else { return nil }
    func text(_ name: String) -> String? { found.first { $0.name == name }?.text }
    let expected = pipeline.provenance
    if let there = text("parameters"), let here = expected.first(where: { $0.name == "parameters" })?.text,
      let words = difference(there, here)
    {
      return words
    }
    for (name, own) in zip(ImageFile.textNames(expected.map(\.name)), expected) where own.name.hasPrefix("pipeline") {
      if let there = text(own.name) ?? text(name), !there.isExactly(own.text) {
        return "by another version of its file"
      }
    }
    if let software = text("software"), software != "PipelineKit \(PipelineKit.version)" { return "by \(software)" }
    let models = MadePicture.models(in: found)
    return MadePicture.others(models, than: pipeline.knownModels).first.map { "with model \($0), which is another now" }
  }

  /// The parameters of a file that have other values in this run, as a command line has them: `with seed=2`.
  private func difference(_ there: String, _ here: String) -> String? {
    func members(_ text: String) -> [(name: String, text: String)]? {
      guard let json = try? JSON(text), case .object(let members) = json.value else { return nil }
      return members.map { ($0.name, PipelineSource.words($0.value)) }
    }
    guard let there = members(there), let here = members(here) else { return nil }
    let others = there.filter { member in
      !namesOfOutputs.contains(member.name)
        && !here.contains { $0.name.isExactly(member.name) && $0.text.isExactly(member.text) }
    }
    if others.isEmpty { return nil }
    let words = others.prefix(3).map { "\($0.name)=\(Remaking.short($0.text))" }.joined(separator: " ")
    return "with \(words)" + (others.count > 3 ? " and \(others.count - 3) more that differ" : "")
  }

  private static func short(_ text: String) -> String {
    let text = text.count > 40 ? text.prefix(40) + "…" : text
    return text.contains(" ") ? "'\(text)'" : text
  }

  /// What a picture or a file of tensors says of its making; nil for any other file.
  private static func texts(_ file: String) -> [(name: String, text: String)]? {
    if let texts = try? ImageFile.texts(file) { return texts }
    return (try? TensorFormat.open(file)).map { $0.metadata.map { ($0.key, $0.value) } }
  }
}

/// Files that a picture's remaking would destroy.
struct RemakingFault: Fault {
  /// Those that were made in the same way, by path.
  var files: [String]
  /// The way: `with seed=2`.
  var made: String
  /// The parameters that name all files that would be replaced; empty where the pipeline's file names one.
  var parameters: [String]

  var cause: FaultCause { .cannotWrite }

  var description: String {
    let isOne = files.count == 1
    let names = Set(parameters).sorted().map { "'\($0)=…'" }
    let other =
      names.isEmpty
      ? "" : "\(names.count == 1 ? "another name" : "other names") with \(names.joined(separator: " and ")) or "
    return
      "\(files.joined(separator: ", ")): can't be written: the existing \(isOne ? "file was" : "files were") made "
      + "\(made); choose \(other)another folder with '--out DIR', or replace \(isOne ? "it" : "them") with '--overwrite'"
  }
}
