import Basics

/// What the program is called, in help, suggestions, completions and the manual page. Programs that are built on
/// PipelineCommands have names of their own.
package enum ProgramName {
  /// The name, in lines that tell the user what to type.
  @TaskLocal package static var current = "runner"

  /// The name of the program at a path: its last component, or `runner` where a shell wouldn't take it for a plain word.
  package static func name(ofProgramAt path: String) -> String {
    let name = FileName.last(of: path)
    return name.wholeMatch(of: /[A-Za-z0-9_][A-Za-z0-9_.-]*/) == nil ? "runner" : name
  }
}
