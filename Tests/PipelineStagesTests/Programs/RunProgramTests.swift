import Basics
import PipelineKit
import PipelineStages
import PipelineTesting
import Tensors
import TestSupport
import Testing

/// `run`: what a program gets and gives, and what is known before it runs. `cat` gives back what it gets.
@Suite struct RunProgramTests {
  let picture = random([1, 3, 4, 5])
  let guess = Estimate(noise: random([1, 3, 4, 5], seed: 2), variance: random([1, 3, 4, 5], seed: 3))

  private func words(_ words: String...) -> Value { .list(words.map(Value.text)) }

  private func outputs(_ outputs: KeyValuePairs<String, String>) -> Value {
    .object(outputs.map { ($0.key, .text($0.value)) })
  }

  /// A safetensors file for `cat` to give.
  private func fault(
    _ tensors: [(name: String, tensor: Tensor)], texts: [String: String] = [:],
    _ outputs: KeyValuePairs<String, String>, inputs: ProgramInputs = [:]
  ) throws -> String {
    try withTemporaryFolder { folder in
      try SafeTensors.write(tensors, to: folder + "/t", metadata: texts)
      return faultText {
        try RunProgram()(
          ["cat", folder + "/t"], inputs: inputs, outputs: NamedOutputs(outputs.map { ($0.key, $0.value) }))
      }
    }
  }

  @Test func everyKindBothWays() throws {
    let mask = Tensor([1, 1, 4, 5], repeating: 0.25)
    let condition = random([1, 2, 3], seed: 4)
    let inputs: [String: Value] = [
      "program": words("cat"),
      "inputs": .object([
        ("picture", .image(picture)), ("mask", .mask(mask)), ("guess", .estimate(guess)),
        ("prompt", .condition(Condition(condition))), ("odd", .tensor(Tensor([3], [1, 2, -0.0]))),
        ("number", .number(0.1)), ("count", .integer(-7)), ("seed", .unsigned(.max)), ("at", .timestep(Timestep(981))),
        ("note", .text("two\n\"lines\"")), ("yes", .flag(true)),
      ]),
      "outputs": outputs([
        "picture": "image like guess", "mask": "mask", "guess": "estimate like picture", "prompt": "condition",
        "odd": "tensor", "number": "number", "count": "integer", "seed": "text", "at": "integer", "note": "text",
        "yes": "flag",
      ]),
    ]
    let values = try StageTrial(RunProgram()).outputs(of: Inputs(inputs)).values
    guard case .image(let gotPicture)? = values["picture"], case .mask(let gotMask)? = values["mask"],
      case .estimate(let gotGuess)? = values["guess"], case .condition(let gotPrompt)? = values["prompt"],
      case .tensor(let gotOdd)? = values["odd"], case .number(let number)? = values["number"],
      case .integer(let count)? = values["count"], case .text(let seed)? = values["seed"],
      case .integer(let at)? = values["at"], case .text(let note)? = values["note"],
      case .flag(let yes)? = values["yes"]
    else {
      Issue.record("\(values.mapValues(\.kind))")
      return
    }
    #expect(gotPicture == picture && gotMask == mask && gotPrompt.embedding == condition)
    #expect(gotGuess.noise == guess.noise && gotGuess.variance == guess.variance)
    #expect(gotOdd.shape == [3] && gotOdd.values.map(\.bitPattern) == [1, 2, -0.0].map { Float($0).bitPattern })
    #expect(number == 0.1 && count == -7 && seed == "18446744073709551615" && at == 981 && yes)
    #expect(note == "two\n\"lines\"")
  }

