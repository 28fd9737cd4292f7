import Basics
import Tensors

/// A value of a configuration file, without places.
enum JSONValue: Sendable, Equatable, CustomStringConvertible {
  case null
  case flag(Bool)
  /// Not finite where the file says `Infinity`, `-Infinity` or `NaN`.
  case number(Double)
  case string(String)
  case list([JSONValue])
  case object([String: JSONValue])

  /// Reads the file at `path`. Every configuration of a model is read by this.
  init(file path: String) throws { try self.init(JSON(file: path), file: path) }

  private init(_ json: JSON, file: String) throws(TextFault) {
    switch json.value {
    case .null: self = .null
    case .flag(let flag): self = .flag(flag)
    case .number("NaN"): self = .number(.nan)
    case .number("Infinity"): self = .number(.infinity)
    case .number("-Infinity"): self = .number(-.infinity)
    case .number(let text): self = .number(Double(text) ?? .nan)
    case .string(let text): self = .string(text)
    case .list(let elements):
      var values: [JSONValue] = []
      for element in elements { values.append(try JSONValue(element, file: file)) }
      self = .list(values)
    case .object(let members):
      if let (names, place) = members.repeated {
        let verb = names.count == 1 ? "is" : "are"
        throw TextFault(file: file, place: place, "\(listed(names)) \(verb) given more than once")
      }
      var object: [String: JSONValue] = [:]
      for member in members { object[member.name] = try JSONValue(member.value, file: file) }
      self = .object(object)
    }
  }

  /// The value as JSON, shortened where it is long.
  var description: String {
    let text =
      switch self {
      case .null: "null"
      case .flag(let flag): "\(flag)"
      case .number(let number):
        if number.isFinite {
          Int(exactly: number).map(String.init) ?? "\(number)"
        } else {
          number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity"
        }
      case .string(let string): "\"\(string)\""
      case .list(let list): "[" + list.prefix(40).map(\.description).joined(separator: ", ") + "]"
      case .object(let object): object.isEmpty ? "{}" : "{…}"
      }
    return text.count > 80 ? text.prefix(79) + "…" : text
  }
}
