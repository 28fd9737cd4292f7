import Basics
import PipelineKit
import PipelineStages
import PipelineTesting
import TestSupport
import Testing

/// A check finds what stages foresee although something else is wrong, and nothing that follows from that.
@Suite struct AllErrorsTests {
  private static let start = """
    "rng": {"stage": "generator", "seed": 1},
    "x": {"stage": "gaussian-noise", "shape": [3, 8, 8], "generator": "@rng"},
    "small": {"stage": "gaussian-noise", "shape": [3, 4, 4], "generator": "@rng"},

    """
  /// Pictures of different sizes, which only their shapes tell.
  private static let misfit = #""sum": {"stage": "add", "inputs": ["@x", "@small"]},"#
  private static let saysMisfit = "f:4:8: error: stage 'sum': 'inputs' takes shape 1×3×8×8, found 1×3×4×4"

  /// The errors of a file of these stages, which begin on its fourth line.
  private func problems(_ stages: String, folder: String = ".", before: String = "") throws -> [String] {
    var registry = Registry()
    try registry.register(commonStages)
    let text = "{\(before) \"stages\": {" + Self.start + stages + "}}"
    return PipelineFile.problems(in: text, file: "f", folder: folder, registry: registry)
      .filter { $0.contains(": error: ") }
  }

  @Test func alone() throws {
    let found = try problems(Self.misfit + #""w": {"stage": "write-image", "image": "@sum", "to": "o.png"}"#)
    #expect(found.count == 1 && found[0].contains("stage 'sum'"), "\(found)")
  }

  /// One error of each earlier kind, on the fifth line.
  @Test(arguments: [
    #""w": {"stage": "wriet-image", "image": "@sum", "to": "o.png"}"#,
    #""w": {"stage": "write-image", "image": "@sum", "too": "o.png"}"#,
    #""w": {"stage": "write-image", "image": "@smu", "to": "o.png"}"#,
    #""w": {"stage": "write-image", "image": "@sum", "to": 7}"#,
    #""f": {"stage": "low-pass", "input": "@sum", "sigma": -1}"#,
    #""f": {"stage": "./missing.json", "input": "@sum"}"#,
    #""l": {"stage": "loop", "each": {"s": 3}, "body": {"f": {"stage": "flip", "input": "@sum"}}, "collect": {"y": "@f"}}"#,
    #""l": {"stage": "loop", "each": {"s": "@nothing"}, "body": {"f": {"stage": "flip", "input": "@sum"}}, "collect": {"y": "@f"}}"#,
    #""a": {"stage": "flip", "input": "@b"}, "b": {"stage": "flip", "input": "@a"}"#,
  ])
  func besidesAnother(_ wrong: String) throws {
    let alone = try problems(Self.misfit + "\n" + #""w": {"stage": "write-image", "image": "@sum", "to": "o.png"}"#)
    let found = try problems(Self.misfit + "\n" + wrong)
    #expect(found.contains(alone[0]), "\(found)")
    #expect(found.filter { $0.hasPrefix("f:5") }.count >= 1, "\(found)")
    #expect(found.allSatisfy { $0 == alone[0] || $0.hasPrefix("f:5") }, "\(found)")
  }

  /// What depends on the wrong thing isn't told: each of these has one error.
  @Test(arguments: [
    // A size that can't be read, and a sum whose shapes follow from it.
    #""r": {"stage": "resize", "image": "@small", "size": "8"}, "s": {"stage": "add", "inputs": ["@x", "@r"]}"#,
    // An input's name with a mistake counts as given for rules between inputs.
    #""n": {"stage": "gaussian-noise", "shpae": [3, 8, 8], "generator": "@rng"}"#,
    // A value that a loop carries begins as nothing known.
    #""l": {"stage": "loop", "each": {"i": [1, 2]}, "carry": {"y": "@nothing"}, "body": {"s": {"stage": "add", "inputs": ["@x", "@y"]}}, "next": {"y": "@s"}}"#,
    // Lists of different lengths, each of which is used in texts and lists.
    #""l": {"stage": "loop", "each": {"a": [1, 2, 3], "b": [1, 2]}, "body": {"s": {"stage": "scale", "input": "@x", "by": "@a"}, "g": {"stage": "grid", "images": ["@s", "@s", "@s"], "labels": ["{a} {b}", "@b", "@a"]}}, "collect": {"y": "@s"}}"#,
    // Two inputs of one kind that aren't, and whose shapes differ too.
    #""k": {"stage": "rectangle", "size": 4, "box": [0, 0, 1, 1]}, "s": {"stage": "blend", "inside": "@x", "outside": "@x", "mask": "@rng"}"#,
  ])
  func nothingThatFollows(_ wrong: String) throws {
    let found = try problems("\n" + wrong)
    #expect(found.count == 1, "\(found)")
  }

  /// A part's argument that is wrong isn't replaced by the parameter's default.
  @Test func parts() throws {
    try withTemporaryFolder { folder in
      let part = """
        {"inputs": {"image": "image"}, "parameters": {"size": 4}, "outputs": {"y": "@s"}, "stages": {
        "r": {"stage": "resize", "image": "@image", "size": "$size"},
        "s": {"stage": "add", "inputs": ["@image", "@r"]}}}
        """
      try AtomicFile.write(Array(part.utf8), to: folder + "/part.json")
      func found(_ argument: String) throws -> [String] {
        try problems(
          #""p": {"stage": "./part.json", "image": "@x"\#(argument)}, "w": {"stage": "write-image", "image": "@p", "to": "o.png"}"#,
          folder: folder)
      }
      #expect(try found(#", "size": 8"#) == [])
      #expect(try found("").count == 1, "4×4 beside 8×8")
      let wrong = try found(#", "size": "eight""#)
      #expect(wrong.count == 1 && wrong[0].contains("'size' takes integer"), "\(wrong)")
      let misspelt = try found(#", "szie": 8"#)
      #expect(misspelt.count == 1 && misspelt[0].contains("did you mean 'size'?"), "\(misspelt)")
    }
  }
}
