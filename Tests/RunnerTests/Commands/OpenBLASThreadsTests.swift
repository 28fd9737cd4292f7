import Foundation
import TestSupport
import Testing

/// Our threads share OpenBLAS's products; it has none of its own.
@Suite struct OpenBLASThreadsTests {
  @Test func noneOfItsOwn() throws {
    let (own, openBLAS) = (try Self.threads("own"), try Self.threads("openblas"))
    #expect(openBLAS > 0 && openBLAS <= own)
  }

  /// The program's threads in most of a run on one thread.
  static func threads(_ products: String) throws -> Int {
    try withTemporaryFolder { folder in
      let program = Program(folder: folder, environment: ["PIPELINEKIT_PRODUCTS": products])
      var counts: [Int] = []
      let result = try program(
        Fixtures.package + "/pipelines/hybrid.json", "steps=6", "--threads", "1", "--quiet",
        meanwhile: { process in
          let tasks = "/proc/\(process.processIdentifier)/task"
          while process.isRunning {
            if let found = try? FileManager.default.contentsOfDirectory(atPath: tasks), !found.isEmpty {
              counts.append(found.count)
            }
            usleep(2000)
          }
        })
      #expect(result.exit == 0, "\(result.errors)")
      return counts.isEmpty ? 0 : counts.sorted()[counts.count / 2]
    }
  }
}
