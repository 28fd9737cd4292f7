import Foundation
import Images
import PipelineKit
import PipelineModels
import PipelineTesting
import Synchronization
import Tensors
import TestSupport
import Testing

/// Every file of pipelines/ is checked, and runs.
@Suite struct ShippedPipelinesTests {
  static let folder = Fixtures.package + "/pipelines"

  static func files(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".json") }.sorted()
      .map { folder + "/" + $0 }
  }

  @Test(arguments: files(folder + "/parts"))
  func part(path: String) throws {
    let part = try Pipeline(path: path, registry: ParityTests.registry())
    #expect(PipelineFile.problems(at: path, registry: try ParityTests.registry()) == [])
    #expect(!part.inputs.isEmpty)
    #expect(throws: PipelineFault.self) { try part.run() }
  }

  /// A sheet of one picture to a row is one too.
  @Test(arguments: files(folder)) func takesAnyNumberOfPictures(path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    guard text.contains("\"pictures\": { \"default\": "), !text.contains("as many as digits") else { return }
    for count in ["1", "2", "9"] {
      _ = try Pipeline(path: path, arguments: [("pictures", count)], registry: ParityTests.registry())
    }
  }

  /// Multiples of 300 // 200 end at 199: far from pure noise, from which the walk begins.
  @Test func warnsOfALateStart() throws {
    func warnings(_ steps: String) throws -> [String] {
      try Pipeline(
        path: Self.folder + "/mnist-sample.json", arguments: [("steps", steps)], registry: ParityTests.registry()
      ).warnings.map(\.description)
    }
    for steps in ["2", "150", "290", "300"] { #expect(try warnings(steps).isEmpty, "\(steps)") }
    #expect(try warnings("200").map { $0.contains("200 timesteps begin at 199 of 300") } == [true])
    #expect(try warnings("1").map { $0.contains("1 timestep begins at 0 of 300") } == [true])
  }

  /// As it stands but for fewer steps; the files with a stage II on a small model of that kind.
  @Test(arguments: Sanitizer.cases(files(folder)))
  func runs(path: String) throws {
    try withTemporaryFolder { folder in
      let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
      let text = try String(contentsOfFile: path, encoding: .utf8)
      var arguments: [(name: String, text: String)] = []
      if text.contains("\"steps\":") { arguments.append(("steps", "2")) }
      if text.contains("\"stride\":") { arguments.append(("stride", "250")) }
      if text.contains("\"strengths\":") { arguments.append(("strengths", "0.5,1.0")) }
      if name == "super-resolution" {
        arguments += [("model", Fixtures.path("reference/if-stage2")), ("small", "32"), ("size", "64")]
      }
      if name.hasPrefix("cascade") {
        arguments += [("enlarger", Fixtures.path("reference/if-stage2")), ("size", "64")]
      }
      let pipeline = try Pipeline(
        path: path, arguments: arguments, registry: ParityTests.registry(), writing: WriteRules(folder: folder))
      #expect(pipeline.warnings.isEmpty)
      #expect(pipeline.name == name)
      #expect(pipeline.about?.isEmpty == false)
      let written = Mutex<[String]>([])
      try pipeline.run { event in
        if case .wrote(let path) = event { written.withLock { $0.append(path) } }
      }
      let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(!files.isEmpty)
      #expect(Set(written.withLock { $0 }) == Set(files.map { folder + "/" + $0 }))

      // Every stage by itself makes the same pictures, but for a rounding of their 8 bits.
      let saved = try files.map { try ImageFile.read(folder + "/" + $0) }
      _ = try pipeline.runPlainly()
      for (file, saved) in zip(files, saved) {
        #expect(try ImageFile.read(folder + "/" + file).maximumDifference(from: saved) < 1.5 / 127.5, "\(file)")
      }
    }
  }
}
