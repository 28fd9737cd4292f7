import Basics
import Foundation
import Inference
import PipelineKit
import Tensors

/// A generated package: a program of PipelineKit's command line and of plug-ins.
struct Composition {
  let kit: PackageSource
  let plugins: [PackageSource]
  let program: String
  /// The folder that the package is generated and built in.
  let folder: String

  /// What was built.
  struct Built {
    /// The program's file.
    var program: String
    /// A line for each package in it, with its version.
    var contents: [String]
  }

  /// What a package exports.
  private struct Export {
    var source: PackageSource
    var product: String
    var module: String
    var type: String
  }

  /// A folder in the user's cache for these packages. Throws where there is no cache.
  static func cached(_ packages: [PackageSource]) throws -> String {
    let key = packages.map { "\($0.location)@\($0.version ?? "")" }.joined(separator: "\n")
    let hash = SHA256()
    hash.update(Array(key.utf8))
    return "\(try CacheCommand.cache().folder)/build/\(hash.finish().prefix(16))"
  }

  /// Generates the package, builds the program and asks it whether its plug-ins go together. `tell` hears what goes on.
  func build(_ tell: (String) -> Void) throws -> Built {
    tell("fetching packages")
    _ = try FileSystem.makeFolders(folder + "/Sources/\(program)")
    try write(manifest(products: []), main: "")
    _ = try swift("fetching packages", ["package", "resolve"])
    let exports = try plugins.map(export)
    tell("building \(program); the first time this takes some minutes")
    try write(manifest(products: exports), main: main(exports))
    _ = try swift("building", ["build", "-c", "release", "--static-swift-stdlib", "--product", program])
    let path = "\(folder)/.build/release/\(program)"
    let (status, output) = try Composition.run([path, "stages"], in: folder)
    if status != 0 { throw BuildFault.clash(output.isEmpty ? ["the program does not start"] : output) }
    return Built(program: path, contents: try contents())
  }

  // MARK: The package

  private func write(_ manifest: String, main: String) throws {
    try AtomicFile.write(Array(manifest.utf8), to: folder + "/Package.swift")
    try AtomicFile.write(Array(main.utf8), to: folder + "/Sources/\(program)/main.swift")
  }

  private func manifest(products: [Export]) -> String {
    let dependencies = [kit.dependency(named: kit.isFolder ? "PipelineKit" : nil)] + plugins.map { $0.dependency() }
    let package = kit.isFolder ? "PipelineKit" : kit.identity
    let used =
      products.isEmpty
      ? []
      : ["PipelineCommands", "OpenInference"].map { ".product(name: \"\($0)\", package: \"\(package)\")" }
        + products.map { ".product(name: \"\($0.product)\", package: \"\($0.source.identity)\")" }
    return """
      // swift-tools-version: 6.2
      // Written by '\(ProgramName.current) build'.
      import PackageDescription

      let package = Package(
        name: "composed-\(program)",
        dependencies: [\(dependencies.joined(separator: ", "))],
        targets: [.executableTarget(name: "\(program)", dependencies: [\(used.joined(separator: ", "))])],
        swiftLanguageModes: [.v6])

      """
  }

  private func main(_ exports: [Export]) -> String {
    let imports = ["PipelineCommands", "OpenInference"] + exports.map(\.module)
    let types = ["OpenInferencePlugin.self"] + exports.map { "\($0.module).\($0.type).self" }
    return imports.map { "import \($0)\n" }.joined()
      + "\nPipelineCommands.main(plugins: [\(types.joined(separator: ", "))])\n"
  }

  // MARK: Plug-ins

