import Basics
import Tensors

/// Texts that are one token anywhere in a prompt: `</s>`, `<pad>`, `<unk>`, the sentinels `<extra_id_0>` …, and those
/// that a model's files add, as in the T5Tokenizer of transformers 5.
struct SpecialTokens: Sendable {
  /// Texts and their tokens, grouped by first byte, the longest first.
  private let byFirst: [UInt8: [(text: [UInt8], id: Int)]]

  enum Part: Equatable {
    case text(String)
    case token(Int, String)
  }

  /// Reads `tokenizer_config.json` and `added_tokens.json` in a tokenizer's folder; both may be missing.
  init(folder: String, pieces: SentencePiece) throws {
    var ids: [ExactName: Int] = [:]
    for text in ["<pad>", "</s>", "<unk>"] { ids[ExactName(text)] = pieces.id(of: text) }
    let (path, added) = (folder + "/tokenizer_config.json", folder + "/added_tokens.json")
    let configuration = try Self.object(path)
    let sentinels = try Self.whole(configuration["extra_ids"], "extra_ids", most: Self.mostSentinels, path) ?? 100
    // They follow the pieces, the last one first.
    for i in 0..<sentinels {
      let text = "<extra_id_\(i)>"
      ids[ExactName(text)] = pieces.id(of: text) ?? pieces.count + sentinels - 1 - i
    }
    if case .object(let decoder)? = configuration["added_tokens_decoder"] {
      for (id, token) in decoder {
        let id = try Self.whole(.number(Double(id) ?? .nan), "added_tokens_decoder", most: Self.mostPieces, path)
        if let text = Self.text(token) { ids[ExactName(text)] = id }
      }
    }
    for (text, id) in try Self.object(added) {
      if let id = try Self.whole(id, text, most: Self.mostPieces, added) { ids[ExactName(text)] = id }
    }
    // Texts without a number get the next ones.
    var more = ["eos_token", "unk_token", "pad_token"].compactMap { configuration[$0].flatMap(Self.text) }
    if case .list(let tokens)? = configuration["additional_special_tokens"] { more += tokens.compactMap(Self.text) }
    var last = ids.values.max() ?? 0
    for text in more where ids[ExactName(text)] == nil {
      let id = pieces.id(of: text) ?? max(pieces.count, last + 1)
      (ids[ExactName(text)], last) = (id, max(last, id))
    }
    let texts = ids.map { (text: Array($0.key.text.utf8), id: $0.value) }.filter { !$0.text.isEmpty }
    byFirst = Dictionary(grouping: texts) { $0.text[0] }.mapValues { $0.sorted { $0.text.count > $1.text.count } }
  }

  /// The most sentinels that a configuration may ask for; T5 has 100.
  private static let mostSentinels = 10_000
  /// The largest number that a token may have, as in `T5Configuration`.
  private static let mostPieces = 1_000_000

  /// The whole number of an option, 0 … `most`; nil for what is no number.
  private static func whole(_ value: JSONValue?, _ option: String, most: Int, _ path: String) throws -> Int? {
    guard let value, case .number = value else { return nil }
    let kind = OptionKind.integer(0...most)
    guard let whole = kind.read(value) else {
      throw ConfigurationFault.unsupported(path: path, option: option, value: "\(value)", supported: kind.expected)
    }
    return whole
  }

  /// A token's text, given alone or in an object with its properties.
  private static func text(_ token: JSONValue) -> String? {
    switch token {
    case .string(let text): return text
    case .object(let properties):
      if case .string(let text)? = properties["content"] { return text }
      return nil
    default: return nil
    }
  }

  /// The object in a JSON file; an empty one where there is no file.
  private static func object(_ path: String) throws -> [String: JSONValue] {
    guard FileSystem.exists(path) else {
      if let why = HuggingFaceCache.lostLink(path) {
        let folder = FileName.folder(of: path)
        throw ModelFault.missingPiece(
          model: FileName.folder(of: folder), piece: "tokenizer/" + FileName.last(of: path), why: why)
      }
      return [:]
    }
    guard case .object(let object) = try JSONValue(file: path) else {
      throw ConfigurationFault.notAnObject(path: path)
    }
    return object
  }

  /// The text split at its tokens: from left to right, the longest match first.
  func split(_ text: String) -> [Part] {
    var parts: [Part] = []
    let bytes = Array(text.utf8)
    var (start, position) = (0, 0)
    func flush() {
      if start < position { parts.append(.text(String(decoding: bytes[start..<position], as: UTF8.self))) }
    }
    while position < bytes.count {
      let found = byFirst[bytes[position]]?.first { bytes[position...].starts(with: $0.text) }
      if let found {
        flush()
        parts.append(.token(found.id, String(decoding: found.text, as: UTF8.self)))
        position += found.text.count
        start = position
      } else {
        position += 1
      }
    }
    flush()
    return parts
  }
}
