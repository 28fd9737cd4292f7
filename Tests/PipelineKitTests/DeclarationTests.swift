import PipelineKit
import Tensors
import Testing

/// What a declaration says: defaults, effects and rules between inputs, each in one place.
@Suite struct DeclarationTests {
  /// The sum of a draw from each of several generators.
  struct DrawAll: Stage {
    static let generators = Input<[Generator]>("generators", "streams")
    static let sum = Output<Double>("sum", "the sum of the draws")
    static let declaration = Declaration(
      "draw-all", "Draws.", inputs: [generators], outputs: [sum], effects: [.draws])
    func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
      Outputs(Self.sum, try inputs[Self.generators].reduce(0) { $0 + Double($1.normal([1]).values[0]) })
    }
  }

  /// Writes its number, and passes it on.
  struct Note: Stage {
    static let value = Input<Double>("value", "a number")
    static let same = Output<Double>("value", "the same")
    static let declaration = Declaration("note", "Notes.", inputs: [value], outputs: [same], effects: [.writes])
    func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
      context.wrote("\(try inputs[Self.value])")
      return Outputs(Self.same, try inputs[Self.value])
    }
  }

  /// Every way to have a default, and every rule.
  struct Choosy: Stage {
    enum Method: String, Choice { case plain, fancy }
    static let method = Input<Method>("method", "how", default: .plain)
    static let strength = Input<Double>("strength", "how much; for fancy", in: 0...1, default: 0.5)
    static let base = Input<Int>("base", "a number", default: 2)
    static let double = Input<Int>("double", "a number", default: .computed("twice 'base'") { try 2 * $0[base] })
    static let a = OptionalInput<Int>("a", "one way")
    static let b = OptionalInput<Int>("b", "another way")
    static let left = OptionalInput<Int>("left", "half of a pair")
    static let right = OptionalInput<Int>("right", "half of a pair")
    static let extra = OptionalInput<Int>("extra", "for a")
    static let number = Output<Int>("number", "what came out")
    static let declaration = Declaration(
      "choosy", "Chooses.", inputs: [method, strength, base, double, a, b, left, right, extra], outputs: [number],
      rules: [
        .exactlyOne(a, b), .together(left, right), .only(extra, with: a), .only(strength, where: method, is: .fancy),
      ])
    func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
      Outputs(Self.number, try inputs[Self.double] + (inputs[Self.a] ?? inputs[Self.b] ?? 0))
    }
  }

  private func pipeline(_ text: String) throws -> Pipeline {
    var registry = try testRegistry()
    try registry.register([DrawAll.self, Note.self, Choosy.self])
    return try Pipeline(text: text, file: "f.json", folder: "/files", registry: registry)
  }

  private func problems(_ arguments: String) -> [String] {
    do {
      _ = try pipeline(#"{"outputs": {"x": "@c"}, "stages": {"c": {"stage": "choosy", \#(arguments)}}}"#)
      return []
    } catch let fault as PipelineFault { return fault.diagnostics.map { "\($0.problem)" } } catch {
      return ["\(error)"]
    }
  }

  // MARK: Defaults

  @Test func defaults() throws {
    func number(_ values: [String: Value]) throws -> Int? {
      try Choosy().outputs(of: Inputs(values.merging(["a": .integer(1)]) { $1 }))[Choosy.number]
    }
    #expect(try number([:]) == 5)
    #expect(try number(["base": .integer(10)]) == 21)
    #expect(try number(["base": .integer(10), "double": .integer(3)]) == 4)
    #expect(Choosy.strength.defaultValue == 0.5 && Choosy.method.defaultValue == .plain)
    let known = KnownInputs(values: ["base": .integer(7)], given: ["base"])
    #expect(known.known(Choosy.strength) == 0.5 && known.known(Choosy.double) == 14)
    #expect(KnownInputs([:], given: ["base"]).known(Choosy.base) == nil, "given, and not known yet")
    let texts = Choosy.declaration.inputs.map { $0.absence?.text }
    #expect(texts == ["plain", "0.5", "2", "twice 'base'", nil, nil, nil, nil, nil])
  }

  // MARK: Effects

  /// A stage that takes a list of generators draws in every iteration of a loop, and is never done for another.
  @Test func listsOfGeneratorsAreDrawnFrom() throws {
    let text = """
      { "outputs": {"x": "@l.x", "a": "@a", "b": "@b"}, "stages": {
        "g": {"stage": "generator", "seed": 7}, "h": {"stage": "generator", "seed": 8},
        "l": {"stage": "loop", "each": {"i": [1, 2, 3]}, "body": {"d": {"stage": "draw-all", "generators": ["@g", "@h"]}},
          "collect": {"x": "@d"}},
        "a": {"stage": "draw-all", "generators": ["@g", "@h"]},
        "b": {"stage": "draw-all", "generators": ["@g", "@h"]} } }
      """
    let outputs = try pipeline(text).run()
    let (g, h) = (Generator(seed: 7), Generator(seed: 8))
    func draw() -> Double { Double(g.normal([1]).values[0]) + Double(h.normal([1]).values[0]) }
    let expected = (0..<5).map { _ in draw() }
    let collected = try #require([Double](outputs["x"]!))
    #expect(collected == Array(expected[..<3]))
    #expect([outputs["a"], outputs["b"]].map { $0.flatMap { Double($0) } } == [expected[3], expected[4]])
  }

  /// One that nobody listens to moves the stream on all the same.
  @Test func unheardDrawsCount() throws {
    let text = """
      { "outputs": {"x": "@b"}, "stages": {
        "g": {"stage": "generator", "seed": 7},
        "a": {"stage": "draw-all", "generators": ["@g"]}, "b": {"stage": "draw-all", "generators": ["@g"]} } }
      """
    let g = Generator(seed: 7)
    let draws = (0..<2).map { _ in Double(g.normal([1]).values[0]) }
    #expect(try pipeline(text).run()["x"].flatMap { Double($0) } == draws[1])
  }

  /// A stage that writes and passes on runs where nobody takes what it passes, every time, and is not called unused.
  @Test func whatWritesAndPassesOnRuns() throws {
    let text = """
      { "stages": {
        "n": {"stage": "note", "value": 1}, "m": {"stage": "note", "value": 1},
        "l": {"stage": "loop", "each": {"i": [2, 3]}, "body": {"k": {"stage": "note", "value": "@i"}}} } }
      """
    let pipeline = try pipeline(text)
    #expect(pipeline.warnings.isEmpty)
    #expect(try trace(pipeline).trace.written == ["1.0", "1.0", "2.0", "3.0"])
    #expect(try trace(pipeline, plainly: true).trace.written == ["1.0", "1.0", "2.0", "3.0"])
  }

  @Test func effectsThatPortsShowMustBeNamed() throws {
    struct Silent: Stage {
      static let generators = Input<[Generator]>("generators", "streams")
      static let out = Output<Double>("out", "a number")
      static let declaration = Declaration("silent", "Draws.", inputs: [generators], outputs: [out])
      func run(_ inputs: Inputs, in context: Context) throws -> Outputs { Outputs() }
    }
    struct Quiet: Stage {
      static let to = Input<Path>("to", "where", path: .writes)
      static let declaration = Declaration("quiet", "Writes.", inputs: [to], outputs: [])
      func run(_ inputs: Inputs, in context: Context) throws -> Outputs { Outputs() }
    }
    struct Useless: Stage {
      static let declaration = Declaration("useless", "Nothing.", inputs: [], outputs: [])
      func run(_ inputs: Inputs, in context: Context) throws -> Outputs { Outputs() }
    }
    func refusal(_ stage: any Stage.Type) -> String {
      var registry = Registry()
      do {
        try registry.register([stage])
        return "registered"
      } catch { return "\(error)" }
    }
    #expect(
      refusal(Silent.self)
        == "the stage 'silent' draws, as its inputs show; its declaration must say so: effects: [.draws]")
    #expect(
      refusal(Quiet.self)
        == "the stage 'quiet' writes, as its inputs show; its declaration must say so: effects: [.writes]")
    #expect(refusal(Useless.self) == "the stage 'useless' gives nothing, and its declaration names no effect")
  }

  // MARK: Rules

  @Test(arguments: [
    (#""a": 1"#, []), (#""b": 1, "left": 1, "right": 2"#, []), (#""a": 1, "extra": 1"#, []),
    (#""a": 1, "method": "fancy", "strength": 0.7"#, []), (#""a": 1, "strength": 0.5"#, []),
    (#""base": 1"#, ["stage 'c': expected exactly one of 'a' and 'b', found none"]),
    (#""a": 1, "b": 1"#, ["stage 'c': expected exactly one of 'a' and 'b', found 'a' and 'b'"]),
    (#""a": 1, "left": 1"#, ["stage 'c': 'left' and 'right' belong together; expected both or neither"]),
    (#""b": 1, "extra": 1"#, ["stage 'c': 'extra' needs 'a'"]),
    (#""a": 1, "strength": 0.7"#, ["stage 'c': 'strength' is for method 'fancy', the method is 'plain'"]),
  ])
  func rules(_ arguments: String, _ expected: [String]) { #expect(problems(arguments) == expected) }

  /// What is not known before the run is told by the run, in the same words.
  @Test func rulesInTheRun() throws {
    let text = """
      { "outputs": {"x": "@c"}, "stages": {
        "n": {"stage": "number", "value": 0.7}, "c": {"stage": "choosy", "a": 1, "strength": "@n"} } }
      """
    let pipeline = try pipeline(text)
    let fault = #expect(throws: RunFault.self) { try pipeline.run() }
    #expect("\(try #require(fault))".contains("'strength' is for method 'fancy', the method is 'plain'"))
    #expect(throws: StageFault.self) { try Choosy().outputs(of: Inputs(["a": .integer(1), "b": .integer(1)])) }
    #expect(
      Choosy.declaration.rules.map(\.summary) == [
        "exactly one of 'a' and 'b'", "'left' and 'right' belong together", "'extra' needs 'a'",
        "'strength' is for method 'fancy'",
      ])
  }
}
