import Basics
import Images
import Tensors
import TestSupport
import Testing

@Suite struct GIFTests {
  /// The samples of a picture, 0…255, in the order of a file; gray is repeated three times.
  static func samples(_ picture: Tensor) -> [Int] {
    let (_, c, h, w) = picture.nchw
    return (0..<h * w * 3).map { i in
      Int(((picture[0, min(i % 3, c - 1), i / 3 / w, i / 3 % w] + 1) * 127.5).rounded())
    }
  }

  static func decoded(_ film: Animation) throws -> GIFFile { try GIFFile(film.encoded(as: .gif, named: "f.gif")) }

  @Test(arguments: [1, 3]) func graysAreExact(scale: Int) throws {
    let pictures = (1...3).map { Pictures.noise(1, width: 11, height: 6, seed: $0) }
    let file = try Self.decoded(Animation([.concatenated(pictures, axis: 0)], magnification: scale))
    #expect((file.width, file.height) == (11 * scale, 6 * scale))
    #expect(file.frames.count == 3)
    for (i, picture) in pictures.enumerated() {
      #expect(file.samples(i) == Self.samples(AnimatedPNGTests.magnified(picture, scale)))
    }
  }

  /// The codes of these lengths end where codes grow longer, and where the decoder's table is full.
  @Test func everyLengthIsExact() throws {
    for count in [1, 2, 3] + Array(250...260) + Array(760...772) + Array(3834...3844) + [9000] {
      let picture = Pictures.noise(1, width: count, height: 1, seed: 7)
      #expect(try Self.decoded(Animation([picture])).samples(0) == Self.samples(picture), "\(count)")
    }
    // One colour: the sequences grow as fast as they can.
    let white = Tensor([1, 1, 1, 20_000], repeating: 1)
    #expect(try Self.decoded(Animation([white])).samples(0) == Self.samples(white))
  }

  @Test(arguments: [1, 2, 3, 6]) func fewColoursAreExact(levels: Int) throws {
    let pictures = (0..<2).map { frame in
      Pictures.picture(3, width: 20, height: 15) { x, y, c in
        let level = (x * 7 + y * (3 + frame) + c * c * (x / 3 + y) + c * (y / 4) + x * y) % levels
        return levels == 1 ? 0.2 : Double(level) / Double(levels - 1)
      }
    }
    let file = try Self.decoded(Animation(pictures))
    for (i, picture) in pictures.enumerated() { #expect(file.samples(i) == Self.samples(picture)) }
    let colours = Set(
      pictures.map(Self.samples).flatMap { all in
        stride(from: 0, to: all.count, by: 3).map { Array(all[$0..<$0 + 3]) }
      })
    #expect(file.table.count == [4, 8, 16, 32, 64, 128, 256].first { $0 >= colours.count })
  }

  /// Each pixel is within a palette's step, and the dither keeps means of small parts.
  @Test func manyColoursAreNear() throws {
    let size = 48
    let picture = Pictures.picture(3, width: size, height: size) { x, y, c in
      [Double(x), Double(y), Double(2 * size - 2 - x - y) / 2][c] / Double(size - 1)
    }
    let file = try Self.decoded(Animation([picture, -picture]))
    for (frame, picture) in [picture, -picture].enumerated() {
      let (found, wanted) = (file.samples(frame), Self.samples(picture))
      #expect(zip(found, wanted).allSatisfy { abs($0 - $1) <= 40 })
      var worst = 0.0
      for top in stride(from: 0, to: size, by: 6) {
        for left in stride(from: 0, to: size, by: 6) {
          for c in 0..<3 {
            let part = (0..<36).map { 3 * ((top + $0 / 6) * size + left + $0 % 6) + c }
            worst = max(worst, abs(Double(part.reduce(0) { $0 + found[$1] - wanted[$1] }) / 36))
          }
        }
      }
      #expect(worst < 4)
    }
  }

  @Test func aFrameIsThePartThatChanges() throws {
    let first = Pictures.noise(1, width: 9, height: 8, seed: 1)
    var values = first.values
    values[3 * 9 + 4] = values[3 * 9 + 4] > 0 ? -1 : 1
    values[5 * 9 + 2] = values[5 * 9 + 2] > 0 ? -1 : 1
    let pictures = [first, first, Tensor(first.shape, values)]
    let file = try Self.decoded(Animation(pictures))
    #expect(file.stored == [72, 1, 9])
    for (i, picture) in pictures.enumerated() { #expect(file.samples(i) == Self.samples(picture)) }
  }

  /// Rounding leaves the film as long as it is.
  @Test func timesAreHundredths() throws {
    let picture = Pictures.noise(1, width: 2, height: 2, seed: 1)
    let pictures = [Tensor](repeating: picture, count: 4)
    #expect(try Self.decoded(Animation(pictures, duration: 80)).delays == [8, 8, 8, 8])
    #expect(try Self.decoded(Animation(pictures, duration: 84, hold: 1000)).delays == [8, 9, 8, 100])
    #expect(try Self.decoded(Animation(pictures, duration: 20, hold: 60_000)).delays == [2, 2, 2, 6000])
    for (plays, repeats) in [(0, 0), (1, nil), (2, 1), (65_535, 65_534)] {
      #expect(try Self.decoded(Animation(pictures, repeats: plays)).repeats == repeats)
    }
  }

  @Test func commentsReadBack() throws {
    let texts = [
      ("software", "PipelineKit 1"), (ImageFile.commentName, "made of ä"), ("pipeline", "{\n \"γ\": 7 }"),
      ("long", String(repeating: "0123456789", count: 200)), ("none", ""),
    ]
    let picture = Pictures.noise(3, width: 30, height: 2, seed: 1)
    let bytes = try Animation([picture]).encoded(as: .gif, named: "f.gif", texts: texts)
    _ = try GIFFile(bytes)
    try withTemporaryFolder { folder in
      let path = folder + "/f.gif"
      try AtomicFile.write(bytes, to: path)
      let found = try ImageFile.texts(path)
      #expect(found.map(\.name) == texts.map(\.0) && found.map(\.text) == texts.map(\.1))
      // Of a file that is cut off, those that are whole.
      for count in stride(from: 6, to: bytes.count, by: 37) {
        try AtomicFile.write(Array(bytes[..<count]), to: path)
        let found = try ImageFile.texts(path)
        #expect(found.map(\.text) == texts.prefix(found.count).map(\.1))
      }
      #expect(
        message { try ImageFile.read(folder + "/f.gif", named: "f.gif") }
          == "f.gif: expected a PNG or JPEG picture, found a GIF")
    }
  }
}
