/// APNG (PNG specification, third edition, 11.3.5; before, Mozilla's extension of PNG): a PNG file of the first frame
/// that holds the other frames' compressed pixels in chunks that other readers skip.
enum AnimatedPNG {
  static func encode(_ film: Animation, _ texts: [(name: String, text: String)], _ name: String) throws -> [UInt8] {
    var file: [UInt8] = []
    var control = FrameControl(film)
    var before: Samples?
    try film.forEachFrame(name) { index, frame in
      let patch = FramePatch(of: frame, since: before).magnified(film.magnification)
      before = frame
      let picture = try PNG.encode(patch.samples, index == 0 ? texts : [], name)
      let chunks = Array(PNGChunks(picture))
      let pixels = chunks.filter { $0.type == "IDAT" }.flatMap(\.content)
      if index > 0 {
        file += control.next(patch) + PNGChunks.encoded("fdAT", control.sequenceNumber() + pixels)
        return
      }
      // acTL: the numbers of frames and of plays.
      file += picture.prefix(8) + PNGChunks.encoded(chunks[0].type, chunks[0].content)
      file += PNGChunks.encoded("acTL", UInt32(film.count).octets + UInt32(film.repeats).octets)
      for chunk in chunks.dropFirst() where !["IDAT", "IEND"].contains(chunk.type) {
        file += PNGChunks.encoded(chunk.type, chunk.content)
      }
      file += control.next(patch) + PNGChunks.encoded("IDAT", pixels)
    }
    return file + PNGChunks.encoded("IEND", [])
  }

  /// Makes the chunks fcTL, which say where and how long a frame is shown. These and the chunks fdAT are numbered.
  private struct FrameControl {
    private let film: Animation
    private var frame = 0
    private var sequence: UInt32 = 0

    init(_ film: Animation) { self.film = film }

    mutating func sequenceNumber() -> [UInt8] {
      defer { sequence += 1 }
      return sequence.octets
    }

    /// The chunk of the next frame, which replaces a part of the one before.
    mutating func next(_ patch: FramePatch) -> [UInt8] {
      frame += 1
      let milliseconds = frame == film.count ? film.hold ?? film.duration : film.duration
      let place = [patch.samples.width, patch.samples.height, patch.x, patch.y].flatMap { UInt32($0).octets }
      let delay = UInt16(milliseconds).octets + UInt16(1000).octets
      let (disposeNone, blendSource): (UInt8, UInt8) = (0, 0)
      return PNGChunks.encoded("fcTL", sequenceNumber() + place + delay + [disposeNone, blendSource])
    }
  }
}

extension FixedWidthInteger {
  /// Its bytes, the most significant first.
  fileprivate var octets: [UInt8] {
    stride(from: Self.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> $0) }
  }
}

extension PNGChunks {
  /// A chunk as in a file: length, type, content, checksum.
  static func encoded(_ type: String, _ content: some Collection<UInt8>) -> [UInt8] {
    let covered = Array(type.utf8) + content
    return UInt32(content.count).octets + covered + PNG.checksum(covered[...]).octets
  }
}
