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

@Suite struct WriteAnimationTests {
  let picture = Tensor([1, 3, 2, 2], [-1, 0.003921628, 0.2, 1, -1, -0.5, 0, 0.5, 1, 1, -1, -1])

  /// The number of frames that an APNG states, at a fixed place.
  func frames(_ path: String) throws -> Int { Int(try FileFault.contents(of: path)[44]) }

  @Test func aFilmCarriesWhatMadeIt() throws {
    try withTemporaryFolder { folder throws in
      for name in ["a", "two\nlines", "größe"] {
        let written = Mutex<[String]>([])
        let made = [("software", "PipelineKit 1"), ("comment", "PipelineKit 1: pipeline \(name)"), ("pipeline", "{}")]
        for file in ["f.png", "f.apng", "new/f.gif"] {
          let context = Context(provenance: { made }, wrote: { path in written.withLock { $0.append(path) } })
          let path = Path(file, base: folder)
          let inputs = Inputs(["images": .list([.image(picture), .image(-picture)]), "to": .path(path)])
          #expect(try WriteAnimation().outputs(of: inputs, in: context).values.isEmpty)
          #expect(try ImageFile.texts(path.resolved).map(\.text) == made.map(\.1))
          #expect(WriteAnimation.maker(of: path.resolved) == name)
        }
        #expect(written.withLock { $0 } == ["f.png", "f.apng", "new/f.gif"].map { "\(folder)/\($0)" })
        #expect(WriteImage.maker(of: folder + "/f.png") == name)
      }
      #expect(WriteAnimation.maker(of: folder) == nil && WriteAnimation.maker(of: folder + "/none.gif") == nil)
    }
  }

  @Test func imagesAreABatchOrLists() throws {
    try withTemporaryFolder { folder throws in
      let one = Value.image(picture)
      let batch = Value.image(.concatenated([picture, -picture, picture], axis: 0))
      let cases: [(Value, Int)] = [
        (one, 1), (batch, 3), (.list([one, one]), 2), (.list([one, batch]), 4), (.list([.list([one, one]), one]), 3),
        (.list([.list([batch]), .list([one, .mask(Tensor([1, 1, 2, 2], repeating: 0))])]), 5),
      ]
      for (images, count) in cases {
        let path = Path("f.png", base: folder)
        _ = try WriteAnimation().run(Inputs(["images": images, "to": .path(path)]), in: Context())
        #expect(try frames(path.resolved) == count)
        #expect(try ImageFile.read(path.resolved).maximumDifference(from: picture) <= 0.5 / 127.5 + 1e-6)
      }
    }
  }

  /// The same film by ports and by arguments, and as `Animation` writes it.
  @Test func settingsReachTheFilm() throws {
    try withTemporaryFolder { folder throws in
      let settings: [String: Value] = [
        "duration": .integer(120), "hold": .integer(900), "repeats": .integer(4), "magnify": .integer(3),
      ]
      for ending in ["png", "gif"] {
        let (first, second) = (Path("a.\(ending)", base: folder), Path("b.\(ending)", base: folder))
        let images = [picture, -picture]
        let inputs = settings.merging(["images": .list(images.map(Value.image)), "to": .path(first)]) { $1 }
        _ = try WriteAnimation().run(Inputs(inputs), in: Context())
        let path = try WriteAnimation()(images: images, to: second, duration: 120, hold: 900, repeats: 4, magnify: 3)
        #expect(path == second.resolved)
        let film = Animation(images, duration: 120, hold: 900, repeats: 4, magnification: 3)
        let expected = try film.encoded(as: AnimationFormat(ending: path), named: "f")
        #expect(try FileFault.contents(of: first.resolved) == expected)
        #expect(try FileFault.contents(of: second.resolved) == expected)
      }
    }
  }

  @Test func whatIsNoFilmThrowsAndLeavesNothing() throws {
    try withTemporaryFolder { folder throws in
      let path = Path("a.gif", base: folder)
      func answer(_ images: [Tensor], duration: Int = 80, hold: Int? = nil, magnify: Int = 1) -> String? {
        faultText { try WriteAnimation()(images: images, to: path, duration: duration, hold: hold, magnify: magnify) }
      }
      #expect(answer([]) == "'images' takes at least one picture, found none")
      #expect(
        answer([picture, Tensor([1, 2, 4, 4], repeating: 0)])
          == "'images' takes N×1×H×W (gray) or N×3×H×W (RGB), found 1×2×4×4")
      #expect(
        answer([picture, picture.map { $0 == 0 ? .nan : $0 }])
          == "a.gif, frame 2: the picture is not a number (NaN) at x 0, y 1, channel 1")
      #expect(answer([picture], duration: 19) == "'duration' takes 20 … 60000, found 19")
      #expect(answer([picture], hold: 60_001) == "'hold' takes 20 … 60000, found 60001")
      #expect(answer([picture], magnify: 0) == "'magnify' takes 1 … 64, found 0")
      #expect(
        faultText { try WriteAnimation()(images: [picture], to: path, repeats: -1) }
          == "'repeats' takes 0 … 65535, found -1")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test func infiniteValuesAreToldOf() throws {
    try withTemporaryFolder { folder throws in
      let lines = Lines()
      let image = Value.image(Tensor([1, 1, 1, 3], [.infinity, 0, -.infinity]))
      let inputs = Inputs(["images": .list([image, image]), "to": .path(Path("o.png", base: folder))])
      _ = try WriteAnimation().run(inputs, in: Context(log: lines.logger))
      #expect(lines.all == ["warning o.png: 4 of the 6 values are infinite; they become black or white"])
    }
  }

  @Test func problemsBeforeAnythingRuns() throws {
    try withTemporaryFolder { folder throws in
      try FileManager.default.createDirectory(atPath: folder + "/d.gif", withIntermediateDirectories: false)
      func found(_ to: String, _ images: Known?, magnify: Int? = nil) -> [String] {
        var known = ["to": Known(.path(Path(to, base: folder)))]
        known["images"] = images
        known["magnify"] = magnify.map { Known(.integer($0)) }
        return WriteAnimation().problems(KnownInputs(known, given: Set(known.keys))).map {
          "\($0.port ?? ""): \($0.message)"
        }
      }
      func list(_ shapes: [Int]...) -> Known { Known(elements: shapes.map { Known(shape: $0) }) }
      #expect(found("a.png", nil) == [] && found("a.gif", list([1, 3, 8, 8], [4, 1, 9, 9])) == [])
      #expect(found("a.gif", Known(elements: [Known(), Known(shape: [1, 4, 8, 8])])) == [])
      #expect(
        found("a.jpeg", list([1, 3, 8, 8])) == [
          "to: a.jpeg: expected a name that ends in .png, .apng or .gif, found .jpeg"
        ])
      #expect(found("d.gif", nil) == ["to: d.gif: can't be written: it is a folder"])
      #expect(found("a.gif", Known(elements: [])) == ["images: 'images' takes at least one picture, found none"])
      #expect(
        found("a.gif", Known(elements: [list([1, 3, 8, 8]), list([1, 4, 8, 8])]))
          == ["images: 'images' takes N×1×H×W (gray) or N×3×H×W (RGB), found 1×4×8×8"])
      #expect(
        found("a.gif", list([1, 3, 8, 2000]), magnify: 64)
          == ["magnify: a.gif: GIF takes at most 65535 pixels each way, found 128000×512; APNG takes them"])
      #expect(
        found("a.png", Known(shape: [101, 3, 2000, 2000])) == [
          "images: a.png: expected at most 400 megapixels in all frames, found 101 of 2000×2000; magnify less or show fewer"
        ])
    }
  }
}
