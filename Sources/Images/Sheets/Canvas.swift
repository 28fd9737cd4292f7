import Tensors

/// A white RGB picture to paint on.
struct Canvas {
  /// Red, green and blue, −1…1.
  typealias Ink = SIMD3<Float>

  let width: Int
  let height: Int
  /// Channels, rows, columns; −1…1.
  private var values: [Float]
  /// Nearly black, easier on the eyes than black.
  static let inkColour = Ink(repeating: -0.8)
  private static let frameColour: Float = 0.7

  init(width: Int, height: Int) throws {
    try Canvas.requireSize(width, height)
    (self.width, self.height) = (width, height)
    values = [Float](repeating: 1, count: 3 * width * height)
  }

  /// Throws where the product of the factors exceeds the pixels that a picture may have.
  static func requireSize(_ factors: Int...) throws {
    var product = 1
    for factor in factors {
      let (next, overflow) = product.multipliedReportingOverflow(by: max(1, factor))
      guard !overflow, next <= ImageFile.largest else { throw ContactSheetFault.tooLarge }
      product = next
    }
  }

  var picture: Tensor { Tensor([1, 3, height, width], values) }

  /// Paints a picture 1×3×h×w into the middle of a box that it fits into, magnified by a whole number. A hairline
  /// around it shows the edge of a white picture.
  mutating func paint(_ picture: Tensor, x: Int, y: Int, width boxWidth: Int, height boxHeight: Int) {
    let (_, _, h, w) = picture.nchw
    let scale = max(1, min(boxWidth / w, boxHeight / h))
    let (left, top) = (x + (boxWidth - w * scale) / 2, y + (boxHeight - h * scale) / 2)
    let source = picture.values
    for channel in 0..<3 {
      for row in -1...h * scale {
        for column in row == -1 || row == h * scale ? Array(-1...w * scale) : [-1, w * scale] {
          values[(channel * height + top + row) * width + left + column] = Canvas.frameColour
        }
      }
      for row in 0..<h * scale {
        let from = (channel * h + row / scale) * w
        let to = (channel * height + top + row) * width + left
        for column in 0..<w * scale { values[to + column] = source[from + column / scale] }
      }
    }
  }

  /// Writes a line of text; the upper left corner of its box is at x, y. Parts outside of the canvas are left out.
  mutating func write(_ line: String, _ font: LabelFont, x: Int, y: Int) {
    font.draw(line, x: x, y: y) { x, y, amount in mix(Canvas.inkColour, amount, x: x, y: y) }
  }

  /// Writes a line of text upwards, turned by 90°; the upper left corner of its box is at x, y.
  mutating func writeUpwards(_ line: String, _ font: LabelFont, x: Int, y: Int) {
    let bottom = y + font.width(line) - 1
    font.draw(line, x: 0, y: 0) { along, down, amount in
      mix(Canvas.inkColour, amount, x: x + down, y: bottom - along)
    }
  }

  /// Covers a fraction, 0…1, of one pixel with a colour. A pixel outside of the canvas is left out.
  mutating func mix(_ ink: Ink, _ amount: Float, x: Int, y: Int) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    for channel in 0..<3 {
      let at = (channel * height + y) * width + x
      values[at] += amount * (ink[channel] - values[at])
    }
  }

  /// Writes lines of a label, one under the other, each centred on the same column.
  mutating func write(_ lines: [String], centre: Int, y: Int) {
    for (i, line) in lines.enumerated() {
      write(line, .small, x: centre - LabelFont.small.width(line) / 2, y: y + i * LabelFont.small.lineHeight)
    }
  }
}
