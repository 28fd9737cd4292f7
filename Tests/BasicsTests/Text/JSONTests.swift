import Basics
import Foundation
import Tensors
import Testing

@Suite struct JSONTests {
  /// A value as text that tells kinds, order and places.
  private func words(_ json: JSON) -> String {
    switch json.value {
    case .null: "null"
    case .flag(let flag): "\(flag)"
    case .number(let text): text
    case .string(let text): "'\(text)'"
    case .list(let elements): "[" + elements.map(words).joined(separator: " ") + "]"
    case .object(let members):
      "{" + members.map { "\($0.name)@\($0.place):\(words($0.value))" }.joined(separator: " ") + "}"
    }
  }

  @Test(arguments: [
    (" [1, -0, 1E+2, 0.1e-7, 18446744073709551615] ", "[1 -0 1E+2 0.1e-7 18446744073709551615]"),
    ("{\"a\"\r\n:\r\n1,\r\"b\"\t:{}}", "{a@1:2:1 b@4:1:{}}"),
    (#"["\/\b\f\n\r\t\"\\A\ud83d\ude80"]"#, "['/\u{8}\u{c}\n\r\t\"\\A🚀']"),
    (
      "\"\u{7f}\u{85}\u{9f}\u{fffe}\u{ffff}\u{1fffe}\u{2028}\"", "'\u{7f}\u{85}\u{9f}\u{fffe}\u{ffff}\u{1fffe}\u{2028}'"
    ),
    (#"["http://a/*b*/", []]"#, "['http://a/*b*/' []]"), ("null", "null"), ("[true,false]", "[true false]"),
    (#"{"ü": 1, "é": 2}"#, "{ü@1:2:1 é@1:10:2}"),
  ])
  func reads(text: String, expected: String) throws { #expect(try words(JSON(text)) == expected) }

  @Test(arguments: [
    ("", "1:1 expected a value, found the end of the file"),
    ("{\"a\": 1\r\n\"b\": 2}", #"2:1 expected ',' or '}', found '"b"'"#),
    ("[1 2]", "1:4 expected ',' or ']', found '2'"),
    ("[1,]", "1:4 expected a value after the comma, found ']'; remove the comma"),
    (#"{"a" 1}"#, "1:6 expected ':' after the key, found '1'"),
    ("{a: 1}", "1:2 expected a key in double quotes, found 'a'"),
    ("[01]", "1:2 expected a number, found '01'"), ("[1.]", "1:2 expected a number, found '1.'"),
    ("[NaN]", "1:2 expected a value, found 'NaN'; JSON has no such number"),
    ("[-Infinity]", "1:2 expected a number, found '-Infinity'; JSON has no such number"),
    ("[True]", "1:2 expected a value, found 'True'; write 'true'"), ("[1;]", "1:2 expected a number, found '1;'"),
    ("[None]", "1:2 expected a value, found 'None'; put texts in double quotes"),
    ("['a']", "1:2 expected a value, found a single quote; put texts in double quotes"),
    ("[@a]", "1:2 expected a value, found '@a'; put texts in double quotes"),
    ("{'a': 1}", "1:2 expected a key in double quotes, found a single quote"),
    ("{\"a\": 1,}", "1:9 expected a key after the comma, found '}'; remove the comma"),
    ("{} x", "1:4 expected the end of the file, found 'x'"),
    (#"["a"#, #"1:2 the text that begins here has no closing '"'"#),
    ("[\"a\nb\"]", #"1:4 a text can't continue on the next line; close it with '"', or write '\n'"#),
    ("[\"\u{1}\"]", #"1:3 a text can't hold the control character U+0001; write '\u0001'"#),
    (#"["\q"]"#, #"1:3 there is no escape '\q'; write '\\' for a backslash"#),
    (#"["\ud83dx"]"#, #"1:3 '\ud83d' is half a character; expected a pair such as '\ud83d\ude80'"#),
    (#"["\ude80"]"#, #"1:3 '\ude80' is half a character; expected a pair such as '\ud83d\ude80'"#),
    (#"["\u12g4"]"#, #"1:3 expected four hexadecimal digits after '\u'"#),
    ("[\u{a0}1]", "1:2 expected a value, found the invisible character U+00A0"),
    ("[1, // x\n2]", "1:5 // comments are not JSON; remove it"),
    ("[1/* x */]", "1:3 /* */ comments are not JSON; remove it"),
    ("[1] # x", "1:5 # comments are not JSON; remove it"),
    (String(repeating: "[", count: 100_000), "1:1001 lists and objects are nested more than 1000 deep"),
    (String(repeating: #"{"a":"#, count: 100_000), "1:5001 lists and objects are nested more than 1000 deep"),
  ])
  func refuses(text: String, expected: String) {
    let fault = #expect(throws: JSONFault.self) { try JSON(text) }
    #expect(fault.map { "\($0.place) \($0.what)" } == expected)
  }

  @Test func extensions() throws {
    let text = "# one\n[1, # two ]\n2 # three\r, 3]# four"
    #expect(try words(JSON(text, with: [.hashComments])) == "[1 2 3]")
    #expect(throws: JSONFault.self) { try JSON("[1#x\n]", with: [.hashComments]) }
    #expect(
      try words(JSON("[NaN, Infinity, -Infinity]", with: [.nonFiniteNumbers])) == "[NaN Infinity -Infinity]")
    #expect(throws: JSONFault.self) { try JSON("[+Infinity]", with: [.nonFiniteNumbers]) }
  }

  @Test func repeatedNames() throws {
    guard
      case .object(let members) = try JSON(
        "{\"a\": 1, \"ü\": 2,\n\"u\u{308}\": 3, \"b\": 4, \"b\": 5, \"b\": 6, \"a\": 7}"
      ).value
    else { return }
    let repeated = try #require(members.repeated)
    #expect(repeated.names == ["b", "a"] && repeated.place == TextPlace(line: 2, column: 10))
    #expect(members.prefix(3).map { $0 }.repeated == nil)
  }

  /// What Foundation writes is read as Foundation reads it.
  @Test func agreesWithFoundation() throws {
    let generator = Generator(seed: 7)
    func value(_ depth: Int) -> Any {
      switch generator.integer(below: depth > 3 ? 4 : 6) {
      case 0: return NSNull()
      case 1: return generator.integer(below: 2) == 0
      case 2: return generator.integer(below: 1000) - 500
      case 3: return String("aé\"\\/\n\u{1}\u{7f}🚀".shuffled(by: generator))
      case 4: return (0..<generator.integer(below: 4)).map { _ in value(depth + 1) }
      default:
        return Dictionary(uniqueKeysWithValues: (0..<generator.integer(below: 4)).map { ("k\($0)", value(depth + 1)) })
      }
    }
    func foundation(_ json: JSON) -> Any {
      switch json.value {
      case .null: NSNull()
      case .flag(let flag): flag
      case .number(let text): Int(text)!
      case .string(let text): text
      case .list(let elements): elements.map(foundation)
      case .object(let members): Dictionary(uniqueKeysWithValues: members.map { ($0.name, foundation($0.value)) })
      }
    }
    for _ in 0..<300 {
      let original = value(0)
      for options: JSONSerialization.WritingOptions in [[.fragmentsAllowed], [.fragmentsAllowed, .prettyPrinted]] {
        let data = try JSONSerialization.data(withJSONObject: original, options: options)
        let read = foundation(try JSON(String(decoding: data, as: UTF8.self)))
        #expect((read as? NSObject) == (original as? NSObject))
      }
    }
  }
}

extension String {
  fileprivate func shuffled(by generator: Generator) -> [Character] {
    let characters = Array(self)
    return generator.permutation(characters.count).map { characters[$0] }
  }
}
