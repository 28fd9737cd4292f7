package import Tensors

/// How a camera was held, as in tag 274 of an EXIF block (CIPA DC-008, 4.6.4): 1…8.
package struct Orientation: Equatable {
  /// 1 is upright, also for files with no value or an invalid one.
  package let code: Int

  package init(code: Int) { self.code = (1...8).contains(code) ? code : 1 }

  /// The orientation from EXIF, otherwise from XMP; as in Pillow, EXIF takes precedence.
  init(exif: [UInt8]?, xmp: [UInt8]?) {
    self.init(code: exif.flatMap(EXIF.orientation) ?? xmp.flatMap(XMP.orientation) ?? 1)
  }

  /// The orientation of a PNG or JPEG file. Damaged blocks are ignored.
  package init(_ format: ImageFormat, _ bytes: [UInt8]) {
    switch format {
    case .png: self.init(png: bytes)
    case .jpeg: self.init(jpeg: bytes)
    }
  }

  /// Whether width and height are exchanged.
  package var swapsAxes: Bool { code >= 5 }

  /// The stored picture N×C×H×W turned and mirrored upright.
  package func upright(_ image: Tensor) -> Tensor {
    let transposed = swapsAxes ? image.permuted([0, 1, 3, 2]) : image
    return flips.reduce(transposed) { $0.flipped(axis: $1) }
  }

  /// The axes to reverse after transposing.
  private var flips: [Int] {
    switch code {
    case 2, 6: [3]
    case 3, 7: [2, 3]
    case 4, 8: [2]
    default: []
    }
  }

  /// Copies some rows of a stored picture into the upright one.
  func put(_ band: Band, into picture: inout Tensor) {
    let axis = swapsAxes ? 3 : 2
    let end = band.y + band.pixels.shape[2]
    let position = flips.contains(axis) ? picture.shape[axis] - end : band.y
    picture.put(upright(band.pixels), y: axis == 2 ? position : 0, x: axis == 3 ? position : 0)
  }

  /// The part of the stored picture that corresponds to a part of the upright one, of height × width pixels.
  func stored(_ part: Frame.Part, height: Int, width: Int) -> Frame.Part {
    var stored = part
    func reversed(_ range: Range<Int>, _ length: Int) -> Range<Int> {
      length - range.upperBound..<length - range.lowerBound
    }
    if flips.contains(2) { stored.rows = reversed(part.rows, height) }
    if flips.contains(3) { stored.columns = reversed(part.columns, width) }
    if swapsAxes {
      swap(&stored.rows, &stored.columns)
      swap(&stored.height, &stored.width)
    }
    return stored
  }

  /// Several EXIF segments are parts of one block; of several XMP segments the last is used.
  private init(jpeg bytes: [UInt8]) {
    let exifName = Array("Exif\0\0".utf8)
    let xmpName = Array("http://ns.adobe.com/xap/1.0/\0".utf8)
    var exif: [UInt8]?
    var xmp: [UInt8]?
    for segment in JPEGSegments(bytes) {
      if segment.marker == JPEGSegments.scan { break }
      guard segment.marker == JPEGSegments.app1 else { continue }
      if segment.content.starts(with: exifName) {
        exif = (exif ?? []) + segment.content.dropFirst(exifName.count)
      } else if segment.content.starts(with: xmpName) {
        xmp = Array(segment.content.dropFirst(xmpName.count))
      }
    }
    self.init(exif: exif, xmp: xmp)
  }

  /// EXIF is in its own chunk (eXIf), or as hexadecimal digits in a text, as ImageMagick writes it; XMP is in a text.
  private init(png bytes: [UInt8]) {
    var exif: [UInt8]?
    var profiles: [String: [UInt8]] = [:]
    var texts = PNGTexts()
    for chunk in PNGChunks(bytes) {
      if chunk.type == "eXIf" {
        if chunk.isIntact { exif = Array(chunk.content) }
      } else if PNGTexts.types.contains(chunk.type) {
        guard let name = PNGTexts.name(chunk), Self.profileNames.contains(name), let text = texts.content(chunk) else {
          continue
        }
        profiles[name] = name == Self.xmpName ? text : Self.profile(text)
      }
    }
    let app1 = profiles["Raw profile type APP1"]
    self.init(
      exif: exif ?? profiles["Raw profile type exif"] ?? app1,
      xmp: profiles[Self.xmpName] ?? profiles["Raw profile type xmp"] ?? app1)
  }

  private static let xmpName = "XML:com.adobe.xmp"
  private static let profileNames: Set = [
    xmpName, "Raw profile type exif", "Raw profile type APP1", "Raw profile type xmp",
  ]

  /// The bytes of a "Raw profile" text: an empty line, a name, the number of bytes, and then hexadecimal digits in
  /// lines. Nil for anything else.
  private static func profile(_ text: [UInt8]) -> [UInt8]? {
    let newline = UInt8(ascii: "\n")
    let parts = text.split(separator: newline, maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var profile: [UInt8] = []
    profile.reserveCapacity(parts[3].count / 2)
    var first: UInt8?
    for character in parts[3] {
      let digit: UInt8
      switch character {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = character - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = character - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = character - UInt8(ascii: "A") + 10
      case 0x20, 0x09, 0x0D, 0x0A: continue
      default: return nil
      }
      if let high = first { profile.append(high << 4 | digit) }
      first = first == nil ? digit : nil
    }
    return first == nil ? profile : nil
  }
}
