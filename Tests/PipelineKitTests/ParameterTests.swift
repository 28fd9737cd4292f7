import Basics
import PipelineKit
import PipelineTesting
import Tensors
import TestSupport
import Testing

/// What files say of their parameters and of themselves.
@Suite struct ParameterTests {
  private static let file = #"""
    {"format": 1, "$schema": "x.json", "pipeline": "p", "about": "What it shows.",
     "parameters": {
       "plain": 3,
       "seed": {"default": 4, "about": "where the noise starts", "range": [0, 99]},
       "way": {"default": "up", "choices": ["up", "down"]},
       "sizes": {"default": [1, 2], "range": [1, 9]},
       "count": {"default": 5, "choices": [5, 10]}
     },
     "stages": {"s": {"stage": "save", "value": "$seed", "to": "$way"}}}
    """#

  private func pipeline(_ arguments: (String, String)...) throws -> Pipeline {
    try Pipeline(
      text: Self.file, file: "f.json", folder: "", arguments: arguments.map { (name: $0.0, text: $0.1) },
      registry: testRegistry())
  }

  @Test func theyAreKnown() throws {
    let parameters = try pipeline(("seed", "7")).parameters
    #expect(parameters.map(\.name) == ["plain", "seed", "way", "sizes", "count"])
    #expect(parameters.map(\.text) == ["3", "7", "\"up\"", "[1, 2]", "5"])
    #expect(parameters[1].about == "where the noise starts" && parameters[1].range == 0...99)
    #expect(parameters[2].choices == ["up", "down"] && parameters[4].choices == ["5", "10"])
    let outline = try PipelineOutline(PipelineSource(text: Self.file, file: "f.json", folder: ""))
    #expect(outline.name == "p" && outline.about == "What it shows." && outline.parameters[1].text == "4")
  }

  @Test(arguments: [
    ("seed", "100", "error: parameter 'seed' takes 0 … 99, found 100"),
    ("seed", "-1", "error: parameter 'seed' takes 0 … 99, found -1"),
    ("way", "left", "error: parameter 'way' takes 'up' or 'down', found 'left'"),
    ("sizes", "3,10", "error: parameter 'sizes' takes 1 … 9, found 10"),
    ("count", "6", "error: parameter 'count' takes '5' or '10', found 6"),
  ])
  func valuesAreHeldToThem(name: String, value: String, expected: String) {
    let thrown = #expect(throws: PipelineFault.self) { try pipeline((name, value)) }
    #expect(thrown.map { "\($0)" } == expected)
    #expect(thrown?.cause == .usage)
  }

  @Test(arguments: [
    (
      #"{"parameters": {"a": {"default": 5, "range": [1, 4]}}, "stages": {}}"#,
      "1:34: error: parameter 'a' takes 1 … 4, found 5"
    ),
    (
      #"{"parameters": {"a": {"default": 5, "range": [4, 1]}}, "stages": {}}"#,
      "1:46: error: 'range' should be the least and the greatest number, [0, 1], found a list"
    ),
    (
      #"{"parameters": {"a": {"default": 5, "rnage": [1, 4]}}, "stages": {}}"#,
      "1:37: error: parameter 'a' has no key 'rnage'; did you mean 'range'?"
    ),
    (
      #"{"parameters": {"a": {"default": 5, "choices": []}}, "stages": {}}"#,
      "1:48: error: 'choices' should be a list of texts or numbers, found a list"
    ),
    (
      #"{"parameters": {"a": {"about": "x"}}, "stages": {}}"#,
      "1:22: error: parameter 'a' should be a number, a text, true, false or a list of these, found a reference or an object"
    ),
    (
      #"{"format": 2, "stages": {}}"#,
      "1:12: error: the file is of format 2, and this program reads format 1; a newer program is needed"
    ),
    (#"{"format": "new", "stages": {}}"#, "1:12: error: 'format' should be 1, found 'new'"),
  ])
  func whatIsWrongWithThem(text: String, expected: String) throws {
    let found = PipelineFile.problems(in: text, file: "f", registry: try testRegistry())
    #expect(found == ["f:" + expected])
  }

  /// A part's parameters hold the file that uses it to the same.
  @Test func partsHoldToThem() throws {
    try withTemporaryFolder { folder in
      let part = #"""
        {"parameters": {"n": {"default": 1, "range": [0, 5]}, "w": {"default": "a", "choices": ["a", "b"]}},
         "stages": {"s": {"stage": "save", "value": "$n", "to": "$w"}}}
        """#
      try AtomicFile.write(Array(part.utf8), to: folder + "/part.json")
      let text = #"{"stages": {"a": {"stage": "./part.json", "n": 9, "w": "c"}}}"#
      let found = PipelineFile.problems(in: text, file: "f", folder: folder, registry: try testRegistry())
      #expect(found == ["f:1:48: error: 'n' takes 0 … 5, found 9", "f:1:56: error: 'w' takes 'a' or 'b', found 'c'"])
    }
  }

  // MARK: Where files are

  /// A file that was copied away finds its parts and what it reads where it was copied from; what lies beside it comes
  /// first.
  @Test func copiedFilesFindTheirParts() throws {
    try withTemporaryFolder { folder in
      let part = #"{"outputs": {"p": "@o"}, "stages": {"o": {"stage": "open", "from": "x.txt"}}}"#
      try FileSystem.makeFolders(folder + "/installed/parts")
      try FileSystem.makeFolders(folder + "/mine")
      try AtomicFile.write(Array(part.utf8), to: folder + "/installed/parts/part.json")
      try AtomicFile.write([65], to: folder + "/installed/parts/x.txt")
      try AtomicFile.write([65], to: folder + "/installed/y.txt")
      let text = #"""
        {"outputs": {"p": "@a", "y": "@y", "z": "@z"}, "stages": {"a": {"stage": "parts/part.json"},
          "y": {"stage": "open", "from": "y.txt"}, "z": {"stage": "open", "from": "z.txt"}}}
        """#
      func paths() throws -> [String] {
        let outputs = try Pipeline(
          text: text, file: "f", folder: folder + "/mine", registry: testRegistry(),
          reading: ReadRules(searched: [folder + "/installed"])
        ).run()
        return ["p", "y", "z"].compactMap { outputs[$0].flatMap { String($0) } }
      }
      #expect(try paths() == ["installed/parts/x.txt", "installed/y.txt", "mine/z.txt"].map { "\(folder)/\($0)" })
      try AtomicFile.write([65], to: folder + "/mine/y.txt")
      #expect(try paths()[1] == folder + "/mine/y.txt")
    }
  }

  /// Texts that a picture carries stand for its files, and its values for the defaults.
  @Test func aSourceOfTexts() throws {
    let main =
      #"{"pipeline": "p", "parameters": {"n": 1, "to": "x"}, "stages": {"a": {"stage": "parts/q.json", "n": "$n"}, "s": {"stage": "save", "value": "@a", "to": "$to"}}}"#
    let part = #"{"parameters": {"n": 0}, "outputs": {"v": "@v"}, "stages": {"v": {"stage": "number", "value": "$n"}}}"#
    let source = try #require(
      PipelineSource(
        texts: [("pipeline", main), ("pipeline:parts/q.json", part), ("parameters", #"{"n": 3, "to": "y"}"#)],
        file: "made.png"))
    let pipeline = try Pipeline(source, registry: testRegistry())
    #expect(pipeline.parameters.map(\.text) == ["3", "\"y\""] && pipeline.writes == ["y"])
    // What a picture says has the standing of a file: it leads no further, and the user's own value does.
    var elsewhere = source
    elsewhere.parameters[1].text = "/tmp/elsewhere"
    #expect(throws: PipelineFault.self) { try Pipeline(elsewhere, registry: testRegistry()) }
    #expect(throws: Never.self) {
      try Pipeline(elsewhere, arguments: [("to", "/tmp/elsewhere")], registry: testRegistry())
    }
    let none = PipelineSource(texts: [("comment", "x")], file: "made.png")
    #expect(none == nil)
  }
}
