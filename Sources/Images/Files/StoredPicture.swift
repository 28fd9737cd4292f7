import Tensors

/// An encoded picture, with its header read.
struct StoredPicture {
  let bytes: [UInt8]
  let name: String
  let backdrop: Backdrop
  /// The header of the upright picture.
  let header: ImageFile.Header
  private let orientation: Orientation

  init(_ bytes: [UInt8], _ name: String, over backdrop: Backdrop) throws {
    (self.bytes, self.name, self.backdrop) = (bytes, name, backdrop)
    (header, orientation) = try ImageFile.upright(bytes, name)
  }

  /// The whole upright picture, 1×C×H×W. Memory holds it and some rows at most.
  func whole(_ change: (Tensor) -> Tensor) throws -> Tensor {
    var picture = Tensor([0], [])
    try bands(divisor: 1) { band in
      let band = Band(y: band.y, pixels: change(band.pixels))
      if picture.count == 0 {
        picture = Tensor([1, band.pixels.shape[1], header.height, header.width], repeating: 0)
      }
      orientation.put(band, into: &picture)
    }
    return picture
  }

  /// The picture fitted to a frame by a smooth method. Memory holds little more than the result.
  func fitted(_ frame: Frame, _ change: (Tensor) -> Tensor) throws -> Tensor {
    let seen = frame.part(ofHeight: header.height, width: header.width)
    let part = orientation.stored(seen, height: header.height, width: header.width)
    if (part.rows.count, part.columns.count) == (part.height, part.width) { return try whole(change).fitted(frame) }
    let divisor = divisor(part)
    let across = frame.method.windows(from: part.columns, dividedBy: divisor, to: part.width)
    let down = frame.method.windows(from: part.rows, dividedBy: divisor, to: part.height)
    var picture: WindowedPicture?
    try bands(divisor: divisor) { band in
      let pixels = change(band.pixels)
      if picture == nil { picture = WindowedPicture(1, pixels.shape[1], across: across, down: down) }
      picture?.add(pixels, from: band.y)
    }
    guard let picture else { preconditionFailure("a picture without rows was decoded") }
    return orientation.upright(picture.result).withBars(frame)
  }

  /// The factor by which a JPEG is decoded smaller, so that it is still at least four times as large as wanted.
  private func divisor(_ part: Frame.Part) -> Int {
    guard header.format == .jpeg else { return 1 }
    return [8, 4, 2].first {
      part.rows.count >= 4 * $0 * part.height && part.columns.count >= 4 * $0 * part.width
    } ?? 1
  }

  private func bands(divisor: Int, _ take: (Band) -> Void) throws {
    switch header.format {
    case .png: try PNG.bands(bytes, over: backdrop, name, take)
    case .jpeg: try JPEG.bands(bytes, divisor: divisor, name, take)
    }
  }
}
