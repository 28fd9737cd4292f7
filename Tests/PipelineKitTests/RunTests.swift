import Basics
import Foundation
import PipelineKit
import Tensors
import TestSupport
import Testing

/// What files mean: order, loops, hoisting, parameters, files as stages.
@Suite struct RunTests {
  @Test func orderInTheFileMeansNothingForData() throws {
    let found = try numbers(
      """
      { "outputs": {"x": "@total", "n": "@total.count"}, "stages": {
        "total": {"stage": "sum", "inputs": ["@a", "@b", 3]},
        "b": {"stage": "number", "value": "@a"}, "a": {"stage": "number", "value": 2.5} } }
      """)
    #expect(found == ["x": 8, "n": 3])
  }

  @Test func loopsCarryAndCollect() throws {
    let text = """
      { "outputs": {"x": "@walk.x", "sum": "@all"}, "stages": {
        "walk": { "stage": "loop", "each": {"t": [1, 2, 3], "u": [10, 20, 30]}, "carry": {"x": "@start"},
          "body": { "next": {"stage": "sum", "inputs": ["@x", "@t", "@u"]} },
          "next": {"x": "@next"}, "collect": {"seen": "@next"} },
        "all": {"stage": "sum", "inputs": "@walk.seen"},
        "start": {"stage": "number", "value": 100} } }
      """
    #expect(try numbers(text) == ["x": 166, "sum": 111 + 133 + 166])
  }

  @Test func loopsNestAndMayOnlyCollect() throws {
    let text = """
      { "outputs": {"x": "@total"}, "stages": {
        "rows": { "stage": "loop", "each": {"i": [1, 2]},
          "body": { "row": {"stage": "loop", "each": {"j": [10, 20, 30]}, "body": {
              "cell": {"stage": "sum", "inputs": ["@i", "@j"]} }, "collect": {"cells": "@cell"} },
            "rowSum": {"stage": "sum", "inputs": "@row"} },
          "collect": {"sums": "@rowSum"} },
        "total": {"stage": "sum", "inputs": "@rows"} } }
      """
    #expect(try numbers(text) == ["x": 63 + 66])
  }

  @Test func whatDoesNotChangeRunsOnce() throws {
    let text = """
      { "outputs": {"x": "@rows.all"}, "stages": {
        "rows": { "stage": "loop", "each": {"i": [1, 2, 3]}, "body": {
          "row": { "stage": "loop", "each": {"j": [1, 2]}, "carry": {"x": 0.0}, "body": {
            "never": {"stage": "number", "value": 5},
            "onlyRow": {"stage": "sum", "inputs": ["@i", "@never"]},
            "always": {"stage": "sum", "inputs": ["@j", "@onlyRow", "@x"]} }, "next": {"x": "@always"} } },
          "collect": {"all": "@row"} } } }
      """
    let stages = try trace(load(text)).trace.stages
    #expect(stages.filter { $0 == "never" }.count == 1)
    #expect(stages.filter { $0 == "onlyRow" }.count == 3)
    #expect(stages.filter { $0 == "always" }.count == 6)
  }

  /// A loop around draws takes them iteration by iteration, in file order within each.
  @Test func drawsHappenInFileOrder() throws {
    let generator = Generator(seed: 7)
    let draws = (0..<7).map { _ in Double(generator.normal([1]).values[0]) }
    let text = """
      { "outputs": {"a": "@late", "b": "@early", "x": "@loop.x", "y": "@loop.y"}, "stages": {
        "late": {"stage": "draw", "generator": "@rng", "plus": "@slow"},
        "early": {"stage": "draw", "generator": "@rng"},
        "loop": {"stage": "loop", "each": {"i": [1, 2]}, "carry": {"x": 0.0, "y": 0.0}, "body": {
           "one": {"stage": "draw", "generator": "@rng"}, "two": {"stage": "draw", "generator": "@rng"} },
           "next": {"x": "@one", "y": "@two"} },
        "last": {"stage": "draw", "generator": "@rng"},
        "slow": {"stage": "number", "value": 100},
        "rng": {"stage": "generator", "seed": 7} } }
      """
    let found = try numbers(text)
    #expect(found == ["a": draws[0] + 100, "b": draws[1], "x": draws[4], "y": draws[5]])
  }

