/// A value of a JSON file, as it stands.
enum JSONValue: Decodable, Sendable, Equatable, CustomStringConvertible {
  case null
  case flag(Bool)
  case number(Double)
  case string(String)
  case list([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let string = try? container.decode(String.self) {
      self = .string(string)
    } else if let list = try? container.decode([JSONValue].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  /// The value as JSON, cut short where it is long.
  var description: String {
    let text =
      switch self {
      case .null: "null"
      case .flag(let flag): "\(flag)"
      case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
      case .string(let string): "\"\(string)\""
      case .list(let list): "[" + list.prefix(40).map(\.description).joined(separator: ", ") + "]"
      case .object(let object): object.isEmpty ? "{}" : "{…}"
      }
    return text.count > 80 ? text.prefix(79) + "…" : text
  }
}
