import Basics
import Foundation
import Images
import Inference
import PipelineKit
import PipelineTraining
import Tensors
import TestSupport
import Testing

@Suite struct FineTuneTests {
  static func recipe(
    in folder: String, _ replacing: (String, with: String)? = nil, _ arguments: [(name: String, text: String)] = []
  ) throws -> FineTuneRecipe {
    let path = try TinyModel.recipe(in: folder, replacing)
    return try FineTuneRecipe(RecipeSettings(path: path, arguments: arguments), path: path)
  }

  static func inFolder(_ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try TinyModel.write(to: folder + "/model")
      try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
      try TinyModel.writePictures(to: folder + "/data")
      try body(folder)
    }
  }

  /// A run that is stopped twice ends with the bytes of one that never was; its model is whole, as the source but for the
  /// weights, and those are in the source's precision.
  @Test func resumesToTheSameBytesAndLeavesAModel() throws {
    try Self.inFolder { folder in
      let recipe = try Self.recipe(in: folder)
      try TrainingRun(recipe, folder: folder + "/whole")(resume: false, report: { _ in })
      let stopped = TrainingRun(recipe, folder: folder + "/stopped")
      try stopped(resume: false, limit: 2, report: { _ in })
      try stopped(resume: true, limit: 4, report: { _ in })
      try stopped(resume: true, report: { _ in })
      let weights = "unet/diffusion_pytorch_model.fp16.safetensors"
      for file in ["state.safetensors", "loss.csv", "model/README.md", "model/" + weights] {
        let (a, b) = (
          FileManager.default.contents(atPath: "\(folder)/whole/\(file)"),
          FileManager.default.contents(atPath: "\(folder)/stopped/\(file)")
        )
        #expect(a != nil && a == b, "\(file)")
      }
      for file in [
        "model_index.json", "unet/config.json", "scheduler/scheduler_config.json", "tokenizer/spiece.model",
        "text_encoder/config.json", "text_encoder/model.fp16.safetensors",
      ] {
        #expect(
          FileManager.default.contentsEqual(
            atPath: "\(folder)/model/\(file)", andPath: "\(folder)/whole/model/\(file)"), "\(file)")
      }
      let (old, new) = (
        try SafeTensors(path: "\(folder)/model/\(weights)"), try SafeTensors(path: "\(folder)/whole/model/\(weights)")
      )
      #expect(old.names == new.names)
      for name in new.names {
        #expect(new.type(of: name) == .f16)
        let (before, after) = (try old.tensor(name), try new.tensor(name))
        // What this bias adds to a score is the same for every place: nothing leads to it.
        #expect(before != after || name.hasSuffix("pool.k_proj.bias"), "\(name)")
      }
      _ = try DeepFloydFolder(path: folder + "/whole/model").loadUNet()
      // Another rate is another run, and a folder that has something is no place for a new one.
      #expect(throws: TrainingFault.self) {
        try TrainingRun(Self.recipe(in: folder, nil, [("rate", "0.1")]), folder: folder + "/whole")(
          resume: true, report: { _ in })
      }
      #expect(throws: FineTuneFault.self) {
        try TrainingRun(recipe, folder: folder + "/data")(resume: false, report: { _ in })
      }
    }
  }

  /// Captions and prompts whose ends the model doesn't read are told before the first step.
  @Test func longCaptions() throws {
    try Self.inFolder { folder in
      let red = String(repeating: "red ", count: 76)
      try AtomicFile.write(Array("a disc\n\(red)disc\n".utf8), to: folder + "/data/0.txt")
      try AtomicFile.write(
        Array((0..<9).map { "\(red)\($0)" }.joined(separator: "\n").utf8), to: folder + "/data/1.txt")
      var told: [String] = []
      try TrainingRun(Self.recipe(in: folder), folder: folder + "/run")(
        resume: false, limit: 1,
        report: { event in if case .warning(let notice) = event { told.append(notice) } })
      #expect(told.count == 9)
      #expect(
        told.first == "caption '\(red.prefix(40))…': the model reads 77 tokens of a prompt; not read: 'disc'")
      #expect(told.last == "2 more captions and prompts are longer than what the model reads")
    }
  }

  /// The loss falls.
  @Test func learns() throws {
    try Self.inFolder { folder in
      let recipe = try Self.recipe(in: folder, ("\"epochs\": 2, \"steps\": 3", with: "\"epochs\": 1, \"steps\": 60"))
      var trainer = try Trainer(recipe.task(), recipe.plan, start: recipe.start)
      var losses: [Float] = []
      while !trainer.isDone { losses.append(try trainer.step()) }
      let (first, last) = (losses.prefix(15).reduce(0, +), losses.suffix(15).reduce(0, +))
      #expect(last < 0.7 * first, "\(losses)")
    }
  }

  /// What is wrong with a recipe or its model, in one line.
  @Test(arguments: [
    (
      "\"steps\": 3", "\"steps\": 0",
      "recipe.json:6:34: error: 'steps' should be an integer from 1 to 10000000, found 0"
    ),
    (
      "\"weighting\": \"signal-to-noise\"", "\"weighting\": \"snr\"",
      "recipe.json:4:31: error: 'weighting' should be 'equal' or 'signal-to-noise', found 'snr'"
    ),
    (
      "[\"a red disc\"]", "[1]", "recipe.json:8:25: error: 'prompts' should be a list of texts, found a list"
    ),
    ("[\"a red disc\"]", "[]", "recipe.json: 'prompts' should hold a prompt or more"),
    (
      "\"steps\": 3, \"batch\": 3", "\"steps\": 10000000, \"batch\": 65536",
      "recipe.json: 'steps' times 'batch' is 655360000000 pictures an epoch, but 100000000 are the most"
    ),
    (
      "[\"\", \"a photo\"]", "[]", "recipe.json: 'instead' should hold a prompt or more; \"\" is the empty one"
    ),
    (
      "\"flip\"", "\"flop\"",
      "recipe.json:5:47: error: 'data' has no key 'flop'; did you mean 'flip'?"
    ),
    ("./model", "./nothing", "model './nothing': no such folder; expected a folder in the diffusers layout"),
    (
      "./model", "./digits",
      "digits: expected a model of DeepFloyd's stage I to train further; it is a network of digits"
    ),
    (
      "./model", "./enlarger",
      "enlarger: expected a model of DeepFloyd's stage I to train further; it enlarges pictures (stage II)"
    ),
    (
      "./model", "./gray",
      "gray: expected a model of DeepFloyd's stage I to train further; its pictures have 1 channels in place of 3"
    ),
    (
      "./model", "./bytes",
      "bytes: expected a model of DeepFloyd's stage I to train further; the weights of its network are in 8 bits"
    ),
    ("./model", "./strange", "strange/unet/config.json: option 'swirl' (true) is not supported"),
    ("./model", "./data", "data: expected a model in the diffusers layout; 'model_index.json' is missing"),
  ]) func wrongRecipes(what: String, by: String, expected: String) throws {
    try Self.inFolder { folder in
      try TinyModel.write(
        to: folder + "/enlarger", changing: ["class_embed_type": "timestep", "in_channels": 6])
      try TinyModel.write(to: folder + "/gray", changing: ["in_channels": 1, "out_channels": 2])
      try TinyModel.write(to: folder + "/strange", changing: ["swirl": true])
      try DeepFloydFolder(path: Fixtures.path("reference/if-stage1")).quantise(to: folder + "/bytes")
      try AtomicFile.write(Array("{}".utf8), to: folder + "/digits/config.json")
      do {
        _ = try Self.recipe(in: folder, (what, with: by))
        Issue.record("'\(by)' passed")
      } catch {
        let text = "\(error)".replacingOccurrences(of: folder + "/", with: "")
        #expect(text.hasPrefix(expected) && !text.contains("\n"), "\(text)")
      }
    }
  }

  @Test func shipped() throws {
    let path = "\(Fixtures.package)/recipes/fine-tune.json"
    let recipe = try FineTuneRecipe(path: path)
    let task = try recipe.task()
    #expect(recipe.name == "fine-tune" && task.pictures.count >= 20 && task.pictures.height == 64)
    #expect(throws: RecipeFault.self) {
      try FineTuneRecipe(RecipeSettings(path: path, arguments: [("batch", "65536")]), path: path)
    }
  }
}
