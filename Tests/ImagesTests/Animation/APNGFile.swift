import Images
import Tensors

/// An APNG's chunks, and its frames as they are seen: each is made a PNG of its own.
struct APNGFile {
  var chunks: [(type: String, content: [UInt8])] = []
  /// Of each frame: its control chunk after the sequence number, as numbers.
  var controls: [[Int]] = []
  /// The numbers in the order of the file.
  var sequence: [Int] = []
  private var pixels: [[UInt8]] = []
  private let signature: [UInt8]

  struct Wrong: Error { var what: String }

  init(_ bytes: [UInt8]) throws {
    signature = Array(bytes.prefix(8))
    var rest = bytes.dropFirst(8)
    func number(_ bytes: some Sequence<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
    while !rest.isEmpty {
      let length = number(rest.prefix(4))
      let covered = rest.dropFirst(4).prefix(4 + length)
      guard Array(rest.dropFirst(8 + length).prefix(4)) == PNGFile.checksum(covered) else { throw Wrong(what: "CRC") }
      chunks.append((String(decoding: covered.prefix(4), as: UTF8.self), Array(covered.dropFirst(4))))
      rest = rest.dropFirst(12 + length)
    }
    for (type, content) in chunks {
      switch type {
      case "fcTL":
        sequence.append(number(content[..<4]))
        let sizes = [4, 8, 12, 16].map { number(content[$0..<$0 + 4]) }
        controls.append(
          sizes + [number(content[20..<22]), number(content[22..<24]), Int(content[24]), Int(content[25])])
        pixels.append([])
      case "IDAT": pixels[pixels.count - 1] += content
      case "fdAT":
        sequence.append(number(content[..<4]))
        pixels[pixels.count - 1] += content[4...]
      default: break
      }
    }
  }

  var frames: [Tensor] {
    get throws {
      var header = chunks[0].content
      var seen: Tensor?
      return try zip(controls, pixels).map { control, pixels in
        header.replaceSubrange(
          0..<8,
          with: [control[0], control[1]].flatMap { size in
            [24, 16, 8, 0].map { UInt8(size >> $0 & 0xFF) }
          })
        let png = signature + PNGFile.chunk("IHDR", header) + PNGFile.chunk("IDAT", pixels) + PNGFile.chunk("IEND", [])
        let part = try ImageFile.decode(png, named: "frame")
        guard var film = seen else {
          seen = part
          return part
        }
        // Overwrites the part, as dispose 0 and blend 0 say.
        let (height, width) = (film.shape[2], film.shape[3])
        var values = film.values
        for c in 0..<film.shape[1] {
          for y in 0..<control[1] {
            for x in 0..<control[0] {
              values[(c * height + control[3] + y) * width + control[2] + x] = part[0, c, y, x]
            }
          }
        }
        film = Tensor(film.shape, values)
        seen = film
        return film
      }
    }
  }
}
