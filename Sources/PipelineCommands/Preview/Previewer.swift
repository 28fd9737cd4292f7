import Images
import Logging
import PipelineKit
import Synchronization
import Tensors

/// Shows a run's pictures as it goes on: in a file, in the terminal. What goes wrong there is a warning, told once: a
/// preview stops no run.
final class Previewer: Sendable {
  /// After how many steps of a loop a picture is made; nil for never.
  let every: Int?
  private let writer: PreviewWriter?
  private let terminal: TerminalPictures?
  private let log: Logger
  private let hasWarned = Mutex(false)
  /// Whether anything ran, and whether there was a picture to show.
  private let seen = Mutex((run: false, picture: false))

  /// Throws where a preview can't be shown from the start.
  ///
  /// - Parameter folder: where a relative file starts.
  init(_ options: PreviewOptions, in folder: String, overwrites: Bool, log: Logger) throws {
    try options.check()
    every = options.steps
    writer = try options.writer(in: folder, overwrites: overwrites)
    terminal = try options.terminal()
    self.log = log
  }

  /// Warns where the file of previews was asked for and no picture came: at the end of the run.
  func end() {
    let (run, picture) = seen.withLock { $0 }
    if writer == nil || picture || !run { return }
    log.warning("--preview: no preview was written: the pipeline has no loop that carries an image")
  }

  func report(_ event: RunEvent) {
    seen.withLock {
      $0.run = true
      if case .preview = event { $0.picture = true }
    }
    do {
      switch event {
      case .preview(let loop, let index, let count, let image):
        try writer?.write(image, loop: loop, index: index, count: count)
      case .wrote(let path):
        guard let terminal, (try? ImageFormat(ending: path)) != nil else {
          return
        }
        Terminal.write(try terminal.text(ImageFile.read(path)))
      default: break
      }
    } catch {
      if hasWarned.withLock({ warned in
        defer { warned = true }
        return warned
      }) {
        return
      }
      log.warning("no preview: \(error)")
    }
  }
}
