import PipelineKit
import PipelineStages
import PipelineTesting
import Tensors
import TestSupport
import Testing

@Suite struct SelectTests {
  @Test func fromBothEnds() throws {
    let letters = ["a", "b", "c"]
    for (index, letter) in [(0, "a"), (2, "c"), (-1, "c"), (-3, "a")] {
      #expect(try Select()(letters, index: index) == letter)
    }
    for index in [3, -4, .max, .min] {
      #expect(
        faultText { try Select()(letters, index: index) } == "'index' takes -3 … 2 for a list of 3, found \(index)")
    }
    #expect(faultText { try Select()([Int](), index: 0) } == "'index' takes nothing for an empty list, found 0")
  }

  private func pipeline(_ stages: String) throws -> Pipeline {
    var registry = Registry()
    try registry.register(commonStages)
    let text = """
      {"outputs": {"x": "@o"}, "stages": {
      "g": {"stage": "generator", "seed": 1}, "x": {"stage": "gaussian-noise", "generator": "@g", "shape": [1, 2, 2]},
      \(stages)}}
      """
    return try Pipeline(text: text, file: "f.json", folder: "/files", registry: registry)
  }

  private func problems(_ stages: String) -> [String] {
    let fault = #expect(throws: PipelineFault.self) { try pipeline(stages) }
    return (fault?.diagnostics ?? []).map { "\($0.position.map { "\($0.line):\($0.column)" } ?? ""): \($0.problem)" }
  }

  private let loop = #"""
    "l": {"stage": "loop", "each": {"k": [1, 2, 3]}, "body": {"y": {"stage": "scale", "input": "@x", "by": "@k"}},
      "collect": {"all": "@y"}},
    """#

  @Test func itsKindIsThatOfTheElements() throws {
    let picture = try pipeline(
      loop + #""s": {"stage": "select", "list": "@l", "index": -2}, "o": {"stage": "flip", "input": "@s"}"#
    ).run()["x"]
    let noise = Generator(seed: 1).normal([1, 1, 2, 2])
    #expect(picture.flatMap { Tensor($0) } == Flip()(noise * 2))
    let number = try pipeline(
      #""s": {"stage": "select", "list": [0.5, 4], "index": 1}, "o": {"stage": "scale", "input": "@x", "by": "@s"}"#)
    #expect(try number.run()["x"].flatMap { Tensor($0) } == noise * 4)
    // Lists of lists, generators and texts are lists too.
    let list = try pipeline(
      #""s": {"stage": "select", "list": [["@x"], ["@x", "@x"]], "index": 1}, "o": {"stage": "add", "inputs": "@s"}"#)
    #expect(try list.run()["x"].flatMap { Tensor($0) } == noise + noise)
    let generator = try pipeline(
      #""s": {"stage": "select", "list": ["@g"], "index": 0}, "o": {"stage": "gaussian-noise", "generator": "@s", "shape": [1, 2, 2]}"#
    ).run()["x"]
    let stream = Generator(seed: 1)
    _ = stream.normal([1, 1, 2, 2])
    #expect(generator.flatMap { Tensor($0) } == stream.normal([1, 1, 2, 2]))
    #expect(
      problems(
        loop
          + #""s": {"stage": "select", "list": "@l", "index": 0}, "o": {"stage": "scale", "input": "@x", "by": "@s"}"#)
        == ["4:126: 'by' takes number, found image (@s)"])
  }

  @Test func whatIsKnownBeforeTheRun() {
    #expect(
      problems(loop + #""o": {"stage": "select", "list": "@l", "index": 3}"#)
        == ["4:77: stage 'o': 'index' takes -3 … 2 for a list of 3, found 3"])
    #expect(
      problems(#""o": {"stage": "select", "list": [], "index": -1}"#)
        == ["3:47: stage 'o': 'index' takes nothing for an empty list, found -1"])
    #expect(
      problems(#""o": {"stage": "select", "list": "@x", "index": 0}"#)
        == ["3:34: 'list' takes list of anything, found image (@x)"])
    // What it gives is held to the range of the port that takes it.
    #expect(
      problems(
        #""s": {"stage": "select", "list": [1, 2000], "index": -1}, "o": {"stage": "add-noise", "image": "@x", "sigma": "@s", "generator": "@g"}"#
      ) == ["3:111: stage 'o': 'sigma' takes 0 … 1000, found 2000"])
    // The shape of a picture that is chosen is known.
    #expect(
      problems(
        #""s": {"stage": "select", "list": ["@x"], "index": 0}, "o": {"stage": "view", "input": "@s", "by": "jigsaw"}"#
      ) == ["3:99: stage 'o': view 'jigsaw' takes a square picture whose side is a multiple of 4, found 2×2"])
  }

  @Test func timesteps() throws {
    let walk = Timestep.walk([9, 5, 0])
    let outputs = try Select().run(
      Inputs(["list": .timesteps(walk), "index": .integer(1)]), in: Context())
    #expect(outputs.values["element"].flatMap { Timestep($0) } == walk[1])
    #expect(Kind.list(.anything).accepts(.timesteps) && !Kind.list(.anything).accepts(.image))
  }
}
