package import Basics

/// Where a pipeline or a recipe finds what it reads, and what it may read. A path in a file must lead into the file's own
/// folder, the working directory or a folder that is allowed; a path on the command line may lead anywhere.
public struct ReadRules: Sendable {
  /// Folders to look in for what a file names by a relative path and is not in its own folder: a file that was copied away
  /// from its parts and pictures still finds them.
  public var searched: [String]
  /// Other folders that the file may read from; nil where it may read from any.
  public var allowed: [String]?
  /// The servers, HOST or HOST:PORT, that the file may ask, for models that run there; nil where it may ask any.
  public var servers: [String]?
  /// The permitted folders of the file that is run, without links; its own is the first.
  private var permitted: [String] = []

  /// - Parameters:
  ///   - searched: folders to look in, the first that has a file first.
  ///   - allowed: folders that the file may read from besides its own and the working directory; nil for any.
  ///   - servers: servers that the file may ask, as HOST or HOST:PORT; nil for any.
  public init(searched: [String] = [], allowed: [String]? = nil, servers: [String]? = nil) {
    (self.searched, self.allowed, self.servers) = (searched, allowed, servers)
  }

  /// The rules for a file in `folder`.
  package func forFile(in folder: String) -> ReadRules {
    var rules = self
    rules.permitted = ([folder, "."] + (allowed ?? [])).compactMap { Path($0.isEmpty ? "." : $0).end }
    return rules
  }

  /// The folder that the path `text` of a file in `folder` starts from.
  func folder(of text: String, besides folder: String) -> String {
    if searched.isEmpty || text.isEmpty || FileName.isAbsolute(text) { return folder }
    return ([folder] + searched).first { FileSystem.exists(Path(text, base: $0).resolved) } ?? folder
  }

  /// The reason why a path may not be read, or nil if it may: it leads, through links, out of the permitted folders, or it
  /// is the address of a server that the file may not ask.
  package func refusal(of path: Path) -> FileFault? {
    if path.isGiven { return nil }
    // What has the form of an address may be a file's name all the same: a folder can be called `a:`.
    if let address = path.address, let refusal = refusal(of: address, path) ?? path.local.flatMap(refusal) {
      return refusal
    }
    guard allowed != nil else { return nil }
    guard let end = path.end else {
      return .cannotRead(path: path.text, reason: "it leads nowhere: its symbolic links go in circles")
    }
    if isPermitted(end) { return refusal(ofLinksIn: end, path) }
    let found = FileName.folder(of: end)
    var reason = "it leads to \(found), outside of \(permitted[0]); '--allow-read \(found)' allows that"
    // On the command line a path starts from the working directory.
    if let name = path.parameter { reason += ", and so does '\(name)=\(path.resolved)'" }
    return .cannotRead(path: path.text, reason: reason)
  }

  private func isPermitted(_ end: String) -> Bool {
    permitted.contains { $0 == end || WriteRules.isInside(end, $0) }
  }

  /// How deep the files of a model or of data lie in its folder, at most.
  private static let depth = 4

  /// The reason why a folder may not be read: a link in it, or in a folder that one leads to, leads out of the permitted
  /// folders.
  private func refusal(ofLinksIn folder: String, _ path: Path) -> FileFault? {
    var refusal: FileFault?
    Self.followLinks(in: folder) { link, within, end in
      if isPermitted(end) { return true }
      let name = String(decoding: link.utf8.dropFirst(within.utf8.count + 1), as: UTF8.self)
      let found = FileName.folder(of: end)
      refusal = .cannotRead(
        path: path.text,
        reason: "'\(name)' in it leads to \(found), outside of \(permitted[0]); '--allow-read \(found)' allows that")
      return false
    }
    return refusal
  }

  /// Calls `body` with each link in a folder, and in those that links lead to: its path, the folder that was searched, and
  /// its end. Stops where `body` returns false.
  package static func followLinks(
    in folder: String, _ body: (_ link: String, _ within: String, _ end: String) -> Bool
  ) {
    var (folders, seen) = ([folder], Set([ExactName(folder)]))
    while let next = folders.popLast() {
      guard FileSystem.isFolder(next) else { continue }
      for link in FileSystem.links(in: next, depth: depth) {
        guard let end = Path(link).end else { continue }
        guard body(link, next, end) else { return }
        if seen.insert(ExactName(end)).inserted { folders.append(end) }
      }
    }
  }

  private func refusal(of address: ServerAddress, _ path: Path) -> FileFault? {
    guard let servers else { return nil }
    let refused = address.hosts.filter { host in
      !servers.contains { [host.name, "\(host)"].contains($0.lowercased()) }
    }
    if refused.isEmpty { return nil }
    let options = refused.map { "--allow-net \($0)" }.joined(separator: " ")
    var reason = "it asks \(listed(refused.map(\.description))), which a file may not; '\(options)' allows that"
    if let name = path.parameter { reason += ", and so does '\(name)=\(path.text)'" }
    return .cannotRead(path: path.text, reason: reason)
  }
}

/// Where the relative paths start that a stage gets.
package struct PathPlaces: Sendable {
  var reading = ReadRules()
  /// Those to write; the working directory where it is empty.
  var outputFolder: String
  /// How files to write are named.
  var naming: (@Sendable (Path) -> String)?

  package init(
    reading: ReadRules = ReadRules(), outputFolder: String, naming: (@Sendable (Path) -> String)? = nil
  ) {
    (self.reading, self.outputFolder, self.naming) = (reading, outputFolder, naming)
  }

  init(_ reading: ReadRules, _ rules: WriteRules) {
    self.init(reading: reading, outputFolder: rules.folder, naming: rules.naming)
  }
}
