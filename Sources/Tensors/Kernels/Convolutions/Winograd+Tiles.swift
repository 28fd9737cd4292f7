/// A block's tiles as right operands.
extension Winograd {
  /// Transforms the tiles in `rows`, numbered through all pictures, into the operands at v, `stride` numbers apart.
  func transformTiles(_ call: Call, _ rows: Range<Int>, into v: UnsafeMutableRawPointer, stride: Int) {
    if packs {
      // One cache line more, as there.
      let single = transformed.wholeVectors(rows.count * call.across) * channels + 16
      Scratch.with(tile.products * single) {
        transform(call, rows, into: $0, stride: single)
        pack($0, from: single, into: v, to: stride, tiles: rows.count * call.across)
      }
    } else {
      transform(call, rows, into: v, stride: stride)
      if operands.isWhole { writeScales(call, rows, v, stride: stride) }
    }
  }

  private func transform(_ call: Call, _ rows: Range<Int>, into v: UnsafeMutableRawPointer, stride: Int) {
    let (channels, transformed, tile) = (channels, transformed, tile)
    let (adjacent, depth) = (transformed.together, transformed.depth(channels))
    let tiles = rows.count * call.across
    nonisolated(unsafe) let v = v
    Parallel.forEach((channels + adjacent - 1) / adjacent, costEach: 16 * adjacent * tiles) { item in
      let channel = item * adjacent
      let position = transformed.position(channel)
      TileRows.forPictures(rows, down: call.down, across: call.across) { picture, row, count, first in
        let plane = call.x + (picture * channels + channel) * call.height * call.width
        tile.input(
          plane, next: adjacent == 2 && channel + 1 < channels ? plane + call.height * call.width : nil,
          scale: call.scales[picture], call.height, call.width, padding: call.padding, row: row, down: count,
          across: call.across, v, stride: stride, position: position, of: depth, first: first, of: tiles)
      }
    }
  }

  /// Packs operands in single precision, `from` numbers apart, as those that are multiplied, `to` numbers apart.
  private func pack(
    _ single: UnsafePointer<Float>, from: Int, into v: UnsafeMutableRawPointer, to: Int, tiles: Int
  ) {
    let (operands, channels, panels) = (operands, channels, operands.panels(of: tiles))
    nonisolated(unsafe) let (single, v) = (single, v)
    Parallel.forEach(tile.products * panels.count, costEach: channels * operands.panelColumns) { item in
      let (product, columns) = (item / panels.count, panels[item % panels.count])
      operands.packColumns(
        single + product * from + columns.lowerBound * channels, innerStride: operands.wholeVectors(columns.count),
        columnStride: 1, inner: 0..<channels, of: channels, columns: columns.count,
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
