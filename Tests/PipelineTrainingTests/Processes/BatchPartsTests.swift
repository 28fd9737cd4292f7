import Basics
import Foundation
import Inference
import PipelineTraining
import Tensors
import TestSupport
import Testing

/// A batch in parts gives the same bytes in one process as in several.
@Suite struct BatchPartsTests {
  /// Weights wᵢ and a loss mean over examples e of Σᵢ (wᵢ − e)², whose gradient 2 (wᵢ − mean e) is known.
  struct Task: TrainingTask {
    let count: Int
    func loss(_ examples: [Int], _ weights: Weights, _ generator: Generator) throws -> Tensor {
      let w = try weights("w", [2], .constant(1))
      let rows = examples.map { Tensor([1, 2], [Float($0), Float($0)]) }
      let copies = Tensor.concatenated(examples.map { _ in w.reshaped([1, 2]) }, axis: 0)
      return copies.meanSquaredError(to: .concatenated(rows, axis: 0))
    }
  }

  static func trainer(_ count: Int, batch: Int, parts: Int) throws -> Trainer<Task> {
    let plan = TrainingPlan(epochs: 1, batch: batch, parts: parts, seed: 1, rate: 0.1)
    return try Trainer(Task(count: count), plan) { try $0("w", [2], .constant(1)) }
  }

  /// Five examples in 1, 2, 3, 4 and 8 parts: of unequal sizes, and three of eight empty. The loss is that of the whole batch.
  @Test(arguments: [1, 2, 3, 4, 8]) func partsAreWeightedByTheirExamples(parts: Int) throws {
    var trainer = try Self.trainer(5, batch: 5, parts: parts)
    // The mean of (1 − e)² over 0 … 4, and a step of Adam by its rate against a gradient below 0.
    let loss = try trainer.step()
    #expect(abs(loss - (1 + 0 + 1 + 4 + 9) / 5) < 1e-5)
    let weights = trainer.state.parameters.entries[0].value.values
    #expect(weights.allSatisfy { abs($0 - 1.1) < 1e-4 })
  }

  /// The weights, losses and moments of `count` processes.
  static func train(_ path: String, _ folder: String, processes count: Int, parts: Int) throws -> [Result<
    Bool, any Error
  >] {
    let parts = "\(parts)"
    return ThreadGroup.run(count) { group in
      let recipe = try DigitRecipe(path: path, arguments: [("parts", parts)])
      return try TrainingRun(recipe, folder: folder)(resume: false, in: group, report: { _ in })
    }
  }

  static func recipe(in folder: String) throws -> String {
    try DigitFiles.write(20, to: folder)
    let path = try DigitFiles.recipe(
      in: folder, network: TrainingRunTests.estimate.network, objective: TrainingRunTests.estimate.objective,
      run: ", \"decay\": \"cosine\", \"clip\": 1, \"averaging\": 0.9, \"seed\": 3, \"parts\": \"$parts\"")
    let text = try TextFile.read(path).replacing("\"epochs\": 2 }", with: "\"epochs\": 2, \"parts\": 1 }")
    try AtomicFile.write(Array(text.utf8), to: path)
    return path
  }

  static func files(_ folder: String, _ names: [String]) -> [Data?] {
    names.map { FileManager.default.contents(atPath: folder + "/" + $0) }
  }

  static let written = [
    "state.safetensors", "loss.csv", "epoch-01/model.safetensors", "model/model.safetensors", "model/config.json",
    "model/README.md",
  ]

  /// Batch norms, dropped classes, noise, timesteps, clipping and averages; the last batch of an epoch is half as large.
  @Test(arguments: [(2, 2), (4, 2), (4, 4), (8, 4)]) func processesGiveTheBytesOfOne(_ parts: Int, _ count: Int) throws
  {
    try withTemporaryFolder { folder in
      let path = try Self.recipe(in: folder)
      #expect(try Self.train(path, folder + "/one", processes: 1, parts: parts).map { try $0.get() } == [true])
      let several = try Self.train(path, folder + "/several", processes: count, parts: parts)
      #expect(try several.map { try $0.get() } == [Bool](repeating: true, count: count))
      let one = Self.files(folder + "/one", Self.written)
      #expect(!one.contains(nil) && one == Self.files(folder + "/several", Self.written))
      // In one part the noise is other.
      if parts == 2 {
        _ = try Self.train(path, folder + "/whole", processes: 1, parts: 1)
        #expect(Self.files(folder + "/whole", Self.written)[3] != one[3])
      }
    }
  }

  /// Text conditions, random placement, and a sheet, which the others wait for.
  @Test func picturesToo() throws {
    try FineTuneTests.inFolder { folder in
      let change = ("\"batch\": 3,", with: "\"batch\": 3, \"parts\": 2,")
      _ = try FineTuneTests.recipe(in: folder, change)
      let path = folder + "/recipe.json"
      for (name, count) in [("one", 1), ("two", 2)] {
        let done = ThreadGroup.run(count) { group in
          let recipe = try FineTuneRecipe(path: path)
          return try TrainingRun(recipe, folder: "\(folder)/\(name)")(resume: false, in: group, report: { _ in })
        }
        #expect(try done.map { try $0.get() } == [Bool](repeating: true, count: count))
      }
      let names = [
        "state.safetensors", "loss.csv", "epoch-02/sheet.png", "model/unet/diffusion_pytorch_model.fp16.safetensors",
      ]
      let one = Self.files(folder + "/one", names)
      #expect(!one.contains(nil) && one == Self.files(folder + "/two", names))
    }
  }

