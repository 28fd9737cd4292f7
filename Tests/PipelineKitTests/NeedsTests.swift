import PipelineKit
import Testing

/// What a stage doesn't read in an iteration is not computed in it.
@Suite struct NeedsTests {
  private func loop(_ body: String, each: String = #""i": [1, 2, 3]"#) -> String {
    """
    { "outputs": {"all": "@l.all"}, "stages": {
      "l": {"stage": "loop", "each": {\(each)}, "body": {\(body)}, "collect": {"all": "@c"}} } }
    """
  }

  private func run(_ text: String, plainly: Bool = false) throws -> (stages: [String], values: [Double]) {
    let (trace, outputs) = try trace(load(text), plainly: plainly)
    return (trace.stages, try #require([Double](outputs["all"]!)))
  }

  /// With `i` 1, 2 and 3, the first number is read once and the second twice; what only they read, too.
  @Test(arguments: [false, true]) func onlyWhatIsRead(plainly: Bool) throws {
    let found = try run(
      loop(
        """
        "n": {"stage": "number", "value": "@i"},
        "a": {"stage": "sum", "inputs": ["@n", 10]}, "b": {"stage": "sum", "inputs": ["@n", 20]},
        "b2": {"stage": "sum", "inputs": ["@b", 100]},
        "c": {"stage": "choose", "which": "@i", "first": "@a", "second": "@b2"}
        """), plainly: plainly)
    #expect(found.values == [11, 122, 123])
    #expect(found.stages == ["n", "a", "c", "n", "b", "b2", "c", "n", "b", "b2", "c"])
  }

  /// Without the deciding input, or where a stage of the same iteration computes it, both are computed.
  @Test func undecided() throws {
    func body(_ which: String) -> String {
      """
      "a": {"stage": "sum", "inputs": ["@i", 10]}, "b": {"stage": "sum", "inputs": ["@i", 20]},
      "d": {"stage": "sum", "inputs": ["@i"]},
      "c": {"stage": "choose", \(which)"first": "@a", "second": "@b"}, "w": {"stage": "save", "value": "@d", "to": "w"}
      """
    }
    #expect(try run(loop(body(""))).stages.count { $0 == "a" || $0 == "b" } == 6)
    let computed = try run(loop(body(#""which": "@d", "#)))
    #expect(computed.stages.count { $0 == "a" || $0 == "b" } == 6 && computed.values == [11, 22, 23])
  }

  /// What draws, writes or remembers runs in every iteration; what another stage reads, too.
  @Test func whatMustRun() throws {
    let (trace, outputs) = try trace(
      load(
        """
        { "outputs": {"all": "@l.all"}, "stages": {
          "g": {"stage": "generator", "seed": 1},
          "l": {"stage": "loop", "each": {"i": [3, 1, 1]}, "body": {
            "a": {"stage": "draw", "generator": "@g"}, "r": {"stage": "accumulate", "value": "@i"},
            "p": {"stage": "sum", "inputs": ["@i", 5]}, "s": {"stage": "save", "value": "@p", "to": "w"},
            "u": {"stage": "sum", "inputs": ["@a", "@r", "@p"]},
            "c": {"stage": "choose", "which": "@i", "first": "@r", "second": "@u"}}, "collect": {"all": "@c"}} } }
        """))
    for name in ["a", "r", "p", "s"] { #expect(trace.stages.count { $0 == name } == 3, "\(name)") }
    #expect(trace.stages.count { $0 == "u" } == 1)
    #expect(try #require([Double](outputs["all"]!)).suffix(2) == [4, 5])
  }

  /// A stage that remembers along the walk may be left out; it then remembers nothing.
  @Test func whatRemembersAlongTheWalk() throws {
    let body = """
      "f": {"stage": "follow", "value": "@i"}, "n": {"stage": "number", "value": 0},
      "c": {"stage": "choose", "which": "@k", "first": "@f.sum", "second": "@n"}
      """
    let each = #""i": [1, 10, 100, 1000], "k": [1, 1, 3, 1]"#
    let found = try run(loop(body, each: each))
    #expect(found.values == [1, 11, 0, 1000])
    #expect(found.stages.count { $0 == "f" } == 3)
  }

  /// Two equal stages that remember along the walk are one, unless an iteration may leave one of them out.
  @Test func equalStagesThatRemember() throws {
    func stages(_ more: String) throws -> Int {
      let body = """
        "f": {"stage": "follow", "value": "@i"}, "h": {"stage": "follow", "value": "@i"},
        "s": {"stage": "sum", "inputs": ["@f.sum", "@h.sum"]}, \(more)
        """
      return try run(loop(body)).stages.count { $0 == "f" || $0 == "h" }
    }
    #expect(try stages(#""c": {"stage": "sum", "inputs": ["@s"]}"#) == 3)
    #expect(try stages(#""c": {"stage": "choose", "first": "@s", "second": 0}"#) == 3)
    #expect(try stages(#""c": {"stage": "choose", "which": "@i", "first": "@s", "second": 0}"#) == 2)
  }
}
