import Basics
import Foundation
import Inference
import Tensors
import TestSupport
import Testing

@Suite struct DeepFloydFolderTests {
  static let model = Fixtures.path("reference/if-stage1")

  /// A copy of the stage I model, to be damaged.
  func withCopy(_ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try FileManager.default.copyItem(atPath: Self.model, toPath: folder + "/model")
      try body(folder + "/model")
    }
  }

  @Test func reads() throws {
    let one = try DeepFloydFolder(path: Self.model)
    #expect(one.imageShape == [3, 32, 32] && one.pipeline == "IFPipeline")
    #expect(one.imageNoisingScheduler == nil && one.textEncoder?.width == 32)
    let two = try DeepFloydFolder(path: Fixtures.path("reference/if-stage2"))
    #expect(two.imageShape == [3, 64, 64] && two.imageNoisingScheduler?.variance == .fixedSmall)
    let digests = try [one.digest(), one.digest(), two.digest()]
    #expect(digests[0] == digests[1] && digests[0] != digests[2] && digests[0].count == 64)
  }

  @Test(arguments: [
    ("model_index.json", "expected a model in the diffusers layout; 'model_index.json' is missing"),
    ("unet/config.json", "expected a model in the diffusers layout; 'unet/config.json' is missing"),
    ("scheduler", "expected a model in the diffusers layout; 'scheduler/scheduler_config.json' is missing"),
    ("tokenizer/spiece.model", "expected a model in the diffusers layout; 'tokenizer/spiece.model' is missing"),
  ])
  func missingPieces(piece: String, expected: String) throws {
    try withCopy { path in
      try FileManager.default.removeItem(atPath: path + "/" + piece)
      #expect(fault { _ = try DeepFloydFolder(path: path) } == "\(path): \(expected)")
    }
  }

  /// One schedule noises both pictures of stage II; a model that wants two is refused rather than noised wrongly.
  @Test func twoSchedules() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/model"
      try FileManager.default.copyItem(atPath: Fixtures.path("reference/if-stage2"), toPath: path)
      _ = try DeepFloydFolder(path: path)
      let config = path + "/image_noising_scheduler/scheduler_config.json"
      try edited(config, ["beta_schedule": "linear"], to: config)
      #expect(
        fault { _ = try DeepFloydFolder(path: path) }
          == "\(path): image_noising_scheduler and scheduler should have the same betas, found others")
    }
  }

  @Test func components() throws {
    try withCopy { path in
      let index = path + "/model_index.json"
      let named = try DeepFloydFolder(path: path).digest()
      try edited(index, ["text_encoder": [NSNull(), NSNull()], "tokenizer": nil], to: index)
      // Folders that the index doesn't name are those that a user put there.
      #expect(try DeepFloydFolder(path: path).digest() == named)
      try FileManager.default.removeItem(atPath: path + "/tokenizer")
      let model = try DeepFloydFolder(path: path)
      #expect(model.textEncoder == nil)
      #expect(fault { _ = try model.loadTokenizer() } == "\(path): has no text encoder; give conditions as files")
      #expect(fault { _ = try model.loadTextEncoder() } == "\(path): has no text encoder; give conditions as files")
      _ = try model.digest()
      try edited(index, ["unet": ["diffusers", "UNet2DModel"]], to: index)
      #expect(
        fault { _ = try DeepFloydFolder(path: path) }
          == "\(index): component 'unet' is UNet2DModel; supported: 'UNet2DConditionModel'")
      try edited(index, ["unet": nil], to: index)
      #expect(fault { _ = try DeepFloydFolder(path: path) } == "\(index): names no component 'unet'")
    }
  }

  /// Whoever brings conditions of his own may leave the text encoder's weights away: the model can be checked, counted
  /// and named in a picture all the same.
  @Test func withoutTheTextEncodersWeights() throws {
    try withCopy { path in
      let whole = try DeepFloydFolder(path: path)
      let (digest, bytes) = try (whole.digest(), whole.weightBytes())
      let folder = path + "/text_encoder"
      for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".safetensors") {
        try FileManager.default.removeItem(atPath: folder + "/" + name)
      }
      let model = try DeepFloydFolder(path: path)
      try model.checkFiles()
      #expect(try model.weightBytes() < bytes)
      #expect(try model.digest() != digest)
    }
  }

  @Test func partsThatDoNotFit() throws {
    try withCopy { path in
      let text = path + "/text_encoder/config.json"
      try edited(text, ["d_model": 64], to: text)
      #expect(
        fault { _ = try DeepFloydFolder(path: path) }
          == "\(path): the text encoder's states are 64 wide, but the UNet reads 32")
      try edited(text, ["d_model": 32], to: text)
      let unet = path + "/unet/config.json"
      try edited(unet, ["out_channels": 3], to: unet)
      #expect(
        fault { _ = try DeepFloydFolder(path: path) }
          == "\(path): the UNet takes 3 channels and gives 3; under its scheduler it should give 6")
    }
  }

  /// The digest follows what the files hold, and takes a cache's word for a blob named by its digest.
  @Test func digests() throws {
    try withCopy { path in
      let digest = try DeepFloydFolder(path: path).digest()
      #expect(try digest == DeepFloydFolder(path: Self.model).digest())
      // Tokens that are added to the tokenizer make another model; a link to nothing in their place is told.
      let added = path + "/tokenizer/added_tokens.json"
      try AtomicFile.write(Array(#"{"thing": 19}"#.utf8), to: added)
      #expect(try DeepFloydFolder(path: path).digest() != digest)
      try FileSystem.remove(added)
      try FileManager.default.createSymbolicLink(atPath: added, withDestinationPath: "nowhere")
      let lost = #expect(throws: ModelFault.self) { try DeepFloydFolder(path: path).checkFiles() }
      #expect(lost?.description.contains("tokenizer/added_tokens.json") == true)
      #expect(lost?.description.contains("it is a link to nowhere, which is missing") == true)
      try FileSystem.remove(added)
      let weights = path + "/unet/diffusion_pytorch_model.fp16.safetensors"
      let blobs = path + "/blobs"
      try FileManager.default.createDirectory(atPath: blobs, withIntermediateDirectories: true)
      let name = String(repeating: "0a", count: 32)
      try FileManager.default.moveItem(atPath: weights, toPath: blobs + "/" + name)
      try FileManager.default.createSymbolicLink(atPath: weights, withDestinationPath: "../blobs/" + name)
      #expect(try DeepFloydFolder(path: path).digest() != digest)
      _ = try DeepFloydFolder(path: path).loadUNet()
    }
  }

  @Test func cache() throws {
    try withTemporaryFolder { folder in
      let environment = ["HF_HUB_CACHE": folder]
      func located(_ name: String) throws -> String { try HuggingFaceCache.locate(name, environment: environment) }
      #expect(
        fault { _ = try located("DeepFloyd/IF-I-M-v1.0") }
          == "model 'DeepFloyd/IF-I-M-v1.0' is not downloaded (looked in \(folder)): accept its licence at "
          + "huggingface.co/DeepFloyd/IF-I-M-v1.0, then run 'hf download DeepFloyd/IF-I-M-v1.0 --include \"*.json\" --include \"*.model\" "
          + "--include \"*.fp16*.safetensors\"', or name "
          + "the folder of a model")
      #expect(
        fault { _ = try located("no such thing") }
          == "model 'no such thing': no such folder; expected a folder in the diffusers layout, or OWNER/NAME")
      let snapshots = folder + "/models--DeepFloyd--IF-I-M-v1.0/snapshots"
      for commit in ["aaa", "bbb"] {
        try FileManager.default.createDirectory(atPath: "\(snapshots)/\(commit)", withIntermediateDirectories: true)
      }
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1000)], ofItemAtPath: snapshots + "/bbb")
      #expect(try located("DeepFloyd/IF-I-M-v1.0") == snapshots + "/aaa")
      try AtomicFile.write(Array("bbb\n".utf8), to: folder + "/models--DeepFloyd--IF-I-M-v1.0/refs/main")
      #expect(try located("DeepFloyd/IF-I-M-v1.0") == snapshots + "/bbb")
      #expect(try located(snapshots) == snapshots)
      // A commit that is not there; another revision alone; a download that left nothing but its parts.
      try AtomicFile.write(Array("ccc".utf8), to: folder + "/models--DeepFloyd--IF-I-M-v1.0/refs/main")
      #expect(try located("DeepFloyd/IF-I-M-v1.0") == snapshots + "/aaa")
      let other = folder + "/models--A--other"
      try AtomicFile.write(Array("ddd".utf8), to: other + "/refs/v2")
      try AtomicFile.write([1], to: other + "/blobs/0a.incomplete")
      #expect(
        fault { _ = try located("A/other") }
          == "model 'A/other': its download into \(folder) is incomplete: 'hf download A/other' completes it")
      try FileManager.default.createDirectory(atPath: other + "/snapshots/ddd", withIntermediateDirectories: true)
      #expect(try located("A/other") == other + "/snapshots/ddd")
      #expect(
        fault { _ = try DeepFloydFolder(path: located("A/other")) }
          == "\(other)/snapshots/ddd: expected a model in the diffusers layout; 'model_index.json' is missing; "
          + "'hf download A/other' completes the download")
    }
  }

  /// Where huggingface_hub 2.4 looks, under the same variables (its `constants.HF_HUB_CACHE`).
  @Test func cacheFolders() {
    let table: [([String: String], String)] = [
      ([:], "/h/.cache/huggingface/hub"), (["HF_HOME": "~/hf"], "/h/hf/hub"), (["HF_HOME": "$HOME/hf"], "/h/hf/hub"),
      (["HF_HOME": "${HOME}/hf"], "/h/hf/hub"), (["HF_HOME": "~"], "/h/hub"),
      (["HF_HOME": "$NONE/hf"], "$NONE/hf/hub"), (["HF_HOME": "~no-such-user/hf"], "~no-such-user/hf/hub"),
      (["HF_HOME": "/a/~/b"], "/a/~/b/hub"), (["XDG_CACHE_HOME": "~/c"], "/h/c/huggingface/hub"),
      (["XDG_CACHE_HOME": "$X", "X": "/x"], "/x/huggingface/hub"), (["HF_HOME": "$X", "X": "~/y"], "~/y/hub"),
      (["HUGGINGFACE_HUB_CACHE": "~/old", "HF_HOME": "/n"], "/h/old"),
      (["HUGGINGFACE_HUB_CACHE": "~/old", "HF_HUB_CACHE": "$HOME/new"], "/h/new"),
      (["HF_HUB_CACHE": "~root/x"], "/root/x"), (["HF_HUB_CACHE": "${HOME/x"], "${HOME/x"),
    ]
    for (variables, expected) in table {
      let environment = variables.merging(["HOME": "/h"]) { $1 }
      let said = fault { _ = try HuggingFaceCache.locate("a/b", environment: environment) }
      #expect(said.contains("(looked in \(expected))"), "\(variables): \(said)")
    }
  }
}
