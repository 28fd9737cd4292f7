import Basics
import Images
import Tensors
import TestSupport
import Testing

/// Named texts in a JPEG's comments.
@Suite struct JPEGTextsTests {
  @Test func theyComeBack() throws {
    let long = String(repeating: "é{\"a\": 1}\n", count: 20_000)
    let texts = [
      (name: "software", text: "PipelineKit"), ("comment", "what others show"), ("pipeline", long), ("parameters", ""),
      ("pipeline:parts/ü.json", "{}"),
    ]
    let picture = Generator(seed: 1).normal([1, 3, 20, 30])
    let bytes = try ImageFile.encode(picture, as: .jpeg, named: "x.jpg", texts: texts)
    try withTemporaryFolder { folder in
      let path = folder + "/x.jpg"
      try AtomicFile.write(bytes, to: path)
      let found = try ImageFile.texts(path)
      // The one that other programs show comes first.
      #expect(found.map(\.name) == ["comment", "software", "pipeline", "parameters", "pipeline:parts/ü.json"])
      #expect(found.first { $0.name == "pipeline" }?.text == long)
      #expect(found.first { $0.name == "parameters" }?.text == "")
      // The pixels are those of a file without texts.
      let plain = try ImageFile.encode(picture, as: .jpeg, named: "x.jpg")
      #expect(try ImageFile.decode(bytes, named: "x") == ImageFile.decode(plain, named: "x"))
      #expect(throws: Never.self) { try ImageFile.verify(path) }
    }
  }
}
