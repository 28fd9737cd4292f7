import Basics
import Foundation
import Images
import Inference
import Tensors
import TestSupport
import Testing

/// What the program makes, to the last bit, for each instruction set: a change inside must not move a picture or a trained
/// weight. A change that is meant to writes the digests anew: `PIPELINEKIT_WRITE_PINS=1 swift test --filter PinnedBytes`.
///
/// Not of what OpenBLAS multiplies: its sums depend on its version and on the processor.
@Suite(.enabled(if: Processor.current.products != .openBLAS, "OpenBLAS multiplies")) struct PinnedBytesTests {
  /// A digest for each file that a command leaves, by the command's name.
  typealias Digests = [String: [String: String]]

  /// The sets that this processor has, of those that have pins.
  static let sets: [String] = ["avx512", "avx2"].filter { set in
    (try? withTemporaryFolder {
      try Program(folder: $0, environment: ["PIPELINEKIT_ISA": set])("stages").exit == 0
    }) == true
  }

  static let isWriting = ProcessInfo.processInfo.environment["PIPELINEKIT_WRITE_PINS"] != nil

  /// Compares with the fixture, or writes it.
  static func judge(_ found: Digests, _ name: String, _ set: String) throws {
    let path = Fixtures.path("pins/\(name)-\(set).json")
    if isWriting {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try AtomicFile.write(Array(encoder.encode(found)) + [10], to: path)
      return
    }
    let pinned = try JSONDecoder().decode(Digests.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(Set(found.keys) == Set(pinned.keys))
    for (command, files) in found.sorted(by: { $0.key < $1.key }) {
      #expect(files == pinned[command], "\(command) by \(set)")
    }
  }

  /// SHA-256 of a picture's shape and its samples of 8 bits, or of another file's bytes.
  static func digest(_ path: String) throws -> String {
    let hash = SHA256()
    if path.hasSuffix(".png") {
      let picture = try ImageFile.read(path)
      hash.update(Array("\(picture.shape)".utf8))
      hash.update(picture.values.map { UInt8((($0 + 1) * 127.5).rounded()) })
    } else {
      hash.update(try FileFault.contents(of: path))
    }
    return String(hash.finish().prefix(32))
  }

  /// Runs the program and takes the digest of each new file whose name `keeps` takes.
  static func digests(
    _ set: String, _ arguments: [String], keeps: (String) -> Bool = { _ in true }
  ) throws -> [String: String] {
    try withTemporaryFolder { folder in
      let program = Program(folder: folder, environment: ["PIPELINEKIT_ISA": set])
      try TrainingCommandTests.writeDigits(to: folder + "/digits")
      let result = try program.run(arguments)
      #expect(result.exit == 0, "\(result.errors)")
      return try result.newFiles.filter(keeps).reduce(into: [:]) { $0[$1] = try digest("\(folder)/\($1)") }
    }
  }

  /// Every shipped pipeline with few steps, on the embedded models.
  @Test(arguments: Sanitizer.cases(sets)) func pictures(set: String) throws {
    var found: Digests = [:]
    let folder = Fixtures.package + "/pipelines"
    for file in try FileManager.default.contentsOfDirectory(atPath: folder).filter({ $0.hasSuffix(".json") }) {
      let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
      var arguments: [String] = []
      if text.contains("\"steps\":") { arguments.append("steps=3") }
      if text.contains("\"stride\":") { arguments.append("stride=150") }
      if text.contains("\"strengths\":") { arguments.append("strengths=0.5,1.0") }
      if file == "super-resolution.json" {
        arguments += ["model=" + Fixtures.path("reference/if-stage2"), "small=32", "size=64"]
      }
      if file.hasPrefix("cascade") { arguments += ["enlarger=" + Fixtures.path("reference/if-stage2"), "size=64"] }
      found[file] = try Self.digests(set, ["\(folder)/\(file)", "--quiet"] + arguments)
    }
    try Self.judge(found, "pictures", set)
  }

  /// A few steps of every shipped recipe: the weights and the sheet that they leave. Not under sanitizers, whose checks
  /// keep the compiler from vectorizing some of the kernels' sums: they are made in another order, and round otherwise.
  @Test(.enabled(if: Sanitizer.current == nil), arguments: sets) func training(set: String) throws {
    var found: Digests = [:]
    let folder = Fixtures.package + "/recipes"
    for file in try FileManager.default.contentsOfDirectory(atPath: folder).filter({ $0.hasSuffix(".json") }) {
      let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
      var arguments = ["epochs=1", "batch=16"]
      if text.contains("\"prompts\":") {
        arguments = [
          "epochs=1", "steps=2", "batch=2", "data=\(folder)/examples/kite", "prompts=a kite", "sheets=1",
        ]
      } else {
        arguments += ["data=digits", "channels=8"]
      }
      found[file] = try Self.digests(
        set, ["train", "\(folder)/\(file)", "--out", "run", "--quiet"] + arguments,
        keeps: { name in
          ["/model.safetensors", "unet/diffusion_pytorch_model.fp16.safetensors", "sheet.png"].contains {
            name.hasSuffix($0)
          }
        })
    }
    try Self.judge(found, "training", set)
  }
}
