/// A value of a JSON text with its place, members of objects in the order of the text. Other texts of this structure are
/// read into it too.
public struct JSON: Sendable {
  public var place: TextPlace
  public var value: Value

  public enum Value: Sendable {
    case null
    case flag(Bool)
    /// As it was written: `1e3`, `18446744073709551615`.
    case number(String)
    case string(String)
    case list([JSON])
    case object([Member])
  }

  /// What stands under a name, and where the name stands.
  public struct Member: Sendable {
    public var name: String
    public var place: TextPlace
    public var value: JSON

    public init(name: String, place: TextPlace, value: JSON) {
      (self.name, self.place, self.value) = (name, place, value)
    }
  }

  public init(_ value: Value, at place: TextPlace) { (self.place, self.value) = (place, value) }

  /// How deep lists and objects may stand in each other.
  public static let deepest = 1000

  /// What a text may hold that JSON (RFC 8259) does not.
  public enum Extension: Sendable {
    /// Comments from `#` to the line's end, as in YAML.
    case hashComments
    /// `Infinity`, `-Infinity` and `NaN`, as Python writes them.
    case nonFiniteNumbers
  }

  /// The value that `text` is.
  public init(_ text: String, with extensions: Set<Extension> = []) throws(JSONFault) {
    var reader = JSONReader(text, extensions)
    self = try reader.document()
  }

  /// The object in the configuration file at `path`, as Python's `json` reads it.
  ///
  /// - Throws: `FileFault` where the file can't be read, `TextFault` where it is no JSON.
  public init(file path: String) throws {
    let text = try TextFile.read(path)
    do { self = try JSON(text, with: [.nonFiniteNumbers]) } catch {
      throw TextFault(file: path, place: error.place, "not JSON: \(error.what)")
    }
  }
}

extension [JSON.Member] {
  /// The names that are given more than once, by their bytes, and where the first of them stands first.
  public var repeated: (names: [String], place: TextPlace)? {
    var places: [ExactName: TextPlace] = [:]
    var repeated: [ExactName] = []
    for member in self {
      let name = ExactName(member.name)
      if places[name] == nil {
        places[name] = member.place
      } else if !repeated.contains(name) {
        repeated.append(name)
      }
    }
    guard let first = repeated.first else { return nil }
    return (repeated.map(\.text), places[first]!)
  }
}

/// What is wrong with a JSON text.
public struct JSONFault: Error {
  public var place: TextPlace
  public var what: String
  public var kind: Kind

  public enum Kind: Sendable {
    case syntax
    /// It is a comment of other languages.
    case comment
    /// It is too deep for any reader.
    case tooDeep
  }
}
