import Basics
import Foundation
import PipelineModels

/// Where a Swift package comes from.
struct PackageSource: Equatable {
  /// A folder's path from the root, or an address.
  var location: String
  /// Of an address: the exact version, or a branch.
  var version: String?

  /// Reads what a command line says: a folder, or `https://…@1.2.0`.
  init(_ text: String) throws {
    if text.contains("://") || text.hasPrefix("git@") {
      let start = text.range(of: "://")?.upperBound ?? text.index(text.startIndex, offsetBy: 4)
      if let at = text[start...].lastIndex(of: "@") {
        (location, version) = (String(text[..<at]), String(text[text.index(after: at)...]))
      } else {
        (location, version) = (text, "main")
      }
      return
    }
    let folder = FileSystem.canonical(text)
    guard FileSystem.isFile(FileName.path("Package.swift", in: folder)) else { throw BuildFault.noPackage(text) }
    (location, version) = (folder, nil)
  }

  /// The sources that this program was built from.
  static func ours() throws -> PackageSource {
    for folder in ModelLocator.folders().map(FileName.folder(of:)) {
      if FileSystem.isFile(FileName.path("Sources/PipelineCommands/PipelineCommands.swift", in: folder)) {
        return try PackageSource(folder)
      }
    }
    throw BuildFault.noSources
  }

  var isFolder: Bool { version == nil }

  /// What SwiftPM calls the package.
  var identity: String {
    let last = FileName.last(of: location.hasSuffix("/") ? String(location.dropLast()) : location)
    return (last.hasSuffix(".git") ? String(last.dropLast(4)) : last).lowercased()
  }

  /// The dependency in a manifest; `name` replaces the identity in product references of folders.
  func dependency(named name: String? = nil) -> String {
    let name = name.map { "name: \(quoted($0)), " } ?? ""
    guard let version else { return ".package(\(name)path: \(quoted(location)))" }
    let isVersion = version.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+.*/) != nil
    return ".package(url: \(quoted(location)), \(isVersion ? "exact" : "branch"): \(quoted(version)))"
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
