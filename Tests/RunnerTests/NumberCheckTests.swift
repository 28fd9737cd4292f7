import Basics
import Foundation
import Tensors
import TestSupport
import Testing

/// `--check-numbers`: where a NaN or an infinity arises.
@Suite struct NumberCheckTests {
  /// Pictures of zeros and of `value`, and a network that estimates the noise in each.
  private func run(_ value: Float, _ arguments: String...) throws -> Program.Result {
    try withTemporaryFolder { folder in
      try SafeTensors.write(
        [("zeros", Tensor([1, 1, 28, 28], repeating: 0)), ("other", Tensor([1, 1, 28, 28], repeating: value))],
        to: folder + "/x.safetensors")
      let text = #"""
        {"stages": {"m": {"stage": "model", "from": "mnist-time"},
        "l": {"stage": "loop", "each": {"name": ["zeros", "other"]}, "body": {
          "x": {"stage": "read-tensor", "from": "x.safetensors", "name": "@name"},
          "e": {"stage": "estimate", "model": "@m", "image": "@x", "at": 5},
          "s": {"stage": "write-tensor", "tensors": {"e": "@e"}, "to": "{name}.safetensors"}}}}}
        """#
      try AtomicFile.write(Array(text.utf8), to: folder + "/f.json")
      return try Program(folder: folder).run(["f.json"] + arguments)
    }
  }

  @Test func namesStageLayerAndStep() throws {
    #expect(try run(1, "--check-numbers").exit == 0)
    let found = try run(1e38, "--check-numbers")
    #expect(found.exit == 65 && found.newFiles == ["zeros.safetensors"])
    #expect(
      found.errors.contains(
        /^f\.json:4:3: error: stage 'e': output 'estimate', 1×1×28×28, holds NaN at \[0, 0, 0, 0\]; it arose in layer \d+ of its network, convolution 3×3, whose result is 1×64×28×28; step 2 of 2 of loop 'l'$/
          .anchorsMatchLineEndings()), "\(found.errors)")
    // Without it the run goes on.
    #expect(try run(1e38).exit == 0)
  }

  /// What is not finite from the start is told of the stage that brings it.
  @Test func namesTheSource() throws {
    let found = try run(.infinity, "--check-numbers")
    #expect(found.exit == 65 && found.errors.contains("stage 'x': output 'tensor', 1×1×28×28, holds an infinity"))
    #expect(!found.errors.contains("layer"))
  }
}
