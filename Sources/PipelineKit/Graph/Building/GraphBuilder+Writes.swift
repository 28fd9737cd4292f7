import Basics
import Tensors

/// Checks the files that a pipeline would write and the programs that it would run, before it runs.
extension GraphBuilder {
  /// Checks that each name may be written to, that no file is written twice, and that programs may be run.
  func checkFiles(_ uses: FileUses, of pipeline: String) {
    let writes = uses.all.filter { $0.port.path == .writes }
    let reported = Set(diagnostics.compactMap(\.position))
    for use in writes {
      if let loop = use.repeats, let path = use.paths.first {
        report(.overwrites(stage: use.node.name, file: path.text, loop: loop), use.position)
      }
      // Errors in the name itself were reported.
      for (index, path) in use.paths.enumerated() where !reported.contains(use.position(of: index)) {
        guard let fault = self.fault(writing: path, use, pipeline) else { continue }
        let problem = Problem(fault.description, cause: fault.cause)
        report(.stage(name: use.node.name, problem), use.position(of: index))
      }
    }
    checkTwice(writes)
    if allowsPrograms { return }
    for use in uses.all where use.port.path == .runs {
      let problem = Problem("it runs the program '\(use.command)'; '--allow-run' allows that", cause: .usage)
      report(.stage(name: use.node.name, problem), use.position)
    }
  }

  /// The reason why a path, or a numbered path derived from it, may not be written to.
  private func fault(writing path: Path, _ use: FileUses.Use, _ pipeline: String) -> FileFault? {
    if let refusal = rules.refusal(of: path) { return refusal }
    let files = path.numbered(use.count ?? 1)
    for file in files {
      if let refusal = rules.refusal(of: file) { return refusal }
      // The stage has reported single files.
      if files.count > 1, let obstacle = AtomicFile.obstacle(to: file.resolved, named: file.text) { return obstacle }
      let maker = use.node.stage.type.maker(of:)
      if let objection = rules.objection(to: file, of: pipeline, maker: maker) { return objection }
    }
    return nil
  }

  /// Finds two stages that write the same file. A batch of unknown size may become one file or numbered ones.
  private func checkTwice(_ writes: [FileUses.Use]) {
    var written: [ExactName: (use: Int, path: Path)] = [:]
    /// Batches of unknown size, by the common part of their numbered names.
    var numbered: [Numbered: (use: Int, path: Path)] = [:]
    for (index, use) in writes.enumerated() where use.count == nil && isSound {
      for path in use.paths {
        if let key = Numbered(of: path), numbered[key] == nil { numbered[key] = (index, path) }
      }
    }
    for (index, use) in writes.enumerated() {
      for path in use.files {
        let end = path.end ?? path.resolved
        if let first = written[ExactName(end)] {
          report(.writtenTwice(path.text, by: writes[first.use].node.name), use.position)
        }
        written[ExactName(end)] = (index, path)
        if let key = Numbered(name: end), let batch = numbered[key], batch.use != index {
          let later = max(index, batch.use)
          report(
            .numberedTwice(path.text, batch: batch.path.text, by: writes[batch.use].node.name), writes[later].position)
        }
      }
    }
  }
}

/// The common part of a batch's numbered names: the folder and name without number and extension, and the extension.
private struct Numbered: Hashable {
  var stem: ExactName
  var ending: ExactName

  /// For a batch written to `path`; nil if its first name is a link to a file without a number.
  init?(of path: Path) {
    let first = path.numbered(2)[0]
    self.init(name: first.end ?? first.resolved)
  }

  /// For a batch that would include this name; nil for a name without a number.
  init?(name: String) {
    let (stem, ending) = Path(name).parts
    let digits = stem.utf8.reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
    let rest = stem.utf8.dropLast(digits)
    guard digits > 0, rest.last == UInt8(ascii: "-") else { return nil }
    self.init(stem: String(decoding: rest.dropLast(), as: UTF8.self), ending: ending)
  }

  private init(stem: String, ending: String) { (self.stem, self.ending) = (ExactName(stem), ExactName(ending)) }
}
