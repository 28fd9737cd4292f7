import Basics
import Foundation
import Tensors
import TestSupport
import Testing

/// Something that a user gets wrong, and exactly what the program answers.
struct WrongInput: Sendable, CustomTestStringConvertible {
  /// What is wrong, as docs/errors.md says it.
  var what: String
  var arguments = ["f.json"]
  /// The files of the working directory by their paths.
  var files: [String: Content] = [:]
  /// Done to the working directory before the run: `m` is a model's folder there.
  var damage: (@Sendable (String) throws -> Void)?
  /// Environment variables beside those that every run has.
  var environment: [String: String] = [:]
  var cause: FaultCause
  /// Standard error, line by line.
  var says: [String]

  enum Content: Sendable {
    case text(String)
    case bytes([UInt8])
    /// A copy of a file or folder of Tests/Fixtures.
    case fixture(String)
  }

  var testDescription: String { what }

  /// A pipeline file f.json.
  static func file(
    _ what: String, _ text: String, _ cause: FaultCause = .data, _ says: String...
  ) -> WrongInput {
    WrongInput(what: what, files: ["f.json": .text(text)], cause: cause, says: says)
  }

  /// A pipeline file of these stages, from its second line on, with parameters for the command line and other files.
  static func stages(
    _ what: String, _ stages: String, with files: [String: Content] = [:], _ arguments: String...,
    damage: (@Sendable (String) throws -> Void)? = nil, cause: FaultCause = .data, says: String...
  ) -> WrongInput {
    let text = "{ \"stages\": {\n\(stages)\n} }\n"
    return WrongInput(
      what: what, arguments: ["f.json"] + arguments, files: files.merging(["f.json": .text(text)]) { $1 },
      damage: damage, cause: cause, says: says)
  }

  /// A command line.
  static func command(
    _ what: String, _ arguments: String..., with files: [String: Content] = [:], cause: FaultCause = .usage,
    says: String...
  ) -> WrongInput {
    WrongInput(what: what, arguments: arguments, files: files, cause: cause, says: says)
  }

  /// Runs the program on it in an empty folder, which messages call `~`.
  func answer() throws -> Program.Result {
    try withTemporaryFolder { folder in
      for (path, content) in files {
        let path = folder + "/" + path
        switch content {
        case .text(let text): try AtomicFile.write(Array(text.utf8), to: path)
        case .bytes(let bytes): try AtomicFile.write(bytes, to: path)
        case .fixture(let name):
          try FileSystem.makeFolders(FileName.folder(of: path))
          try FileManager.default.copyItem(atPath: Fixtures.path(name), toPath: path)
        }
      }
      try damage?(folder)
      var result = try Program(folder: folder, environment: environment).run(arguments)
      result.errors = result.errors.replacingOccurrences(of: folder, with: "~")
      return result
    }
  }
}
