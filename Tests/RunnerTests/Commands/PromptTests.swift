import Basics
import Foundation
import Tensors
import TestSupport
import Testing

/// Prompts that are longer than what a model reads.
@Suite struct PromptTests {
  private static let long = String(repeating: "red ", count: 76)

  /// What is not read is told once for each text, by check and by the run, also when its encoding is kept from another run.
  @Test func cutPromptsAreTold() throws {
    try withTemporaryFolder { folder in
      let file = #"""
        {"parameters": {"prompt": "\#(Self.long) heart", "not": "\#(Self.long)"}, "stages": {
          "m": {"stage": "model", "from": "mini-if"},
          "c": {"stage": "text", "model": "@m", "prompt": "$prompt"},
          "loop": {
            "stage": "loop", "each": {"p": ["$prompt", "$not", "$prompt"]}, "carry": {"x": "@c"},
            "body": {"t": {"stage": "text", "model": "@m", "prompt": "@p"}}, "next": {"x": "@t"}},
          "d": {"stage": "text", "model": "@m", "prompt": "\#(Self.long)</s> blue"},
          "w": {"stage": "write-tensor", "tensors": {"c": "@c", "d": "@d", "e": "@loop"}, "to": "o.safetensors"}}}
        """#
      try AtomicFile.write(Array(file.utf8), to: folder + "/f.json")
      let program = Program(folder: folder, environment: ["XDG_CACHE_HOME": folder + "/cache"])
      let expected = [
        "f.json:3:51: warning: stage 'c': model 'mini-if' reads 77 tokens of a prompt; not read: 'heart'",
        "f.json:7:51: warning: stage 'd': model 'mini-if' reads 77 tokens of a prompt; not read: '</s> blue'",
      ]
      func told(_ result: Program.Result) -> [String] {
        result.errors.split(separator: "\n").map(String.init).filter { $0.contains("not read") }
      }
      let checked = try program("check", "f.json")
      #expect(checked.exit == 0 && told(checked) == expected, "\(checked.errors)")
      #expect(checked.output.hasPrefix("f.json: fine except for 2 warnings\n"))
      var written: [[UInt8]] = []
      for _ in 0..<2 {
        let result = try program("f.json")
        #expect(result.exit == 0 && told(result) == expected, "\(result.errors)")
        written.append(try FileFault.contents(of: folder + "/o.safetensors"))
      }
      #expect(written[0] == written[1])
    }
  }

  /// A prompt in a list is told of where it stands there.
  @Test func promptsInAList() throws {
    try withTemporaryFolder { folder in
      let file = #"""
        {"stages": {
          "m": {"stage": "model", "from": "mini-if"},
          "loop": {
            "stage": "loop", "each": {"p": ["a cat", "\#(Self.long) fish"]},
            "body": {"t": {"stage": "text", "model": "@m", "prompt": "@p"},
              "w": {"stage": "write-tensor", "tensors": {"c": "@t"}, "to": "o.safetensors"}}}}}
        """#
      try AtomicFile.write(Array(file.utf8), to: folder + "/f.json")
      let checked = try Program(folder: folder)("check", "f.json")
      #expect(
        checked.errors.contains(
          "f.json:4:46: warning: stage 't': model 'mini-if' reads 77 tokens of a prompt; not read: 'fish'\n"),
        "\(checked.errors)")
    }
  }
}
