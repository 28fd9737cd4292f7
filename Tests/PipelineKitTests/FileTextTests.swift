import Basics
import PipelineKit
import PipelineTesting
import Tensors
import Testing

/// How the text of files is read: JSON, YAML, and what is between.
@Suite struct FileTextTests {
  private func parameters(_ text: String, file: String = "f.json") throws -> String {
    let pipeline = try Pipeline(text: text, file: file, folder: "", registry: testRegistry())
    return pipeline.parameters.map { "\($0.name)=\($0.text)" }.joined(separator: " ")
  }

  private func problems(_ text: String, file: String = "f.json") -> [String] {
    PipelineFile.problems(in: text, file: file, registry: try! testRegistry()).map {
      String($0.dropFirst(file.count + 1))
    }
  }

  /// The same places whatever ends the lines.
  @Test(arguments: ["\n", "\r\n", "\r"])
  func lineEnds(end: String) throws {
    func lines(_ text: String...) -> String { text.joined(separator: end) }
    #expect(
      problems(lines("{", "\"stages\": {", "  \"a\": {\"stage\": \"number\" \"value\": 1}}}")) == [
        #"3:27: error: not JSON: expected ',' or '}', found '"value"'"#
      ])
    #expect(
      problems(lines("stages:", "  é: {stage: nubmer, value: 1}", "  b: {stage: number, value: x}")) == [
        "2:14: error: there is no stage 'nubmer'; did you mean 'number'?",
        "3:29: error: 'value' takes number, found text 'x'",
      ])
    #expect(
      problems(lines("stages:", "  a: [", "")) == [
        "3:1: error: neither JSON nor YAML: did not find expected node content"
      ])
    #expect(
      problems(lines("stages: {}", "parameters: &p {}", "inputs: *p")) == [
        "3:9: error: a value should be written out, found the YAML alias '*p'"
      ])
    #expect(problems(lines("stages: {}", "about: x", "about: y")) == ["2:1: error: 'about' is given more than once"])
    #expect(
      problems(lines("stages: {}", "about: \"é\u{7}\"")) == [
        #"2:10: error: YAML can't hold the character U+0007; write "\u0007", in double quotes"#
      ])
  }

  /// YAML ends lines where editors don't.
  @Test func oddLineEnds() {
    let text = "about: \"a\u{2028}b\u{85}c\"\nstages: {a: {stage: nubmer, value: 1}}\n"
    #expect(problems(text) == ["2:21: error: there is no stage 'nubmer'; did you mean 'number'?"])
    #expect(
      problems("about: \"\u{2028}\", x\nstages: {}\n") == [
        "1:11: error: neither JSON nor YAML: did not find expected key"
      ])
    #expect(
      problems("stages: {}\u{2028}about: \u{85}{") == [
        "1:21: error: neither JSON nor YAML: could not find expected ':'"
      ])
  }

  @Test(arguments: [
    ("// a\n{\"stages\": {}}", "1:1: error: // comments are not JSON; use #"),
    ("{\"stages\": {}, // a\n\"about\": \"x\"}", "1:16: error: // comments are not JSON; use #"),
    ("{\"stages\": {}} /* a */", "1:16: error: /* */ comments are not JSON; use #"),
    ("{\"parameters\": {\"p\": 5 // five\n}, \"stages\": {}}", "1:24: error: // comments are not JSON; use #"),
    ("{\"parameters\": {\"p\": 5// five\n}, \"stages\": {}}", "1:23: error: // comments are not JSON; use #"),
    ("{\"parameters\": {\"p\": // five\n5}, \"stages\": {}}", "1:22: error: // comments are not JSON; use #"),
  ])
  func foreignComments(text: String, message: String) { #expect(problems(text) == [message]) }

  @Test func slashesInTexts() throws {
    #expect(
      try parameters(#"{"parameters": {"a": "http://x/*y*/", "b": "// c"}, "stages": {}} # d // e"#)
        == #"a="http://x/*y*/" b="// c""#)
    #expect(
      try parameters("{parameters: {a: http://x/y, b: 'c // d', e: \"f /* g\"}, stages: {}}")
        == #"a="http://x/y" b="c // d" e="f /* g""#)
  }

  /// What begins as JSON is no YAML, where it would be a text in place of a number.
  @Test(arguments: [
    (#"{"parameters": {"n": 1;}, "stages": {}}"#, "1:22: error: not JSON: expected a number, found '1;'"),
    (
      #"{"parameters": {"n": NaN}, "stages": {}}"#,
      "1:22: error: not JSON: expected a value, found 'NaN'; JSON has no such number"
    ),
    (
      #"{"parameters": {n:1}, "stages": {"g": {"stage": "number", "value": "$n"}}}"#,
      "1:17: error: not JSON: expected a key in double quotes, found 'n'"
    ),
    ("{'stages': {}}", "1:2: error: not JSON: expected a key in double quotes, found a single quote"),
    (
      #"{"stages": {},}"#, "1:15: error: not JSON: expected a key after the comma, found '}'; remove the comma"
    ),
    (#"{"parameters": {"n": 0x10}, "stages": {}}"#, "1:22: error: not JSON: expected a number, found '0x10'"),
  ])
  func nearJSON(text: String, message: String) {
    #expect(problems(text) == [message])
    #expect(problems(text, file: "/dev/fd/63") == [message])
  }

  /// A file that is named so, or whose first key is a word, is YAML.
  @Test func yamlInBraces() throws {
    #expect(try parameters("{parameters: {'a': b c, d: [1,]}, stages: {}}") == #"a="b c" d=[1]"#)
    #expect(try parameters("# x\n{ # y\nparameters: {a: b}, stages: {}}") == #"a="b""#)
    #expect(try parameters(#"{"parameters": {a: b}, "stages": {},}"#, file: "f.yaml") == #"a="b""#)
    #expect(
      problems(#"{"stages": {} "about": x}"#, file: "f.yaml") == [
        "1:15: error: neither JSON nor YAML: did not find expected ',' or '}'"
      ])
    #expect(
      problems("{parameters:{n:1}, stages: {}}") == [
        "1:12: error: neither JSON nor YAML: expected a space after the colon"
      ])
    #expect(
      problems(#"{"parameters": {n:1}, stages: {}}"#, file: "f.yml") == [
        "1:17: error: expected a space after the colon in 'n:1'; write 'n: …'"
      ])
  }

  /// One mistake is told once, though what it belongs to is missing then.
  @Test(arguments: [
    ("1e999", "a number should be at most 1.8e308, found 1e999"),
    ("-1e999", "a number should be at most 1.8e308, found -1e999"),
    ("null", "a value should be given, found null"),
  ])
  func unread(value: String, message: String) {
    #expect(
      problems(#"{"stages": {"a": {"stage": "number", "value": \#(value)}}}"#) == ["1:47: error: \(message)"])
    #expect(
      problems(#"{"parameters": {"p": \#(value)}, "stages": {"a": {"stage": "number", "value": "$p"}}}"#) == [
        "1:22: error: \(message)"
      ])
    #expect(
      problems(
        #"{"stages": {"l": {"stage": "loop", "each": {"i": [1, \#(value)]}, "carry": {"c": 1.0}, "#
          + #""body": {"a": {"stage": "number", "value": "@i"}}, "next": {"c": "@a"}}}}"#) == [
          "1:54: error: \(message)"
        ])
    #expect(problems("stages:\n  a:\n    stage: number\n    value: \(value)\n") == ["4:12: error: \(message)"])
  }

  /// Valid JSON that isn't YAML, or that a parser of YAML refuses.
  @Test func validJSON() throws {
    let odd = "\u{7f}\u{80}\u{85}\u{fffe}\u{1ffff}\u{2028}"
    #expect(
      try parameters("{\"parameters\"\n:\n{\t\"p\"\n\t:\"\(odd)\\/\\ud83d\\ude80\"}, \"stages\":{}}")
        == "p=\"\(odd)/🚀\"")
    let long = String(repeating: "k", count: 3000)
    #expect(try parameters(#"{"parameters":{"\#(long)":1E+2},"stages":{}}"#) == "\(long)=100.0")
    #expect(
      problems(#"{"stages":{},"about":"\ud83d"}"#) == [
        #"1:23: error: not JSON: '\ud83d' is half a character; expected a pair such as '\ud83d\ude80'"#
      ])
    #expect(
      problems(#"{"parameters":{"p":1e999},"stages":{}}"#) == [
        "1:20: error: a number should be at most 1.8e308, found 1e999"
      ])
  }

  @Test(arguments: [
    ("!!str 5", #""5""#), ("!!str true", #""true""#), ("! 5", #""5""#), (#"!!int "5""#, "5"), ("!!int 1e3", "1000"),
    ("!!float 5", "5.0"), (#"!!bool "true""#, "true"), ("[!!str 1, 2]", #"["1", 2]"#), ("!!seq [1]", "[1]"),
    (#"'it''s \ud83d\ude80'"#, #""it's \\ud83d\\ude80""#), (#""\ud83d\ude80\x41\u00e9\\ud83d""#, #""🚀Aé\\ud83d""#),
    ("\\ud83d", #""\\ud83d""#), ("yes", #""yes""#), ("|\n    a\n    b", #""a\nb\n""#), (">\n    a\n    b", #""a b\n""#),
    ("1e3", "1000.0"), ("18446744073709551615", "18446744073709551615"), ("0x10", #""0x10""#),
  ])
  func yamlScalars(text: String, value: String) throws {
    #expect(try parameters("parameters:\n  p: \(text)\nstages: {}\n", file: "f.yaml") == "p=\(value)")
  }

  @Test(arguments: [
    ("!!int x", "a value tagged '!!int' should be a whole number, found 'x'"),
    ("!!bool yes", "a value tagged '!!bool' should be true or false, found 'yes'"),
    ("!foo x", "there is no tag '!foo' for a value; expected '!!str', '!!int', '!!float' or '!!bool', or none"),
    ("!!set [1]", "there is no tag '!!set' for a list; expected none"),
    (#""\ud83d""#, #"the text contains half a character; expected a pair such as '\ud83d\ude80'"#),
  ])
  func wrongYAMLScalars(text: String, message: String) {
    #expect(problems("parameters:\n  p: \(text)\nstages: {}\n", file: "f.yaml") == ["2:6: error: \(message)"])
  }

  /// Canonically equivalent names are two.
  @Test func twins() throws {
    let (one, two) = ("\u{fc}", "u\u{308}")
    for text in [
      #"{"parameters": {"\#(one)": 1, "\#(two)": 2}, "stages": {}}"#,
      "parameters: {\(one): 1, \(two): 2}\nstages: {}\n",
    ] {
      let parameters = try load(text, [(two, "5")]).parameters
      #expect(parameters.map(\.text) == ["1", "5"])
      #expect(parameters[0].name.isExactly(one) && parameters[1].name.isExactly(two))
    }
    #expect(
      problems("parameters: {\(one): 1, \(one): 2}\nstages: {}\n") == ["1:14: error: '\(one)' is given more than once"])
    // Places in the disguise that the parser needs for this stay.
    #expect(
      problems("parameters: {\(one): 1, \(two): 2}\nstages: {a: {stage: é}}\n").first?.hasPrefix(
        "2:21: error: there is no stage 'é'") == true)
  }

  /// Stages, parameters, carried and collected names are told apart by their bytes too.
  @Test func twinsInTheGraph() throws {
    let (one, two) = ("\u{fc}", "u\u{308}")
    let text = """
      { "parameters": {"\(one)": 1, "\(two)": 2}, "outputs": {"x": "@sum", "y": "@l.\(two)", "\(one)": "@\(one)", "\(two)": "@\(two)"},
        "stages": {
          "\(one)": {"stage": "number", "value": "$\(one)"}, "\(two)": {"stage": "number", "value": "$\(two)"},
          "sum": {"stage": "sum", "inputs": ["@\(one)", "@\(two)", "@\(two)"]},
          "l": {"stage": "loop", "each": {"i": [1, 2]}, "carry": {"a": 0.0}, "body": {
            "n": {"stage": "number", "value": "@i"}, "s": {"stage": "sum", "inputs": ["@a", "@n"]}},
            "next": {"a": "@s"}, "collect": {"\(one)": "@n", "\(two)": "@s"}} } }
      """
    let outputs = try load(text).run()
    #expect(outputs["x"].flatMap { Double($0) } == 5)
    #expect(outputs["y"].flatMap { [Double]($0) } == [1, 3])
    #expect(outputs[one].flatMap { Double($0) } == 1 && outputs[two].flatMap { Double($0) } == 2)
    #expect(outputs.map(\.name).map(ExactName.init) == ["x", "y", one, two].map(ExactName.init))
  }

  @Test func thousandsOfStages() throws {
    let stages = (0..<12_000).map { #""s\#($0)":{"stage":"number","value":\#($0 % 1000)}"# }.joined(separator: ",")
    let fault = #expect(throws: PipelineFault.self) { try load("{\"stages\":{\(stages),\"x\":{\"stage\":\"y\"}}") }
    #expect(fault?.description.contains("expected ',' or '}', found the end of the file") == true)
  }
}
