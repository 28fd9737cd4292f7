import Basics
import Foundation
import Images
import Inference
import PipelineTraining
import Tensors
import TestSupport
import Testing

/// A run goes on with its own settings and data only; whatever differs is told, and nothing is written then.
@Suite struct ResumeTests {
  /// What a run says that is taken up: its warnings and what it leaves, or why it is refused.
  static func resume(
    _ recipe: some TrainingRecipe, _ folder: String, run: String = "run", limit: Int? = nil
  ) -> [String] {
    var told: [String] = []
    do {
      try TrainingRun(recipe, folder: "\(folder)/\(run)")(resume: true, limit: limit) {
        switch $0 {
        case .warning(let text): told.append("warning: " + text)
        case .finished(let path): told.append("finished: " + path)
        case .wrote(let path) where path.hasSuffix("/sheet.png"): break
        case .wrote(let path): told.append("wrote: " + path)
        case .progress, .epoch, .stopped, .stoppedInSheet: break
        }
      }
    } catch { told.append("\(error)") }
    return told.map { $0.replacingOccurrences(of: folder + "/", with: "") }
  }

  static func refusal(_ differences: String) -> [String] {
    [
      "run/state.safetensors: belongs to another run: it has \(differences); resume with its settings and data, or start another run with --out"
    ]
  }

  /// Every file of a run with its content and when it was written.
  static func files(_ run: String) throws -> [String: [String]] {
    let files = FileManager.default
    return try Dictionary(
      uniqueKeysWithValues: files.subpathsOfDirectory(atPath: run).map { name in
        let path = run + "/" + name
        let date = try files.attributesOfItem(atPath: path)[.modificationDate] as! Date
        return (name, ["\(date.timeIntervalSince1970)", files.contents(atPath: path)?.base64EncodedString() ?? ""])
      })
  }

  static func digits(in folder: String, data: String = "data", _ arguments: [(name: String, text: String)] = []) throws
    -> DigitRecipe
  {
    let text = """
      {
        "recipe": "tiny",
        "parameters": { "data": "data", "epochs": 2, "first": 0, "size": 2, "batch": 8 },
        "network": { "channels": "$size" },
        "objective": { "learn": "denoise", "sigma": 0.5 },
        "data": { "folder": "$data", "first": "$first" },
        "run": { "epochs": "$epochs", "batch": "$batch", "rate": 0.001 }
      }
      """
    try AtomicFile.write(Array(text.utf8), to: folder + "/r.json")
    return try DigitRecipe(path: folder + "/r.json", arguments: [("data", "\(folder)/\(data)")] + arguments)
  }

  /// Stopped after two of six steps, and finished.
  @Test(arguments: [2, nil]) func digits(limit: Int?) throws {
    try withTemporaryFolder { folder in
      let files = FileManager.default
      try DigitFiles.write(20, to: folder + "/data")
      try DigitFiles.write(12, to: folder + "/data", part: "t10k")
      let run = folder + "/run"
      try TrainingRun(Self.digits(in: folder), folder: run)(resume: false, limit: limit, report: { _ in })
      let before = try Self.files(run)
      #expect(before["model/README.md"] != nil || limit != nil)

      /// The data as B with other bytes in a file.
      func changing(_ file: String, _ change: (inout [UInt8]) -> Void) throws {
        try? files.removeItem(atPath: folder + "/B")
        try files.copyItem(atPath: folder + "/data", toPath: folder + "/B")
        var bytes = try FileFault.contents(of: "\(folder)/B/\(file)")
        change(&bytes)
        try AtomicFile.write(bytes, to: "\(folder)/B/\(file)")
      }
      func others() throws -> [String] { Self.resume(try Self.digits(in: folder, data: "B"), folder) }
      // One pixel, two labels exchanged, two images exchanged, the digits that the model is measured on.
      try changing("train-images-idx3-ubyte") { $0[16 + 700] ^= 1 }
      #expect(try others() == Self.refusal("other training images than those in B"))
      try changing("train-labels-idx1-ubyte") { $0.swapAt(8, 9) }
      #expect(try others() == Self.refusal("other training labels than those in B"))
      try changing("train-images-idx3-ubyte") { bytes in for i in 16..<800 { bytes.swapAt(i, i + 784) } }
      #expect(try others() == Self.refusal("other training images than those in B"))
      try changing("t10k-images-idx3-ubyte") { $0[16 + 4] ^= 1 }
      #expect(try others() == Self.refusal("other test images than those in B"))
      // Fewer images; another order; other settings; all at once.
      try DigitFiles.write(19, to: folder + "/B")
      try DigitFiles.write(12, to: folder + "/B", part: "t10k")
      #expect(try others() == Self.refusal("20 training images, not 19"))
      func with(_ arguments: (name: String, text: String)...) throws -> [String] {
        Self.resume(try Self.digits(in: folder, arguments), folder)
      }
      #expect(try with(("first", "15")) == Self.refusal("first=0, not 15; 20 training images, not 15"))
      #expect(try with(("epochs", "3")) == Self.refusal("epochs=2, not 3"))
      #expect(
        try with(("epochs", "3"), ("size", "3"), ("batch", "4"))
          == Self.refusal("size=2, not 3; epochs=2, not 3; batch=8, not 4"))
      #expect(try Self.files(run) == before)

      // The same content elsewhere is the same data, gzipped or not, without the test digits too.
      try files.moveItem(atPath: folder + "/data", toPath: folder + "/moved")
      try files.removeItem(atPath: folder + "/moved/t10k-images-idx3-ubyte")
      let moved = Self.resume(try Self.digits(in: folder, data: "moved"), folder)
      #expect(moved == [limit == nil ? "finished: run/model" : "wrote: run/model"])
      if limit == nil { #expect(try Self.files(run) == before) }
    }
  }

