import Tensors

/// How a camera was held, as tag 274 of a JPEG's EXIF block says (CIPA DC-008, 4.6.4): 1…8.
package struct ExifOrientation: Equatable {
  /// 1 upright … 8; 1 for a file that says nothing or nonsense.
  package var code: Int

  package init(code: Int) { self.code = (1...8).contains(code) ? code : 1 }

  /// The orientation that a JPEG file states.
  package init(jpeg bytes: [UInt8]) { self.init(code: ExifOrientation.stated(bytes) ?? 1) }

  /// Whether width and height change places.
  package var swapsAxes: Bool { code >= 5 }

  /// The stored picture N×C×H×W turned and mirrored so that it is seen as it was taken.
  package func upright(_ image: Tensor) -> Tensor {
    let transposed = swapsAxes ? image.permuted([0, 1, 3, 2]) : image
    // Which axes to reverse after transposing.
    let flips: [Int] =
      switch code {
      case 2, 6: [3]
      case 3, 7: [2, 3]
      case 4, 8: [2]
      default: []
      }
    return flips.reduce(transposed) { $0.flipped(axis: $1) }
  }

  private static func stated(_ bytes: [UInt8]) -> Int? {
    var position = 2
    while position + 4 <= bytes.count, bytes[position] == 0xFF {
      let marker = bytes[position + 1]
      if marker == 0xFF {
        position += 1
        continue
      }
      // Pictures begin at SOS; EXIF stands before.
      if marker == 0xDA || marker == 0xD9 { return nil }
      let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
      let end = position + 2 + length
      guard length >= 2, end <= bytes.count else { return nil }
      let segment = Array(bytes[(position + 4)..<end])
      if marker == 0xE1, segment.starts(with: [0x45, 0x78, 0x69, 0x66, 0, 0]) {
        return orientation(tiff: Array(segment.dropFirst(6)))
      }
      position = end
    }
    return nil
  }

  /// Tag 274 of the first directory of a TIFF structure.
  private static func orientation(tiff: [UInt8]) -> Int? {
    guard tiff.count >= 8 else { return nil }
    let isLittle = tiff.starts(with: [0x49, 0x49])
    guard isLittle || tiff.starts(with: [0x4D, 0x4D]) else { return nil }
    func number(_ at: Int, _ length: Int) -> Int? {
      guard at >= 0, at + length <= tiff.count else { return nil }
      let digits = tiff[at..<at + length]
      return (isLittle ? digits.reversed() : Array(digits)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(4, 4), let entries = number(directory, 2) else { return nil }
    for entry in 0..<entries {
      let at = directory + 2 + 12 * entry
      guard let tag = number(at, 2) else { return nil }
      if tag == 274 { return number(at + 8, 2) }
    }
    return nil
  }
}