  /// A draw that needs a later one's result has to come after it.
  @Test func dataComesBeforeFileOrder() throws {
    let generator = Generator(seed: 7)
    let draws = (0..<2).map { _ in Double(generator.normal([1]).values[0]) }
    let text = """
      { "outputs": {"a": "@first", "b": "@second"}, "stages": { "rng": {"stage": "generator", "seed": 7},
        "first": {"stage": "draw", "generator": "@rng", "plus": "@second"},
        "second": {"stage": "draw", "generator": "@rng"} } }
      """
    #expect(try numbers(text) == ["a": draws[1] + draws[0], "b": draws[0]])
  }

  @Test func feedbackRemembersThePreviousIteration() throws {
    let text = """
      { "outputs": {"x": "@outer.sum"}, "stages": {
        "outer": {"stage": "loop", "each": {"k": [1, 2]}, "carry": {"sum": 0.0}, "body": {
          "inner": {"stage": "loop", "each": {"i": [1, 2, 3]}, "carry": {"x": 0.0}, "body": {
            "a": {"stage": "accumulate", "value": "@i"} }, "next": {"x": "@a"} },
          "s": {"stage": "sum", "inputs": ["@sum", "@inner", "@k"]} }, "next": {"sum": "@s"} } } }
      """
    // Each inner loop starts anew: 6 + 1 + 6 + 2.
    #expect(try numbers(text) == ["x": 15])
  }

  /// What another picture, or another walk, left behind is no previous step.
  @Test func feedbackAlongAWalkEntersOnlyThere() throws {
    func text(_ followed: String) -> String {
      """
      { "outputs": {"x": "@total"}, "stages": {
        "walk": {"stage": "loop", "each": {"t": [1, 10, 100]}, "body": {
          "pictures": {"stage": "loop", "each": {"p": [1000, 2000]}, "body": {
            "f": {"stage": "follow", "value": "\(followed)"}, "s": {"stage": "sum", "inputs": ["@f", "@p"]} },
            "collect": {"sums": "@s"} },
          "sum": {"stage": "sum", "inputs": "@pictures"} }, "collect": {"sums": "@sum"} },
        "total": {"stage": "sum", "inputs": "@walk"} } }
      """
    }
    #expect(try numbers(text("@t")) == ["x": 3 * 3000 + 2 * 111])
    // Along its own loop: 1000, then 2000 + 1000.
    #expect(try numbers(text("@p")) == ["x": 3 * (3000 + 1000 + 3000)])
  }

  @Test func parametersKeepTheirKinds() throws {
    let text = """
      { "parameters": {"a": 1, "b": 2.5, "c": [1, 2]}, "outputs": {"x": "@s", "y": "@t"}, "stages": {
        "s": {"stage": "sum", "inputs": ["$a", "$b"]}, "t": {"stage": "sum", "inputs": "$c"} } }
      """
    #expect(try numbers(text) == ["x": 3.5, "y": 3])
    #expect(try numbers(text, [("a", "4"), ("b", "3"), ("c", "5,6, 7")]) == ["x": 7, "y": 18])
    #expect(try numbers(text, [("c", "[1]")])["y"] == 1)
    #expect(try load(text, [("b", "1e-3")]).parameters.map(\.text) == ["1", "0.001", "[1, 2]"])
  }

  /// Between commas a text is what was typed, whatever YAML would make of it.
  @Test func listsOfTexts() throws {
    let text = #"{ "parameters": {"names": ["a"]}, "outputs": {"x": "$names"}, "stages": {} }"#
    func names(_ given: String) throws -> [String]? {
      try load(text, [("names", given)]).run()["x"].flatMap { [String]($0) }
    }
    #expect(try names("a dog, it's: #5 ,@x,$y,1.50,true") == ["a dog", "it's: #5", "@x", "$y", "1.50", "true"])
    #expect(try names(#"["a, b", 'c']"#) == ["a, b", "c"])
    #expect(try names("one") == ["one"])
  }

