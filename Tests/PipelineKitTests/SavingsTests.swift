import Basics
import Foundation
import PipelineKit
import Tensors
import TestSupport
import Testing

/// What the graph saves changes nothing but the work.
@Suite struct SavingsTests {
  private func stages(_ text: String) throws -> [String] { try trace(load(text)).trace.stages }

  // MARK: Equal work

  @Test func equalWorkIsDoneOnce() throws {
    let text = """
      { "outputs": {"x": "@all"}, "stages": {
        "a": {"stage": "number", "value": 2}, "b": {"stage": "number", "value": 2},
        "c": {"stage": "sum", "inputs": ["@a", "@b"]}, "d": {"stage": "sum", "inputs": ["@b", "@a"]},
        "e": {"stage": "number", "value": 3}, "all": {"stage": "sum", "inputs": ["@c", "@d", "@d.count", "@e"]} } }
      """
    #expect(try stages(text) == ["a", "c", "e", "all"])
    #expect(try numbers(text) == ["x": 13])
  }

  @Test func equalWorkInLoopsIsDoneOnceAnIteration() throws {
    let text = """
      { "outputs": {"x": "@l"}, "stages": {
        "outside": {"stage": "number", "value": 5},
        "l": {"stage": "loop", "each": {"i": [1, 2]}, "carry": {"x": 0.0}, "body": {
          "inside": {"stage": "number", "value": 5},
          "a": {"stage": "sum", "inputs": ["@i", "@inside"]}, "b": {"stage": "sum", "inputs": ["@i", "@outside"]},
          "m": {"stage": "loop", "each": {"j": [10, 20]}, "carry": {"y": "@x"}, "body": {
            "c": {"stage": "sum", "inputs": ["@i", "@outside"]}, "d": {"stage": "sum", "inputs": ["@c", "@j", "@y"]} },
            "next": {"y": "@d"} },
          "next": {"stage": "sum", "inputs": ["@a", "@b", "@m"]} }, "next": {"x": "@next"}} } }
      """
    let found = try stages(text)
    #expect(found == ["outside", "a", "d", "d", "next", "a", "d", "d", "next"])
    #expect(try numbers(text)["x"] == trace(load(text), plainly: true).outputs["x"].flatMap { Double($0) })
  }

  @Test func whatDrawsWritesOrRemembersIsNotShared() throws {
    let text = """
      { "outputs": {"x": "@all"}, "stages": {
        "g": {"stage": "generator", "seed": 7}, "h": {"stage": "generator", "seed": 7},
        "one": {"stage": "draw", "generator": "@g"}, "two": {"stage": "draw", "generator": "@g"},
        "three": {"stage": "draw", "generator": "@h"},
        "all": {"stage": "sum", "inputs": ["@one", "@two", "@three"]},
        "l": {"stage": "loop", "each": {"i": [1, 2]}, "body": {
          "p": {"stage": "accumulate", "value": "@i"}, "q": {"stage": "accumulate", "value": "@i"},
          "s": {"stage": "sum", "inputs": ["@p", "@q"]}, "w": {"stage": "save", "value": "@s", "to": "w"}} },
        "a": {"stage": "save", "value": 1, "to": "a"}, "b": {"stage": "save", "value": 1, "to": "b"} } }
      """
    let generator = Generator(seed: 7)
    let draws = (0..<2).map { _ in Double(generator.normal([1]).values[0]) }
    #expect(try numbers(text) == ["x": draws[0] + draws[1] + draws[0]])
    let trace = try trace(load(text)).trace
    #expect(trace.written == ["out/w=2.0", "out/w=6.0", "out/a=1.0", "out/b=1.0"])
    #expect(trace.stages.filter { ["p", "q"].contains($0) }.count == 4)
  }

