import Basics
import Foundation
import Inference
import Tensors
import TestSupport
import Testing

@Suite struct DigitFolderTests {
  private static func path(_ kind: String) -> String { Fixtures.path("digits/" + kind) }

  @Test func reads() throws {
    let denoiser = try DigitFolder(path: Self.path("denoiser"))
    #expect(denoiser.scheduler == nil && denoiser.network.sigma == 0.5)
    let classes = try DigitFolder(path: Self.path("class"))
    #expect(classes.scheduler?.steps == 300 && classes.network.classes == 10)
    try classes.checkFiles()
    #expect(try classes.load().configuration == classes.network)
    let digests = try [classes.digest(), classes.digest(), denoiser.digest()]
    #expect(digests[0] == digests[1] && digests[0] != digests[2] && digests[0].count == 64)
    #expect(try classes.weightBytes() > 10_000)
  }

  @Test func isOne() throws {
    #expect(DigitFolder.isOne(Self.path("class")))
    #expect(!DigitFolder.isOne(Fixtures.path("reference/if-stage1")))
    #expect(!DigitFolder.isOne(Fixtures.path("reference/if-stage1/unet")))
    #expect(!DigitFolder.isOne(Fixtures.folder))
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array("{".utf8), to: folder + "/config.json")
      #expect(DigitFolder.isOne(folder))
    }
  }

  /// What a configuration says in place of another, and the answer.
  @Test(arguments: [
    ("class", "\"takes_time\": true", "\"takes_time\": false", "a network with 'classes' takes the time as well"),
    (
      "denoiser", "\"sigma\": 0.5", "\"sigma\": null",
      "a network without time removes noise of one strength; expected that as 'sigma'"
    ),
    (
      "time", "\"black\": -1.0", "\"black\": 0",
      "a network that estimates noise sees pictures from -1 to 1, found 'black' 0.0 and 'white' 1.0"
    ),
    ("time", "\"channels\": 4", "\"channels\": 0", "option 'channels' is 0; supported: an integer from 1 to 1024"),
  ])
  func wrongConfigurations(kind: String, text: String, other: String, expected: String) throws {
    try withTemporaryFolder { folder in
      let model = folder + "/m"
      try FileManager.default.copyItem(atPath: Self.path(kind), toPath: model)
      let before = try String(contentsOfFile: model + "/config.json", encoding: .utf8)
      #expect(before.contains(text))
      try AtomicFile.write(Array(before.replacing(text, with: other).utf8), to: model + "/config.json")
      #expect(fault { _ = try DigitFolder(path: model) } == "\(model)/config.json: \(expected)")
    }
  }

  @Test func wrongFolders() throws {
    try withTemporaryFolder { folder in
      let model = folder + "/m"
      try FileManager.default.copyItem(atPath: Self.path("time"), toPath: model)
      let schedule = model + "/scheduler_config.json"
      let before = try String(contentsOfFile: schedule, encoding: .utf8)
      try AtomicFile.write(Array(before.replacing("fixed_large", with: "learned_range").utf8), to: schedule)
      #expect(
        fault { _ = try DigitFolder(path: model) }
          == "\(schedule): 'variance_type' is \"learned_range\", but the network predicts no variance")
      try FileManager.default.removeItem(atPath: schedule)
      #expect(
        fault { _ = try DigitFolder(path: model) }
          == "\(model): the network takes a timestep, but its noise schedule, 'scheduler_config.json', is missing")
    }
  }
}