  /// One name for what every iteration writes: allowed, but said.
  @Test func overwritingInALoopIsAWarning() throws {
    func warnings(_ to: String) throws -> [String] {
      try load(
        """
        { "stages": { "l": {"stage": "loop", "each": {"i": [1, 2], "name": ["a", "b"]}, "body": {
          "s": {"stage": "save", "value": "@i", "to": "\(to)"}, "once": {"stage": "save", "value": 1, "to": "y"} }} } }
        """
      ).warnings.map(\.description)
    }
    #expect(
      try warnings("x") == [
        "f.json:2:3: warning: 's' writes 'x' in every iteration of loop 'l', so only the last version remains"
      ])
    #expect(try warnings("@name") == [])
  }

  @Test func emptyListsRunNothing() throws {
    let text = """
      { "outputs": {"x": "@l.x"}, "stages": { "l": {"stage": "loop", "each": {"i": []}, "carry": {"x": 4.0},
        "body": {"s": {"stage": "sum", "inputs": ["@i", "@x"]}}, "next": {"x": "@s"}} } }
      """
    let pipeline = try load(text)
    #expect(
      pipeline.warnings.map(\.description) == [
        "f.json:1:78: warning: loop 'l' has an empty list to iterate over, so its body never runs"
      ])
    #expect(try numbers(text) == ["x": 4])
  }

  @Test func pathsStartWhereTheyShould() throws {
    let text = """
      { "parameters": {"from": "a.png", "to": "b.png"}, "outputs": {"p": "@o", "q": "@literal"}, "stages": {
        "o": {"stage": "open", "from": "$from"}, "literal": {"stage": "open", "from": "sub/c.png"},
        "s": {"stage": "save", "value": 1, "to": "$to"} } }
      """
    func paths(_ arguments: [(name: String, text: String)]) throws -> [String?] {
      let (trace, outputs) = try trace(load(text, arguments))
      return [outputs["p"].flatMap { String($0) }, outputs["q"].flatMap { String($0) }] + trace.written
    }
    #expect(try paths([]) == ["/files/a.png", "/files/sub/c.png", "out/b.png=1.0"])
    #expect(try paths([("from", "x.png"), ("to", "/y.png")]) == ["x.png", "/files/sub/c.png", "/y.png=1.0"])
  }

  @Test func kindsFlowThroughFilters() throws {
    let text = """
      { "outputs": {"x": "@m"}, "stages": { "i": {"stage": "make-image"}, "n": {"stage": "negate", "input": "@i"},
        "n2": {"stage": "add", "inputs": ["@n", "@i"]}, "m": {"stage": "mean", "image": "@n2"} } }
      """
    #expect(try numbers(text) == ["x": -2])
  }

  @Test func yamlAndEscapes() throws {
    let text = """
      # a comment
      parameters: {to: "$$cost @home"}
      stages:
        s:   # another
          stage: save
          value: 1.5
          to: $to
        t: {stage: save, value: 2, to: '@@x'}
        u: {stage: save, value: 3, to: "\\ud83d\\ude80"}
      """
    #expect(try trace(load(text)).trace.written == ["out/$cost @home=1.5", "out/@x=2.0", "out/🚀=3.0"])
  }

  @Test func theSameTwice() throws {
    let text = """
      { "outputs": {"a": "@d"}, "stages": { "rng": {"stage": "generator", "seed": 3}, "d": {"stage": "draw", "generator": "@rng"} } }
      """
    let pipeline = try load(text)
    #expect(
      try trace(pipeline).outputs["a"].flatMap { Double($0) } == trace(pipeline).outputs["a"].flatMap { Double($0) })
  }

  @Test func aStagesErrorSaysWhereItStands() throws {
    let text = """
      { "outputs": {"x": "@f"}, "stages": {
          "f": {"stage": "fail", "value": 2} } }
      """
    let fault = #expect(throws: RunFault.self) { try load(text).run() }
    #expect(fault?.description == "f.json:2:5: error: stage 'f': 'value' takes nothing, found 2.0")
    #expect(fault?.cause == .data)
  }

  @Test func numbersThatArriveAreChecked() throws {
    let text = """
      { "outputs": {"x": "@n"}, "stages": { "big": {"stage": "sum", "inputs": [900, 200]},
        "n": {"stage": "number", "value": "@big"} } }
      """
    let fault = #expect(throws: RunFault.self) { try load(text).run() }
    #expect(fault?.description == "f.json:2:3: error: stage 'n': 'value' takes -1000 … 1000, found 1100.0")
  }

  @Test func listsOfDifferentLengths() throws {
    let text = """
      { "stages": { "l": {"stage": "loop", "each": {"i": [1, 2], "j": "@three"}, "body": {
        "s": {"stage": "save", "value": "@i", "to": "x"}, "u": {"stage": "save", "value": "@j", "to": "y"} }},
        "three": {"stage": "loop", "each": {"k": [1, 2, 3]}, "body": {"n": {"stage": "number", "value": "@k"}},
          "collect": {"all": "@n"}} } }
      """
    let fault = #expect(throws: PipelineFault.self) { try load(text) }
    #expect(fault?.description == "f.json:1:15: error: 'i' has 2 elements to iterate over, but 'j' has 3")
  }
}