  /// The same words mean another file where they stand in another folder; to a port that takes words they are the same.
  @Test func pathsAreEqualByWhatTheyLeadTo() throws {
    try withTemporaryFolder { folder in
      let files = [
        "parts/part.json": """
        { "outputs": {"x": "@o", "n": "@n"}, "stages": {
          "o": {"stage": "open", "from": "f"}, "n": {"stage": "open", "from": "../g"} } }
        """,
        "main.json": """
        { "outputs": {"a": "@o", "b": "@p", "c": "@n", "d": "@p.n"}, "stages": {
          "o": {"stage": "open", "from": "f"}, "n": {"stage": "open", "from": "g"},
          "p": {"stage": "./parts/part.json"} } }
        """,
      ]
      for (name, text) in files { try AtomicFile.write(Array(text.utf8), to: folder + "/" + name) }
      let (trace, outputs) = try trace(Pipeline(path: folder + "/main.json", registry: testRegistry()))
      #expect(outputs["a"].flatMap { String($0) } == folder + "/f")
      #expect(outputs["b"].flatMap { String($0)?.replacing("/./", with: "/") } == folder + "/parts/f")
      #expect(trace.stages.count == 4)
    }
  }

  @Test func smallDifferencesCount() throws {
    let text = """
      { "outputs": {"x": "@s"}, "stages": {
        "a": {"stage": "number", "value": 0.0}, "b": {"stage": "number", "value": -0.0},
        "c": {"stage": "open", "from": "f"}, "d": {"stage": "open", "from": "f", "how": "gently"},
        "s": {"stage": "sum", "inputs": ["@a", "@b"]} } }
      """
    #expect(try Set(stages(text)).isSuperset(of: ["a", "b"]))
  }

  // MARK: Batches

  @Test func whatIsReadyTogetherRunsAsOne() throws {
    let text = """
      { "outputs": {"a": "@a.together", "b": "@b.together", "c": "@c.together", "d": "@d.together", "e": "@e.together",
          "x": "@d"}, "stages": {
        "by": {"stage": "number", "value": 1}, "other": {"stage": "number", "value": 2},
        "a": {"stage": "square", "value": 2, "by": "@by"}, "n": {"stage": "sum", "inputs": [1, "@other"]},
        "b": {"stage": "square", "value": "@n", "by": "@by"},
        "c": {"stage": "square", "value": 3, "by": "@other"},
        "after": {"stage": "sum", "inputs": ["@a", "@b"]},
        "d": {"stage": "square", "value": "@after", "by": "@by"}, "e": {"stage": "square", "value": 5, "by": "@by"} } }
      """
    #expect(try numbers(text) == ["a": 3, "b": 3, "c": 1, "d": 1, "e": 3, "x": 169])
    #expect(try stages(text) == ["by", "other", "n", "a", "b", "e", "c", "after", "d"])
  }

  /// Neither draws nor what is written change their order for a batch, and nothing waits for a loop.
  @Test func batchesDisturbNothing() throws {
    let text = """
      { "outputs": {"a": "@a.together", "b": "@b.together", "c": "@c.together"}, "stages": {
        "by": {"stage": "number", "value": 1}, "g": {"stage": "generator", "seed": 1},
        "a": {"stage": "square", "value": 2, "by": "@by"}, "saved": {"stage": "save", "value": "@a", "to": "a"},
        "draw": {"stage": "draw", "generator": "@g", "plus": 100},
        "b": {"stage": "square", "value": "@draw", "by": "@by"},
        "l": {"stage": "loop", "each": {"i": [1, 2]}, "carry": {"x": 0.0}, "body": {
          "s": {"stage": "sum", "inputs": ["@x", "@i"]}}, "next": {"x": "@s"}},
        "c": {"stage": "square", "value": "@l", "by": "@by"} } }
      """
    #expect(try numbers(text) == ["a": 1, "b": 1, "c": 1])
    #expect(try stages(text) == ["by", "g", "a", "saved", "draw", "b", "s", "s", "c"])
  }

  @Test func whatIsWrongInABatchIsToldOfItsStage() throws {
    let text = """
      { "stages": {
        "by": {"stage": "number", "value": 1},
        "a": {"stage": "square", "value": 2, "by": "@by"}, "b": {"stage": "square", "value": -3, "by": "@by"},
        "s": {"stage": "save", "value": "@a", "to": "a"}, "t": {"stage": "save", "value": "@b", "to": "b"} } }
      """
    let fault = #expect(throws: RunFault.self) { try load(text).run() }
    #expect(fault?.stage == "b")
    #expect(fault?.description == "f.json:3:54: error: stage 'b': 'value' takes at least 0, found -3.0")
  }

