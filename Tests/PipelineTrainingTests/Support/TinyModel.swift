import Basics
import Foundation
import Images
import Inference
import PipelineTraining
import Tensors
import TestSupport

/// A stage I model of 16×16 pictures with weights drawn at random, around mini-if's text encoder; and pictures to learn.
enum TinyModel {
  static let miniIF = Fixtures.package + "/models/mini-if"

  /// `change` is what its UNet's configuration has in place of the usual.
  static func write(to folder: String, changing change: [String: Any] = [:]) throws {
    let files = FileManager.default
    try files.createDirectory(atPath: folder + "/unet", withIntermediateDirectories: true)
    for part in ["model_index.json", "scheduler", "text_encoder", "tokenizer"] {
      try files.copyItem(atPath: miniIF + "/" + part, toPath: folder + "/" + part)
    }
    let path = "/unet/config.json"
    var options =
      try JSONSerialization.jsonObject(with: Data(FileFault.contents(of: miniIF + path))) as! [String: Any]
    options["block_out_channels"] = [16, 32]
    options["down_block_types"] = ["ResnetDownsampleBlock2D", "SimpleCrossAttnDownBlock2D"]
    options["up_block_types"] = ["SimpleCrossAttnUpBlock2D", "ResnetUpsampleBlock2D"]
    options["sample_size"] = 16
    for (key, value) in change { options[key] = value }
    try AtomicFile.write(Array(JSONSerialization.data(withJSONObject: options)), to: folder + path)
    guard change.isEmpty else { return }
    let configuration = try UNetConfiguration(path: folder + path)
    let parameters = try Parameters(drawnFrom: Generator(seed: 4)) {
      try DeepFloydUNet(configuration: configuration, $0)
    }
    try SafeTensors.write(
      parameters.named, to: folder + "/unet/diffusion_pytorch_model.fp16.safetensors",
      types: Dictionary(uniqueKeysWithValues: parameters.named.map { ($0.name, .f16) }))
  }

  /// Discs on white, red ones and blue ones.
  static func writePictures(to folder: String, size: Int = 20) throws {
    for i in 0..<4 {
      var picture = Tensor([1, 3, size, size], repeating: 1)
      for y in 0..<size {
        for x in 0..<size where (y - 9) * (y - 9) + (x - 8 - i) * (x - 8 - i) < 36 {
          for channel in 0..<3 where channel != (i % 2 == 0 ? 0 : 2) { picture[0, channel, y, x] = -0.5 }
        }
      }
      try ImageFile.write(picture, to: "\(folder)/\(i).png")
      let caption = "a \(i % 2 == 0 ? "red" : "blue") disc"
      try AtomicFile.write(Array("\(caption)\n\n  a photo of \(caption)  \r\n".utf8), to: "\(folder)/\(i).txt")
    }
  }

  /// A recipe beside the folders `model` and `data`.
  static func recipe(in folder: String, _ replacing: (String, with: String)? = nil) throws -> String {
    var text = """
      {
        "recipe": "tiny", "parameters": { "model": "./model", "data": "data", "rate": 0.002 },
        "model": { "from": "$model" },
        "objective": { "weighting": "signal-to-noise", "without-caption": 0.3, "instead": ["", "a photo"] },
        "data": { "folder": "$data", "shrink": 0.2, "flip": 0.5 },
        "run": { "epochs": 2, "steps": 3, "batch": 3, "rate": "$rate", "averaging": 0.9, "decay": "cosine",
          "warm-up": 2, "clip": 1, "weight-decay": 0.01, "beta2": 0.99, "seed": 3 },
        "sheet": { "prompts": ["a red disc"], "after": [2], "steps": 4 }
      }
      """
    if let replacing { text = text.replacingOccurrences(of: replacing.0, with: replacing.with) }
    let path = folder + "/recipe.json"
    try AtomicFile.write(Array(text.utf8), to: path)
    return path
  }
}
