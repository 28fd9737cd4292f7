import Basics
import CLandlock
import Foundation
import PipelineKit
import PipelineTraining
import Tensors

/// Confines the process while it runs a stranger's file: Linux's Landlock. `ReadRules` and `WriteRules` check each path
/// before it is opened. The kernel checks the file that is opened, which also covers a link that changes between these
/// two moments. It also refuses network connections, except to the ports of servers that are to be asked.
package struct Wall {
  private var readable: [String]
  private var writable: [String]
  private var ports: [Int32]

  /// What every run reads: the system's libraries and time zones, and what the kernel tells of the machine.
  private static let system = ["/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/proc", "/sys", "/dev"]

  /// What finding a host by its name reads, and the certificates that servers are trusted by.
  private static let network = [
    "/etc/hosts", "/etc/host.conf", "/etc/resolv.conf", "/etc/nsswitch.conf", "/etc/gai.conf", "/etc/services",
    "/run/systemd/resolve", "/etc/ssl", "/etc/pki", "/usr/local/share/ca-certificates",
  ]

  /// - Parameters:
  ///   - reading: files and folders that may be read.
  ///   - writing: folders that may be written to, and files; for one that doesn't exist, the nearest folder above it.
  ///   - ports: the TCP ports that may be connected to, on any host.
  package init(reading: [String], writing: [String], ports: [Int] = []) {
    readable = Wall.system + Set(reading) + (ports.isEmpty ? [] : Wall.network)
    self.ports = Set(ports).sorted().map(Int32.init)
    writable = ["/dev/null", "/dev/tty"] + Set(writing.map(Wall.existing))
  }

  /// Why the kernel can't confine the process; nil if it can.
  package static var obstacle: String? { pk_landlock_version() > 0 ? nil : "this kernel has no Landlock" }

  /// Confines the process from here on.
  ///
  /// - Returns: why it is not confined; nil if it is.
  package func close() -> String? {
    if let obstacle = Wall.obstacle { return obstacle }
    let (readable, writable) = (readable.map { strdup($0) }, writable.map { strdup($0) })
    defer { for text in readable + writable { free(text) } }
    func texts(_ copies: [UnsafeMutablePointer<CChar>?]) -> [UnsafePointer<CChar>] {
      copies.compactMap { $0.map { UnsafePointer($0) } }
    }
    let (first, second) = (texts(readable), texts(writable))
    let error = pk_landlock_confine(first, first.count, second, second.count, ports, ports.count)
    return error == 0 ? nil : String(cString: strerror(error))
  }

  /// The folder of what a path leads to.
  fileprivate static func folder(_ path: String) -> String { FileName.folder(of: FileSystem.canonical(path)) }

  /// The path without links, or the nearest folder above it that exists.
  private static func existing(_ path: String) -> String {
    var path = FileSystem.canonical(FileName.absolute(path))
    while !FileSystem.exists(path), path != "/" { path = FileName.folder(of: path) }
    return path
  }
}

extension PipelineArguments {
  /// The wall for runs of checked pipelines; nil where programs may be run, as these may do anything.
  ///
  /// - Parameters:
  ///   - pipelines: what is run.
  ///   - outputs: files that options name: previews, a sweep's sheet and page.
  ///   - cache: the folder of caches; nil for none.
  func wall(around pipelines: [Pipeline], outputs: [String], cache: String?) -> Wall? {
    if allowRun { return nil }
    if let cache { try? FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true) }
    // A sweep's jobs have most of these in common.
    let models = Set(pipelines.flatMap(\.models)).flatMap(Sweep.files).map(Wall.folder)
    let written = pipelines.flatMap { $0.files ?? [] } + outputs
    let servers = Set(pipelines.flatMap(\.models).compactMap(\.address).flatMap(\.hosts))
    let environment = FileName.environment
    // The files of headers and certificates, where there are servers.
    let trusted = servers.isEmpty ? [] : ["PIPELINEKIT_SERVER_HEADERS", "SSL_CERT_FILE"].compactMap { environment[$0] }
    return Wall(
      reading: [FileName.folder(of: path), "."] + (reading.allowed ?? []) + pipelines.flatMap(\.reads).map(Wall.folder)
        + models + trusted,
      writing: [out.isEmpty ? "." : out] + allowWrite + written.map(Wall.folder)
        + (cache.map { [$0] } ?? []), ports: servers.map(\.port))
  }
}

extension RecipeArguments {
  /// The wall for a training run.
  ///
  /// - Parameters:
  ///   - out: where it writes; nil for a folder of the recipe's name in the working directory.
  ///   - allowed: other folders that it may write to.
  func wall(around recipe: some TrainingRecipe, out: String?, allowed: [String]) -> Wall {
    let folders = [recipe.sourceModel, recipe.dataFolder].compactMap(\.self)
    // Those that the command line names may hold links that lead anywhere, such as those of a cache of models.
    let linked = folders.flatMap { FileSystem.links(in: $0, depth: ReadRules.depth) }.map(Wall.folder)
    return Wall(
      reading: [FileName.folder(of: recipe.path), "."] + allowRead + InstalledFiles.readable + folders + linked,
      writing: [out ?? "."] + allowed)
  }
}
