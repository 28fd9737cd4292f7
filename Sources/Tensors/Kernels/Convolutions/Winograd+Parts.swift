/// Large tiles, of which a block has several megabytes.
extension Winograd {
  /// The most outputs, in panels, whose products exist at a time: 384, or 10 MB with a block of 64 tiles.
  static let panelsTogether = 384 / Kernels.panelRows

  /// Computes `rows` of tiles, one thread's part, with which free threads help: the tiles of a few channels at a time are transformed, multiplied with the
  /// `kernels` of the outputs in `panels` and forgotten. All channels' together, written once and read once, would leave
  /// the third-level cache before they are read.
  func runByParts(_ call: Call, rows: Range<Int>, panels: Range<Int>, _ kernels: UnsafeRawPointer) {
    let (lanes, together) = (operands.wholeVectors(rows.count * call.across), summedTogether)
    // One cache line more, so that the matrices don't compete for the same cache lines.
    let (tilesStride, bundles) = (together * lanes + 16, bundles(of: panels.count))
    let most = max(1, Self.panelsTogether / bundles.bundle)
    Scratch.with(tile.products * tilesStride) { v in
      for start in stride(from: 0, to: bundles.count, by: most) {
        let some = start..<min(bundles.count, start + most)
        let here = bundles.range(some.lowerBound).lowerBound..<bundles.range(some.upperBound - 1).upperBound
        let first = (panels.lowerBound + here.lowerBound) * Kernels.panelRows
        let outputs = min(weight.rows, (panels.lowerBound + here.upperBound) * Kernels.panelRows) - first
        let stride = outputs * lanes + 16
        Scratch.with(tile.products * stride) { m in
          for channel in Swift.stride(from: 0, to: channels, by: together) {
            let inner = channel..<min(channels, channel + together)
            transform(call, rows, inner, into: v, stride: tilesStride)
            for bundle in some.map(bundles.range) {
              let place = bundles.place(bundle.lowerBound)
              let row = (bundle.lowerBound - here.lowerBound) * Kernels.panelRows
              let products = Products(
                tiles: v, tilesStride: tilesStride, inner: inner, columns: lanes, count: rows.count * call.across,
                results: m + row * lanes, stride: stride,
                outputs: min(bundle.count * Kernels.panelRows, outputs - row), lanes: lanes)
              multiply(
                byTransformed: kernels + place.first * operands.size, stride: place.stride, panels: bundle.count,
                products)
            }
          }
          write(m, stride: stride, lanes: lanes, first..<first + outputs, call, rows)
        }
      }
    }
  }
}
