import Foundation
import TestSupport
import Testing

/// Evaluations of a part of a network are told as the part's share of the work, before a run and after it.
@Suite struct PartEvaluationTests {
  /// Five steps with three key steps. One branch of the fixture's network, whose first level has 4 channels, makes 648 of 1402
  /// multiplications for each pixel (`DigitUNet.cost`): 3 + 2 · 0.46 evaluations.
  @Test func checkAndProfile() throws {
    try withTemporaryFolder { folder in
      let text = """
        { "stages": {
          "m": {"stage": "model", "from": "\(Fixtures.path("digits/time"))"}, "g": {"stage": "generator", "seed": 1},
          "start": {"stage": "gaussian-noise", "model": "@m", "generator": "@g"},
          "times": {"stage": "timesteps", "model": "@m", "count": 5},
          "l": {"stage": "loop", "each": {"t": "@times"}, "carry": {"x": "@start"}, "body": {
            "e": {"stage": "estimate", "model": "@m", "image": "@x", "at": "@t", "reuse": "deep"},
            "s": {"stage": "step", "model": "@m", "image": "@x", "estimate": "@e", "at": "@t", "method": "unipc"}},
            "next": {"x": "@s"}},
          "w": {"stage": "write-image", "image": "@l", "to": "o.png"} } }
        """
      try text.write(toFile: folder + "/f.json", atomically: true, encoding: .utf8)
      let program = Program(folder: folder)
      let check = try program("check", "f.json", "--cost", "--allow-read", Fixtures.package)
      #expect(
        check.output.contains(
          "\n3.9 pictures go through networks, counting one that goes through a part as that part of the work\n"),
        "\(check.output)\(check.errors)")
      let run = try program("f.json", "--profile", "--allow-read", Fixtures.package)
      #expect(
        run.output.contains(
          "\nnetwork: 5 evaluations asked for, 5 made, some by a part of it: the work of 3.9, in 5 batches\n"),
        "\(run.output)\(run.errors)")
    }
  }
}
