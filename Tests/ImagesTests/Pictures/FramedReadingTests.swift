import Images
import Tensors
import Testing

/// Pictures of more than `wholePixels` are resized while they are decoded; the whole ones say what should come.
@Suite struct FramedReadingTests {
  static let bytes = Result {
    try ImageFile.encode(
      Pictures.noise(1, width: 2110, height: 1903, seed: 5).map { min(max($0, -0.9), 0.95) }, as: .png, named: "noise")
  }

  /// The picture with a chunk that says how it is turned.
  static func turned(_ code: Int) throws -> [UInt8] {
    let bytes = try bytes.get()
    let tiff: [UInt8] = [
      0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 18, 1, 3, 0, 1, 0, 0, 0, UInt8(code), 0, 0, 0, 0, 0, 0, 0,
    ]
    return Array(bytes[..<33]) + PNGFile.chunk("eXIf", tiff) + bytes[33...]
  }

  @Test(arguments: [
    (1, 64, 64, Fit.cover), (2, 31, 70, .cover), (3, 70, 31, .cover), (4, 40, 64, .contain), (5, 64, 40, .cover),
    (6, 33, 57, .cover), (7, 57, 33, .contain), (8, 29, 64, .stretch), (6, 300, 200, .stretch),
  ])
  func rowsGiveWhatTheWholeGives(code: Int, width: Int, height: Int, fit: Fit) throws {
    let bytes = try Self.turned(code)
    let frame = Frame(height: height, width: width, fit, .smoothBicubic, bars: 0.25)
    let whole = try ImageFile.decode(bytes, named: "p")
    #expect(whole.shape == (code >= 5 ? [1, 1, 2110, 1903] : [1, 1, 1903, 2110]))
    #expect(whole.count > ImageFile.wholePixels)
    let found = try ImageFile.decode(bytes, named: "p", in: frame)
    #expect(found.shape == [1, 1, height, width])
    #expect(found.maximumDifference(from: whole.fitted(frame)) < 1e-5)
  }

  @Test func changesArePixelByPixel() throws {
    let frame = Frame(height: 20, width: 30, .cover, .smoothBilinear, bars: 0)
    let change = { (pixels: Tensor) in pixels.coloured(.rgb).map { 1 - $0 * $0 } }
    let found = try ImageFile.decode(Self.bytes.get(), named: "p", in: frame, changing: change)
    let expected = change(try ImageFile.decode(Self.bytes.get(), named: "p")).fitted(frame)
    #expect(found.maximumDifference(from: expected) < 1e-5)
  }

  @Test func aFrameOfThePicturesSizeChangesNothing() throws {
    let whole = try ImageFile.decode(Self.bytes.get(), named: "p")
    let frame = Frame(height: 1903, width: 2110, .cover, .smoothBicubic, bars: 0)
    #expect(try ImageFile.decode(Self.bytes.get(), named: "p", in: frame) == whole)
  }

  @Test func aLargePictureThatIsCutOffIsRefused() throws {
    let bytes = try Self.bytes.get()
    let frame = Frame(height: 8, width: 8, .cover, .smoothBicubic, bars: 0)
    #expect(
      message { try ImageFile.decode(Array(bytes.dropLast(5000)), named: "p", in: frame) }
        == "p: the PNG file is cut off before the end of the picture")
  }
}
