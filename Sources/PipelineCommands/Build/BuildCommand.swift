import ArgumentParser
import Basics
import Foundation
import PipelineKit

/// `runner build --with PACKAGE…`: builds a program from packages.
struct BuildCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Build a program that has other packages' stages, samplers and models, too.",
    discussion:
      """
      Swift code can't be loaded into a program on Linux, so the program is composed: a package is generated that depends on \
      PipelineKit and on the given ones, and built. Each exports a type that conforms to PipelinePlugin \
      (docs/guides/plug-ins.md). This needs Swift; the program that is built does not.
        \(ProgramName.current) build --with ../Illusions --output studio
        \(ProgramName.current) build --with https://example.org/illusions.git@1.2.0 --output studio
      """)

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A package: a folder, or an address with @VERSION (exact) or @BRANCH; may be given several times.",
      valueName: "package"))
  var with: [String] = []

  @Option(help: "The program to write.")
  var output: String

  @Option(
    help: ArgumentHelp(
      "Where PipelineKit's sources are: a folder, or an address with @VERSION. (default: those that this program was built from)",
      valueName: "package"))
  var pipelinekit: String?

  @Option(
    help:
      "The folder to build in, which makes the next build faster. (default: a folder for these packages in the cache)")
  var scratch: String?

  func run() throws {
    Interrupt.handle { Terminal.error("interrupted") }
    let progress = ProgressLine(isQuiet: false)
    try reportingFaults(to: TextReporter(isTerminal: false)) {
      defer { progress.close() }
      let plugins = try with.map { try PackageSource($0) }
      let kit = try pipelinekit.map { try PackageSource($0) } ?? PackageSource.ours()
      let name = FileName.last(of: output)
      guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }) else {
        throw BuildFault.name(output)
      }
      if let fault = AtomicFile.obstacle(to: output, named: output) { throw fault }
      let folder = try scratch ?? Composition.cached(plugins + [kit])
      let composition = Composition(kit: kit, plugins: plugins, program: name, folder: folder)
      let built = try composition.build { progress.show($0, isLast: true) }
      progress.close()
      try AtomicFile.write(FileFault.contents(of: built.program), to: output)
      try FileSystem.makeExecutable(output)
      Terminal.output("built \(output)")
      for line in built.contents { Terminal.output("  \(line)") }
    }
  }
}

/// What can go wrong when a program is composed.
enum BuildFault: Fault {
  case name(String)
  case noSwift(String)
  case noPackage(String)
  case noSources
  case noPlugin(String)
  case failed(String, [String])
  case clash([String])

  var cause: FaultCause {
    switch self {
    case .name: .usage
    case .noSwift, .noPackage, .noSources: .missingInput
    case .noPlugin, .failed, .clash: .data
    }
  }

  var description: String {
    switch self {
    case .name(let path): "--output \(path): expected a name of letters, digits, - and _"
    case .noSwift(let reason):
      "building needs Swift 6.2 or newer (https://www.swift.org/install/linux), and 'swift' can't be run: \(reason)"
    case .noPackage(let path): "\(path): is not a Swift package: there is no Package.swift in it"
    case .noSources:
      "the sources that this program was built from are gone; --pipelinekit FOLDER, or ADDRESS@VERSION, says where PipelineKit is"
    case .noPlugin(let package):
      "\(package): exports nothing: no public type in its libraries conforms to PipelinePlugin"
    case .failed(let what, let lines): "\(what) failed: " + (lines.first ?? "")
    case .clash(let lines): lines.first ?? ""
    }
  }

  /// What is shown: the compiler's own words follow.
  var lines: [String] {
    switch self {
    case .failed(let what, let lines): ["error: \(what) failed"] + lines
    case .clash(let lines): lines
    default: ["error: \(description)"]
    }
  }
}
