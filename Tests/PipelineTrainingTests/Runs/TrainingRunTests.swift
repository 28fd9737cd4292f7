import Basics
import Foundation
import Images
import Inference
import PipelineKit
import PipelineTesting
import PipelineTraining
import Tensors
import TestSupport
import Testing

@Suite struct TrainingRunTests {
  static let estimate = (
    network: "\"channels\": 4, \"time\": true, \"class\": true", objective: "\"learn\": \"estimate\", \"steps\": 20"
  )

  /// A run that is stopped twice, once within an epoch, ends with the bytes of one that never was.
  @Test func resumesToTheSameBytes() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(20, to: folder)
      let path = try DigitFiles.recipe(
        in: folder, network: Self.estimate.network, objective: Self.estimate.objective,
        run: ", \"decay\": \"cosine\", \"clip\": 1, \"averaging\": 0.9, \"seed\": 3")
      let recipe = try DigitRecipe(path: path)
      let whole = TrainingRun(recipe, folder: folder + "/whole")
      try whole(resume: false, report: { _ in })
      let stopped = TrainingRun(recipe, folder: folder + "/stopped")
      var (asked, told): (Int, [Int]) = (0, [])
      let isStopped = {
        asked += 1
        return asked > 2
      }
      try stopped(resume: false, isStopped: isStopped) {
        if case .stopped(let step, let steps) = $0 { told = [step, steps] }
      }
      #expect(told == [2, 6])
      try stopped(resume: true, limit: 4, report: { _ in })
      try stopped(resume: true, report: { _ in })
      for file in [
        "model/model.safetensors", "model/config.json", "epoch-01/model.safetensors", "state.safetensors", "loss.csv",
        "loss.png", "model/README.md",
      ] {
        let (a, b) = (
          FileManager.default.contents(atPath: folder + "/whole/" + file),
          FileManager.default.contents(atPath: folder + "/stopped/" + file)
        )
        #expect(a != nil && a == b, "\(file)")
      }
      #expect(throws: TrainingFault.self) { try whole(resume: false, report: { _ in }) }
      #expect(throws: TrainingFault.self) {
        try TrainingRun(DigitRecipe(path: path, arguments: [("epochs", "3")]), folder: folder + "/whole")(
          resume: true, report: { _ in })
      }
      #expect(throws: TrainingFault.self) {
        try TrainingRun(recipe, folder: folder + "/none")(resume: true, report: { _ in })
      }
    }
  }

  /// A link that appears during the run isn't followed out of its folder, and files beyond the budget end it.
  @Test func keepsToItsFolderAndBudget() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(20, to: folder)
      let path = try DigitFiles.recipe(
        in: folder, network: Self.estimate.network, objective: Self.estimate.objective, run: "")
      let recipe = try DigitRecipe(path: path)
      let run = TrainingRun(recipe, folder: folder + "/run")
      let fault = faultText {
        try run(resume: false) { event in
          guard case .epoch(1, _) = event else { return }
          try? FileManager.default.removeItem(atPath: folder + "/run/loss.csv")
          try? FileManager.default.createSymbolicLink(
            atPath: folder + "/run/loss.csv", withDestinationPath: folder + "/outside.csv")
        }
      }
      #expect(fault.contains("loss.csv: can't be written: it leads to \(folder), outside of "), "\(fault)")
      #expect(!FileSystem.exists(folder + "/outside.csv"))

      var rules = WriteRules(folder: folder + "/small")
      rules.budget = OutputBudget(bytes: 20_000)
      let small = TrainingRun(recipe, folder: folder + "/small", rules: rules)
      #expect(faultText { try small(resume: false, report: { _ in }) }.contains("the limit is 20 kB"))
    }
  }

  /// The folders of epochs sort, however many there are.
  @Test(arguments: [(9, 1, "r/epoch-01"), (99, 12, "r/epoch-12"), (100, 1, "r/epoch-001"), (1200, 100, "r/epoch-0100")])
  func foldersOfEpochs(_ epochs: Int, _ epoch: Int, _ expected: String) throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(20, to: folder)
      let path = try DigitFiles.recipe(
        in: folder, network: Self.estimate.network, objective: Self.estimate.objective, run: "")
      let recipe = try DigitRecipe(path: path, arguments: [("epochs", "\(epochs)")])
      #expect(TrainingRun(recipe, folder: "r").folder(afterEpoch: epoch) == expected)
    }
  }

  /// A run that is stopped while a sheet is being made takes its epoch's last step again, and makes the sheet.
  @Test func stopsInASheet() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(20, to: folder)
      let path = try DigitFiles.recipe(
        in: folder, network: Self.estimate.network, objective: Self.estimate.objective, run: ", \"sheets\": [1, 2]")
      let recipe = try DigitRecipe(path: path)
      let (whole, stopped) = (
        TrainingRun(recipe, folder: folder + "/whole"), TrainingRun(recipe, folder: folder + "/stopped")
      )
      #expect(try whole(resume: false, report: { _ in }))
      var (asked, told): (Int, [String]) = (0, [])
      let isDone = try stopped(
        resume: false,
        isStopped: {
          asked += 1
          return asked > 8
        }
      ) { if case .stoppedInSheet = $0 { told.append("in the sheet") } }
      #expect(!isDone && told == ["in the sheet"])
      #expect(!FileManager.default.fileExists(atPath: stopped.sheetPath(afterEpoch: 1)))
      #expect(try stopped(resume: true) { if case .wrote(let path) = $0 { told.append(path) } })
      #expect(told.dropFirst().dropLast() == [1, 2].map(stopped.sheetPath)[...])
      for file in ["state.safetensors", "epoch-01/sheet.png", "epoch-02/sheet.png"] {
        let contents = ["whole", "stopped"].map { FileManager.default.contents(atPath: "\(folder)/\($0)/\(file)") }
        #expect(contents[0] != nil && contents[0] == contents[1], "\(file)")
      }
    }
  }

  @Test func curve() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(20, to: folder)
      let recipe = try DigitRecipe(
        path: DigitFiles.recipe(in: folder, network: "\"channels\": 2", objective: "\"learn\": \"classify\"", run: ""),
        arguments: [("epochs", "40")])
      try TrainingRun(recipe, folder: folder + "/run")(resume: false, report: { _ in })
      let lines = String(decoding: try FileFault.contents(of: folder + "/run/loss.csv"), as: UTF8.self)
        .split(separator: "\n")
      #expect(lines.first == "step,loss,rate" && lines.count == 4 && lines[1].hasPrefix("50,"))
      #expect(try ImageFile.read(folder + "/run/loss.png").shape == [1, 3, 420, 640])
      let card = String(decoding: try FileFault.contents(of: folder + "/run/model/README.md"), as: UTF8.self)
      #expect(card.contains("20 images of 28 × 28 pixels") && card.contains("cross-entropy"))
      #expect(card.contains("40 epochs of 3 steps, batch 8, Adam, rate 0.001, seed 0"))
      #expect(!card.contains(folder))
    }
  }

  /// What training leaves, inference loads.
  @Test func leavesAModel() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(16, to: folder)
      let recipe = try DigitRecipe(
        path: DigitFiles.recipe(
          in: folder, network: Self.estimate.network, objective: Self.estimate.objective, run: ""))
      try TrainingRun(recipe, folder: folder + "/run")(resume: false, report: { _ in })
      let model = folder + "/run/model"
      let configuration = try DigitConfiguration(path: model + "/config.json")
      #expect(configuration == recipe.configuration)
      let network = try Checkpoint.load(WeightFiles(file: model + "/model.safetensors")) {
        try DigitUNet(configuration, $0)
      }
      let output = network(
        Tensor([1, 1, 28, 28], repeating: 0), time: Tensor([1, 1], [0.5]), oneHot: DigitTask.oneHot([3], classes: 10))
      #expect(output.shape == [1, 1, 28, 28] && output.isFinite)
      let file = try SafeTensors(path: model + "/model.safetensors")
      #expect(file.names.allSatisfy { file.type(of: $0) == .f16 })
      #expect(file.names.contains("enter.first.norm.running_var"))
    }
  }

  /// The loss falls, for each objective.
  @Test(arguments: [
    ("\"channels\": 4", "\"learn\": \"denoise\", \"sigma\": 0.5", 0.6), (estimate.network, estimate.objective, 0.95),
    ("\"channels\": 4", "\"learn\": \"classify\"", 0.97),
  ]) func learns(network: String, objective: String, factor: Double) throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(40, to: folder)
      let recipe = try DigitRecipe(
        path: DigitFiles.recipe(in: folder, network: network, objective: objective, run: ""),
        arguments: [("epochs", "6")])
      var trainer = try Trainer(recipe.task(), recipe.plan) { try recipe.network($0) }
      var losses: [Float] = []
      while !trainer.isDone { losses.append(try trainer.step()) }
      #expect(losses.suffix(5).reduce(0, +) < Float(factor) * losses.prefix(5).reduce(0, +), "\(losses)")
    }
  }
}
