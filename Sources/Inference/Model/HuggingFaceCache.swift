import Foundation
import Tensors

/// Models that other programs downloaded from Hugging Face: `models--OWNER--NAME/snapshots/COMMIT/` in the cache.
enum HuggingFaceCache {
  /// The cache's folder: $HF_HUB_CACHE, else $HF_HOME/hub, else ~/.cache/huggingface/hub.
  static func folder(_ environment: [String: String]) -> String {
    if let folder = environment["HF_HUB_CACHE"], !folder.isEmpty { return folder }
    if let home = environment["HF_HOME"], !home.isEmpty { return home + "/hub" }
    let cache =
      environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? (environment["HOME"] ?? "") + "/.cache"
    return cache + "/huggingface/hub"
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

  /// The folder of a model's snapshot: what refs/main names, else the newest; nil where there is none.
  static func snapshot(_ identifier: String, _ environment: [String: String]) -> String? {
    let model = folder(environment) + "/models--" + identifier.split(separator: "/").joined(separator: "--")
    let snapshots = model + "/snapshots"
    if let reference = try? FileFault.contents(of: model + "/refs/main") {
      let path =
        snapshots + "/" + String(decoding: reference, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      if path != snapshots + "/", FileSystem.exists(path) { return path }
    }
    func age(_ path: String) -> Date { FileSystem.modified(path) ?? .distantPast }
    let entries = (try? FileSystem.names(in: snapshots)) ?? []
    return entries.map { snapshots + "/" + $0 }.max { age($0) < age($1) }
  }
}
