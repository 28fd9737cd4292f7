import Basics
import Foundation
import Tensors

/// Models that other programs downloaded from Hugging Face, in the cache's folders
/// `models--OWNER--NAME/snapshots/COMMIT/`.
package enum HuggingFaceCache {
  /// The cache's folder, from the variables that huggingface_hub reads: $HF_HUB_CACHE, else its older name
  /// $HUGGINGFACE_HUB_CACHE, else $HF_HOME/hub, else $XDG_CACHE_HOME/huggingface/hub, else ~/.cache/huggingface/hub.
  /// `~` and variables in them are expanded, because no shell does it in a quoted text or a file of variables.
  package static func folder(_ environment: [String: String]) -> String {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    func expanded(_ path: String) -> String { PathVariables.expanded(path, environment) }
    if let folder = value("HF_HUB_CACHE") ?? value("HUGGINGFACE_HUB_CACHE") { return expanded(folder) }
    let home = value("HF_HOME") ?? (value("XDG_CACHE_HOME") ?? "~/.cache") + "/huggingface"
    return expanded(home) + "/hub"
  }

  /// Finds a model by its name: a path to a folder, or OWNER/NAME in a Hugging Face cache.
  package static func locate(
    _ name: String, environment: [String: String] = FileName.environment
  ) throws -> String {
    if FileSystem.isFolder(name) { return name }
    guard isIdentifier(name) else { throw ModelFault.unknown(name: name) }
    guard let folder = snapshot(name, environment) else {
      throw ModelFault.unknown(
        name: name, cache: folder(environment),
        hasBegun: hasBegun(name, environment))
    }
    return folder
  }

  /// Every model in the cache: OWNER/NAME and the folder of its snapshot.
  package static func models(environment: [String: String]) -> [(name: String, folder: String)] {
    identifiers(environment).compactMap { name in snapshot(name, environment).map { (name, $0) } }
  }

  /// Every OWNER/NAME whose download has begun, and the bytes of files that are on their way.
  package static func begun(environment: [String: String]) -> [(name: String, bytes: Int)] {
    identifiers(environment).compactMap { name in
      let blobs = modelFolder(name, environment) + "/blobs"
      let partial = ((try? FileSystem.names(in: blobs)) ?? []).filter { $0.hasSuffix(".incomplete") }
      if partial.isEmpty, snapshot(name, environment) != nil { return nil }
      return (name, partial.reduce(0) { $0 + (FileSystem.size("\(blobs)/\($1)") ?? 0) })
    }
  }

  /// Whether a name has the form OWNER/NAME.
  static func isIdentifier(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2
      && parts.allSatisfy { part in
        !part.isEmpty && !part.hasPrefix(".")
          && part.utf8.allSatisfy {
            ($0 | 32 >= 97 && $0 | 32 <= 122) || (48...57).contains($0) || [45, 46, 95].contains($0)
          }
      }
  }

  /// Every OWNER/NAME in the cache, sorted.
  static func identifiers(_ environment: [String: String]) -> [String] {
    let entries = (try? FileSystem.names(in: folder(environment))) ?? []
    return entries.compactMap { entry in
      let parts = entry.components(separatedBy: "--")
      return parts.count == 3 && parts[0] == "models" ? "\(parts[1])/\(parts[2])" : nil
    }
  }

  private static func modelFolder(_ identifier: String, _ environment: [String: String]) -> String {
    folder(environment) + "/models--" + identifier.split(separator: "/").joined(separator: "--")
  }

  /// The folder of a model's snapshot: the one that refs/main names, otherwise the newest, as when only another
  /// revision was downloaded; nil where there is none.
  static func snapshot(_ identifier: String, _ environment: [String: String]) -> String? {
    let model = modelFolder(identifier, environment)
    let snapshots = model + "/snapshots"
    if let reference = try? FileFault.contents(of: model + "/refs/main") {
      let commit = String(decoding: reference, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      if !commit.isEmpty, FileSystem.isFolder(snapshots + "/" + commit) { return snapshots + "/" + commit }
    }
    func age(_ path: String) -> Date { FileSystem.modified(path) ?? .distantPast }
    let entries = (try? FileSystem.names(in: snapshots)) ?? []
    return entries.map { snapshots + "/" + $0 }.filter(FileSystem.isFolder).max { age($0) < age($1) }
  }

  /// Whether a download of the model began but left no snapshot.
  static func hasBegun(_ identifier: String, _ environment: [String: String]) -> Bool {
    FileSystem.isFolder(modelFolder(identifier, environment))
  }

  /// The reason why a file is missing: a broken link, as an interrupted download leaves it; nil where there is none.
  static func lostLink(_ path: String) -> String? {
    guard !FileSystem.exists(path), let target = FileSystem.linkTarget(path) else {
      return nil
    }
    return "it is a link to \(target), which is missing"
  }

  /// The command that downloads a model. DeepFloyd's repositories hold the same weights several times, far more than is
  /// needed; the smallest form that can be read is half precision in safetensors files.
  package static func command(_ name: String) -> String {
    let some = name.hasPrefix("DeepFloyd/") ? ["*.json", "*.model", "*.fp16*.safetensors"] : []
    return "hf download \(name)" + some.map { " --include \"\($0)\"" }.joined()
  }

  /// Advice on completing the model in the folder at `path`, after a semicolon; empty outside of a cache.
  static func remedy(_ path: String) -> String {
    let parts = path.split(separator: "/").map(String.init)
    guard let place = parts.lastIndex(of: "snapshots"), place > 0, parts[place - 1].hasPrefix("models--") else {
      return ""
    }
    let name = parts[place - 1].components(separatedBy: "--").dropFirst().joined(separator: "/")
    return "; '\(command(name))' completes the download"
  }
}
