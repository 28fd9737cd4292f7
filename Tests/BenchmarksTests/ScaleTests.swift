import Foundation
import TestSupport
import Testing

/// The simulation of docs/scale.md gives what can be computed by hand: one graph, a busy server, a narrow line.
@Suite struct ScaleTests {
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"), "Python is missing"))
  func simulation() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [Fixtures.package + "/benchmarks/scale/simulate.py", "--check"]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
