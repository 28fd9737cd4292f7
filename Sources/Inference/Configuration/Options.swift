import Basics
import Tensors

/// The options of a config.json. Each is read once, with its kind; options that were not read are an error at the
/// end.
struct Options {
  let path: String
  private var unread: [String: JSONValue]
  private var known: Set<String> = []

  /// Reads the file. Keys that begin with an underscore are notes of the program that wrote it and are ignored.
  init(path: String) throws {
    guard case .object(let object) = try JSONValue(file: path) else {
      throw ConfigurationFault.notAnObject(path: path)
    }
    self.path = path
    unread = object.filter { !$0.key.hasPrefix("_") }
    className = if case .string(let name)? = object["_class_name"] { name } else { nil }
  }

  /// `_class_name`; nil where there is none.
  let className: String?

  /// The value of the option; `fallback` where the file does not have it.
  mutating func callAsFunction<Value>(_ key: String, _ kind: OptionKind<Value>, default fallback: Value) throws -> Value
  {
    known.insert(key)
    guard let value = unread.removeValue(forKey: key) else { return fallback }
    return try read(key, kind, value)
  }

  /// The option's value, which the file must have.
  mutating func callAsFunction<Value>(_ key: String, _ kind: OptionKind<Value>) throws -> Value {
    known.insert(key)
    guard let value = unread.removeValue(forKey: key) else {
      throw ConfigurationFault.missing(path: path, option: key, expected: kind.expected)
    }
    return try read(key, kind, value)
  }

  private func read<Value>(_ key: String, _ kind: OptionKind<Value>, _ value: JSONValue) throws -> Value {
    guard let result = kind.read(value) else {
      throw ConfigurationFault.unsupported(path: path, option: key, value: "\(value)", supported: kind.expected)
    }
    return result
  }

  /// A value for each of `count` levels, given as a list or as one for all.
  mutating func perLevel<Value>(
    _ key: String, _ kind: OptionKind<Value>, count: Int, default fallback: Value
  ) throws -> [Value] {
    let list = try self(key, kind.list.or(kind.map { [$0] }), default: [fallback])
    if list.count == count { return list }
    guard list.count == 1 else {
      throw ConfigurationFault.wrongCount(path: path, option: key, expected: count, found: list.count)
    }
    return [Value](repeating: list[0], count: count)
  }

  /// Ignores options that have no effect on results.
  mutating func ignore(_ keys: String...) {
    for key in keys {
      known.insert(key)
      unread[key] = nil
    }
  }

  /// Throws where options were not read.
  func finish() throws {
    guard let (key, value) = unread.min(by: { $0.key < $1.key }) else { return }
    throw ConfigurationFault.unknown(
      path: path, option: key, value: "\(value)", nearest: nearest(key, known.sorted()),
      others: unread.keys.filter { $0 != key }.sorted())
  }
}

/// The kind of an option: how it is read, and how errors describe what was expected.
struct OptionKind<Value> {
  let expected: String
  let read: (JSONValue) -> Value?

  func map<Other>(_ transform: @escaping (Value) -> Other) -> OptionKind<Other> {
    .init(expected: expected) { read($0).map(transform) }
  }

  /// A value of either kind.
  func or(_ other: OptionKind<Value>) -> OptionKind<Value> {
    .init(expected: "\(expected) or \(other.expected)") { read($0) ?? other.read($0) }
  }

  /// A value of this kind, or null.
  var optional: OptionKind<Value?> {
    .init(expected: "\(expected) or null") { $0 == .null ? .some(nil) : read($0).map(Optional.some) }
  }

  /// A list of at least one value of this kind.
  var list: OptionKind<[Value]> {
    .init(expected: "a list of \(expected)") { value in
      guard case .list(let list) = value, !list.isEmpty else { return nil }
      let values = list.compactMap(read)
      return values.count == list.count ? values : nil
    }
  }
}

extension OptionKind where Value == Int {
  /// A whole number in `range`.
  static func integer(_ range: ClosedRange<Int>) -> OptionKind {
    .init(expected: "an integer from \(range.lowerBound) to \(range.upperBound)") { value in
      guard case .number(let number) = value, let integer = Int(exactly: number), range.contains(integer) else {
        return nil
      }
      return integer
    }
  }
}

extension OptionKind where Value == Double {
  /// A number in `range`.
  static func number(_ range: ClosedRange<Double>) -> OptionKind {
    .init(expected: "a number from \(range.lowerBound) to \(range.upperBound)") { value in
      if case .number(let number) = value, range.contains(number) { number } else { nil }
    }
  }
}

extension OptionKind where Value == Bool {
  static var flag: OptionKind {
    .init(expected: "true or false") { if case .flag(let flag) = $0 { flag } else { nil } }
  }
}

extension OptionKind where Value == Void {
  /// The note of weights in 8 bits that `DeepFloydFolder.quantise` writes.
  static var weightsInBytes: OptionKind {
    .init(expected: "weights of 8 bits with a factor for each output (compressed-tensors, int-quantized)") { value in
      guard case .object(let object) = value, object["quant_method"] == .string("compressed-tensors"),
        object["format"] == .string("int-quantized")
      else { return nil }
      return ()
    }
  }
}

extension OptionKind where Value == JSONValue {
  /// A single value: an option that the code can't vary.
  static func only(_ json: JSONValue) -> OptionKind {
    .init(expected: "\(json)") { $0 == json ? json : nil }
  }
}

/// One of the given words.
func oneOf<Value>(_ choices: KeyValuePairs<String, Value>) -> OptionKind<Value> {
  .init(expected: choices.map { "\"\($0.key)\"" }.joined(separator: ", ")) { value in
    guard case .string(let word) = value else { return nil }
    return choices.first { $0.key == word }?.value
  }
}

/// An error in a configuration file.
enum ConfigurationFault: Fault {
  case notAnObject(path: String)
  case missing(path: String, option: String, expected: String)
  case unsupported(path: String, option: String, value: String, supported: String)
  case unknown(path: String, option: String, value: String, nearest: String?, others: [String])
  case wrongCount(path: String, option: String, expected: Int, found: Int)
  /// Two options contradict each other.
  case inconsistent(path: String, String)

  var cause: FaultCause { .data }

  var description: String {
    switch self {
    case .notAnObject(let path): return "\(path): expected a JSON object"
    case .missing(let path, let option, let expected):
      return "\(path): option '\(option)' is missing; expected \(expected)"
    case .unsupported(let path, let option, let value, let supported):
      return "\(path): option '\(option)' is \(value); supported: \(supported)"
    case .unknown(let path, let option, let value, let nearest, let others):
      let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
      let more = others.isEmpty ? "" : "; nor are \(listed(others))"
      return "\(path): option '\(option)' (\(value)) is not supported\(hint)\(more)"
    case .wrongCount(let path, let option, let expected, let found):
      return "\(path): option '\(option)' has \(found) values; expected 1 or one for each of \(expected) levels"
    case .inconsistent(let path, let what): return "\(path): \(what)"
    }
  }
}
