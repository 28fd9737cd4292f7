import Foundation
import Tensors
import TestSupport
import Testing

/// Prompts that are longer than what a model reads.
@Suite struct PromptTests {
  private static let long = String(repeating: "red ", count: 76)

  /// What is not read is told once for each prompt, also when its encoding is kept from another run.
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
        "warning: model 'mini-if' reads 77 tokens of a prompt; not read: 'heart'",
        "warning: model 'mini-if' reads 77 tokens of a prompt; not read: '</s> blue'",
      ]
      var written: [[UInt8]] = []
      for _ in 0..<2 {
        let result = try program("f.json")
        #expect(result.exit == 0)
        let told = result.errors.split(separator: "\n").map(String.init).filter { $0.hasPrefix("warning: model") }
        #expect(Set(told) == Set(expected) && told.count == 2, "\(result.errors)")
        written.append(try FileFault.contents(of: folder + "/o.safetensors"))
      }
      #expect(written[0] == written[1])
    }
  }
}
