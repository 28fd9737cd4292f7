import Images
import Tensors
import Testing

@Suite struct AnimatedPNGTests {
  /// Each pixel as a square.
  static func magnified(_ picture: Tensor, _ scale: Int) -> Tensor {
    let (_, c, h, w) = picture.nchw
    var values: [Float] = []
    for channel in 0..<c {
      for y in 0..<h * scale {
        for x in 0..<w * scale { values.append(picture[0, channel, y / scale, x / scale]) }
      }
    }
    return Tensor([1, c, h * scale, w * scale], values)
  }

  @Test(arguments: [(1, 1), (3, 1), (3, 3)])
  func framesReadBack(channels: Int, scale: Int) throws {
    let pictures = (1...4).map { Pictures.noise(channels, width: 5, height: 7, seed: $0) }
    let film = Animation(
      [pictures[0], .concatenated([pictures[1], pictures[2]], axis: 0), pictures[3]], magnification: scale)
    let file = try APNGFile(film.encoded(as: .apng, named: "f.png"))
    #expect(try file.frames == pictures.map { Self.magnified($0, scale) })
  }

  @Test func chunksAreInOrder() throws {
    let pictures = (1...3).map { Pictures.noise(3, width: 5, height: 7, seed: $0) }
    let film = Animation(pictures, duration: 85, hold: 60_000, repeats: 3)
    let file = try APNGFile(film.encoded(as: .apng, named: "f.png", texts: [("software", "x"), ("Formula", "√ᾱ")]))
    #expect(
      file.chunks.map(\.type)
        == ["IHDR", "acTL", "tEXt", "iTXt", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "IEND"])
    #expect(file.chunks[1].content == [0, 0, 0, 3, 0, 0, 0, 3])
    #expect(file.sequence == [0, 1, 2, 3, 4])
    // Width, height, x, y, the delay as a fraction of a second, dispose and blend.
    let frame = [5, 7, 0, 0, 85, 1000, 0, 0]
    #expect(file.controls == [frame, frame, [5, 7, 0, 0, 60_000, 1000, 0, 0]])
  }

  @Test func aReaderOfPNGSeesTheFirstFrame() throws {
    let pictures = (1...2).map { Pictures.noise(3, width: 40, height: 70, seed: $0) }
    let bytes = try Animation(pictures).encoded(as: .apng, named: "f.png", texts: [("Title", "a film")])
    #expect(try ImageFile.decode(bytes, named: "f.png") == pictures[0])
    #expect(try PNG.texts(bytes, "f.png").map { [$0.name, $0.text] } == [["Title", "a film"]])
  }

  /// Gray pictures become RGB beside others, smaller ones are in the middle.
  @Test func differentPicturesShareAFrame() throws {
    let large = Pictures.noise(3, width: 6, height: 5, seed: 1)
    let small = Pictures.noise(1, width: 3, height: 2, seed: 2)
    let tall = Pictures.noise(3, width: 1, height: 7, seed: 3)
    let frames = try APNGFile(Animation([large, small, tall]).encoded(as: .apng, named: "f.png")).frames
    func centred(_ picture: Tensor, x: Int, y: Int) -> Tensor {
      let (_, c, h, w) = picture.nchw
      return Pictures.picture(3, width: 6, height: 7) { column, row, channel in
        guard (x..<x + w).contains(column), (y..<y + h).contains(row) else { return 1 }
        return (Double(picture[0, min(channel, c - 1), row - y, column - x]) + 1) / 2
      }
    }
    let expected = [centred(large, x: 0, y: 1), centred(small, x: 1, y: 2), centred(tall, x: 2, y: 0)]
    #expect(frames.count == 3)
    for (frame, expected) in zip(frames, expected) { #expect(frame.maximumDifference(from: expected) < 1e-6) }
  }

  /// Of each frame, only the part is stored that changes.
  @Test func aFrameIsThePartThatChanges() throws {
    let first = Pictures.noise(3, width: 9, height: 8, seed: 1)
    func changed(_ places: [(c: Int, y: Int, x: Int)]) -> Tensor {
      var values = first.values
      for (c, y, x) in places { values[(c * 8 + y) * 9 + x] *= -1 }
      return Tensor(first.shape, values)
    }
    let pictures = [first, first, changed([(2, 3, 4)]), changed([(2, 3, 4), (0, 1, 7), (1, 6, 2)])]
    let file = try APNGFile(Animation(pictures, magnification: 2).encoded(as: .apng, named: "f.png"))
    #expect(
      file.controls.map { Array($0.prefix(4)) }
        == [[18, 16, 0, 0], [2, 2, 0, 0], [2, 2, 8, 6], [12, 12, 4, 2]])
    #expect(try file.frames == pictures.map { Self.magnified($0, 2) })
  }
}