  // MARK: Any graph

  /// Random graphs give the same with and without savings: the same values, the same draws, the same files.
  @Test(arguments: 0..<200 as Range<UInt64>)
  func savingsChangeNothing(seed: UInt64) throws {
    var random = Random(state: seed)
    let text = RandomGraph.text(&random)
    let pipeline = try load(text)
    let (plain, expected) = try trace(pipeline, plainly: true)
    let (saved, found) = try trace(pipeline)
    func texts(_ outputs: NamedValues) -> [String] { outputs.map { "\($0.name): \($0.value)" } }
    #expect(texts(found) == texts(expected), "\(text)")
    #expect(saved.written.sorted() == plain.written.sorted(), "\(text)")
    #expect(saved.stages.count <= plain.stages.count)
  }
}

/// Small numbers from a seed (SplitMix64).
struct Random: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Pipeline files at random, of few kinds of stages and constants, so that there is much to share.
private enum RandomGraph {
  static func text(_ random: inout Random) -> String {
    var count = 0
    var stages = [
      #""g": {"stage": "generator", "seed": 3}"#, #""h": {"stage": "generator", "seed": 3}"#,
      #""by": {"stage": "number", "value": 1}"#, #""also": {"stage": "number", "value": 1}"#,
    ]
    var known = ["@by", "@also"]
    stages += body(&random, &known, &count, size: 10, depth: 0)
    let outputs = known.enumerated().map { "\"o\($0)\": \"\($1)\"" }.joined(separator: ", ")
    return "{ \"outputs\": {\(outputs)}, \"stages\": {\n\(stages.joined(separator: ",\n"))\n} }"
  }

  private static func body(
    _ random: inout Random, _ known: inout [String], _ count: inout Int, size: Int, depth: Int
  ) -> [String] {
    (0..<size).map { _ in
      count += 1
      let name = "s\(count)"
      func any(_ random: inout Random) -> String { "\"\(known.suffix(6).randomElement(using: &random)!)\"" }
      let text: String
      switch Int.random(in: 0..<10, using: &random) {
      case 0: text = "\"stage\": \"number\", \"value\": \(Int.random(in: 1...2, using: &random))"
      case 1, 2: text = "\"stage\": \"sum\", \"inputs\": [\(any(&random)), \(any(&random))]"
      case 3: text = "\"stage\": \"draw\", \"generator\": \"@\(Bool.random(using: &random) ? "g" : "h")\""
      case 7 where depth > 0:
        // The element of a loop decides, or what a stage computes.
        let which = known.filter { $0.hasPrefix("@i") }.randomElement(using: &random)!
        let decider = Bool.random(using: &random) ? "\"\(which)\"" : any(&random)
        text = "\"stage\": \"choose\", \"which\": \(decider), \"first\": \(any(&random)), \"second\": \(any(&random))"
      case 4 where depth > 0: text = "\"stage\": \"accumulate\", \"value\": \(any(&random))"
      case 5 where depth < 2:
        var inner = known + ["@i\(count)", "@x\(count)"]
        let (each, carry, start) = ("i\(count)", "x\(count)", any(&random))
        let stages = self.body(&random, &inner, &count, size: 4, depth: depth + 1).joined(separator: ", ")
        text = """
          "stage": "loop", "each": {"\(each)": [1.5, 2.5]}, "carry": {"\(carry)": \(start)}, "body": {\(stages)}, \
          "next": {"\(carry)": "\(inner.last!)"}
          """
      case 6:
        let path = depth == 0 ? name : "in-loop-\(name)"
        count += 1
        let saved = "\"s\(count)\": {\"stage\": \"save\", \"value\": \(any(&random)), \"to\": \"\(path)\"}"
        return saved
      default:
        // Of a constant, as squares of squares soon are too large.
        text = "\"stage\": \"square\", \"value\": \(Int.random(in: 2...3, using: &random)), \"by\": \(any(&random))"
      }
      known.append("@\(name)")
      return "\"\(name)\": {\(text)}"
    }
  }
}
