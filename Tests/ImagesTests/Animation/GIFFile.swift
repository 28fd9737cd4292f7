/// A GIF as the specification reads it, slowly: every frame as it is seen.
struct GIFFile {
  var width = 0
  var height = 0
  /// The colours of the film: red, green, blue.
  var table: [[Int]] = []
  /// Of each frame, the index of each pixel of the whole film.
  var frames: [[Int]] = []
  /// Of each frame, how many pixels the file stores.
  var stored: [Int] = []
  /// In hundredths of a second.
  var delays: [Int] = []
  /// The number in Netscape's extension; nil where there is none.
  var repeats: Int?

  struct Wrong: Error { var what: String }

  init(_ bytes: [UInt8]) throws {
    var rest = bytes.map(Int.init)[...]
    func take(_ count: Int) throws -> [Int] {
      guard rest.count >= count else { throw Wrong(what: "cut off") }
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    func number() throws -> Int { try take(2).reversed().reduce(0) { $0 << 8 | $1 } }
    func blocks() throws -> [Int] {
      var content: [Int] = []
      while let length = try take(1).first, length > 0 { content += try take(length) }
      return content
    }
    guard try take(6) == "GIF89a".utf8.map(Int.init) else { throw Wrong(what: "header") }
    (width, height) = (try number(), try number())
    let packed = try take(3)[0]
    guard packed & 0x80 != 0 else { throw Wrong(what: "no table") }
    for _ in 0..<(2 << (packed & 7)) { table.append(try take(3)) }
    var seen = [Int](repeating: -1, count: width * height)
    while true {
      switch try take(1)[0] {
      case 0x3B:
        guard rest.isEmpty else { throw Wrong(what: "more after the end") }
        return
      case 0x21:
        let label = try take(1)[0]
        let content = try blocks()
        if label == 0xF9 { delays.append(content[1] | content[2] << 8) }
        if label == 0xFF {
          guard content.prefix(11) == ArraySlice("NETSCAPE2.0".utf8.map(Int.init)), content[11] == 1 else {
            throw Wrong(what: "an application's extension")
          }
          repeats = content[12] | content[13] << 8
        }
      case 0x2C:
        let (x, y, w, h) = (try number(), try number(), try number(), try number())
        guard try take(1) == [0], x + w <= width, y + h <= height else { throw Wrong(what: "descriptor") }
        let bits = try take(1)[0]
        let indices = try Self.unpacked(blocks(), bits: bits)
        guard indices.count == w * h else { throw Wrong(what: "\(indices.count) pixels of \(w)×\(h)") }
        for i in 0..<w * h { seen[(y + i / w) * width + x + i % w] = indices[i] }
        frames.append(seen)
        stored.append(w * h)
      default: throw Wrong(what: "unknown block")
      }
    }
  }

  /// LZW with a table of whole sequences.
  private static func unpacked(_ bytes: [Int], bits: Int) throws -> [Int] {
    let stream = bytes.flatMap { byte in (0..<8).map { byte >> $0 & 1 } }
    let clear = 1 << bits
    var position = 0
    var width = bits + 1
    var sequences: [[Int]] = []
    var last: [Int]?
    var symbols: [Int] = []
    while position + width <= stream.count {
      let code = (0..<width).reduce(0) { $0 | stream[position + $1] << $1 }
      position += width
      if code == clear + 1 {
        guard stream.count - position < 8 else { throw Wrong(what: "more after the end code") }
        return symbols
      }
      if code == clear {
        // The codes for clear and end stand for no sequence.
        sequences = (0..<clear).map { [$0] } + [[], []]
        (width, last) = (bits + 1, nil)
        continue
      }
      guard code < sequences.count || (code == sequences.count && last != nil) else {
        throw Wrong(what: "code \(code)")
      }
      let sequence = code < sequences.count ? sequences[code] : last! + [last![0]]
      symbols += sequence
      if let last, sequences.count < 4096 { sequences.append(last + [sequence[0]]) }
      last = sequence
      if sequences.count == 1 << width, width < 12 { width += 1 }
    }
    throw Wrong(what: "no end code")
  }

  /// A frame's samples, 0…255: rows from the top, the channels of a pixel together.
  func samples(_ frame: Int) -> [Int] { frames[frame].flatMap { table[$0] } }
}
