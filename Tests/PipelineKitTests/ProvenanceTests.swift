import Basics
import Foundation
import PipelineKit
import Synchronization
import Tensors
import TestSupport
import Testing

/// What a picture is told of its making. One test after another, as a test counts the models that are held.
@Suite(.serialized) struct ProvenanceTests {
  /// Gives a model that says when it is let go.
  struct Loaded: Stage {
    static let name = Input<String>("name", "its name")
    static let folder = OptionalInput<String>("folder", "where it comes from")
    static let model = Output<AnyModel>("model", "a model")
    static let declaration = Declaration("model", "A model.", inputs: [name, folder], outputs: [model])
    func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
      Outputs(Self.model, AnyModel(TestModel(name: try inputs[Self.name], source: try inputs[Self.folder])))
    }
  }

  final class TestModel: Model {
    static let alive = Mutex(0)
    let name, source: String
    let imageShape = [1, 1, 1]
    let schedule: NoiseSchedule? = nil
    var digest: @Sendable () throws -> String { { [source] in "sha256:\(source)" } }
    init(name: String, source: String?) {
      (self.name, self.source) = (name, source ?? name)
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
    static let declaration = Declaration("tell", "Tells.", inputs: [value], outputs: [], effects: [.writes])
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
        "software: PipelineKit \(PipelineKit.version)", "comment: PipelineKit \(PipelineKit.version): pipeline f",
        #"parameters: {"words": "a \"b\"", "list": [1, 2.5]}"#,
        "seed: 7 (torch)", "model: first sha256:first", "model-2: second sha256:second", "alive: 0",
      ])
  }

  /// Each text has a name of its own: readers that make a dictionary of them lose none.
  @Test func namesAreDistinct() throws {
    try withTemporaryFolder { folder in
      var registry = try testRegistry()
      try registry.register([Loaded.self, Use.self, Tell.self])
      let part = #"{"outputs": {"n": "@n"}, "stages": {"n": {"stage": "number", "value": 1}}}"#
      for name in ["mine/parts/a.json", "mine/other/a.json", "parts/a.json"] {
        try AtomicFile.write(Array(part.utf8), to: folder + "/" + name)
      }
      let text = """
        { "parameters": {"model": "m", "seed": 1}, "stages": {
          "p": {"stage": "./parts/a.json"}, "q": {"stage": "./other/a.json"}, "r": {"stage": "../parts/a.json"},
          "one": {"stage": "model", "name": "m", "folder": "x"}, "two": {"stage": "model", "name": "m", "folder": "y"},
          "three": {"stage": "model", "name": "m", "folder": "x"}, "g": {"stage": "generator", "seed": 1},
          "h": {"stage": "generator", "seed": 2}, "d": {"stage": "draw", "generator": "@g"},
          "e": {"stage": "draw", "generator": "@h"},
          "a": {"stage": "use", "model": "@one"}, "b": {"stage": "use", "model": "@two"},
          "c": {"stage": "use", "model": "@three"},
          "s": {"stage": "sum", "inputs": ["@a", "@b", "@c", "@d", "@e", "@p", "@q", "@r"]},
          "t": {"stage": "tell", "value": "@s"} } }
        """
      try AtomicFile.write(Array(text.utf8), to: folder + "/mine/f.json")
      let lines = try trace(Pipeline(path: folder + "/mine/f.json", registry: registry)).trace.written
      let names = lines.map { $0.prefix { $0 != " " }.dropLast() }
      #expect(Set(names).count == names.count)
      #expect(
        lines.filter { $0.hasPrefix("model") || $0.hasPrefix("seed") }
          == ["seed: 1 (torch), 2 (torch)", "model: m sha256:x", "model-2: m sha256:y"])
      #expect(
        names.filter { $0.hasPrefix("pipeline:") } == [
          "pipeline:parts/a.json", "pipeline:other/a.json", "pipeline:\(folder)/parts/a.json",
        ])
    }
  }
}
