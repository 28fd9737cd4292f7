import Basics
import Images
import Tensors
import TestSupport
import Testing

@Suite struct AnimationTests {
  let picture = Pictures.noise(3, width: 4, height: 3, seed: 1)

  @Test func theEndingNamesTheFormat() throws {
    try withTemporaryFolder { folder in
      for (name, start) in [("a.png", "\u{89}P"), ("a.APNG", "\u{89}P"), ("a.b.Gif", "GI")] {
        try Animation([picture]).write(to: "\(folder)/\(name)")
        let bytes = try FileFault.contents(of: "\(folder)/\(name)")
        #expect(bytes.prefix(2).map(UInt32.init) == start.unicodeScalars.map(\.value))
      }
    }
    for (name, found) in [("a.jpg", ".jpg"), ("gif", "no ending"), ("..", "a folder")] {
      #expect(
        message { try AnimationFormat(ending: name) }
          == "\(name): expected a name that ends in .png, .apng or .gif, found \(found)")
    }
  }

  @Test(arguments: AnimationFormat.allCases) func whatIsNoFilm(format: AnimationFormat) throws {
    var values = picture.values
    values[12 + 2] = .nan
    let cases: [([Tensor], String)] = [
      ([], "a film needs at least one picture, found none"),
      (
        [picture, Tensor([1, 2, 4, 4], repeating: 0)],
        "f: expected a picture 1×1×H×W (gray) or 1×3×H×W (RGB), found 1×2×4×4"
      ),
      (
        [picture, .concatenated([picture, Tensor(picture.shape, values)], axis: 0)],
        "f, frame 3: the picture is not a number (NaN) at x 2, y 0, channel 1"
      ),
    ]
    for (pictures, expected) in cases {
      #expect(message { try Animation(pictures).encoded(as: format, named: "f") } == expected)
    }
  }

  @Test func sizesHaveLimits() {
    func answer(_ shapes: [[Int]], _ scale: Int, _ format: AnimationFormat) -> String? {
      message { try Animation.requireWritable(shapes, magnification: scale, as: format, named: "f") }
    }
    #expect(answer([[1, 3, 8, 65_535]], 1, .gif) == nil)
    #expect(
      answer([[1, 3, 8, 65_536]], 1, .gif)
        == "f: GIF takes at most 65535 pixels each way, found 65536×8; APNG takes them")
    #expect(answer([[1, 3, 8, 65_536]], 1, .apng) == nil)
    #expect(
      answer([[1, 3, 1, 500_001]], 2, .gif) == "f: GIF takes at most 65535 pixels each way, found 1000002×2")
    #expect(
      answer([[1, 3, 1000, 9], [1, 3, 9, 1000]], 9, .gif) == "f: expected at most 64 megapixels, found 9000×9000")
    #expect(answer([[1, 3, 1000, 1000], [99, 3, 8, 8]], 2, .apng) == nil)
    #expect(
      answer([[1, 3, 1000, 1000], [100, 3, 8, 8]], 2, .apng)
        == "f: expected at most 400 megapixels in all frames, found 101 of 2000×2000; magnify less or show fewer")
  }

  @Test func theSameFilmIsTheSameBytes() throws {
    let pictures = (1...3).map { Pictures.noise(3, width: 16, height: 16, seed: $0) }
    for format in AnimationFormat.allCases {
      let film = Animation(pictures)
      #expect(try film.encoded(as: format, named: "a") == film.encoded(as: format, named: "b"))
    }
  }
}
