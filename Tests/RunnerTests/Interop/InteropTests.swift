import Basics
import Foundation
import Images
import Tensors
import TestSupport
import Testing

/// Files and models that PyTorch and diffusers share with the program, as docs/guides/coming-from-diffusers.md shows them.
/// Their side is Scripts/check_interop.py, run by $PYTHON or python3: `make interop PYTHON=…`.
@Suite struct InteropTests {
  /// A small model of 32 × 32 pixels with weights drawn at random. From its third step on, a change of its prompt by 1e-6
  /// changes the picture by more than 1e-3, so two steps are compared.
  static let tiny = Fixtures.path("reference/if-stage1")

  static let python = ProcessInfo.processInfo.environment["PYTHON"] ?? "python3"
  static let hasTorch = (try? call(["-c", "import torch, safetensors.torch"]))?.exit == 0
  /// T5's tokenizer needs a protobuf that is as new as sentencepiece.
  static let hasDiffusers =
    hasTorch
    && (try? call(["-c", "import diffusers, transformers, sentencepiece.sentencepiece_model_pb2"]))?.exit == 0

  /// Runs Python and waits for its end.
  private static func call(_ arguments: [String]) throws -> (exit: Int32, output: String) {
    try withTemporaryFolder { logs in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = [python] + arguments
      try AtomicFile.write([], to: logs + "/output")
      process.standardOutput = FileHandle(forWritingAtPath: logs + "/output")
      process.standardError = process.standardOutput
      process.standardInput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      let output = try FileFault.contents(of: logs + "/output")
      return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
  }

  /// Runs the script, and expects that it ends well.
  private func check(_ arguments: String...) throws {
    let result = try Self.call([Fixtures.package + "/Scripts/check_interop.py"] + arguments)
    #expect(result.exit == 0, "\(result.output)")
  }

  /// A file that encodes two prompts, and writes them for both.
  private func encode(_ model: String, in folder: String) throws {
    let text = """
      {
        "stages": {
          "model":  { "stage": "model", "from": "\(model)" },
          "prompt": { "stage": "text", "model": "@model", "prompt": "a fox" },
          "none":   { "stage": "text", "model": "@model", "prompt": "" },
          "pth":    { "stage": "write-tensor", "to": "fox.pth",
                      "tensors": { "prompt_embeds": "@prompt", "negative_prompt_embeds": "@none" } },
          "plain":  { "stage": "write-tensor", "to": "fox.safetensors",
                      "tensors": { "prompt_embeds": "@prompt", "negative_prompt_embeds": "@none" } }
        }
      }
      """
    try AtomicFile.write(Array(text.utf8), to: folder + "/encode.json")
    let result = try Program(folder: folder)("encode.json", "--allow-read", "/")
    #expect(result.exit == 0 && result.output == "wrote fox.pth\nwrote fox.safetensors\n", "\(result.errors)")
  }

  /// Draws a fox with guidance 4, and writes the picture's numbers. `prompts` are the stages `prompt` and `none`.
  private func draw(_ model: String, steps: Int, _ prompts: String, in folder: String) throws -> Tensor {
    let text = """
      {
        "stages": {
          "model": { "stage": "model", "from": "\(model)" }, \(prompts),
          "rng":   { "stage": "generator", "seed": 180 },
          "start": { "stage": "gaussian-noise", "model": "@model", "generator": "@rng" },
          "times": { "stage": "timesteps", "model": "@model", "count": \(steps) },
          "loop":  {
            "stage": "loop", "each": { "t": "@times" }, "carry": { "x": "@start" },
            "body": {
              "with":    { "stage": "estimate", "model": "@model", "image": "@x", "at": "@t", "condition": "@prompt" },
              "without": { "stage": "estimate", "model": "@model", "image": "@x", "at": "@t", "condition": "@none" },
              "noise":   { "stage": "guide", "conditional": "@with", "unconditional": "@without", "scale": 4.0 },
              "stepped": { "stage": "step", "model": "@model", "image": "@x", "estimate": "@noise", "at": "@t", "generator": "@rng" }
            },
            "next": { "x": "@stepped" }
          },
          "save": { "stage": "write-tensor", "tensors": { "picture": "@loop" }, "to": "ours.pth" }
        }
      }
      """
    try AtomicFile.write(Array(text.utf8), to: folder + "/draw.json")
    let result = try Program(folder: folder)("draw.json", "--allow-read", "/")
    #expect(result.exit == 0, "\(result.errors)")
    return try PyTorchFile(path: folder + "/ours.pth").tensor("picture")
  }

  private static let encoded = """
    "prompt": { "stage": "text", "model": "@model", "prompt": "a fox" },
    "none": { "stage": "text", "model": "@model", "prompt": "" }
    """

  private static func read(_ file: String) -> String {
    """
    "prompt": { "stage": "read-tensor", "from": "\(file)", "name": "prompt_embeds" },
    "none": { "stage": "read-tensor", "from": "\(file)", "name": "negative_prompt_embeds" }
    """
  }

  /// The largest difference between our picture, −1 … 1, and theirs, 0 … 1, in 0 … 1.
  private func difference(_ ours: Tensor, _ theirs: String) throws -> Float {
    let theirs = try SafeTensors(path: theirs).tensor("picture")
    #expect(ours.shape == theirs.shape)
    return zip(ours.values, theirs.values).map { abs(min(max($0 / 2 + 0.5, 0), 1) - $1) }.max()!
  }

  /// A prompt that was written and read again is the same, to the bit, in either format.
  @Test(arguments: ["fox.pth", "fox.safetensors"]) func embeddingsHere(_ file: String) throws {
    try withTemporaryFolder { folder in
      try encode(Self.tiny, in: folder)
      let direct = try draw(Self.tiny, steps: 2, Self.encoded, in: folder)
      #expect(try draw(Self.tiny, steps: 2, Self.read(file), in: folder) == direct)
    }
  }

  @Test(.enabled(if: hasTorch, "needs Python with torch and safetensors")) func torchReadsOurs() throws {
    try withTemporaryFolder { folder in
      try encode(Self.tiny, in: folder)
      try check("read", folder + "/fox.pth", folder + "/fox.safetensors")
    }
  }

  @Test(.enabled(if: hasTorch, "needs Python with torch and safetensors")) func weReadTorchs() throws {
    struct Values: Decodable {
      var shape: [Int]
      var values: [Float]
    }
    try withTemporaryFolder { folder in
      try check("write", folder)
      let expected = try JSONDecoder().decode(
        [String: [String: Values]].self, from: Data(FileFault.contents(of: folder + "/expected.json")))
      #expect(expected.count == 4)
      for (name, tensors) in expected {
        let file = try PyTorchFile(path: "\(folder)/\(name)")
        #expect(Set(file.names) == Set(tensors.keys))
        for (key, wanted) in tensors {
          #expect(try file.tensor(key) == Tensor(wanted.shape, wanted.values), "\(name): \(key)")
        }
      }
    }
  }

  /// diffusers encodes as the stage `text` does; its prompts draw our picture, and ours draw its picture.
  @Test(.enabled(if: hasDiffusers, "needs Python with diffusers, transformers, sentencepiece and protobuf"))
  func embeddingsBothWays() throws {
    try withTemporaryFolder { folder in
      try encode(Self.tiny, in: folder)
      for name in ["their.pth", "their.safetensors"] {
        try check("encode", Self.tiny, "a fox", "\(folder)/\(name)")
        let (theirs, ours) = (
          try TensorFormat.open("\(folder)/\(name)"), try TensorFormat.open(folder + "/fox.pth")
        )
        #expect(Set(theirs.names) == ["prompt_embeds", "negative_prompt_embeds"])
        for key in theirs.names {
          let (a, b) = (try ours.tensor(key), try theirs.tensor(key))
          #expect(a.shape == b.shape && zip(a.values, b.values).allSatisfy { abs($0 - $1) < 1e-4 }, "\(name): \(key)")
        }
      }
      try check("draw", Self.tiny, "a fox", "2", folder + "/picture.safetensors", folder + "/fox.pth")
      let ours = try draw(Self.tiny, steps: 2, Self.read("their.pth"), in: folder)
      #expect(try difference(ours, folder + "/picture.safetensors") < 2e-3)
    }
  }

  /// A model that `train` wrote, and mini-if, load in diffusers and draw the same picture.
  @Test(.enabled(if: hasDiffusers, "needs Python with diffusers, transformers, sentencepiece and protobuf"))
  func modelsInDiffusers() throws {
    try withTemporaryFolder { folder in
      for (index, caption) in ["a red disc", "a blue disc"].enumerated() {
        try ImageFile.write(
          Tensor([1, 3, 32, 32], repeating: Float(index) - 0.5), to: "\(folder)/data/\(index).png")
        try AtomicFile.write(Array(caption.utf8), to: "\(folder)/data/\(index).txt")
      }
      let trained = try Program(folder: folder)(
        "train", Fixtures.package + "/recipes/fine-tune.json", "model=\(Self.tiny)", "data=\(folder)/data", "epochs=1",
        "steps=2", "batch=2", "sheets=[]", "--out", "run")
      #expect(trained.exit == 0, "\(trained.errors)")
      for (model, steps) in [("\(folder)/run/model", 2), ("\(Fixtures.package)/models/mini-if", 4)] {
        try check("draw", model, "a fox", "\(steps)", folder + "/picture.safetensors")
        let ours = try draw(model, steps: steps, Self.encoded, in: folder)
        let difference = try difference(ours, folder + "/picture.safetensors")
        #expect(difference < 2e-3, "\(model): \(difference)")
      }
    }
  }
}
