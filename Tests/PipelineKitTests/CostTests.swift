import Basics
import PipelineKit
import Tensors
import Testing

/// Gives a tensor of so many numbers, and says so.
private struct Block: Stage {
  static let size = Input<Int>("size", "how many numbers", in: 0...1_000_000_000)
  static let with = OptionalInput<Tensor>("with", "something that must exist before", kind: .tensor)
  static let tensor = Output<Tensor>("tensor", "zeros", kind: .tensor)
  static let declaration = Declaration("block", "Zeros.", inputs: [size, with], outputs: [tensor])

  static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(tensor, shape: inputs.known(size).map { [$0] })
  }

  static func cost(_ inputs: KnownInputs) -> StageCost {
    StageCost(evaluations: 2, working: 100, written: 7, isUnknown: inputs.known(size) == nil)
  }

  func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    Outputs(Self.tensor, Tensor([try inputs[Self.size]], repeating: 0))
  }
}

/// Gives the first of two tensors below 3, and the second from there on.
private struct Either: SelectiveStage {
  static let at = OptionalInput<Int>("at", "a number")
  static let first = Input<Tensor>("first", "numbers", kind: .tensor)
  static let second = Input<Tensor>("second", "numbers", kind: .tensor)
  static let tensor = Output<Tensor>("tensor", "one of them", kind: .tensor)
  static let declaration = Declaration("either", "One.", inputs: [at, first, second], outputs: [tensor])
  static var decider: any InputPort { at }
  static func unread(_ inputs: KnownInputs) -> [any InputPort] {
    inputs.known(at).map { $0 < 3 ? [second] : [first] } ?? []
  }
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs { Outputs() }
}

@Suite struct CostTests {
  private func cost(_ stages: String, outputs: String) throws -> RunCost {
    let text = "{\"outputs\": {\(outputs)}, \"stages\": {\(stages)}}"
    var registry = Registry()
    try registry.register([Block.self, Either.self])
    return try Pipeline(text: text, file: "f.json", folder: ".", registry: registry).cost
  }

  /// Values count while a later stage or output reads them: a, b with a's 4000 bytes, c with b's 8000.
  @Test func valuesCountAsLongAsTheyAreNeeded() throws {
    let chain = """
      "a": {"stage": "block", "size": 1000}, "b": {"stage": "block", "size": 2000, "with": "@a"},
      "c": {"stage": "block", "size": 500, "with": "@b"}
      """
    let cost = try cost(chain, outputs: #""c": "@c""#)
    #expect(cost.memory == 12100 && cost.peak == "b")
    #expect(cost.evaluations == 6 && cost.written == 21 && !cost.isUnknown)
    #expect(try self.cost(chain, outputs: #""c": "@c", "a": "@a""#).memory == 14100)
  }

  /// A loop's work counts in every iteration, the memory of its body once, and what it collects whole.
  @Test func loops() throws {
    func loop(_ rest: String) -> String {
      """
      "s": {"stage": "block", "size": 10},
      "l": {"stage": "loop", "each": {"k": [1, 2, 3, 4, 5]}, "carry": {"x": "@s"},
        "body": {"b": {"stage": "block", "size": 1000, "with": "@x"}, "n": {"stage": "block", "size": 10, "with": "@b"}},
        "next": {"x": "@n"}\(rest)}
      """
    }
    // The start, the carried value, the body's block and its next value; and what n works with.
    let plain = try cost(loop(""), outputs: #""x": "@l""#)
    #expect(plain.evaluations == 2 + 5 * 4 && plain.written == 7 * 11)
    #expect(plain.memory == 4 * (10 + 10 + 1000 + 10) + 100)
    let collecting = try cost(loop(#", "collect": {"all": "@b"}"#), outputs: #""x": "@l.all""#)
    #expect(collecting.memory == plain.memory + 4 * 5000)
  }

  /// What an iteration leaves out costs nothing in it: of 5 iterations, 2 need `a` and 3 need `b` with `before`.
  @Test func whatIterationsLeaveOut() throws {
    let text = """
      "l": {"stage": "loop", "each": {"k": [1, 2, 3, 4, 5]},
        "body": {"n": {"stage": "block", "size": "@k"}, "a": {"stage": "block", "size": 1, "with": "@n"},
          "before": {"stage": "block", "size": 2, "with": "@n"}, "b": {"stage": "block", "size": 3, "with": "@before"},
          "c": {"stage": "either", "at": "@k", "first": "@a", "second": "@b"}}, "collect": {"all": "@c"}}
      """
    #expect(try cost(text, outputs: #""x": "@l.all""#).evaluations == 2 * (5 + 2 + 3 + 3))
  }

  /// Equal work is done once, so it costs once.
  @Test func equalWork() throws {
    let twins = try cost(
      #""a": {"stage": "block", "size": 10}, "b": {"stage": "block", "size": 10}"#, outputs: #""a": "@a", "b": "@b""#)
    #expect(twins.evaluations == 2 && twins.memory == 140)
  }

  /// What is beyond the limits is refused, with the numbers; the smallest budget that suffices is accepted.
  @Test func refusals() throws {
    let cost = try cost(#""a": {"stage": "block", "size": 1000}"#, outputs: #""a": "@a""#)
    try cost.require(budget: OutputBudget(bytes: 7))
    let fault = #expect(throws: (any Error).self) { try cost.require(budget: OutputBudget(bytes: 6)) }
    #expect(
      "\(fault!)" == "the run would write about 7 bytes; the limit is 6 bytes, and '--max-output SIZE' sets another")
    #expect((fault as? any Fault)?.cause == .limit)
  }

  /// Many lists that exist at the same time, of tensors of different sizes.
  @Test func lists() throws {
    let loops = (0..<64).map { index in
      let sizes = (0..<30).map { 1_000_000 + 30 * index + $0 }
      let body = #"{"b": {"stage": "block", "size": "@k"}}"#
      return #""l\#(index)": {"stage": "loop", "each": {"k": \#(sizes)}, "body": \#(body), "collect": {"all": "@b"}}"#
    }
    let outputs = (0..<64).map { #""l\#($0)": "@l\#($0).all""# }
    let memory = try cost(loops.joined(separator: ","), outputs: outputs.joined(separator: ",")).memory
    let lists = 4.0 * Double((0..<64 * 30).reduce(0) { $0 + 1_000_000 + $1 })
    #expect(memory >= lists && memory < lists + 5e6)
  }
}
