import ArgumentParser
import Basics
import PipelineTraining
import Tensors

/// `runner fetch mnist`, `runner fetch fashion-mnist`: downloads the data that recipes learn from.
struct FetchCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Download a data set: mnist or fashion-mnist.",
    discussion: "Existing files are checked and kept. Needs curl.")

  @Argument(
    help: "What to download: mnist (handwritten digits) or fashion-mnist (clothes).",
    completion: .list(DataSet.all.map(\.name)))
  var what: String

  @Option(help: "The folder to put it into. (default: data/NAME)", completion: .directory)
  var to: String?

  @Option(help: "Where to download from, instead of the built-in mirrors; may be given several times.")
  var mirror: [String] = []

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func run() throws {
    Interrupt.handle { Terminal.error("interrupted") }
    try reportingFaults(to: QuietReporter()) {
      guard let set = DataSet.named(what) else { throw CommandFault.noSuchData(what) }
      let to = to ?? DataFolder.named(set.name)
      if let reason = FileName.homeReason(to) { throw FileFault.cannotWrite(path: to, reason: reason) }
      let progress = ProgressLine(isQuiet: quiet)
      let fetch = mirror.isEmpty ? set.fetch : set.fetch.from(mirror)
      try fetch(to: to) { event in
        switch event {
        case .kept(let path): progress.done("\(path) exists")
        case .trying(let url): if Terminal.isTerminal { progress.show("fetching \(url)", isLast: true) }
        case .wrote(let path): progress.done("wrote \(path)")
        }
      }
    }
  }
}