  /// What a program gets without inputs is a file too.
  @Test func noInputs() throws {
    let values = try RunProgram()(
      ["sh", "-c", #"test $(wc -c) = 16 && printf '\050\0\0\0\0\0\0\0{"__metadata__":{"x":"0.5"}}            '"#],
      outputs: NamedOutputs([("x", "number")]))
    #expect(values["x"].flatMap { Double($0) } == 0.5)
  }

  @Test func wrongOutputs() throws {
    let tall = random([1, 3, 9, 5])
    #expect(try fault([("img", picture)], ["image": "image"]) == "the program gives no tensor 'image'; it gives 'img'")
    #expect(
      try fault([("imagf", picture)], ["image": "image"])
        == "the program gives no tensor 'image'; did it mean 'imagf'?")
    #expect(
      try fault([("x", Tensor([2, 1], [1, 2]))], ["x": "image"])
        == "the program gives 'x' as 2×1, expected N×C×H×W, none of them 0")
    #expect(
      try fault([("x", Tensor([1, 3, 0, 2], []))], ["x": "mask"])
        == "the program gives 'x' as 1×3×0×2, expected N×C×H×W, none of them 0")
    #expect(
      try fault([("x", picture)], ["x": "condition"])
        == "the program gives 'x' as 1×3×4×5, expected N×L×D, none of them 0")
    #expect(
      try fault([("x", tall)], ["x": "tensor like p"], inputs: ["p": .image(picture)])
        == "the program gives 'x' as 1×3×9×5, expected 1×3×4×5, as 'p' is")
    #expect(
      try fault([("e", picture), ("e.variance", tall)], ["e": "estimate"])
        == "the program gives 'e.variance' as 1×3×9×5, expected 1×3×4×5, as 'e' is")
    #expect(
      try fault([("x", Tensor([3], [.nan, 1, -.infinity]))], ["x": "tensor"])
        == "the program gives 'x' with 2 of 3 values infinite or not a number (NaN)")
    #expect(
      try fault([], texts: ["y": "1"], ["x": "number"]) == "the program gives no number 'x'; it gives 'y'")
    #expect(try fault([], texts: ["x": "1.5"], ["x": "integer"]) == "the program gives 'x' as '1.5', expected integer")
    #expect(try fault([], texts: ["x": "nan"], ["x": "number"]) == "the program gives 'x' as 'nan', expected number")
    #expect(try fault([], texts: ["x": "1"], ["x": "flag"]) == "the program gives 'x' as '1', expected true or false")
    #expect(
      try fault([("x", picture)], ["x": "image like n"], inputs: ["n": .integer(1)])
        == "'x' should be like 'n', which has no shape")
    #expect(
      faultText { try RunProgram()(["true"], outputs: NamedOutputs([("x", "image")])) }
        == "the output of 'true': 0 bytes are too few for a safetensors header")
  }

  @Test func problemsBeforeTheRun() {
    func found(_ program: Value, _ outputs: Value, _ inputs: [(String, Value)] = [("p", .image(picture))]) -> [String] {
      problems(RunProgram(), ["program": program, "outputs": outputs, "inputs": .object(inputs)])
    }
    let fine = outputs(["x": "image like p"])
    #expect(found(words("cat"), fine).isEmpty)
    #expect(found(words("no-such-tool"), fine) == ["there is no program 'no-such-tool' in the folders of PATH"])
    #expect(found(words("./none", "x"), fine) == ["there is no program './none'"])
    #expect(found(words(), fine).count == 1)
    #expect(found(words("cat"), outputs([:])) == ["'outputs' names nothing that the program gives"])
    #expect(
      found(words("cat"), outputs(["x": "model"])) == [
        "'x' can't be model: a program gives image, mask, estimate, condition, tensor, number, integer, text or flag"
      ])
    #expect(
      found(words("cat"), outputs(["x": "image like q"])) == [
        "'x' should be like 'q', which is no input of the program; its inputs are 'p'"
      ])
    #expect(
      found(words("cat"), outputs(["x": "number like p"])) == [
        "'x' is number, which has no shape: 'like' is for tensors"
      ])
    #expect(found(words("cat"), outputs(["x": "image"]), [("__metadata__", .image(picture))]).count == 1)
  }

  /// The last lines of standard error are in the log of a run that is fine, and below the error of one that isn't.
  @Test func standardError() throws {
    let lines = Lines()
    let inputs: [String: Value] = [
      "program": words("sh", "-c", "echo loading >&2; cat"), "inputs": .object([("n", .integer(1))]),
      "outputs": outputs(["n": "integer"]),
    ]
    _ = try RunProgram().run(Inputs(inputs), in: Context(log: lines.logger))
    #expect(lines.all == ["info sh -c echo loading >&2; cat: loading"])
    let fault = #expect(throws: ProgramFault.self) {
      try RunProgram()(["sh", "-c", "echo why >&2; exit 1"], outputs: NamedOutputs([("x", "image")]))
    }
    #expect(fault?.details == ["why"])
  }

  // MARK: In a pipeline

  private func pipeline(_ stages: String, folder: String = ".", allowsPrograms: Bool = true) throws -> Pipeline {
    var registry = Registry()
    try registry.register(commonStages)
    return try Pipeline(
      text: "{ \"outputs\": {\"x\": \"@x\"}, \"stages\": {\n\(stages)\n} }", file: "f.json", folder: folder,
      registry: registry, allowsPrograms: allowsPrograms)
  }

  private func errors(_ stages: String, allowsPrograms: Bool = true) -> String {
    faultText { try pipeline(stages, allowsPrograms: allowsPrograms) }
  }

  /// A file beside the pipeline file is found, as the program and as an argument, wherever the run is.
  @Test func filesBesideThePipeline() throws {
    try withTemporaryFolder { folder in
      try FileSystem.makeFolders(folder + "/tools/cat")
      try SafeTensors.write([("x", picture)], to: folder + "/tools/data")
      let text = #""x": {"stage": "run", "program": ["cat", "data"], "outputs": {"x": "image"}}"#
      let pipeline = try pipeline(text, folder: folder + "/tools")
      #expect(pipeline.runs == ["cat data"])
      #expect(try pipeline.run()["x"].flatMap { Tensor($0) } == picture)
      // The same words elsewhere are another program's.
      #expect(throws: RunFault.self) { try self.pipeline(text, folder: folder).run() }
    }
  }

  @Test func offUnlessAllowed() throws {
    let text = #""x": {"stage": "run", "program": ["cat", "-"], "outputs": {"x": "image"}}"#
    #expect(
      errors(text, allowsPrograms: false)
        == "f.json:2:34: error: stage 'x': it runs the program 'cat -'; '--allow-run' allows that")
    #expect(errors(text).isEmpty)
  }

  /// Kinds and shapes of outputs are known before the run, in loops too.
  @Test func whatIsKnownOfOutputs() throws {
    let mask = #""m": {"stage": "rectangle", "size": [8, 8], "box": [0, 0, 1, 1]}"#
    let noise = #""g": {"stage": "generator", "seed": 1}"#
    func text(_ height: Int) -> String {
      """
      \(mask), \(noise), "n": {"stage": "gaussian-noise", "shape": [3, \(height), 8], "generator": "@g"},
      "p": {"stage": "run", "program": ["cat"], "inputs": {"n": "@n", "k": 2}, "outputs": {"k": "integer", "n": "image like n"}},
      "x": {"stage": "blend", "inside": "@p.n", "outside": "@p.n", "mask": "@m"}
      """
    }
    #expect(errors(text(8)).isEmpty)
    #expect(errors(text(4)).hasPrefix("f.json:4:"))
    #expect(
      errors(text(8).replacing("@p.n", with: "@p"))
        == "f.json:4:35: error: 'inside' takes image or estimate, found integer (@p)\n"
        + "f.json:4:52: error: 'outside' takes image or estimate, found integer (@p)")
    func loop(_ sizes: String) -> String {
      """
      \(mask), \(noise), "n": {"stage": "gaussian-noise", "shape": [3, 8, 8], "generator": "@g"},
      "x": {"stage": "loop", "each": {"s": \(sizes)}, "collect": {"all": "@b"}, "body": {
        "r": {"stage": "resize", "image": "@n", "size": "@s"},
        "p": {"stage": "run", "program": ["cat"], "inputs": {"n": "@r"}, "outputs": {"n": "image like n"}},
        "b": {"stage": "blend", "inside": "@p", "outside": "@p", "mask": "@m"} }}
      """
    }
    #expect(errors(loop("[8, 8]")).isEmpty)
    #expect(errors(loop("[8, 4]")).hasPrefix("f.json:6:"))
  }

  @Test func equalUsesRunOnce() throws {
    try withTemporaryFolder { (folder: String) throws in
      let program = #"["sh", "-c", "echo once >> \#(folder)/log; cat"]"#
      func run(_ name: String) -> String {
        #""\#(name)": {"stage": "run", "program": \#(program), "inputs": {"n": 3}, "outputs": {"n": "integer"}}"#
      }
      let text =
        run("a") + ",\n" + run("b") + ",\n" + run("unused") + ",\n"
        + #""x": {"stage": "run", "program": ["cat"], "inputs": {"n": "@a", "m": "@b"}, "outputs": {"m": "integer"}}"#
      #expect(try pipeline(text).run()["x"].flatMap { Int($0) } == 3)
      #expect(try FileFault.contents(of: folder + "/log") == Array("once\n".utf8))
    }
  }
}
