import Foundation

/// The files under Tests/Fixtures, which every test target shares. `make.py` beside them says how each was made.
public enum Fixtures {
  public static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures").path

  /// The root of the package.
  public static let package = URL(fileURLWithPath: folder).deletingLastPathComponent().deletingLastPathComponent().path

  /// The absolute path of a fixture.
  public static func path(_ name: String) -> String { folder + "/" + name }
}

/// A folder of its own for a test that writes, removed afterwards.
public func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipelinekit-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}
