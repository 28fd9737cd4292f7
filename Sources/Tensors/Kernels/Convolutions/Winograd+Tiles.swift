/// A block's tiles as right operands.
extension Winograd {
  /// Transforms the tiles in `rows`, numbered through all pictures, into the operands at v, `stride` numbers apart.
  func transformTiles(_ call: Call, _ rows: Range<Int>, into v: UnsafeMutableRawPointer, stride: Int) {
    if !packs {
      transform(call, rows, 0..<channels, into: v, stride: stride)
      if operands.isWhole { writeScales(call, rows, v, stride: stride) }
      return
    }
    let tiles = rows.count * call.across
    // One cache line more, so that the matrices don't compete for the same cache lines.
    let single = transformed.wholeVectors(tiles) * min(channels, operands.section) + 16
    Scratch.with(tile.products * single) { scratch in
      operands.forEachSection(of: 0..<channels) { some in
        transform(call, rows, some, into: scratch, stride: single)
        pack(scratch, some, from: single, into: v, to: stride, tiles: tiles)
      }
    }
  }

  /// Transforms those of the channels in `inner`, which become all of the operands' inner axis.
  func transform(
    _ call: Call, _ rows: Range<Int>, _ inner: Range<Int>, into v: UnsafeMutableRawPointer, stride: Int
  ) {
    let (channels, transformed, tile) = (channels, transformed, tile)
    let (adjacent, depth) = (transformed.together, transformed.depth(inner.count))
    let tiles = rows.count * call.across
    nonisolated(unsafe) let v = v
    let together = call.madePlane > 0 ? Self.channelsTogether : adjacent
    Parallel.forEach((inner.count + together - 1) / together, costEach: 16 * together * tiles) { item in
      let first = inner.lowerBound + item * together
      Scratch.with(adjacent * call.madePlane) { made in
        for channel in Swift.stride(from: first, to: min(inner.upperBound, first + together), by: adjacent) {
          let some = channel..<min(channels, channel + adjacent)
          let position = transformed.position(channel - inner.lowerBound)
          TileRows.forPictures(rows, down: call.down, across: call.across) { picture, row, count, first in
            let plane = call.planes(picture, some, of: channels, rows: input(row, count, of: call), made)
            tile.input(
              plane, next: some.count == 2 ? plane + call.height * call.width : nil,
              scale: call.scales[picture], call.height, call.width, padding: call.padding, row: row, down: count,
              across: call.across, v, stride: stride, position: position, of: depth, first: first, of: tiles)
          }
        }
      }
    }
  }

  /// Channels that are made one after the other in the same memory, an even number.
  private static let channelsTogether = 8

  /// The rows of pixels that `count` rows of tiles from `row` on are transformed from; none where these lie beside the
  /// picture.
  private func input(_ row: Int, _ count: Int, of call: Call) -> Range<Int> {
    let start = row * tile.side - call.padding
    return (start..<start + count * tile.side + 2).clamped(to: 0..<call.height)
  }

  /// Packs the operands of a section, in single precision and `from` numbers apart, as those that are multiplied, `to`
  /// numbers apart. Both have the same panels of columns.
  private func pack(
    _ single: UnsafePointer<Float>, _ section: Range<Int>, from: Int, into v: UnsafeMutableRawPointer, to: Int,
    tiles: Int
  ) {
    let (operands, transformed, channels, panels) = (operands, transformed, channels, operands.panels(of: tiles))
    nonisolated(unsafe) let (single, v) = (single, v)
    Parallel.forEach(tile.products * panels.count, costEach: section.count * operands.panelColumns) { item in
      let (product, columns) = (item / panels.count, panels[item % panels.count])
      operands.packColumns(
        single + product * from + columns.lowerBound * section.count,
        innerStride: transformed.wholeVectors(columns.count), columnStride: 1, inner: section, of: channels,
        columns: columns.count,
        into: v + (product * to + columns.lowerBound * operands.depth(channels)) * operands.size)
    }
  }

  /// Writes the scales of the tiles, those of their pictures, after each section of channels.
  private func writeScales(_ call: Call, _ rows: Range<Int>, _ v: UnsafeMutableRawPointer, stride: Int) {
    let tiles = rows.count * call.across
    var scales = [Float](repeating: 0, count: operands.wholeVectors(tiles))
    TileRows.forPictures(rows, down: call.down, across: call.across) { picture, _, count, first in
      for tile in first..<first + count * call.across { scales[tile] = call.scales[picture] }
    }
    let depth = operands.depth(channels)
    operands.forEachSection(of: 0..<channels) { some in
      let end = operands.position(some.lowerBound) + operands.depth(some.count) - operands.scales
      tile.scales(scales, v, stride: stride, position: end, of: depth, of: tiles)
    }
  }
}

extension Winograd.Call {
  /// The numbers of a channel of a picture, if it is made.
  fileprivate var madePlane: Int {
    if case .made = x { height * width } else { 0 }
  }

  /// Where a picture's channels in `some` lie one after the other. Those that have to be made, of which only `rows` are,
  /// lie at `made`.
  fileprivate func planes(
    _ picture: Int, _ some: Range<Int>, of channels: Int, rows: Range<Int>, _ made: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    let plane = height * width
    switch x {
    case .lying(let x): return x + (picture * channels + some.lowerBound) * plane
    case .made(let make):
      for channel in some { make(picture, channel, rows, made + (channel - some.lowerBound) * plane) }
      return UnsafePointer(made)
    }
  }
}
