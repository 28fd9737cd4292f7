import Basics
import PipelineKit
import Tensors
import Testing

/// Lives as long as what holds the registry that it is in.
private final class Lifetime: Method {
  static let vocabulary = "lifetime"
  let name = "lifetime"
  let summary = "Nothing."
}

/// Wrong files, and everything that is said of each.
@Suite struct CheckTests {
  /// A check leaves nothing in memory.
  @Test func nothingIsLeft() throws {
    weak var left: Lifetime?
    func check() throws {
      let lifetime = Lifetime()
      var registry = try testRegistry()
      try registry.register([lifetime])
      left = lifetime
      let text =
        #"{"stages": {"a": {"stage": "number", "value": 1}, "s": {"stage": "save", "value": "@a", "to": "x"}}}"#
      _ = try Pipeline(text: text, file: "f.json", folder: ".", registry: registry)
    }
    try check()
    #expect(left == nil)
  }

  @Test(
    arguments: [
      // The form.
      ("", ["1:1: error: the file is empty"]),
      ("[1, 2]", ["1:1: error: a pipeline file should be an object { … }, found a list"]),
      (#"{"stages": {}"#, ["1:14: error: not JSON: expected ',' or '}', found the end of the file"]),
      (#"{"stages": {"a": {"stage": "number", "value": 1}, "a": {}}}"#, ["1:13: error: 'a' is given more than once"]),
      (
        #"{"stagse": {}}"#,
        ["1:2: error: a pipeline file has no key 'stagse'; did you mean 'stages'?"]
      ),
      (#"{"stages": {"a": 3}}"#, ["1:18: error: stage 'a' should be an object { … }, found '3'"]),
      (#"{"stages": {"a": {"value": 3}}}"#, ["1:13: error: 'a' lacks the key 'stage'"]),
      (
        #"{"stages": {"a.b": {"stage": "save", "value": 3, "to": "x"}}}"#,
        ["1:13: error: 'a.b' can't be a name: letters, digits, '-' and '_' make one"]
      ),
      (
        #"{"stages": {"a": {"stage": "save", "value": "@", "to": null}}}"#,
        [
          "1:45: error: '@' is not a reference; expected '@stage', '@stage.output' or '$parameter' (write '@@' or '$$' for the sign itself)",
          "1:56: error: a value should be given, found null",
        ]
      ),
      (
        #"{"parameters": {"p": "@a"}, "stages": {}}"#,
        [
          "1:22: error: parameter 'p' should be a number, a text, true, false or a list of these, found a reference or an object"
        ]
      ),
      (
        #"{"inputs": {"p": "imagge"}, "stages": {}}"#,
        ["1:18: error: there is no kind 'imagge'; did you mean 'image'?"]
      ),
      (
        #"{"inputs": {"p": "picture"}, "stages": {}}"#,
        [
          "1:18: error: there is no kind 'picture'; expected one of 'image', 'mask', 'estimate', 'condition', 'model', 'timestep', 'timesteps', 'generator', 'tensor', 'number', 'integer', 'text' and 2 more, or 'list of' one"
        ]
      ),
      // Stages and ports.
      (
        #"{"stages": {"a": {"stage": "smu", "inputs": []}}}"#,
        ["1:28: error: there is no stage 'smu'; did you mean 'sum'?"]
      ),
      (
        #"{"stages": {"a": {"stage": "save", "valeu": 3, "to": "x"}}}"#,
        [
          "1:13: error: stage 'a' lacks its input 'value' (number)",
          "1:36: error: stage 'save' has no input 'valeu'; did you mean 'value'?",
        ]
      ),
      (
        #"{"stages": {"a": {"stage": "save", "value": "many", "to": "x"}}}"#,
        ["1:45: error: 'value' takes number, found text 'many'"]
      ),
      (
        #"{"stages": {"a": {"stage": "number", "value": 2000}, "b": {"stage": "save", "value": "@a", "to": "x"}}}"#,
        ["1:47: error: 'value' takes -1000 … 1000, found 2000"]
      ),
      (
        #"{"stages": {"a": {"stage": "open", "from": "x", "how": "gentle"}, "b": {"stage": "open", "from": "@a"}}}"#,
        [
          "1:56: error: 'how' takes 'gently' or 'quickly', found 'gentle'; did you mean 'gently'?"
        ]
      ),
      (
        #"{"stages": {"a": {"stage": "generator", "seed": 1.5}, "b": {"stage": "draw", "generator": "@a"}}}"#,
        [
          "1:49: error: 'seed' takes integer, found number 1.5"
        ]
      ),
      // References.
      (
        #"{"stages": {"first": {"stage": "number", "value": 1}, "b": {"stage": "save", "value": "@frist", "to": "x"}}}"#,
        [
          "1:87: error: nothing here is called 'frist'; did you mean 'first'?"
        ]
      ),
      (
        #"{"stages": {"s": {"stage": "sum", "inputs": [1]}, "b": {"stage": "save", "value": "@s.total", "to": "x"}}}"#,
        ["1:83: error: 's' has no output 'total'; expected one of 'sum', 'count'"]
      ),
      (
        #"{"stages": {"s": {"stage": "save", "value": 1, "to": "x"}, "b": {"stage": "save", "value": "@s", "to": "y"}}}"#,
        ["1:92: error: 's' has no output to refer to"]
      ),
      (
        #"{"stages": {"i": {"stage": "make-image"}, "b": {"stage": "save", "value": "@i", "to": "x"}}}"#,
        ["1:75: error: 'value' takes number, found image (@i)"]
      ),
      (
        #"{"stages": {"e": {"stage": "make-estimate"}, "n": {"stage": "negate", "input": "@e"}, "m": {"stage": "mean", "image": "@n"}, "b": {"stage": "save", "value": "@m", "to": "x"}}}"#,
        ["1:119: error: 'image' takes image, found estimate (@n)"]
      ),
      (
        #"{"stages": {"i": {"stage": "make-image"}, "e": {"stage": "make-estimate"}, "n": {"stage": "add", "inputs": ["@e", "@i"]}, "o": {"stage": "negate", "input": "@n"}}}"#,
        [
          "1:108: error: 'inputs' takes values of one kind, found estimate and image"
        ]
      ),
      (
        #"{"stages": {"i": {"stage": "make-image"}, "e": {"stage": "make-estimate"}, "n": {"stage": "pair", "one": "@i", "other": "@e"}, "o": {"stage": "negate", "input": "@n"}}}"#,
        ["1:121: error: 'other' takes image, found estimate (@e)"]
      ),
      (
        #"{"stages": {"a": {"stage": "number", "value": "@b"}, "b": {"stage": "number", "value": "@c"}, "c": {"stage": "number", "value": "@a"}}}"#,
        ["1:13: error: each of these waits for the next: a → b → c → a"]
      ),
      (
        #"{"stages": {"s": {"stage": "save", "value": "$x", "to": "x"}}, "parameters": {"y": 1}}"#,
        ["1:45: error: there is no parameter 'x'; expected 'y'"]
      ),
      // Loops.
      (
        #"{"stages": {"l": {"stage": "loop", "eech": {}}}}"#,
        [
          "1:13: error: loop 'l' lacks the key 'body'",
          "1:36: error: loop 'l' has no key 'eech'; did you mean 'each'?",
        ]
      ),
      (
        #"{"stages": {"l": {"stage": "loop", "each": {"i": 3}, "body": {"s": {"stage": "save", "value": "@i", "to": "x"}}}}}"#,
        ["1:50: error: 'i' iterates over a list or timesteps, found integer"]
      ),
      (
        #"{"stages": {"l": {"stage": "loop", "each": {"i": [1]}, "carry": {"x": 1.0}, "body": {"s": {"stage": "save", "value": "@i", "to": "x"}}}}}"#,
        ["1:66: error: carried 'x' has no entry in 'next' that says what it becomes"]
      ),
      (
        #"{"stages": {"l": {"stage": "loop", "each": {"i": [1]}, "carry": {"x": 1.0}, "body": {"s": {"stage": "make-image"}}, "next": {"x": "@s", "y": "@s"}}}}"#,
        [
          "1:131: error: carried 'x' starts as number, but 'next' makes it image",
          "1:137: error: 'next' of loop 'l' has no key 'y'; expected 'x'",
        ]
      ),
      (
        #"{"stages": {"n": {"stage": "number", "value": 1}, "l": {"stage": "loop", "each": {"n": [1]}, "body": {"s": {"stage": "save", "value": "@n", "to": "x"}}}}}"#,
        ["1:83: error: the name 'n' is taken on line 1 already"]
      ),
      (
        #"{"stages": {"l": {"stage": "loop", "each": {"i": [1]}, "body": {"n": {"stage": "number", "value": "@i"}}, "collect": {"a": "@n", "b": "@n"}}, "s": {"stage": "save", "value": "@l", "to": "x"}}}"#,
        ["1:175: error: 'l' has several outputs; expected one of '@l.a', '@l.b'"]
      ),
      // What a stage itself can say.
      (
        #"{"stages": {"a": {"stage": "open", "from": "missing.png"}, "b": {"stage": "open", "from": "@a"}}}"#,
        [
          "1:44: error: stage 'a': there is no file 'missing.png'"
        ]
      ),
    ] as [(String, [String])])
  func wrong(text: String, messages: [String]) throws {
    let fault = #expect(throws: PipelineFault.self) { try load(text) }
    #expect((fault?.description ?? "").split(separator: "\n").map { String($0.dropFirst("f.json:".count)) } == messages)
  }

  @Test func everythingInOneGo() throws {
    let text = """
      stages:
        a: {stage: nubmer, value: 1}
        b: {stage: sum, inputs: ["@a", "@c"]}
        d: {stage: save, value: "@b", too: x}
      """
    let fault = #expect(throws: PipelineFault.self) { try load(text) }
    #expect(
      fault?.description == """
        f.json:2:14: error: there is no stage 'nubmer'; did you mean 'number'?
        f.json:3:34: error: nothing here is called 'c'; expected one of 'a', 'b', 'd'
        f.json:4:3: error: stage 'd' lacks its input 'to' (text)
        f.json:4:33: error: stage 'save' has no input 'too'; did you mean 'to'?
        """)
  }

  @Test(arguments: [
    ("stpes", "3", "error: there is no parameter 'stpes'; did you mean 'steps'?"),
    ("steps", "3.5", "error: parameter 'steps' takes an integer, found '3.5'"),
    ("scale", "lots", "error: parameter 'scale' takes a number, found 'lots'"),
    ("big", "yes", "error: parameter 'big' takes true or false, found 'yes'"),
    ("list", "[1, x]", "error: parameter 'list' takes a list of integer, found '[1, x]'"),
    ("list", "[1, [2]]", "error: parameter 'list' takes a list of integer, found '[1, [2]]'"),
  ])
  func wrongArguments(name: String, value: String, message: String) throws {
    let text = #"{"parameters": {"steps": 3, "scale": 1.0, "big": true, "list": [1, 2]}, "stages": {}}"#
    let fault = #expect(throws: PipelineFault.self) { try load(text, [(name, value)]) }
    #expect(fault?.description == message)
    #expect(fault?.cause == .usage)
  }

  @Test func causes() {
    func cause(_ text: String) -> FaultCause? { #expect(throws: PipelineFault.self) { try load(text) }?.cause }
    #expect(cause(#"{"stages": {"s": {"stage": "save"}}}"#) == .data)
    #expect(cause(#"{"stages": {"a": {"stage": "open", "from": "missing.png"}}}"#) == .missingInput)
  }

  @Test func aNameTakenTwice() throws {
    var registry = try testRegistry()
    let fault = #expect(throws: RegistryFault.self) { try registry.register([Sum.self]) }
    #expect(fault?.description == "there is a stage 'sum' already")
  }

  /// What a list holds is checked element by element, at the element's position.
  @Test(arguments: [
    (#"["@g", 2]"#, "", "1:150: error: 'inputs[0]' takes number, found generator (@g)"),
    (#"[1, "@n", "a"]"#, "", "1:159: error: 'inputs[2]' takes number, found text 'a'"),
    (#"[1, true, "a"]"#, "", "1:153: error: 'inputs[1]' takes number, found flag true"),
    (#"[1, [2]]"#, "", "1:153: error: 'inputs[1]' takes number, found list of integer"),
    (#""$p""#, #"[1, 2.5, "x"]"#, "1:31: error: 'inputs[2]' takes number, found text 'x'"),
    (#""$p""#, #"{"default": [0, 2, 5], "range": [0, 3]}"#, "1:41: error: parameter 'p' takes 0 … 3, found 5"),
    (
      #""$p""#, #"{"default": ["a", "c"], "choices": ["a", "b"]}"#,
      "1:40: error: parameter 'p' takes 'a' or 'b', found 'c'"
    ),
  ])
  func elements(list: String, parameter: String, message: String) {
    let parameters = parameter.isEmpty ? "[1]" : parameter
    let text =
      #"{"parameters": {"p": \#(parameters)}, "stages": {"g": {"stage": "generator", "seed": 1}, "n": {"stage": "number", "value": 1}, "s": {"stage": "sum", "inputs": \#(list)}}}"#
    let fault = #expect(throws: PipelineFault.self) { try load(text) }
    let lines = (fault?.description ?? "").split(separator: "\n").map { String($0.dropFirst("f.json:".count)) }
    #expect(lines.contains(message), "\(lines)")
  }

  /// Stars and ampersands in texts are no aliases, unless both carry one name.
  @Test func starsInTexts() throws {
    #expect(
      try load(##"{"about": "fish & chips, *very* good, at a&b", "stages": {}}"##).about?.hasSuffix("a&b") == true)
    let fault = #expect(throws: PipelineFault.self) { try load("stages: &all {}\noutputs: *all\n") }
    #expect(fault?.description == "f.json:2:10: error: a value should be written out, found the YAML alias '*all'")
  }

  @Test(arguments: [
    (Kind.oneOf([.image, .mask, .list(.oneOf([.image, .list(.mask)]))]), "image or mask, or lists of these"),
    (.oneOf([.integer, .list(.integer)]), "integer or list of integer"),
    (.oneOf([.image, .list(.list(.image))]), "image or lists of it"),
    (.oneOf([.list(.text), .list(.list(.number))]), "list of number or text"),
    (.oneOf([.image, .mask, .estimate]), "image, mask or estimate"), (.oneOf([]), "nothing"),
  ]) func kindsInWords(_ kind: Kind, _ words: String) { #expect(kind.description == words) }
}
