/// Named texts in a GIF's comments (GIF89a, 24): a name, a zero byte and the text, as in a JPEG's comments. A comment
/// without a zero byte is one that other programs show.
enum GIFTexts {
  private static let comment: UInt8 = 0xFE

  /// A comment for each text.
  static func encoded(_ texts: [(name: String, text: String)]) -> [UInt8] {
    texts.flatMap { name, text in
      let head = name == ImageFile.commentName ? [] : Array(name.utf8) + [0]
      return [0x21, comment] + GIF.blocks(head + Array(text.utf8))
    }
  }

  /// The texts of a file, in its order, `comment` for those without a name. Ends where the file is damaged.
  static func texts(in file: [UInt8]) -> [(name: String, text: String)] {
    var texts: [(name: String, text: String)] = []
    // The header's packed byte tells of a colour table.
    guard file.count >= 13 else { return [] }
    var position = 13 + tableSize(file[10])
    func blocks() -> [UInt8]? {
      var content: [UInt8] = []
      while position < file.count {
        let length = Int(file[position])
        let end = position + 1 + length
        guard end <= file.count else { return nil }
        content += file[(position + 1)..<end]
        position = end
        if length == 0 { return content }
      }
      return nil
    }
    while position + 1 < file.count {
      switch file[position] {
      case 0x21:
        let label = file[position + 1]
        position += 2
        guard let content = blocks() else { return texts }
        if label == comment { texts.append(named(content)) }
      case 0x2C:
        guard position + 10 < file.count else { return texts }
        // The descriptor, a table of the frame's own, and the number of bits of its LZW.
        position += 10 + tableSize(file[position + 9]) + 1
        guard blocks() != nil else { return texts }
      default: return texts
      }
    }
    return texts
  }

  private static func named(_ content: [UInt8]) -> (name: String, text: String) {
    guard let zero = content.firstIndex(of: 0), zero > 0 else {
      return (ImageFile.commentName, String(decoding: content, as: UTF8.self))
    }
    return (String(decoding: content[..<zero], as: UTF8.self), String(decoding: content[(zero + 1)...], as: UTF8.self))
  }

  /// The bytes of a colour table by the packed byte that tells of it.
  private static func tableSize(_ packed: UInt8) -> Int { packed & 0x80 == 0 ? 0 : 3 << (Int(packed & 7) + 1) }
}
