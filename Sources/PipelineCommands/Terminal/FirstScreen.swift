import Basics
import Foundation
import PipelineKit
import Tensors

/// What `runner` alone prints: the commands to begin with, on a pipeline that is there.
enum FirstScreen {
  static var text: String {
    let file = InstalledFiles.pipelines.all.contains { $0.name == "hybrid" } ? "hybrid" : "FILE.json"
    // As the user called it, where it isn't on the path.
    let called = CommandLine.arguments.first ?? ""
    let program = called.contains("/") ? quoted(called) : ProgramName.current
    return """
      \(ProgramName.current) runs image pipelines: graphs of small diffusion stages around one network.

      Make a picture, here in the working directory; name=value sets a parameter of the file:
        \(program) \(file) seed=7
      Check a file without running it:
        \(program) check \(file)
      List the stages:
        \(program) stages

      '\(program) --help' shows all commands.
      """
  }

  /// A path as a shell takes it for one word.
  private static func quoted(_ path: String) -> String {
    let isPlain = path.allSatisfy { $0.isLetter || $0.isNumber || "/._-+@%,:~".contains($0) }
    return isPlain ? path : "'" + path.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }
}
