import Foundation

/// JSON of tensors: `{"inputs": [{"name": …, "data": [[1, 2], …]}]}`. The lists of numbers under `data`, which may be most
/// of a message, are read here in one pass; Foundation's decoder would take 27 times their memory, and a second for a
/// few numbers in many lists. What remains is decoded by it.
package struct TensorJSON {
  /// The numbers of each list under `data`, in the order of the text.
  package let lists: [[Float]]
  /// The text with the index of its list in place of each.
  private let rest: Data

  /// The most bytes of a text without its lists.
  static let mostBytes = 1 << 20
  /// The most characters of a number.
  private static let mostDigits = 64

  /// Reads the lists. Throws for a list that holds anything but numbers and lists of them, at most as deep as a tensor has
  /// axes, or for too long a text without them. Where else the text isn't JSON, `decode` tells.
  ///
  /// - Parameter subject: what was sent, such as `its answer`; empty where its sender's words end with it.
  package init(_ text: ArraySlice<UInt8>, of subject: String) throws(SentTensor.Flaw) {
    let start = subject.isEmpty ? "" : subject + " "
    var (lists, rest) = ([[Float]](), Data())
    var reader = Reader(text)
    while let part = reader.next() {
      rest.append(contentsOf: part)
      if rest.count > Self.mostBytes {
        throw SentTensor.Flaw(what: "\(start)has more than \(Self.mostBytes) bytes of JSON besides its numbers")
      }
      guard reader.isAtData else { continue }
      guard let numbers = reader.list() else { throw SentTensor.Flaw(what: "\(start)\(Self.wrong)") }
      rest.append(contentsOf: String(lists.count).utf8)
      lists.append(numbers)
    }
    (self.lists, self.rest) = (lists, rest)
  }

  private static let wrong =
    "is not the JSON that the protocol describes: 'data' takes numbers, in lists at most \(SentTensor.mostAxes) deep"

  /// Decodes the text without its lists; `data` is an index among them.
  package func decode<Message: Decodable>(_: Message.Type) throws -> Message {
    try JSONDecoder().decode(Message.self, from: rest)
  }

  /// Reads a text from its beginning to its end.
  private struct Reader {
    private let text: ArraySlice<UInt8>
    private var index: Int

    init(_ text: ArraySlice<UInt8>) { (self.text, index) = (text, text.startIndex) }

    /// Whether the value of a member `data` is next, other than `null`.
    private(set) var isAtData = false

    /// What comes up to the next value of a member `data`, or up to the end; nil at the end.
    mutating func next() -> ArraySlice<UInt8>? {
      let start = index
      isAtData = false
      while index < text.endIndex, !isAtData, index - start <= TensorJSON.mostBytes {
        let byte = text[index]
        index += 1
        if byte == UInt8(ascii: "\"") {
          let name = string()
          skipSpace()
          guard name.elementsEqual("data".utf8), peek == UInt8(ascii: ":") else { continue }
          index += 1
          skipSpace()
          isAtData = peek != UInt8(ascii: "n")  // null
        }
      }
      return index == start ? nil : text[start..<index]
    }

    /// The list that is next, of any depth up to a tensor's; nil for anything else.
    mutating func list() -> [Float]? {
      var numbers: [Float] = []
      var depth = 0
      // Whether a value must come: at the beginning and after a comma; whether it may: after `[`, too.
      var (must, may) = (true, true)
      repeat {
        skipSpace()
        switch peek {
        case UInt8(ascii: "[") where may:
          depth += 1
          if depth > SentTensor.mostAxes { return nil }
          index += 1
          (must, may) = (false, true)
        case UInt8(ascii: "]") where !must:
          depth -= 1
          index += 1
          may = false
        case UInt8(ascii: ",") where !must && !may:
          index += 1
          (must, may) = (true, true)
        default:
          guard may, depth > 0, let number = number() else { return nil }
          numbers.append(number)
          (must, may) = (false, false)
        }
      } while depth > 0
      return numbers
    }

    private mutating func number() -> Float? {
      if let number = shortNumber() { return number }
      let start = index
      while let byte = peek, Self.isOfNumber(byte), index - start <= TensorJSON.mostDigits { index += 1 }
      guard let first = text[start..<index].first, first == UInt8(ascii: "-") || first >= UInt8(ascii: "0"),
        first <= UInt8(ascii: "9"), index - start <= TensorJSON.mostDigits
      else { return nil }
      return Float(Substring(decoding: text[start..<index], as: UTF8.self))
    }

    /// A number of at most fifteen digits without an exponent, which is what most are; nil for another, which is then read
    /// again. Both parts of the quotient are exact as Double, so it is the nearest Double (Clinger, How to read floating
    /// point numbers accurately, 1990), and its nearest Float is that of the text, unless it lies between two.
    private mutating func shortNumber() -> Float? {
      let start = index
      let isNegative = peek == UInt8(ascii: "-")
      if isNegative { index += 1 }
      var (mantissa, digits, point) = (0, 0, Int?.none)
      while let byte = peek {
        if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), digits < 15 {
          mantissa = 10 * mantissa + Int(byte - UInt8(ascii: "0"))
          digits += 1
        } else if byte == UInt8(ascii: "."), point == nil, digits > 0 {
          point = digits
        } else {
          break
        }
        index += 1
      }
      let value = Double(mantissa) / Self.powers[digits - (point ?? digits)]
      let isBetween = value.bitPattern & 0x1FFF_FFFF == 0x1000_0000
      let isNormal = mantissa == 0 || value >= Double(Float.leastNormalMagnitude)
      if digits > 0, !isBetween, isNormal, peek.map(Self.isOfNumber) != true {
        return Float(isNegative ? -value : value)
      }
      index = start
      return nil
    }

    private static let powers: [Double] = (0...15).map { (0..<$0).reduce(1) { power, _ in 10 * power } }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
        UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
      default: false
      }
    }

    /// The text after a quotation mark, its escapes as they are, and moves past the closing mark.
    private mutating func string() -> ArraySlice<UInt8> {
      let start = index
      while let byte = peek, byte != UInt8(ascii: "\"") { index += byte == UInt8(ascii: "\\") ? 2 : 1 }
      let end = min(index, text.endIndex)
      index = min(end + 1, text.endIndex)
      return text[start..<end]
    }

    private mutating func skipSpace() { while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 } }

    private var peek: UInt8? { index < text.endIndex ? text[index] : nil }
  }
}
