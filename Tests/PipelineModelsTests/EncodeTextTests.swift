import Inference
import PipelineKit
import PipelineModels
import TestSupport
import Testing

@Suite struct EncodeTextTests {
  /// The memory of the text encoder is part of a run's cost, unless the prompt's encoding is kept.
  @Test func costsMemory() throws {
    func memory(_ prompt: String) throws -> (bytes: Double, stage: String?) {
      let cost = try Pipeline(
        text: #"""
          {"outputs": {"c": "@t"}, "stages": {
            "m": {"stage": "model", "from": "mini-if"}, "t": {"stage": "text", "model": "@m", "prompt": "\#(prompt)"}}}
          """#,
        file: "f.json", folder: ".", registry: .standard
      ).cost
      return (cost.memory, cost.peak)
    }
    // Vocabulary 2048, width 128, 4 heads of 32, 256 hidden numbers; 77 tokens.
    let table = 4.0 * 2048 * 128
    let block = 2.0 * (4 * 128 * 128 + 3 * 128 * 256)
    let states = 4.0 * (77 * (2 * 128 + 4 * 128) + 4 * 77 * 77)
    let weights = try memory("a fox").bytes - (table + block + states)
    #expect(try memory("a fox").stage == "t" && weights > 16e6 && weights < 18e6)
    try withTemporaryFolder { folder in
      _ = try (LoadModel()(from: "mini-if", cacheFolder: folder) as? any PromptReader)?.condition(prompt: "a fox")
      try ModelCache.$ofRuns.withValue(folder) {
        let (kept, other) = try (memory("a fox").bytes, memory("a rose").bytes)
        #expect(kept == weights && other == weights + table + block + states)
      }
    }
  }
}
