import Basics
import Foundation
import Images
import PipelineKit
import PipelineStages
import PipelineTesting
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

  /// Readers that make a dictionary of them lose none.
  @Test func namesThatBecomeAlikeAreNumbered() {
    let long = String(repeating: "x", count: 90)
    let names = ImageFile.textNames(["ö", "ü", "a", "?-2", "ß", long, long + long, "a"])
    #expect(names.prefix(5) == ["?", "?-2", "a", "?-2-2", "?-3"])
    #expect(names[5] == names[5].prefix(79) && names[6] == names[5].prefix(77) + "-2" && names[7] == "a-2")
    #expect(Set(names).count == names.count && names.allSatisfy { $0.utf8.count <= 79 })
  }

  /// Of each format: a picture names the pipeline that made it, and other files name none.
  @Test func picturesNameTheirPipeline() throws {
    try withTemporaryFolder { folder throws in
      for name in ["a", "tab\tand \"quotes\"", "two\nlines", "größe 1: pipeline x", ""] {
        let context = Context(provenance: {
          [("software", "PipelineKit 1"), ("comment", "PipelineKit 1: pipeline \(name)"), ("pipeline", "{}")]
        })
        for ending in ["png", "jpg", "JPEG"] {
          let path = Path("a.\(ending)", base: folder)
          _ = try WriteImage().run(Inputs(["image": .image(image), "to": .path(path)]), in: context)
          #expect(WriteImage.maker(of: path.resolved) == name)
          #expect(try ImageFile.read(path.resolved).shape == image.shape)
        }
        let path = Path("a.safetensors", base: folder)
        _ = try WriteTensor().run(
          Inputs(["tensors": .object([("x", .image(image))]), "to": .path(path)]), in: context)
        #expect(WriteTensor.maker(of: path.resolved) == name && WriteImage.maker(of: path.resolved) == nil)
        #expect(try SafeTensors(path: path.resolved).metadata["pipeline"] == "{}")
      }
      // Pictures of earlier versions have the pipeline's text alone.
      for (texts, maker) in [
        ([("software", "PipelineKit 0.1.0"), ("pipeline", #"{"pipeline": "old", "stages": {}}"#)], "old"),
        ([("software", "PipelineKit 0.1.0"), ("pipeline", #"{"stages": {}}"#)], nil),
        ([("software", "Another"), ("pipeline", #"{"pipeline": "old", "stages": {}}"#)], nil),
        ([("comment", "made with PipelineKit 0.1.0: pipeline old")], nil), ([], nil),
      ] as [([(name: String, text: String)], String?)] {
        try ImageFile.write(image, to: folder + "/b.png", texts: texts)
        #expect(WriteImage.maker(of: folder + "/b.png") == maker)
      }
      for (name, bytes) in [("c.png", Array("text".utf8)), ("d.png", []), ("e.jpg", [0xFF, 0xD8, 0xFF, 0xFE, 0xFF])] {
        try AtomicFile.write(bytes, to: folder + "/" + name)
        #expect(WriteImage.maker(of: folder + "/" + name) == nil)
      }
      #expect(WriteImage.maker(of: folder) == nil && WriteTensor.maker(of: folder + "/none") == nil)
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

  /// What a loop collects is numbered on, whatever the batches' sizes; a list of one keeps its name.
  @Test func aListBecomesNumberedFiles() throws {
    try withTemporaryFolder { folder throws in
      let batch = Tensor.concatenated([image, -image], axis: 0)
      let paths = try WriteImage()(images: [batch, -batch], to: Path("o.png", base: folder))
      #expect(paths == (0..<4).map { "\(folder)/o-\($0).png" })
      let found = try paths.map { try ImageFile.read($0).values[0] }
      #expect(found[0] == found[3] && found[1] == found[2] && found[0] != found[1])
      let one = try #require(PictureList(.list([.image(image)])))
      #expect(try WriteImage()(images: one.pictures, to: Path("p.png", base: folder)) == [folder + "/p.png"])
      #expect(PictureList(.list([.image(image), .integer(1)])) == nil)
    }
  }

  /// Names sort as the pictures stand in the batch.
  @Test func largeBatchesHaveNumbersOfOneLength() throws {
    try withTemporaryFolder { folder throws in
      let batch = Tensor([11, 1, 1, 1], (0..<11).map { Float($0) / 10 })
      let paths = try WriteImage()(image: batch, to: Path("o.png", base: folder))
      #expect(paths.first == folder + "/o-00.png" && paths.last == folder + "/o-10.png" && paths == paths.sorted())
      #expect(try ImageFile.read(paths[10]).values == [1])
    }
  }

  /// A batch is written whole or not at all.
  @Test func aBatchWithAPictureThatIsNoneIsNotWritten() throws {
    try withTemporaryFolder { folder throws in
      var values = [Float](repeating: 0, count: 3 * 4)
      values[2 * 4 + 1] = .nan
      let batch = Tensor([3, 1, 2, 2], values)
      #expect(
        faultText { try WriteImage()(image: batch, to: Path("o.png", base: folder)) }
          == "o-2.png: the picture is not a number (NaN) at x 1, y 0, channel 0")
      #expect(
        faultText { try WriteImage()(image: Tensor([0, 1, 2, 2], []), to: Path("o.png", base: folder)) }
          == "'image' takes N×1×H×W (gray) or N×3×H×W (RGB), found 0×1×2×2")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
      // The last name is taken by a folder.
      try FileManager.default.createDirectory(atPath: folder + "/o-2.png", withIntermediateDirectories: false)
      #expect(throws: FileFault.self) {
        try WriteImage()(image: batch.map { $0.isNaN ? 0 : $0 }, to: Path("o.png", base: folder))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["o-2.png"])
    }
  }

  @Test func infiniteValuesAreToldOf() throws {
    try withTemporaryFolder { folder throws in
      let lines = Lines()
      let image = Tensor([1, 1, 1, 3], [.infinity, 0, -.infinity])
      _ = try WriteImage().run(
        Inputs(["image": .image(image), "to": .path(Path("o.png", base: folder))]), in: Context(log: lines.logger))
      #expect(lines.all == ["warning o.png: 2 of the 3 values are infinite; they become black or white"])
      #expect(try ImageFile.read(folder + "/o.png").values.map { ($0 * 100).rounded() } == [100, 0, -100])
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
        faultText { try WriteImage()(image: Tensor([1, 2, 4, 4], repeating: 0), to: path) }
          == "'image' takes N×1×H×W (gray) or N×3×H×W (RGB), found 1×2×4×4")
      #expect(
        faultText { try WriteImage()(image: Tensor([1, 1, 2, 2], [0, 0, .nan, 0]), to: path) }
          == "a.png: the picture is not a number (NaN) at x 0, y 1, channel 0")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }
}
