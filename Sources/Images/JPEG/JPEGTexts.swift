import Tensors

/// Named texts in a JPEG's comments (COM segments, ITU-T T.81, B.2.4.5), of which each holds at most 65533 bytes.
///
/// A comment is a name, a zero byte and the text; what doesn't fit goes on in comments of the same name. A comment without
/// a zero byte is one that other programs show.
enum JPEGTexts {
  /// The most bytes of a segment's content.
  private static let most = 65_533

  /// A file with the texts put behind its header and its comment.
  static func inserted(_ texts: [(name: String, text: String)], into file: [UInt8]) -> [UInt8] {
    var segments: [UInt8] = []
    for (name, text) in texts {
      let head = Array(name.utf8) + [0]
      var rest = Array(text.utf8)[...]
      repeat {
        let part = rest.prefix(most - head.count)
        rest = rest.dropFirst(part.count)
        let length = head.count + part.count + 2
        segments += [0xFF, JPEGSegments.comment, UInt8(length >> 8), UInt8(length & 0xFF)] + head + part
      } while !rest.isEmpty
    }
    // SOI, then segments of marker and length; the JFIF header must come first.
    var place = 2
    while place + 4 <= file.count, [0xE0, JPEGSegments.comment].contains(file[place + 1]) {
      place += 2 + (Int(file[place + 2]) << 8 | Int(file[place + 3]))
    }
    return file[..<place] + segments + file[place...]
  }

  /// The texts of a file, in its order, `comment` for those without a name.
  static func texts(in file: [UInt8]) -> [(name: String, text: String)] {
    var texts: [(name: String, bytes: [UInt8])] = []
    for segment in JPEGSegments(file) where segment.marker == JPEGSegments.comment {
      guard let zero = segment.content.firstIndex(of: 0), zero > segment.content.startIndex else {
        texts.append((ImageFile.commentName, Array(segment.content)))
        continue
      }
      let name = String(decoding: segment.content[..<zero], as: UTF8.self)
      let part = segment.content[(zero + 1)...]
      if let last = texts.last, last.name == name, name != ImageFile.commentName {
        texts[texts.count - 1].bytes += part
      } else {
        texts.append((name, Array(part)))
      }
    }
    return texts.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) }
  }
}
