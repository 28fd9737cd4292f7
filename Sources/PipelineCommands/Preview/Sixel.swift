import Tensors

/// Pictures as sixel graphics (DEC VT340): columns of six pixels, one colour after the other.
enum Sixel {
  /// Levels of each of red, green and blue: 6 · 7 · 6 colours.
  private static let levels = [6, 7, 6]

  /// A picture 1×C×H×W, −1…1, C = 1 or 3, in a fixed palette with ordered dither.
  static func text(_ picture: Tensor) -> String {
    let (channels, height, width) = (picture.shape[1], picture.shape[2], picture.shape[3])
    let values = picture.values
    var text = "\u{1b}P0;1;0q\"1;1;\(width);\(height)"
    for index in 0..<levels.reduce(1, *) {
      let parts = [index / 42, index / 6 % 7, index % 6]
      let percents = zip(parts, levels).map { $0 * 100 / ($1 - 1) }
      text += "#\(index);2;\(percents[0]);\(percents[1]);\(percents[2])"
    }
    /// The colour of a pixel.
    func colour(_ x: Int, _ y: Int) -> Int {
      let threshold = Double(bayer[y % 4 * 4 + x % 4]) / 16 + 1.0 / 32
      return (0..<3).reduce(0) { colour, channel in
        let plane = channels == 3 ? channel : 0
        let value = Double(min(max(values[(plane * height + y) * width + x], -1), 1) + 1) / 2
        let level = Int(value * Double(levels[channel] - 1) + threshold)
        return colour * levels[channel] + min(level, levels[channel] - 1)
      }
    }
    for top in stride(from: 0, to: height, by: 6) {
      var masks: [Int: [UInt8]] = [:]
      for y in top..<min(top + 6, height) {
        for x in 0..<width {
          masks[colour(x, y), default: Array(repeating: 0, count: width)][x] |= 1 << UInt8(y - top)
        }
      }
      let bands = masks.sorted { $0.key < $1.key }.map { "#\($0.key)" + runs($0.value) }
      text += bands.joined(separator: "$") + "-"
    }
    return text + "\u{1b}\\"
  }

  /// Columns as characters, equal ones counted: `!12~`.
  private static func runs(_ masks: [UInt8]) -> String {
    var text = ""
    var start = 0
    while start < masks.count {
      var end = start
      while end < masks.count, masks[end] == masks[start] { end += 1 }
      let character = String(UnicodeScalar(63 + masks[start]))
      text += end - start > 3 ? "!\(end - start)\(character)" : String(repeating: character, count: end - start)
      start = end
    }
    return text
  }

  /// Thresholds of a 4 × 4 ordered dither (Bayer 1973).
  private static let bayer = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5]
}
