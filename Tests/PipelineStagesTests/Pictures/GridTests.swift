import Images
import PipelineKit
import PipelineStages
import PipelineTesting
import Tensors
import Testing

@Suite struct GridTests {
  let grid = Grid()
  let one = Tensor([1, 3, 4, 4], repeating: -1)

  /// The rows and columns of black pictures of 4 pixels in a sheet without labels or magnification.
  func table(_ sheet: Tensor) -> [Int] { [(sheet.shape[2] - 32 + 12) / 16, (sheet.shape[3] - 32 + 12) / 16] }

  func run(_ images: Value, _ extra: [String: Value] = [:]) throws -> Tensor {
    let inputs: [String: Value] = ["images": images, "magnify": .integer(1)]
    return try grid.run(Inputs(inputs.merging(extra) { $1 }), in: Context())[Grid.sheet]!
  }

  @Test func picturesGoInRows() throws {
    let picture = Value.image(one)
    let batch = Value.image(.concatenated([one, one, one], axis: 0))
    #expect(try table(run(picture)) == [1, 1])
    #expect(try table(run(batch)) == [1, 3])
    #expect(try table(run(batch, ["columns": .integer(2)])) == [2, 2])
    #expect(try table(run(.list(Array(repeating: picture, count: 11)))) == [2, 8])
    #expect(try table(run(.list([batch, batch]))) == [2, 3])
    #expect(try table(run(.list([batch, picture]))) == [1, 4])
    // Labels for all pictures of a batch name as many columns.
    let long = Value.image(.concatenated(Array(repeating: one, count: 10), axis: 0))
    let labels = { count in Value.list((0..<count).map { .integer($0) }) }
    #expect(try table(run(.list([long]))) == [2, 8])
    for images in [long, .list([long])] { #expect(try table(run(images, ["column-labels": labels(10)])).last == 10) }
    #expect(try table(run(.list([long]), ["column-labels": labels(8)])).last == 8)
    // A row that the user made is one, whatever its length.
    let row = Value.list(Array(repeating: picture, count: 11))
    #expect(try table(run(.list([row]))) == [1, 11])
    #expect(try table(run(.list([row, row]))) == [2, 11])
    #expect(try table(run(.list([.list([batch, picture])]))) == [1, 4])
    #expect(try table(run(.list([.list([picture, picture]), .list([batch]), .list([picture])]))) == [3, 3])
  }

  @Test func masksAreBlackAndWhite() throws {
    let sheet = try run(.list([.mask(Tensor([1, 1, 4, 4], repeating: 0)), .image(one)]))
    #expect(sheet[0, 0, 18, 18] == -1)
    #expect(sheet[0, 0, 18, 34] == -1)
  }

  @Test func theKindTakesAllOfThese() {
    let kind = GridPictures.kind
    let kinds: [Kind] = [
      .image, .mask, .tensor, .list(.image), .list(.mask), .list(.tensor), .list(.oneOf([.image, .mask])),
      .list(.list(.image)), .list(.list(.oneOf([.image, .mask]))),
    ]
    for other in kinds { #expect(kind.accepts(other), "\(other)") }
    for other in [Kind.text, .estimate, .list(.text), .list(.list(.list(.list(.image))))] {
      #expect(!kind.accepts(other))
    }
    #expect(GridLabels.kind.accepts(.list(.text)))
    #expect(GridLabels.kind.accepts(.list(.number)))
    #expect(GridLabels.kind.accepts(.list(.oneOf([.text, .integer]))))
  }

  /// A row of one picture is still a row, as in a sheet of several pictures of which only one is wanted.
  @Test func picturesWithARowLabelEach() throws {
    let other = Tensor(one.shape, repeating: 1)
    let rows = try grid(images: [[one], [other]], rowLabels: ["a", "b"])
    #expect(try grid(images: [[one, other]], rowLabels: ["a", "b"]) == rows)
  }

  @Test func labelsMayBeNumbers() throws {
    let pictures = Value.list([.image(one), .image(one)])
    let labels = Value.list([.number(0.5), .text("b")])
    let found = try run(pictures, ["labels": labels, "title": .text("T"), "row-labels": .list([.text("r")])])
    let expected = try grid(images: [[one, one]], labels: ["0.5", "b"], rowLabels: ["r"], title: "T", magnify: 1)
    #expect(found == expected)
  }

  @Test func whatDoesNotFit() {
    let four = Array(repeating: one, count: 4)
    let shapes = "N×1×H×W (gray) or N×3×H×W (RGB)"
    let cases: [(() throws -> Tensor, String)] = [
      ({ try grid(images: []) }, "'images' takes at least one picture, found none"),
      ({ try grid(images: [[]]) }, "'images' takes at least one picture, found none"),
      (
        { try grid(images: [four], labels: ["a"]) },
        "'labels' takes one label for each picture, found 1 for 4 pictures ('column-labels' and 'row-labels' name columns and rows)"
      ),
      (
        { try grid(images: [four], columns: 2, columnLabels: ["a", "b", "c"]) },
        "'column-labels' takes one label for each column, found 3 for 2 columns"
      ),
      (
        // Four would make a row of each.
        { try grid(images: [four], rowLabels: ["a", "b"]) },
        "'row-labels' takes one label for each row, found 2 for 1 row"
      ),
      (
        { try grid(images: [four, four], columns: 2) },
        "'columns' goes with one list of pictures, found a list of 2 rows and columns 2"
      ),
      ({ try grid(images: [[Tensor([1, 2, 4, 4], repeating: 0)]]) }, "'images' takes \(shapes), found 1×2×4×4"),
      ({ try grid(images: [[Tensor([3, 4, 4], repeating: 0)]]) }, "'images' takes \(shapes), found 3×4×4"),
      ({ try grid(images: [four], columns: 0) }, "'columns' takes at least 1, found 0"),
      ({ try grid(images: [four], magnify: -1) }, "'magnify' takes at least 1, found -1"),
    ]
    for (make, expected) in cases { #expect(faultText(make) == expected) }
  }
}