  /// The type that a package's libraries export.
  private func export(_ source: PackageSource) throws -> Export {
    let path = source.isFolder ? source.location : try checkout(of: source)
    let output = try swift("reading \(source.location)", ["package", "describe", "--type", "json"], in: path)
    let start = output.firstIndex { $0.hasPrefix("{") } ?? output.endIndex
    let text = output[start...].joined(separator: "\n")
    guard let package = try? JSONDecoder().decode(Description.self, from: Data(text.utf8)) else {
      throw BuildFault.failed("reading \(source.location)", output.suffix(5))
    }
    for product in package.products where product.type.library != nil {
      for name in product.targets {
        guard let target = package.targets.first(where: { $0.name == name }) else { continue }
        for file in target.sources {
          let text = (try? TextFile.read("\(path)/\(target.path)/\(file)")) ?? ""
          let type = text.firstMatch(of: /public\s+(?:enum|struct|final class)\s+(\w+)\s*:[^{]*\bPipelinePlugin\b/)
          if let type { return Export(source: source, product: product.name, module: name, type: String(type.1)) }
        }
      }
    }
    throw BuildFault.noPlugin(source.location)
  }

  /// What `swift package describe` says.
  private struct Description: Decodable {
    struct Product: Decodable {
      struct Kind: Decodable { var library: [String]? }
      var name: String
      var targets: [String]
      var type: Kind
    }
    struct Target: Decodable {
      var name: String
      var path: String
      var sources: [String]
    }
    var products: [Product]
    var targets: [Target]
  }

  private func checkout(of source: PackageSource) throws -> String {
    let checkouts = folder + "/.build/checkouts"
    let names = (try? FileSystem.names(in: checkouts)) ?? []
    guard let name = names.first(where: { $0.lowercased() == source.identity }) else {
      throw BuildFault.noPackage(source.location)
    }
    return "\(checkouts)/\(name)"
  }

  /// A line for each package: where it comes from and its version.
  private func contents() throws -> [String] {
    struct Resolved: Decodable {
      struct Pin: Decodable {
        struct State: Decodable {
          var version: String?
          var branch: String?
          var revision: String?
        }
        var identity: String
        var state: State
      }
      var pins: [Pin]
    }
    let folders = ([kit] + plugins).filter(\.isFolder).map { source in
      "\(source == kit ? "PipelineKit" : source.identity) \(commit(of: source.location) ?? "without a commit"), \(source.location)"
    }
    guard let bytes = try? FileFault.contents(of: folder + "/Package.resolved"),
      let resolved = try? JSONDecoder().decode(Resolved.self, from: Data(bytes))
    else { return folders }
    return folders
      + resolved.pins.map { pin in
        let revision = pin.state.revision.map { " (\($0.prefix(12)))" } ?? ""
        return "\(pin.identity) \(pin.state.version ?? pin.state.branch ?? "")\(revision)"
      }
  }

  /// The commit of a folder under git, with a word where files have changed since.
  private func commit(of folder: String) -> String? {
    guard let (status, lines) = try? Composition.run(["git", "describe", "--always", "--dirty"], in: folder),
      status == 0
    else { return nil }
    return lines.first
  }

  // MARK: Programs

  /// What Swift prints; throws with its errors where it fails.
  private func swift(_ what: String, _ arguments: [String], in folder: String? = nil) throws -> [String] {
    let (status, lines) = try Composition.run(["swift"] + arguments, in: folder ?? self.folder)
    if status == 0 { return lines }
    let errors = lines.filter { $0.contains("error:") }
    throw BuildFault.failed(what, Array((errors.isEmpty ? lines : errors).suffix(20)))
  }

  /// Runs a program and gives its exit status and what it prints.
  private static func run(_ words: [String], in folder: String) throws -> (status: Int32, lines: [String]) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, pipe)
    process.standardInput = FileHandle.nullDevice
    do { try process.run() } catch { throw BuildFault.noSwift(FileFault.reason(error)) }
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let lines = text.split(separator: "\n").map(String.init)
    if process.terminationStatus == 127 { throw BuildFault.noSwift(lines.last ?? "it is not on the PATH") }
    return (process.terminationStatus, lines)
  }
}
