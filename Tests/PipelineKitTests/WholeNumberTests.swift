import PipelineKit
import Tensors
import Testing

/// Integers however they are written, up to 2^64 − 1.
@Suite struct WholeNumberTests {
  /// What is wrong with `value` as a seed, or nothing.
  private func problem(_ value: String, _ arguments: [(name: String, text: String)] = []) -> String? {
    let text = #"{"parameters": {"p": 7}, "stages": {"a": {"stage": "generator", "seed": \#(value)}}}"#
    do {
      _ = try load(text, arguments)
      return nil
    } catch { return "\(error)".replacing("f.json:1:73: error: ", with: "") }
  }

  @Test(arguments: ["1e3", "1.0", "-2e2", "1.5e1", "0.5e1", "9007199254740992.0", "-0.0"])
  func whole(value: String) {
    #expect(problem(value) == nil)
    #expect(problem(#""$p""#, [("p", value)]) == nil)
  }

  @Test(arguments: [
    ("1.5", "'seed' takes integer, found number 1.5"), ("1e-3", "'seed' takes integer, found number 0.001"),
    ("1e30", "'seed' takes an integer from -2^63 to 2^64-1, found 1e+30"),
    ("18446744073709551616", "'seed' takes an integer from -2^63 to 2^64-1, found 1.8446744073709552e+19"),
    ("-9223372036854775809", "'seed' takes an integer from -2^63 to 2^64-1, found -9.223372036854776e+18"),
    // The stage of these tests takes an `Int`.
    ("9223372036854775808", "'seed' takes at most 9223372036854775807, found 9223372036854775808"),
    ("1e19", "'seed' takes at most 9223372036854775807, found 10000000000000000000"),
    ("18446744073709551615.0", "'seed' takes at most 9223372036854775807, found 18446744073709551615"),
  ])
  func notAnInteger(value: String, message: String) { #expect(problem(value) == message) }

  /// A number is whole where its text is, to the last digit.
  @Test(arguments: [
    ("0.9999999999999999999999", "'seed' takes integer, found number 0.9999999999999999"),
    ("1.0000000000000000000001", "'seed' takes integer, found number 1.0000000000000002"),
    ("-2.99999999999999999999e0", "'seed' takes integer, found number -2.9999999999999996"),
    ("1e-400", "'seed' takes integer, found number 5e-324"),
    ("-1e-99999999999999999999", "'seed' takes integer, found number -5e-324"),
    ("4503599627370497.3", "a number beyond 2^52 should be whole, found 4503599627370497.3"),
    ("9007199254740993.5", "a number beyond 2^52 should be whole, found 9007199254740993.5"),
    ("90071992547409935e-1", "a number beyond 2^52 should be whole, found 90071992547409935e-1"),
  ])
  func rounded(value: String, message: String) {
    #expect(problem(value) == message)
    #expect(problem(#""$p""#, [("p", value)]) == "error: parameter 'p' takes an integer, found '\(value)'")
  }

  @Test(arguments: [
    ("1000000000000000000000e-18", "1000"), ("0e999", "0"), ("0.0e-99999999999999999999", "0"), ("0.5e1", "5"),
    ("4503599627370497.0", "4503599627370497"), ("9007199254740993.0", "9007199254740993"),
    ("90071992547409930e-1", "9007199254740993"), ("1.8446744073709551615e19", "18446744073709551615"),
  ])
  func exact(value: String, whole: String) throws {
    let text = #"{"parameters": {"p": 7}, "stages": {}}"#
    #expect(try load(text, [("p", value)]).parameters[0].text == whole)
    #expect(problem(value) == (whole.count < 20 ? nil : "'seed' takes at most 9223372036854775807, found \(whole)"))
  }

  @Test func onTheCommandLine() {
    for value in ["1.5", "1e30", "1 // x"] {
      #expect(problem(#""$p""#, [("p", value)]) == "error: parameter 'p' takes an integer, found '\(value)'")
    }
    for value in ["18446744073709551616", "-9223372036854775809"] {
      #expect(
        problem(#""$p""#, [("p", value)])
          == "error: parameter 'p' takes an integer from -9223372036854775808 to 18446744073709551615, found \(value)")
    }
  }

  /// A loop walks through whole numbers as integers and as numbers.
  @Test func lists() throws {
    func text(_ list: String) -> String {
      #"""
      {"stages": {"l": {"stage": "loop", "each": {"s": \#(list)}, "body": {
        "g": {"stage": "generator", "seed": "@s"}, "d": {"stage": "draw", "generator": "@g", "plus": "@s"},
        "w": {"stage": "save", "value": "@d", "to": "x"}}}}}
      """#
    }
    _ = try load(text("[1e3, 2.0, 3]"))
    let fault = #expect(throws: PipelineFault.self) { try load(text("[1e3, 2.5]")) }
    #expect(fault?.description == "f.json:1:56: error: 'seed' takes integer, found number 2.5")
  }

  /// Parameters keep the kind that they are written in.
  @Test func parametersAreNumbers() throws {
    let text = #"{"parameters": {"scale": 1.0}, "stages": {}}"#
    #expect(try load(text, [("scale", "1.5")]).parameters[0].text == "1.5")
    #expect(try load(text, [("scale", "18446744073709551615")]).parameters[0].text == "1.8446744073709552e+19")
  }

  /// Lists of the command line hold no references.
  @Test(arguments: [
    (#"["a"]"#, #"["@home", "$5", "@@", "$$x"]"#, #"["@home", "$5", "@@", "$$x"]"#),
    (#"["a"]"#, "@home,$5", #"["@home", "$5"]"#), (#"["a"]"#, "[5, 1e3, true, a b]", #"["5", "1e3", "true", "a b"]"#),
    (#"[["a"]]"#, #"[["@home"], ["$5", "b"]]"#, #"[["@home"], ["$5", "b"]]"#), ("[1]", "[1e0, 2.0]", "[1, 2]"),
    ("[1.5]", "[1, 2e0]", "[1.0, 2.0]"), ("[[1]]", "[[1], []]", "[[1], []]"), (#"["a"]"#, "", "[]"),
  ])
  func commandLineLists(list: String, given: String, value: String) throws {
    let text = #"{"parameters": {"p": \#(list)}, "stages": {}}"#
    #expect(try load(text, [("p", given)]).parameters[0].text == value)
  }
}
