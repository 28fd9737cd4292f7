import Basics
import CLandlock
import Foundation
import PipelineKit
import PipelineModels
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
  ///   - writing: folders that may be written to, if they exist: the kernel knows only what is there.
  ///   - making: the same, which are made if they don't exist.
  ///   - ports: the TCP ports that may be connected to, on any host.
  package init(reading: [String], writing: [String], making: [String] = [], ports: [Int] = []) {
    readable = Wall.system + Set(reading) + (ports.isEmpty ? [] : Wall.network)
    self.ports = Set(ports).sorted().map(Int32.init)
    let made = Set(making.map { Path($0).end ?? $0 })
    for folder in made where !FileSystem.exists(folder) { _ = try? FileSystem.makeFolders(folder) }
    writable = ["/dev/null", "/dev/tty"] + made.union(writing)
  }

  /// Why the kernel can't confine the process; nil if it can.
  package static var obstacle: String? { pk_landlock_version() > 0 ? nil : "this kernel has no Landlock" }

  /// Confines the process from here on.
  ///
  /// - Returns: why it is not confined; nil if it is.
  package func close() -> String? {
    if let obstacle = Wall.obstacle { return obstacle }
    func copies(_ paths: [String]) -> [UnsafePointer<CChar>] {
      paths.compactMap { path in FileName.system(path).flatMap { strdup($0) }.map { UnsafePointer($0) } }
    }
    let (first, second) = (copies(readable), copies(writable))
    defer { for text in first + second { free(UnsafeMutablePointer(mutating: text)) } }
    let error = pk_landlock_confine(first, first.count, second, second.count, ports, ports.count)
    return error == 0 ? nil : String(cString: strerror(error))
  }

  /// The folder of what a path leads to, whether it exists or not.
  fileprivate static func folder(_ path: String) -> String { FileName.folder(of: Path(path).end ?? path) }
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
    let folders = [out.isEmpty ? "." : out] + allowWrite
    let written = (pipelines.flatMap { $0.files ?? [] } + outputs).map(Wall.folder)
    // Files whose names only the run knows lie in these.
    let isOpen = pipelines.contains { $0.files == nil }
    let servers = Set(pipelines.flatMap(\.models).compactMap(\.address).flatMap(\.hosts))
    let environment = FileName.environment
    // The files of headers and certificates, where there are servers.
    let trusted = servers.isEmpty ? [] : ["PIPELINEKIT_SERVER_HEADERS", "SSL_CERT_FILE"].compactMap { environment[$0] }
    return Wall(
      reading: [FileName.folder(of: path), "."] + (reading.allowed ?? []) + pipelines.flatMap(\.reads) + models
        + trusted,
      writing: folders + (cache.map { [$0] } ?? []), making: written + (isOpen ? folders : []),
      ports: servers.map(\.port))
  }
}

extension RecipeArguments {
  /// The wall for a training run, or for the measurement of one. What the recipe itself names lies in folders that every
  /// recipe may read; what the command line names is opened with all that its links lead to.
  ///
  /// - Parameters:
  ///   - given: other files and folders that the command line names.
  ///   - making: folders that are written to.
  func wall(around recipe: some TrainingRecipe, given: [String] = [], making: [String] = []) throws -> Wall {
    let opened = try folders(of: recipe).filter(\.isGiven).map(\.path) + given
    var ends: Set<String> = []
    for folder in opened {
      ReadRules.followLinks(in: Path(folder).end ?? folder) { _, _, end in
        ends.insert(end)
        return true
      }
    }
    return Wall(
      reading: [FileName.folder(of: recipe.path), "."] + allowRead + InstalledFiles.readable + opened + ends,
      writing: [], making: making)
  }

  /// Judges what the recipe itself names once more, right before it is read: links may have changed since it was loaded.
  func judgeAgain(_ recipe: some TrainingRecipe) throws {
    let rules = ReadRules(allowed: allowRead + InstalledFiles.readable, servers: [])
      .forFile(in: Path(recipe.path).folder)
    for folder in try folders(of: recipe) where !folder.isGiven {
      if let refusal = rules.refusal(of: Path(folder.path)) { throw refusal }
    }
  }

  /// The folders of the recipe's model and data, and whether the user chose them: the command line names them, or a model
  /// is installed or downloaded.
  private func folders(of recipe: some TrainingRecipe) throws -> [(path: String, isGiven: Bool)] {
    let names = try commandLineParameters(parameters).map(\.name)
    func isGiven(_ settings: String...) -> Bool {
      settings.contains { recipe.bindings[$0].map(names.contains) ?? false }
    }
    let installed = ModelLocator.folders() + [ModelLocator.downloads()]
    let model = recipe.sourceModel.map { folder in
      let isInstalled = installed.contains { folder.utf8.starts(with: ($0 + "/").utf8) }
      return (path: folder, isGiven: isInstalled || isGiven("model.from", "objective.from"))
    }
    let data = recipe.dataFolder.map { (path: $0, isGiven: isGiven("data.folder")) }
    return [model, data].compactMap(\.self)
  }
}
