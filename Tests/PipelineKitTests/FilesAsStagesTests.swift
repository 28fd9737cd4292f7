import Basics
import Foundation
import PipelineKit
import Tensors
import TestSupport
import Testing

/// A pipeline file as a stage of another.
@Suite struct FilesAsStagesTests {
  private func withFiles<R>(_ files: [String: String], _ body: (String) throws -> R) throws -> R {
    try withTemporaryFolder { folder in
      for (name, text) in files { try AtomicFile.write(Array(text.utf8), to: folder + "/" + name) }
      return try body(folder)
    }
  }

  private static let double = """
    { "pipeline": "double", "parameters": {"extra": 0.5}, "inputs": {"x": "number"}, "outputs": {"y": "@s", "n": "@s.count"},
      "stages": { "s": {"stage": "sum", "inputs": ["@x", "@x", "$extra", "@half"]}, "half": {"stage": "number", "value": 0.25} } }
    """

  @Test func includedWithInputsAndParameters() throws {
    try withFiles([
      "parts/double.json": Self.double,
      "main.json": """
      { "outputs": {"x": "@b", "n": "@b.n"}, "stages": {
        "a": {"stage": "./parts/double.json", "x": 3}, "b": {"stage": "parts/double.json", "x": "@a", "extra": "@e"},
        "e": {"stage": "number", "value": 10} } }
      """,
    ]) { folder in
      let pipeline = try Pipeline(path: folder + "/main.json", registry: testRegistry())
      let (trace, outputs) = try trace(pipeline)
      #expect(outputs["x"].flatMap { Double($0) } == 6.75 * 2 + 10 + 0.25)
      #expect(outputs["n"].flatMap { Double($0) } == 4)
      #expect(trace.stages.sorted() == ["a/half", "a/s", "b/s", "e"])
    }
  }

  /// What loops collect counts together as long as it is needed.
  @Test func collectedNumbers() throws {
    func run(_ other: String, limit: Double) throws {
      let text = """
        { "outputs": {"x": "@s"}, "stages": { "i": {"stage": "make-image"},
          "a": {"stage": "loop", "each": {"k": [1, 2, 3]}, "body": {"m": {"stage": "negate", "input": "@i"}},
            "collect": {"all": "@m"}},
          "t": {"stage": "add", "inputs": "@a.all"},
          "b": {"stage": "loop", "each": {"k": [1, 2, 3]}, "body": {"n": {"stage": "negate", "input": "\(other)"}},
            "collect": {"all": "@n"}},
          "u": {"stage": "add", "inputs": "@b.all"}, "v": {"stage": "add", "inputs": "@a.all"},
          "s": {"stage": "add", "inputs": ["@u", "\(other == "@i" ? "@v" : "@t")"]} } }
        """
      try RunLimits.$collected.withValue(limit) { _ = try load(text).runPlainly() }
    }
    // An image is one number. The first list is needed until the second has been collected, or it is not.
    try run("@i", limit: 6)
    let fault = #expect(throws: RunFault.self) { try run("@i", limit: 5) }
    #expect(fault?.description.contains("with the 3 numbers that other loops collected, it would have") == true)
    try run("@t", limit: 3)
    #expect(throws: RunFault.self) { try run("@t", limit: 2) }
  }

