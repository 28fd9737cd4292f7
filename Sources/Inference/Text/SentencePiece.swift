import Basics
import CSentencePiece
import Tensors

/// A SentencePiece model (Kudo & Richardson 2018): splits text into numbered pieces. Safe to use from several
/// threads, because encoding changes no state.
final class SentencePiece: Sendable {
  nonisolated(unsafe) private let model: OpaquePointer

  /// The number of pieces in the vocabulary.
  var count: Int { Int(pk_sp_size(model)) }

  /// Reads a `spiece.model`.
  init(path: String) throws {
    let bytes = try FileFault.contents(of: path)
    if let fault = CharacterMap.fault(inModel: bytes) { throw TokenizerFault.damaged(path: path, reason: fault) }
    var reason = [CChar](repeating: 0, count: 256)
    guard let model = pk_sp_open(bytes, bytes.count, &reason, reason.count) else {
      let text = String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      throw TokenizerFault.damaged(path: path, reason: text)
    }
    self.model = model
  }

  deinit { pk_sp_close(model) }

  /// The numbers of the text's first pieces, at most `limit`, and the number of all pieces; nil where the library
  /// fails.
  func encode(_ text: String, limit: Int) -> (ids: [Int], count: Int)? {
    var ids = [Int32](repeating: 0, count: limit)
    var text = text
    let count = text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) { pk_sp_encode(model, $0.baseAddress, $0.count, &ids, limit) }
    }
    return count < 0 ? nil : (ids.prefix(Int(count)).map(Int.init), Int(count))
  }

  /// The normalised text of the pieces after the first `skip`, with a space before each word; nil where the library
  /// fails.
  func rest(of text: String, after skip: Int) -> String? {
    var text = text
    return text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) { utf8 in
        let size = pk_sp_rest(model, utf8.baseAddress, utf8.count, skip, nil, 0)
        guard size >= 0 else { return nil }
        var rest = [CChar](repeating: 0, count: Int(size))
        guard pk_sp_rest(model, utf8.baseAddress, utf8.count, skip, &rest, rest.count) == size else { return nil }
        return String(decoding: rest.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      }
    }
  }

  /// The number of the piece with exactly this text; nil where there is none.
  func id(of piece: String) -> Int? {
    var piece = piece
    let id = piece.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) { pk_sp_piece(model, $0.baseAddress, $0.count) }
    }
    return id < 0 ? nil : Int(id)
  }
}