  /// A wish to stop in any process stops all after the same step; the run goes on with another number of processes.
  @Test func stopsAndResumes() throws {
    try withTemporaryFolder { folder in
      let path = try Self.recipe(in: folder)
      _ = try Self.train(path, folder + "/one", processes: 1, parts: 4)
      let stopped = ThreadGroup.run(2) { group in
        var asked = 0
        let recipe = try DigitRecipe(path: path, arguments: [("parts", "4")])
        return try TrainingRun(recipe, folder: folder + "/several")(
          resume: false, in: group,
          isStopped: {
            asked += 1
            return group.rank == 1 && asked > 2
          }, report: { _ in })
      }
      #expect(try stopped.map { try $0.get() } == [false, false])
      let resumed = ThreadGroup.run(4) { group in
        let recipe = try DigitRecipe(path: path, arguments: [("parts", "4")])
        return try TrainingRun(recipe, folder: folder + "/several")(resume: true, in: group, report: { _ in })
      }
      #expect(try resumed.map { try $0.get() } == [true, true, true, true])
      let one = Self.files(folder + "/one", Self.written)
      #expect(!one.contains(nil) && one == Self.files(folder + "/several", Self.written))
    }
  }

  /// The first process's words for an error that all share; the others have the same exit code and no words.
  static func told<Value>(_ results: [Result<Value, any Error>]) -> [String] {
    results.map { result in
      guard case .failure(let error) = result else { return "no error" }
      guard let shared = error as? SharedFault else { return "\(error)" }
      return "\(shared.code)" + (shared.fault.map { ": \($0)" } ?? "")
    }
  }

  @Test func errorsAreShared() throws {
    try withTemporaryFolder { folder in
      let path = try Self.recipe(in: folder)
      #expect(
        try Self.told(Self.train(path, folder + "/a", processes: 3, parts: 4)) == [
          "64: 3 processes can't share parts=4 equally: a batch is computed in as many parts, of which each process takes "
            + "the same number; give a multiple of 3, such as parts=3", "64", "64",
        ])
      // Other settings, and data that one lacks.
      func run(_ arguments: @escaping @Sendable (Int) -> [(name: String, text: String)]) -> [String] {
        Self.told(
          ThreadGroup.run(2) { group in
            let recipe = try DigitRecipe(path: path, arguments: [("parts", "2")] + arguments(group.rank))
            return try TrainingRun(recipe, folder: folder + "/a")(resume: false, in: group, report: { _ in })
          })
      }
      #expect(
        run { [("epochs", "\($0 + 2)")] } == [
          "64: process 1 differs from process 0: it has epochs=3, not 2; all need the same program, recipe, parameters, data "
            + "and instruction set (PIPELINEKIT_ISA)", "64",
        ])
      let other = folder + "/other"
      try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
      for name in ["recipe.json", "train-labels-idx1-ubyte"] {
        try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(other)/\(name)")
      }
      let lacking = Self.told(
        ThreadGroup.run(2) { group in
          let path = group.rank == 0 ? path : other + "/recipe.json"
          let recipe = try DigitRecipe(path: path, arguments: [("parts", "2")])
          return try TrainingRun(recipe, folder: folder + "/a")(resume: false, in: group, report: { _ in })
        })
      #expect(lacking[0].hasPrefix("66: process 1: \(other)") && lacking[1] == "66", "\(lacking)")
      #expect(!FileManager.default.fileExists(atPath: folder + "/a"))
    }
  }

  /// All processes have the same loss, so that one error is told.
  @Test func lossesThatAreNotFinite() {
    struct Diverging: TrainingTask {
      let count = 4
      func loss(_ examples: [Int], _ weights: Weights, _ generator: Generator) throws -> Tensor {
        let w = try weights("w", [2], .constant(1))
        return w.meanSquaredError(to: Tensor([2], repeating: examples.contains(3) ? .infinity : 0))
      }
    }
    let plan = TrainingPlan(epochs: 1, batch: 4, parts: 2, seed: 1, rate: 0.1)
    let told = Self.told(
      ThreadGroup.run(2) { group in
        var trainer = try Trainer(Diverging(), plan) { try $0("w", [2], .constant(1)) }
        return try trainer.step(in: group)
      })
    #expect(told == ["65: the loss became inf at step 1; a smaller learning rate may keep it finite", "65"])
  }

  /// A state of a program that knew no parts is one of a single part.
  @Test func statesWithoutPartsHaveOne() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(20, to: folder)
      let path = try DigitFiles.recipe(
        in: folder, network: "\"channels\": 2", objective: "\"learn\": \"denoise\", \"sigma\": 0.5", run: "")
      let recipe = try DigitRecipe(path: path)
      try TrainingRun(recipe, folder: folder + "/run")(resume: false, limit: 2, report: { _ in })
      let state = folder + "/run/state.safetensors"
      let file = try SafeTensors(path: state)
      var notes = file.metadata
      #expect(notes.removeValue(forKey: "setting.run.parts") == "1")
      let tensors = try file.names.map { (name: $0, tensor: try file.tensor($0)) }
      notes[SavedState.checksum] = SavedState.digest(of: tensors, notes)
      try SafeTensors.write(tensors, to: state, metadata: notes)
      #expect(ResumeTests.resume(recipe, folder) == ["wrote: run/model"])
    }
  }
}