  /// What a part is given stands for one use of it alone.
  @Test func parametersOfEachUse() throws {
    try withFiles([
      "part.json": """
      { "parameters": {"a": 1, "l": [1, 2], "b": 10}, "outputs": {"y": "@s"}, "stages": {
        "s": {"stage": "sum", "inputs": ["$a", "$b", "@m"]},
        "m": {"stage": "loop", "each": {"i": "$l"}, "carry": {"c": 0.0}, "body": {
          "n": {"stage": "number", "value": "@i"}, "t": {"stage": "sum", "inputs": ["@c", "@n"]}}, "next": {"c": "@t"}} } }
      """,
      "main.json": """
      { "outputs": {"p": "@p", "q": "@q", "r": "@r"}, "stages": { "p": {"stage": "./part.json", "a": 2},
        "q": {"stage": "./part.json", "l": [5]}, "r": {"stage": "./part.json"} } }
      """,
      "wrong.json": """
      { "stages": { "p": {"stage": "./part.json"},
        "q": {"stage": "./part.json", "l": [5, "x"]}, "r": {"stage": "./part.json", "c": 1} } }
      """,
    ]) { folder in
      let outputs = try Pipeline(path: folder + "/main.json", registry: testRegistry()).run()
      #expect(outputs.map { Double($0.value) } == [15, 16, 14])
      let fault = #expect(throws: PipelineFault.self) {
        try Pipeline(path: folder + "/wrong.json", registry: testRegistry())
      }
      let lines = fault?.description.replacing(folder + "/", with: "").split(separator: "\n").map(String.init)
      #expect(lines?.contains { $0.hasSuffix("'./part.json' has no input 'c'; expected one of 'a', 'l', 'b'") } == true)
      #expect(lines?.contains { $0.hasPrefix("wrong.json:2:") } == true)
    }
  }

  /// Filters in a part take what the part is given: an image here, an estimate there.
  @Test func partsMayLeaveKindsOpen() throws {
    try withFiles([
      "part.json": """
      { "inputs": {"x": "filterable", "all": "list of filterable"}, "outputs": {"y": "@s", "z": "@t"}, "stages": {
        "s": {"stage": "add", "inputs": ["@x", "@x"]}, "t": {"stage": "add", "inputs": "@all"},
        "u": {"stage": "pair", "one": "@s", "other": "@x"} } }
      """,
      "main.json": """
      { "outputs": {"x": "@m"}, "stages": { "i": {"stage": "make-image"}, "e": {"stage": "make-estimate"},
        "p": {"stage": "./part.json", "x": "@i", "all": ["@i"]}, "q": {"stage": "./part.json", "x": "@e", "all": ["@e"]},
        "m": {"stage": "mean", "image": "@p"}, "n": {"stage": "negate", "input": "@q"} } }
      """,
    ]) { folder throws in
      #expect(try Pipeline(path: folder + "/part.json", registry: testRegistry()).inputs.count == 2)
      #expect(
        try trace(Pipeline(path: folder + "/main.json", registry: testRegistry())).outputs["x"].flatMap { Double($0) }
          == 2)
    }
  }

  /// Wherever the folder lies and whatever it is called.
  @Test func provenanceNamesPartsFromTheMainFile() throws {
    try withFiles([
      "größe/parts/double.json": Self.double,
      "größe/main.json": """
      { "outputs": {"names": "@o"}, "stages": {"d": {"stage": "./parts/double.json", "x": 1}, "o": {"stage": "origin"}} }
      """,
    ]) { folder throws in
      let outputs = try Pipeline(path: folder + "/größe/main.json", registry: testRegistry()).run()
      let names = try #require(outputs["names"].flatMap { [String]($0) })
      #expect(names == ["software", "comment", "pipeline", "pipeline:parts/double.json", "parameters"])
    }
  }

  /// What a file needs in every iteration runs in every iteration, and what it doesn't, once.
  @Test func hoistedOutOfALoop() throws {
    try withFiles([
      "double.json": Self.double,
      "main.json": """
      { "outputs": {"x": "@l"}, "stages": { "l": {"stage": "loop", "each": {"i": [1, 2, 3]}, "carry": {"x": 0.0},
        "body": {"d": {"stage": "./double.json", "x": "@x"}}, "next": {"x": "@d"}} } }
      """,
    ]) { folder in
      let stages = try trace(Pipeline(path: folder + "/main.json", registry: testRegistry())).trace.stages
      #expect(stages.filter { $0 == "d/half" }.count == 1)
      #expect(stages.filter { $0 == "d/s" }.count == 3)
    }
  }

  @Test func errorsNameTheirFile() throws {
    try withFiles([
      "loop.json": #"{ "stages": { "again": {"stage": "./two.json"} } }"#,
      "two.json": #"{ "stages": { "a": {"stage": "./loop.json"}, "b": {"stage": "nubmer"} } }"#,
      "part.json": Self.double,
      "main.json": #"{ "stages": { "a": {"stage": "./part.json", "y": 1}, "b": {"stage": "./none.json"} } }"#,
    ]) { folder in
      func errors(_ file: String) -> String {
        let fault = #expect(throws: PipelineFault.self) {
          try Pipeline(path: folder + "/" + file, registry: testRegistry()).run()
        }
        return (fault?.description ?? "").replacing(folder + "/", with: "").replacing("/private", with: "")
      }
      #expect(
        errors("loop.json") == """
          two.json:1:30: error: the file includes itself: loop.json → two.json → loop.json
          two.json:1:61: error: there is no stage 'nubmer'; did you mean 'number'?
          """)
      #expect(
        errors("main.json") == """
          main.json:1:15: error: stage 'a' lacks its input 'x' (number)
          main.json:1:45: error: stage './part.json' has no input 'y'; expected one of 'x', 'extra'
          main.json:1:69: error: there is no file './none.json'
          """)
      #expect(
        errors("part.json")
          == "part.json:1:66: error: this file is a part: another file must feed its input 'x'")
    }
  }
}
