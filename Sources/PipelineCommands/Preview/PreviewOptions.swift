import ArgumentParser
import Basics
import Images

/// What is shown while a pipeline runs, and when it has ended.
struct PreviewOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write a preview to this PNG or JPEG file while loops run: the finished picture, as it is estimated so far.",
      valueName: "file"),
    completion: .file(extensions: ["png", "jpg"]))
  var preview: String?

  @Option(help: ArgumentHelp("Make a preview after every so many steps of a loop. (default: 1)", valueName: "steps"))
  var every: Int?

  @Flag(
    help:
      "Show previews and finished pictures in the terminal. It must support the graphics of kitty or iTerm2, or sixel.")
  var show = false

  /// After how many steps a preview is made; nil for never.
  var steps: Int? { preview != nil || show ? every ?? 1 : nil }

  /// Throws for options that mean nothing.
  func check() throws {
    if let every {
      if preview == nil, !show { throw PreviewFault.everyAlone }
      if every < 1 { throw PreviewFault.every(every) }
    }
  }

  /// What writes previews, ready; nil where none is asked for.
  ///
  /// - Parameters:
  ///   - folder: where a relative file starts.
  ///   - overwrites: whether a file may be replaced that isn't a preview.
  func writer(in folder: String, overwrites: Bool) throws -> PreviewWriter? {
    try preview.map { try PreviewWriter(path: FileName.path($0, in: folder), overwrites: overwrites) }
  }

  /// The terminal's way of showing pictures; nil where none is asked for.
  func terminal() throws -> TerminalPictures? {
    guard show else { return nil }
    guard let pictures = TerminalPictures.asked() else { throw PreviewFault.noTerminal }
    return pictures
  }
}

/// What can be wrong with previews.
enum PreviewFault: Fault {
  case everyAlone
  case every(Int)
  case noTerminal

  var cause: FaultCause { .usage }

  var description: String {
    switch self {
    case .everyAlone: "--every is for previews: give --preview FILE or --show, too"
    case .every(let count): "--every takes a number from 1 on, found \(count)"
    case .noTerminal:
      "--show: this terminal can't show pictures: it supports neither kitty's graphics nor iTerm2's, nor sixel"
    }
  }
}
