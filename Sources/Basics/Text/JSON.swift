/// A value of a JSON text with its place; members of objects keep their order. Texts in other formats with this
/// structure are read into it too.
public struct JSON: Sendable {
  /// Where the value begins in the text.
  public var place: TextPlace
  /// The value itself.
  public var value: Value

  /// The six kinds of JSON values.
  public enum Value: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case flag(Bool)
    /// A number as it was written: `1e3`, `18446744073709551615`.
    case number(String)
    /// A string, with its escapes replaced.
    case string(String)
    /// An array, in order.
    case list([JSON])
    /// An object; names may repeat.
    case object([Member])
  }

  /// A name in an object, with its place and value.
  public struct Member: Sendable {
    /// The name, with its escapes replaced.
    public var name: String
    /// Where the name begins in the text.
    public var place: TextPlace
    /// The value under the name.
    public var value: JSON

    /// Makes a member of an object; nothing is checked.
    public init(name: String, place: TextPlace, value: JSON) {
      (self.name, self.place, self.value) = (name, place, value)
    }
  }

  /// Makes a value that begins at `place`; nothing is checked.
  public init(_ value: Value, at place: TextPlace) { (self.place, self.value) = (place, value) }

  /// The deepest nesting of lists and objects that is read.
  public static let deepest = 1000

  /// An addition to JSON (RFC 8259) that a reader accepts.
  public enum Extension: Sendable {
    /// Comments from `#` to the line's end, as in YAML.
    case hashComments
    /// `Infinity`, `-Infinity` and `NaN`, as Python writes them.
    case nonFiniteNumbers
  }

  /// Parses `text`, which must hold one value and nothing else. Throws for anything outside RFC 8259 and
  /// `extensions`, with the place.
  public init(_ text: String, with extensions: Set<Extension> = []) throws(JSONFault) {
    var reader = JSONReader(text, extensions)
    self = try reader.document()
  }

  /// Reads the configuration file at `path`, as Python's `json` does: `NaN` and `Infinity` are accepted.
  ///
  /// - Throws: `FileFault` where the file can't be read, `TextFault` where it is not UTF-8 or not JSON.
  public init(file path: String) throws {
    let text = try TextFile.read(path)
    do { self = try JSON(text, with: [.nonFiniteNumbers]) } catch {
      throw TextFault(file: path, place: error.place, "not JSON: \(error.what)")
    }
  }
}

extension [JSON.Member] {
  /// The names that occur more than once, compared by their bytes, and the first place of the first of them; nil
  /// where there are none.
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

/// An error in a JSON text.
public struct JSONFault: Error {
  /// Where the error is.
  public var place: TextPlace
  /// The error in words, without the place.
  public var what: String
  /// The kind of error, for callers that handle some kinds differently.
  public var kind: Kind

  /// The kinds of errors.
  public enum Kind: Sendable {
    /// The text breaks a rule of JSON.
    case syntax
    /// The text contains a comment that is not accepted.
    case comment
    /// Lists and objects are nested more than `JSON.deepest` levels deep.
    case tooDeep
  }
}
