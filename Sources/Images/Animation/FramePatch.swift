/// A part of a frame, and its place.
struct FramePatch {
  /// The pixels to the left of it.
  var x: Int
  /// The pixels above it.
  var y: Int
  var samples: Samples

  /// The smallest part of a frame outside of which it equals the one before, which has the same size: one pixel if all
  /// of it is equal, all of it if there is none before.
  init(of frame: Samples, since before: Samples?) {
    let (width, height, channels) = (frame.width, frame.height, frame.channels)
    guard let before else {
      (x, y, samples) = (0, 0, frame)
      return
    }
    var (rows, columns) = (0...0, 0...0)
    var isEqual = true
    for row in 0..<height {
      let bytes = row * width * channels..<(row + 1) * width * channels
      guard let first = bytes.first(where: { frame.bytes[$0] != before.bytes[$0] }),
        let last = bytes.last(where: { frame.bytes[$0] != before.bytes[$0] })
      else { continue }
      let (left, right) = ((first - bytes.lowerBound) / channels, (last - bytes.lowerBound) / channels)
      rows = isEqual ? row...row : rows.lowerBound...row
      columns = isEqual ? left...right : min(columns.lowerBound, left)...max(columns.upperBound, right)
      isEqual = false
    }
    var part: [UInt8] = []
    for row in rows {
      let start = row * width
      part += frame.bytes[(start + columns.lowerBound) * channels..<(start + columns.upperBound + 1) * channels]
    }
    (x, y) = (columns.lowerBound, rows.lowerBound)
    samples = Samples(width: columns.count, height: rows.count, channels: channels, bytes: part)
  }

  /// The part of a frame that is `scale` times larger.
  func magnified(_ scale: Int) -> FramePatch {
    var patch = self
    (patch.x, patch.y, patch.samples) = (x * scale, y * scale, samples.magnified(scale))
    return patch
  }
}

extension Samples {
  /// The picture in the middle of a white one; where that has 3 channels, gray becomes RGB.
  func centred(width: Int, height: Int, channels: Int) -> Samples {
    if (width, height, channels) == (self.width, self.height, self.channels) { return self }
    let white = [UInt8](repeating: 255, count: width * height * channels)
    var frame = Samples(width: width, height: height, channels: channels, bytes: white)
    let (left, top) = ((width - self.width) / 2, (height - self.height) / 2)
    for y in 0..<self.height {
      for x in 0..<self.width {
        let (from, to) = ((y * self.width + x) * self.channels, ((top + y) * width + left + x) * channels)
        for channel in 0..<channels { frame.bytes[to + channel] = bytes[from + min(channel, self.channels - 1)] }
      }
    }
    return frame
  }

  /// The picture with each pixel as a square of `scale` × `scale` pixels.
  func magnified(_ scale: Int) -> Samples {
    if scale == 1 { return self }
    var large: [UInt8] = []
    large.reserveCapacity(bytes.count * scale * scale)
    for y in 0..<height {
      let start = large.count
      for pixel in y * width..<(y + 1) * width {
        for _ in 0..<scale { large += bytes[pixel * channels..<(pixel + 1) * channels] }
      }
      let row = large[start...]
      for _ in 1..<scale { large += row }
    }
    return Samples(width: width * scale, height: height * scale, channels: channels, bytes: large)
  }
}
