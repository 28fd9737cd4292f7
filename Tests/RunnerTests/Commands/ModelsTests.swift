import Basics
import Foundation
import TestSupport
import Testing

/// `runner models`.
@Suite struct ModelsTests {
  /// A Hugging Face cache with mini-if as OWNER/whole, and parts of it as others.
  private func withCache(_ body: (Program, String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      for (name, files) in [
        ("whole", ["model_index.json", "unet", "text_encoder", "tokenizer", "scheduler"]),
        ("part", ["model_index.json", "unet/config.json", "text_encoder", "scheduler"]),
      ] {
        let snapshot = "\(folder)/models--owner--\(name)/snapshots/abc"
        for file in files {
          let path = "\(snapshot)/\(file)"
          try FileSystem.makeFolders(FileName.folder(of: path))
          try FileManager.default.copyItem(atPath: "\(Fixtures.package)/models/mini-if/\(file)", toPath: path)
        }
        try FileSystem.makeFolders("\(folder)/models--owner--\(name)/blobs")
      }
      try AtomicFile.write(
        [UInt8](repeating: 0, count: 3_000_000), to: "\(folder)/models--owner--part/blobs/aa.incomplete")
      try FileSystem.makeFolders("\(folder)/models--owner--begun/blobs")
      // Not of a known family.
      try FileSystem.makeFolders("\(folder)/models--other--bert/snapshots/abc")
      try AtomicFile.write(
        Array(#"{"_class_name": "StableDiffusionPipeline"}"#.utf8),
        to: "\(folder)/models--other--bert/snapshots/abc/model_index.json")
      try body(Program(folder: folder, environment: ["HF_HUB_CACHE": folder]), folder)
    }
  }

  @Test func lists() throws {
    try withCache { runner, folder in
      let list = try runner("models")
      #expect(list.exit == 0)
      let lines = list.output.split(separator: "\n").filter { $0.contains("/") }
      func line(_ name: String) -> String { lines.first { $0.hasPrefix("owner/\(name) ") }.map(String.init) ?? "" }
      #expect(line("whole").contains("  downloaded, makes 64×64 pictures of prompts, 8.5 M weights, 18.1 MB, "))
      #expect(
        line("part").hasSuffix(
          "not complete, 2 files are missing, 3 MB are on their way; 'hf download owner/part' completes the download"))
      #expect(
        line("begun").hasSuffix("not complete, nothing is whole yet; 'hf download owner/begun' completes the download"))
      #expect(!list.output.contains("bert"))
    }
  }

  /// A network that recognises digits is embedded too, but no pipeline can take it.
  @Test func classifier() throws {
    try withCache { runner, _ in
      let found = try runner("models", "mnist-classifier")
      #expect(found.exit == 0 && found.output.hasPrefix("mnist-classifier: tells 10 kinds of pictures apart, for "))
      #expect(try runner("models", "mnist-class").output.hasPrefix("mnist-class: makes 28×28 pictures"))
    }
  }

  @Test func one() throws {
    try withCache { runner, folder in
      let whole = try runner("models", "owner/whole")
      #expect(
        whole.exit == 0
          && whole.output == """
            owner/whole: makes 64×64 pictures of prompts
              folder        \(folder)/models--owner--whole/snapshots/abc
              network       8.5 M weights, 16.9 MB in 2 files
              text encoder  0.6 M weights, 1.18 MB in 2 files
              tokenizer     273 kB in 1 file
              schedule      508 bytes in 1 file
              to encode     at least 1.71 MB of memory for a prompt
              in memory     at least 16.9 MB for the network and 2.1 MB for each picture of 64×64 that it evaluates

            """
      )
      let part = try runner("models", "owner/part")
      #expect(part.exit == 66)
      #expect(part.output.hasPrefix("owner/part: not complete\n"))
      #expect(part.output.contains("  tokenizer     nothing\n"))
      #expect(
        part.output.hasSuffix(
          "  missing       unet/diffusion_pytorch_model.safetensors\n  missing       tokenizer/spiece.model\n"))
      #expect(part.errors.hasSuffix("'hf download owner/part' completes the download\n"))
      #expect(try runner("models", "mnist-class").output.contains("  weights    2.0 M, 4.05 MB\n"))
      #expect(try runner("models", "mini-fi").errors == "error: there is no model 'mini-fi'; did you mean 'mini-if'?\n")
    }
  }
}
