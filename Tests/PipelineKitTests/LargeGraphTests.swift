import Basics
import Foundation
import PipelineKit
import Tensors
import TestSupport
import Testing

/// Graphs far larger and deeper than anybody writes by hand: they run, or one error says which limit they pass.
@Suite struct LargeGraphTests {
  /// `count` stages, each adding 1 to the one before.
  private func chain(_ count: Int, reversed: Bool) -> String {
    var stages = [#""s0": {"stage": "number", "value": 0}"#]
    for k in 1...count { stages.append(#""s\#(k)": {"stage": "sum", "inputs": ["@s\#(k - 1)", 1]}"#) }
    let written = (reversed ? stages.reversed() : stages).joined(separator: ", ")
    return #"{"outputs": {"x": "@s\#(count)"}, "stages": {\#(written)}}"#
  }

  @Test(arguments: [false, true])
  func aLongChain(reversed: Bool) throws {
    #expect(try numbers(chain(20_000, reversed: reversed)) == ["x": 20_000])
  }

  /// Draws that each need the next one's result happen from the last to the first.
  @Test func drawsInReverse() throws {
    let count = 5_000
    var stages: [String] = []
    for k in 0..<count { stages.append(#""s\#(k)": {"stage": "draw", "generator": "@g", "plus": "@s\#(k + 1)"}"#) }
    stages.append(#""s\#(count)": {"stage": "number", "value": 0}"#)
    stages.append(#""g": {"stage": "generator", "seed": 3}"#)
    let text = #"{"outputs": {"x": "@s0"}, "stages": {\#(stages.joined(separator: ", "))}}"#
    let generator = Generator(seed: 3)
    var sum = 0.0
    for _ in 0..<count { sum += Double(generator.normal([1]).values[0]) }
    #expect(try numbers(text) == ["x": sum])
  }

  @Test func aLongCircle() throws {
    let stages = (0..<3_000).map { #""s\#($0)": {"stage": "number", "value": "@s\#(($0 + 1) % 3_000)"}"# }
    #expect(
      message("{\"stages\": {\(stages.joined(separator: ", "))}}")
        == "f.json:1:13: error: each of these waits for the next: s0 → s1 → s2 → s3 → … (2995 more) → s2999 → s0")
  }

  /// What stands in a loop's body is part of a circle through it.
  @Test func aCircleThroughALoop() throws {
    let text = """
      {"stages": {
        "l": {"stage": "loop", "each": {"i": [1]}, "body": {
          "m": {"stage": "loop", "each": {"j": [1]}, "body": {"a": {"stage": "sum", "inputs": ["@s"]}}, "collect": {"b": "@a"}}},
          "collect": {"c": "@m"}},
        "s": {"stage": "sum", "inputs": "@l"}}}
      """
    #expect(message(text) == "f.json:2:3: error: each of these waits for the next: l → m → a → s → l")
  }

  @Test func deepLoops() throws {
    func loops(_ depth: Int) -> String {
      let body = (1...depth).reversed().reduce(#""s": {"stage": "number", "value": "@i\#(depth)"}"#) { body, level in
        let inner = level == depth ? "@s" : "@l\(level + 1)"
        return
          #""l\#(level)": {"stage": "loop", "each": {"i\#(level)": [\#(level)]}, "carry": {"x\#(level)": 0.0}, "body": {\#(body)}, "next": {"x\#(level)": "\#(inner)"}}"#
      }
      return #"{"outputs": {"x": "@l1"}, "stages": {\#(body)}}"#
    }
    #expect(try numbers(loops(64)) == ["x": 64])
    #expect(
      message(loops(65)).hasSuffix("error: loops and files that are stages are nested more than 64 deep"))
    #expect(
      message(loops(300)).hasSuffix("error: loops and files that are stages are nested more than 64 deep"))
  }

  @Test func deepLists() throws {
    func list(_ depth: Int) -> String {
      let list = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      return #"{"stages": {"s": {"stage": "sum", "inputs": \#(list)}}}"#
    }
    #expect(message(list(64)) == "f.json:1:46: error: 'inputs[0]' takes number, found \(lists(63))nothing")
    #expect(message(list(65)) == "f.json:1:109: error: lists and objects are nested more than 64 deep")
    #expect(message(list(900)) == "f.json:1:109: error: lists and objects are nested more than 64 deep")
    let kind = lists(100_000) + "number"
    #expect(
      message(#"{"inputs": {"x": "\#(kind)"}, "stages": {}}"#).contains("error: there is no kind 'list of list of"))
  }

  private func lists(_ count: Int) -> String { String(repeating: "list of ", count: count) }

  /// Files that each include the one before twice have 2ⁿ stages; files that include it once are n deep.
  @Test func filesInFiles() throws {
    func answer(_ count: Int, twice: Bool) throws -> String {
      try withTemporaryFolder { folder in
        let end =
          #"{"inputs": {"x": "number"}, "outputs": {"y": "@s"}, "stages": {"s": {"stage": "sum", "inputs": ["@x", 1]}}}"#
        try AtomicFile.write(Array(end.utf8), to: folder + "/p0.json")
        for k in 1...count {
          let again = twice ? #", "b": {"stage": "./p\#(k - 1).json", "x": "@a"}"# : ""
          let text =
            #"{"inputs": {"x": "number"}, "outputs": {"y": "@\#(twice ? "b" : "a")"}, "stages": {"a": {"stage": "./p\#(k - 1).json", "x": "@x"}\#(again)}}"#
          try AtomicFile.write(Array(text.utf8), to: folder + "/p\(k).json")
        }
        let main = #"{"outputs": {"y": "@p"}, "stages": {"p": {"stage": "./p\#(count).json", "x": 0}}}"#
        do {
          let outputs = try trace(
            Pipeline(text: main, file: folder + "/f.json", folder: folder, registry: testRegistry())
          ).outputs
          return outputs["y"].flatMap { Double($0) }.map { "\($0)" } ?? "nothing"
        } catch { return "\(error)".replacingOccurrences(of: folder + "/", with: "") }
      }
    }
    #expect(try answer(8, twice: true) == "256.0")
    #expect(
      try answer(40, twice: true)
        == "p5.json:1:79: error: with those of files that are stages, the pipeline has more than 200000 stages, which is the limit"
    )
    #expect(try answer(63, twice: false) == "1.0")
    #expect(
      try answer(64, twice: false)
        == "p1.json:1:79: error: loops and files that are stages are nested more than 64 deep")
  }

  @Test func manyErrors() throws {
    let stages = (0..<5_000).map { #""s\#($0)": {"stage": "sum", "inputs": ["@t\#($0)"]}"# }
    let lines = message("{\"stages\": {\n\(stages.joined(separator: ",\n"))}}").split(separator: "\n")
    #expect(lines.count == 101)
    #expect(lines[99].hasPrefix("f.json:101:"))
    #expect(lines[100] == "error: 4900 more errors")
  }

  @Test func manyUnknownParameters() throws {
    let parameters = (0..<5_000).map { #""p\#($0)": 1"# }.joined(separator: ", ")
    let stages = (0..<5_000).map { #""s\#($0)": {"stage": "number", "value": "$q\#($0)"}"# }
    let text = "{\"parameters\": {\(parameters)}, \"stages\": {\n\(stages.joined(separator: ",\n"))}}"
    let lines = message(text).split(separator: "\n")
    #expect(lines.count == 101 && lines[100] == "error: 4900 more errors")
  }

  @Test func manyWarnings() throws {
    let stages = (0..<5_000).map { #""s\#($0)": {"stage": "number", "value": \#($0 % 1000)}"# }
    let warnings = try load("{\"stages\": {\(stages.joined(separator: ", "))}}").warnings
    #expect(warnings.count == 5_000)
    #expect(Diagnostic.lines(warnings).last == "warning: 4900 more warnings")
    #expect(Diagnostic.lines(Array(warnings.prefix(101))).last == "warning: 1 more warning")
    #expect(Diagnostic.lines(Array(warnings.prefix(100))).count == 100)
  }

  /// Many parts, each with its own mistake and its own unused stage.
  @Test func manyUsesOfAPart() throws {
    try withTemporaryFolder { folder in
      let part =
        #"{"inputs": {"x": "number"}, "outputs": {"y": "@s"}, "stages": {"s": {"stage": "sum", "inputs": ["@x"]}, "u": {"stage": "number", "value": "@x"}}}"#
      try AtomicFile.write(Array(part.utf8), to: folder + "/part.json")
      let names: [String] = (0..<2_000).map { "\"@s\($0)\"" }
      var stages: [String] = (0..<2_000).map { #""s\#($0)": {"stage": "./part.json", "x": \#($0 % 1000)}"# }
      stages.append(#""all": {"stage": "sum", "inputs": [\#(names.joined(separator: ", "))]}"#)
      let pipeline = try Pipeline(
        text: #"{"outputs": {"x": "@all"}, "stages": {\#(stages.joined(separator: ", "))}}"#, file: "f.json",
        folder: folder, registry: testRegistry())
      #expect(pipeline.warnings.count == 1)
      #expect(try trace(pipeline).outputs["x"].flatMap { Double($0) } == 999_000)
    }
  }

  /// (`#expect(throws:)` would describe every problem, not the hundred that are shown, and look for the nearest of
  /// thousands of names for each.)
  private func message(_ text: String) -> String {
    do {
      _ = try load(text)
      return "no error"
    } catch { return "\(error)" }
  }
}
