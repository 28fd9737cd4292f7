import Foundation
import PipelineKit
import Synchronization
import Tensors
import Testing

/// The async face of a run.
@Suite(.serialized) struct EventsTests {
  /// Counts how often it ran, and takes a moment.
  struct Slow: Stage {
    static let runs = Mutex(0)
    static let value = Input<Double>("value", "a number")
    static let same = Output<Double>("value", "the same")
    static let declaration = Declaration("slow", "Slow.", inputs: [value], outputs: [same])
    func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
      Slow.runs.withLock { $0 += 1 }
      usleep(2000)
      return Outputs(Self.same, try inputs[Self.value])
    }
  }

  private func pipeline(_ text: String) throws -> Pipeline {
    var registry = try testRegistry()
    try registry.register([Slow.self])
    return try Pipeline(text: text, file: "f.json", folder: "/files", registry: registry)
  }

  @Test func eventsComeInOrder() async throws {
    let pipeline = try pipeline(
      #"{"outputs": {"y": "@s", "x": "@n"}, "stages": {"n": {"stage": "number", "value": 2}, "s": {"stage": "sum", "inputs": ["@n", 3]}}}"#
    )
    var seen: [String] = []
    for try await event in pipeline.events() {
      switch event {
      case .stage(let name, _): seen.append(name)
      case .output(let name, let value): seen.append("\(name) = \(Double(value) ?? .nan)")
      default: seen.append("\(event)")
      }
    }
    #expect(seen == ["n", "s", "y = 5.0", "x = 2.0"])
  }

  @Test func faultsAreThrown() async throws {
    let pipeline = try pipeline(#"{"outputs": {"x": "@f"}, "stages": {"f": {"stage": "fail", "value": 2}}}"#)
    await #expect(throws: RunFault.self) { for try await _ in pipeline.events() {} }
  }

  /// A reader that is cancelled, or that leaves, stops the run before its next stage.
  @Test(arguments: [true, false]) func stopsAtTheNextStage(byCancelling: Bool) async throws {
    let pipeline = try pipeline(
      """
      {"stages": {"l": {"stage": "loop", "each": {"i": [\((0..<2000).map(String.init).joined(separator: ","))]},
        "body": {"s": {"stage": "slow", "value": "@i"}, "w": {"stage": "save", "value": "@s", "to": "out"}}}}}
      """)
    let before = Slow.runs.withLock { $0 }
    let reader = Task {
      var count = 0
      for try await _ in pipeline.events() {
        count += 1
        if count == 10, !byCancelling { break }
      }
      try Task.checkCancellation()
    }
    if byCancelling {
      while Slow.runs.withLock({ $0 }) < before + 5 { try await Task.sleep(for: .milliseconds(1)) }
      reader.cancel()
    }
    if byCancelling {
      await #expect(throws: CancellationError.self) { try await reader.value }
    } else {
      try await reader.value
    }
    try await Task.sleep(for: .milliseconds(50))
    let stopped = Slow.runs.withLock { $0 }
    try await Task.sleep(for: .milliseconds(50))
    #expect(Slow.runs.withLock { $0 } == stopped && stopped < before + 2000)
  }
}
