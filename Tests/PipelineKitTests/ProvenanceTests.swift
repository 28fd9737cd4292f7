import Foundation
import PipelineKit
import Synchronization
import Tensors
import Testing

/// What a picture is told of its making.
@Suite struct ProvenanceTests {
  /// Gives a model that says when it is let go.
  struct Loaded: Stage {
    static let name = Input<String>("name", "its name")
    static let model = Output<AnyModel>("model", "a model")
    static let declaration = Declaration("model", "A model.", inputs: [name], outputs: [model])
    func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
      Outputs(Self.model, AnyModel(TestModel(name: try inputs[Self.name])))
    }
  }

  final class TestModel: Model {
    static let alive = Mutex(0)
    let name: String
    let imageShape = [1, 1, 1]
    let schedule: NoiseSchedule? = nil
    var digest: @Sendable () throws -> String { { [name] in "sha256:\(name)" } }
    init(name: String) {
      self.name = name
      Self.alive.withLock { $0 += 1 }
    }
    deinit { Self.alive.withLock { $0 -= 1 } }
  }

  /// A model's number of letters.
  struct Use: Stage {
    static let model = Input<AnyModel>("model", "a model")
    static let number = Output<Double>("number", "its name's length")
    static let declaration = Declaration("use", "Uses.", inputs: [model], outputs: [number])
    func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
      Outputs(Self.number, Double(try inputs[Self.model].model.name.count))
    }
  }

  /// Reports the provenance in place of a file, and how many models are held.
  struct Tell: Stage {
    static let value = Input<Double>("value", "a number")
    static let declaration = Declaration("tell", "Tells.", inputs: [value], outputs: [])
    func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
      for (name, text) in try context.provenance() where name != "pipeline" { context.wrote("\(name): \(text)") }
      context.wrote("alive: \(TestModel.alive.withLock { $0 })")
      return Outputs()
    }
  }

  @Test func namesWhatMadeIt() throws {
    var registry = try testRegistry()
    try registry.register([Loaded.self, Use.self, Tell.self])
    let text = """
      { "parameters": {"words": "a \\"b\\"", "list": [1, 2.5]}, "stages": {
        "rng": {"stage": "generator", "seed": 7}, "d": {"stage": "draw", "generator": "@rng"},
        "one": {"stage": "model", "name": "first"}, "two": {"stage": "model", "name": "second"},
        "a": {"stage": "use", "model": "@one"}, "b": {"stage": "use", "model": "@two"},
        "s": {"stage": "sum", "inputs": ["@a", "@b", "@d"]}, "t": {"stage": "tell", "value": "@s"} } }
      """
    let pipeline = try Pipeline(text: text, file: "f.json", folder: "/", registry: registry)
    // No stage needs the models by then, so none is held; their digests are known all the same.
    #expect(
      try trace(pipeline).trace.written == [
        "software: PipelineKit \(PipelineKit.version)", #"parameters: {"words": "a \"b\"", "list": [1, 2.5]}"#,
        "seed: 7 (torch)", "model: first sha256:first", "model: second sha256:second", "alive: 0",
      ])
  }
}