  /// A finished run that lacks a part of its model writes it again, with the same bytes.
  @Test func writesWhatAFinishedRunLacks() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(20, to: folder + "/data")
      let recipe = try Self.digits(in: folder)
      try TrainingRun(recipe, folder: folder + "/run")(resume: false, report: { _ in })
      let path = folder + "/run/model/model.safetensors"
      let whole = FileManager.default.contents(atPath: path)
      try FileManager.default.removeItem(atPath: path)
      #expect(Self.resume(recipe, folder) == ["wrote: run/model"])
      #expect(whole != nil && FileManager.default.contents(atPath: path) == whole)
    }
  }

  @Test(arguments: [2, nil]) func pictures(limit: Int?) throws {
    try FineTuneTests.inFolder { folder in
      let files = FileManager.default
      let run = folder + "/run"
      let recipe = try FineTuneTests.recipe(in: folder)
      try TrainingRun(recipe, folder: run)(resume: false, limit: limit, report: { _ in })
      let before = try Self.files(run)
      func with(_ change: (String) throws -> Void) throws -> [String] {
        let other = folder + "/B"
        try? files.removeItem(atPath: other)
        try files.copyItem(atPath: folder + "/data", toPath: other)
        try change(other)
        return Self.resume(try FineTuneTests.recipe(in: folder, nil, [("data", other)]), folder)
      }
      let replaced = try with { try ImageFile.write(Tensor([1, 3, 20, 20], repeating: 0), to: $0 + "/2.png") }
      #expect(replaced == Self.refusal("other pictures than those in B"))
      let captions = try with { try AtomicFile.write(Array("a green disc".utf8), to: $0 + "/2.txt") }
      #expect(captions == Self.refusal("other captions than those in B"))
      let exchanged = try with {
        try files.moveItem(atPath: $0 + "/0.png", toPath: $0 + "/4.png")
        try files.moveItem(atPath: $0 + "/0.txt", toPath: $0 + "/4.txt")
      }
      #expect(exchanged == Self.refusal("other pictures and captions than those in B"))
      let fewer = try with { for name in ["3.png", "3.txt"] { try files.removeItem(atPath: $0 + "/" + name) } }
      #expect(fewer == Self.refusal("4 pictures, not 3"))
      let rate = try FineTuneTests.recipe(in: folder, nil, [("rate", "0.1")])
      #expect(Self.resume(rate, folder) == Self.refusal("rate=0.002, not 0.1"))
      let clip = try FineTuneTests.recipe(
        in: folder, ("\"clip\": 1, \"weight-decay\": 0.01", with: "\"weight-decay\": 0"))
      #expect(Self.resume(clip, folder) == Self.refusal("run.weight-decay=0.01, not 0; run.clip=1, not none"))
      #expect(try Self.files(run) == before)
      #expect(try with { _ in } == [limit == nil ? "finished: run/model" : "wrote: run/model"])
    }
  }

  /// A state that a version wrote which noted no digests and no settings one by one: Tests/Fixtures/training/earlier.
  @Test func earlierState() throws {
    try withTemporaryFolder { folder in
      func recipe(_ arguments: (name: String, text: String)...) throws -> DigitRecipe {
        try DigitRecipe(path: folder + "/recipe.json", arguments: arguments)
      }
      let state = folder + "/run/state.safetensors"
      try DigitFiles.writeEarlier(recipe: folder + "/recipe.json", state: state)
      try DigitFiles.write(20, to: folder)
      #expect(
        Self.resume(try recipe(("epochs", "3"), ("rate", "0.01")), folder)
          == Self.refusal("epochs=2, not 3; rate=0.001, not 0.01"))
      #expect(
        Self.resume(try recipe(("size", "3"), ("first", "0")), folder) == Self.refusal("size=1, not 3; first=18, not 0")
      )
      let warning =
        "warning: run/state.safetensors: an earlier version wrote it, without a digest of the data, so it is not known whether the run began with the same"
      #expect(Self.resume(try recipe(), folder, limit: 2) == [warning])
      // From then on it is known.
      #expect(Self.resume(try recipe(), folder, limit: 2) == [])
      let data = try FileFault.contents(of: folder + "/train-images-idx3-ubyte")
      try DigitFiles.write(18, to: folder)
      #expect(Self.resume(try recipe(), folder, limit: 2) == [])
      var other = data
      other[300] ^= 1
      try AtomicFile.write(other, to: folder + "/train-images-idx3-ubyte")
      try AtomicFile.write(
        DigitFiles.idx([20], (0..<20).map { UInt8($0 * 7 % 10) }), to: folder + "/train-labels-idx1-ubyte")
      let refusal = try #require(Self.resume(try recipe(), folder).first)
      #expect(
        refusal.hasPrefix(
          "run/state.safetensors: belongs to another run: it has other training images than those in "), "\(refusal)")
      try AtomicFile.write(data, to: folder + "/train-images-idx3-ubyte")
      #expect(Self.resume(try recipe(), folder) == ["wrote: run/model"])
      let losses = String(decoding: try FileFault.contents(of: folder + "/run/loss.csv"), as: UTF8.self)
      #expect(losses.split(separator: "\n").last?.hasPrefix("6,") == true)
    }
  }

  /// The same of fine-tuning: notes as an earlier version wrote them, on the tensors of today.
  @Test func earlierFineTuning() throws {
    try FineTuneTests.inFolder { folder in
      let recipe = try FineTuneTests.recipe(in: folder)
      try TrainingRun(recipe, folder: folder + "/run")(resume: false, limit: 2, report: { _ in })
      let state = folder + "/run/state.safetensors"
      let file = try SafeTensors(path: state)
      let earlier = [
        "run.model": try recipe.source.digest(), "run.pictures": try recipe.task().pictures.digest,
        "run.placement": "Placement(shrink: 0.2, flip: 0.5)",
        "run.objective":
          "signalToNoise(limit: 5.0, boost: 14.0), variational 0.001, without caption 0.3, instead [\"\", \"a photo\"]",
        "run.steps": "3 an epoch",
        "run.plan":
          "TrainingPlan(epochs: 2, batch: 3, seed: 3, rate: 0.002, decay: Training.Decay.cosine(to: 0.02), clip: Optional(1.0), averaging: Optional(0.9), warmUp: 2, beta2: 0.99, weightDecay: 0.01)",
      ]
      func write(_ changes: [String: String] = [:]) throws {
        let kept = file.metadata.filter { ["step", "generator", "epoch", "since"].contains($0.key) }
        try SafeTensors.write(
          file.names.map { ($0, try file.tensor($0)) }, to: state,
          metadata: kept.merging(earlier) { $1 }.merging(changes) { $1 })
      }
      try write(["run.pictures": String(repeating: "0", count: 64)])
      #expect(Self.resume(recipe, folder) == Self.refusal("other pictures and captions than those in data"))
      try write(["run.steps": "4 an epoch", "run.placement": "Placement(shrink: 0.0, flip: 0.5)"])
      #expect(Self.resume(recipe, folder) == Self.refusal("data.shrink=0, not 0.2; run.steps=4, not 3"))
      try write([
        "run.objective": "equal, variational 0.001, without caption 0.3, instead [\"\", \"a photo\"]",
        "run.plan":
          "TrainingPlan(epochs: 2, batch: 3, seed: 3, rate: 0.002, decay: Training.Decay.none, clip: nil, averaging: Optional(0.9), warmUp: 2, beta2: 0.99, weightDecay: 0.01)",
      ])
      #expect(
        Self.resume(recipe, folder)
          == Self.refusal(
            "objective.weighting=equal, not signal-to-noise; objective.limit=none, not 5; objective.boost=none, not 14; run.decay=none, not cosine; run.decay-to=none, not 0.02; run.clip=none, not 1"
          ))
      try write()
      #expect(Self.resume(recipe, folder) == ["wrote: run/model"])
    }
  }
}
