import Images
import Tensors
import Testing

@Suite struct ContactSheetTests {
  let black = Tensor([1, 3, 8, 8], repeating: -1)

  /// How many values of a sheet are dark.
  func ink(_ sheet: Tensor) -> Int { sheet.values.filter { $0 < 0 }.count }

  @Test func picturesStandInRowsOnWhite() throws {
    let sheet = try ContactSheet([[.init(black), .init(black)], [.init(black)]], magnification: 2).render()
    #expect(sheet.shape == [1, 3, 16 + 16 + 12 + 16 + 16, 16 + 16 + 12 + 16 + 16])
    #expect(ink(sheet) == 3 * 3 * 16 * 16)
    for (x, y) in [(16, 16), (31, 31), (44, 16), (59, 31), (16, 44), (31, 59)] { #expect(sheet[0, 0, y, x] == -1) }
    for (x, y) in [(14, 16), (33, 16), (42, 16), (61, 16), (44, 44), (16, 61)] { #expect(sheet[0, 0, y, x] == 1) }
    for (x, y) in [(15, 15), (32, 16), (43, 32), (16, 60)] { #expect(sheet[0, 0, y, x] == 0.7) }
  }

  @Test func pixelsAreMagnifiedUnchanged() throws {
    let picture = Pictures.noise(3, width: 5, height: 4, seed: 9)
    let sheet = try ContactSheet([[.init(picture)]], magnification: 3).render()
    for c in 0..<3 {
      for y in 0..<12 {
        for x in 0..<15 { #expect(sheet[0, c, 16 + y, 16 + x] == picture[0, c, y / 3, x / 3]) }
      }
    }
  }

  @Test func smallPicturesAreBroughtToTheLargest() throws {
    let large = Tensor([1, 1, 256, 256], repeating: -1)
    let small = Tensor([1, 3, 64, 64], repeating: -1)
    let sheet = try ContactSheet([[.init(small), .init(large)]]).render()
    #expect(sheet.shape == [1, 3, 256 + 32, 2 * 256 + 12 + 32])
    #expect(ink(sheet) == 2 * 3 * 256 * 256)
    #expect(try ContactSheet([[.init(small)]]).render().shape == [1, 3, 192 + 32, 192 + 32])
  }

  @Test func labelsAddRoomAndInk() throws {
    let bare = try ContactSheet([[.init(black)]], magnification: 12).render()
    let labelled = try ContactSheet([[.init(black, label: "strength")]], magnification: 12).render()
    #expect(labelled.shape[3] == bare.shape[3])
    #expect(labelled.shape[2] == bare.shape[2] + 4 + LabelFont.small.lineHeight)
    #expect(ink(labelled) > ink(bare) + 100)
    for sheet in [
      ContactSheet([[.init(black)]], title: "A title", magnification: 12),
      ContactSheet([[.init(black)]], columnLabels: ["σ = 0.5"], magnification: 12),
      ContactSheet([[.init(black)]], rowLabels: ["row"], magnification: 12),
    ] { #expect(try ink(sheet.render()) > ink(bare) + 50) }
  }

  @Test func whatIsNoSheet() {
    let large = "the contact sheet would have more than 64 megapixels; magnify less or show fewer"
    let cases: [(ContactSheet, String)] = [
      (ContactSheet([]), "a contact sheet needs at least one picture, found none"),
      (ContactSheet([[], []]), "a contact sheet needs at least one picture, found none"),
      (
        ContactSheet([[.init(black), .init(Tensor([1, 2, 4, 4], repeating: 0))]]),
        "picture 2 of a contact sheet: expected 1×1×H×W (gray) or 1×3×H×W (RGB), found 1×2×4×4"
      ),
      (ContactSheet([[.init(black)]], magnification: 5000), large),
      (ContactSheet([[.init(black)]], magnification: .max), large),
    ]
    for (sheet, expected) in cases { #expect(message { try sheet.render() } == expected) }
  }
}
