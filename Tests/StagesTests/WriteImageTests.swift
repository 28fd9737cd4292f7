import Foundation
import Images
import PipelineKit
import Stages
import Synchronization
import Tensors
import TestSupport
import Testing

@Suite struct WriteImageTests {
  let image = Tensor([1, 3, 2, 2], [-1, 0.003921628, 0.2, 1, -1, -0.5, 0, 0.5, 1, 1, -1, -1])

  final class Written: Sendable {
    let paths = Mutex<[String]>([])
    func add(_ path: String) { paths.withLock { $0.append(path) } }
  }

  @Test func aPNGCarriesWhatMadeIt() throws {
    try withTemporaryFolder { folder throws in
      let written = Written()
      let context = Context(provenance: { [("Seed", "7"), ("Pipeline", "{ \"γ\": 7 }")] }, wrote: written.add)
      let inputs = Inputs(["image": .image(image), "to": .path(Path("new/wave.png", base: folder))])
      #expect(try WriteImage().run(inputs, in: context).values.isEmpty)
      let path = folder + "/new/wave.png"
      #expect(written.paths.withLock { $0 } == [path])
      let texts = try ImageFile.texts(path)
      #expect(texts.map(\.name) == ["Seed", "Pipeline"])
      #expect(texts.map(\.text) == ["7", "{ \"γ\": 7 }"])
      #expect(try ImageFile.read(path).maximumDifference(from: image) <= 0.5 / 127.5 + 1e-6)
    }
  }

  /// A picture is not lost for a name that a PNG has no room for.
  @Test func namesThatPNGLacksAreBrought() throws {
    try withTemporaryFolder { folder throws in
      let long = "pipeline:" + String(repeating: "folder/", count: 20) + "part.json"
      let context = Context(provenance: { [("pipeline:größe  1.json ", "a"), (long, "b"), ("", "c")] })
      let inputs = Inputs(["image": .image(image), "to": .path(Path("a.png", base: folder))])
      _ = try WriteImage().run(inputs, in: context)
      let texts = try ImageFile.texts(folder + "/a.png")
      #expect(texts.map(\.text) == ["a", "b", "c"])
      #expect(texts.map(\.name) == ["pipeline:gr??e 1.json", "\(long.prefix(20))...\(long.suffix(56))", "?"])
    }
  }

  @Test func aBatchBecomesNumberedFiles() throws {
    try withTemporaryFolder { folder throws in
      let batch = Tensor.concatenated([image, -image, image], axis: 0)
      let paths = try WriteImage()(image: batch, to: Path("a.b/wave.JPG", base: folder))
      #expect(paths == (0..<3).map { "\(folder)/a.b/wave-\($0).JPG" })
      #expect(try paths.map { try ImageFile.header($0).format } == [.jpeg, .jpeg, .jpeg])
    }
  }

  @Test func theSamePictureIsTheSameBytes() throws {
    try withTemporaryFolder { folder throws in
      for name in ["a.png", "b.png"] { try WriteImage()(image: image, to: Path(name, base: folder)) }
      #expect(try FileFault.contents(of: folder + "/a.png") == FileFault.contents(of: folder + "/b.png"))
    }
  }

  @Test func problemsBeforeAnythingRuns() throws {
    try withTemporaryFolder { folder throws in
      try FileManager.default.createDirectory(atPath: folder + "/d.png", withIntermediateDirectories: false)
      try Data().write(to: URL(fileURLWithPath: folder + "/file"))
      let cases: [(String, [String], FaultCause)] = [
        ("a.png", [], .data), ("deep/er/a.jpeg", [], .data),
        ("a.tiff", ["a.tiff: expected a name that ends in .png, .jpg or .jpeg, found .tiff"], .data),
        ("a", ["a: expected a name that ends in .png, .jpg or .jpeg, found no ending"], .data),
        ("d.png", ["d.png: can't be written: it is a folder"], .cannotWrite),
        ("file/a.png", ["file/a.png: can't be written: \(folder)/file is not a folder"], .cannotWrite),
      ]
      for (name, expected, cause) in cases {
        let path = Value.path(Path(name, base: folder))
        let found = WriteImage().problems(KnownInputs(values: ["to": path], given: ["to"]))
        #expect(found.map(\.message) == expected)
        #expect(found.allSatisfy { $0.cause == cause })
      }
    }
  }

  @Test func whatIsNoPictureThrowsAndLeavesNothing() throws {
    try withTemporaryFolder { folder throws in
      let path = Path("a.png", base: folder)
      #expect(
        thrown { try WriteImage()(image: Tensor([1, 2, 4, 4], repeating: 0), to: path) }
          == "'image' takes N×1×H×W (gray) or N×3×H×W (RGB), found 1×2×4×4")
      #expect(
        thrown { try WriteImage()(image: Tensor([1, 1, 2, 2], [0, 0, .nan, 0]), to: path) }
          == "a.png: the picture is not a number (NaN) at x 0, y 1, channel 0")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }
}
