import Basics
import PipelineKit
import PipelineTesting
import Synchronization
import Tensors
import TestSupport
import Testing

/// Values in texts: `x-{seed:04}.png`.
@Suite struct TextTests {
  /// What a file's `save` stages write, `PATH=VALUE`.
  private func saved(_ text: String, _ arguments: [(name: String, text: String)] = []) throws -> [String] {
    let pipeline = try Pipeline(
      text: text, file: "f.json", folder: "", arguments: arguments, registry: testRegistry())
    let saved = Mutex<[String]>([])
    try pipeline.run { event in if case .wrote(let what) = event { saved.withLock { $0.append(what) } } }
    return saved.withLock { $0 }
  }

  /// A default is a text as any other; what the command line gives is taken as it is.
  @Test func defaultsAreTexts() throws {
    let text = #"""
      {"parameters": {"seed": 7, "out": "o-@seed"}, "stages": {"a": {"stage": "save", "value": 1, "to": "$out"}}}
      """#
    #expect(
      try problems(text) == ["1:35: warning: '@seed' stays as it is, as part of a text; did you mean '{seed}'?"])
    let given = try Pipeline(
      text: text, file: "f", folder: "", arguments: [("out", "a-@seed-{nope}")], registry: testRegistry())
    #expect(given.warnings.isEmpty)
  }

  private func problems(_ text: String) throws -> [String] {
    PipelineFile.problems(in: text, file: "f", registry: try testRegistry()).map { String($0.dropFirst(2)) }
  }

  @Test func parametersStandInTexts() throws {
    let text = #"""
      {"parameters": {"seed": 7, "scale": 2.5, "whole": 2.0, "flip": true, "word": "a b", "out": "o-{seed:03}-{word}"},
       "stages": {
        "a": {"stage": "save", "value": 1, "to": "a-{seed}-{scale}-{whole}-{flip}-{seed:04}"},
        "b": {"stage": "save", "value": 2, "to": "$out"},
        "c": {"stage": "save", "value": 3, "to": "{{seed}}-{{nothing-like-it}}-{}-{ seed }-{{{seed}"}
      }}
      """#
    #expect(
      try saved(text) == [
        "a-7-2.5-2-true-0007=1.0", "o-007-a b=2.0", "{seed}-{nothing-like-it}-{}-{ seed }-{{7=3.0",
      ])
    // What the user gives is completed as what the file says.
    #expect(
      try saved(text, [("seed", "-3"), ("out", "{seed}")]).prefix(2) == ["a--3-2.5-2-true--0003=1.0", "-3=2.0"])
  }

  @Test func loopsValuesStandInTexts() throws {
    let text = #"""
      {"parameters": {"tag": "t"}, "stages": {"l": {"stage": "loop", "each": {"i": [1, 2, 10], "w": ["x", "y", "z"]},
        "carry": {"sum": 0.5}, "next": {"sum": "@added"},
        "body": {
          "added": {"stage": "sum", "inputs": ["@sum", "@i"]},
          "s": {"stage": "save", "value": "@i", "to": "{tag}-{i:02}-{w}-{sum}"}
        }}}}
      """#
    #expect(try saved(text) == ["t-01-x-0.5=1.0", "t-02-y-1.5=2.0", "t-10-z-3.5=10.0"])
    // The names are known before the run where one list of literals makes them.
    let simple =
      #"{"stages": {"l": {"stage": "loop", "each": {"i": [1, 2]}, "body": {"s": {"stage": "save", "value": 1, "to": "{i}.txt"}}}}}"#
    let pipeline = try Pipeline(text: simple, file: "f", folder: "", registry: testRegistry())
    #expect(pipeline.writes == ["1.txt", "2.txt"])
  }

  @Test func partsGiveTheirs() throws {
    try withTemporaryFolder { folder in
      let part = #"""
        {"inputs": {"n": "number"}, "parameters": {"seed": 1, "name": "p-{seed}"},
         "stages": {"s": {"stage": "save", "value": "@n", "to": "{name}-{n}"}}}
        """#
      try AtomicFile.write(Array(part.utf8), to: folder + "/part.json")
      let text = #"""
        {"parameters": {"seed": 5}, "stages": {
          "a": {"stage": "./part.json", "n": 2, "seed": 9}, "b": {"stage": "./part.json", "n": 3, "name": "q{seed}"}}}
        """#
      let pipeline = try Pipeline(text: text, file: "f", folder: folder, registry: testRegistry())
      let saved = Mutex<[String]>([])
      try pipeline.run { event in if case .wrote(let what) = event { saved.withLock { $0.append(what) } } }
      #expect(saved.withLock { $0 } == ["p-9-2=2.0", "q5-3=3.0"])
    }
  }

  @Test(arguments: [
    (
      #""a": {"stage": "save", "value": 1, "to": "x-{sed}"}"#,
      ["warning: '{sed}' stays as it is, as part of a text; did you mean '{seed}'?"]
    ),
    (
      #""a": {"stage": "save", "value": 1, "to": "x-@seed"}"#,
      ["warning: '@seed' stays as it is, as part of a text; did you mean '{seed}'?"]
    ),
    // A place that is one hides no other.
    (
      #""b": {"stage": "number", "value": 1}, "a": {"stage": "save", "value": "@b", "to": "x-@b-{seed}.png"}"#,
      ["warning: '@b' stays as it is, as part of a text; a reference stands alone"]
    ),
    (
      #""a": {"stage": "save", "value": 1, "to": "x-$seed-{seed}"}"#,
      ["warning: '$seed' stays as it is, as part of a text; did you mean '{seed}'?"]
    ),
    (
      #""a": {"stage": "save", "value": 1, "to": "{nope}-{seed}"}"#,
      [
        "warning: '{nope}' stays as it is, as part of a text; no parameter, loop or part gives 'nope'; '{{nope}}' stands for '{nope}' itself"
      ]
    ),
    (
      #""b": {"stage": "number", "value": 1}, "a": {"stage": "save", "value": "@b", "to": "{b}"}"#,
      [
        "warning: '{b}' stays as it is, as part of a text; 'b' is a stage, and only parameters and what loops and parts bind can stand in a text"
      ]
    ),
    (
      #""a": {"stage": "save", "value": 1, "to": "{ seed }"}"#,
      ["warning: '{ seed }' stays as it is, as part of a text; did you mean '{seed}'?"]
    ),
    (
      #""a": {"stage": "save", "value": 1, "to": "{seed:04x}"}"#,
      ["warning: '{seed:04x}' stays as it is, as part of a text; did you mean '{seed:04}'?"]
    ),
    (#""a": {"stage": "save", "value": 1, "to": "{{nope}} {{seed}} {3} {{3}}"}"#, []),
    (#""a": {"stage": "save", "value": 1, "to": "me@seedling.org costs $5"}"#, []),
    (
      #""a": {"stage": "save", "value": 1, "to": "x-$seed"}"#,
      ["warning: '$seed' stays as it is, as part of a text; did you mean '{seed}'?"]
    ),
    (
      #""b": {"stage": "number", "value": 1}, "a": {"stage": "save", "value": "@b", "to": "x-@b"}"#,
      ["warning: '@b' stays as it is, as part of a text; a reference stands alone"]
    ),
    (
      #""g": {"stage": "make-image"}, "l": {"stage": "loop", "each": {"t": [1, 2]}, "carry": {"x": "@g"}, "next": {"x": "@x"}, "body": {"a": {"stage": "save", "value": 1, "to": "{t}-{x}"}}}"#,
      ["error: '{x}' is an image; only numbers, texts, flags and timesteps can stand in a text"]
    ),
    (#""a": {"stage": "save", "value": 1, "to": "mail@example.org {ok?} {}"}"#, []),
  ])
  func whatStaysIsTold(stages: String, expected: [String]) throws {
    let found = try problems(#"{"parameters": {"seed": 1}, "stages": {\#(stages)}}"#)
    #expect(found.map { $0.drop { $0 != " " }.dropFirst() } == expected.map { $0[...] })
  }
}
