import Basics
import Foundation
import PipelineKit
import PipelineStages
import Tensors
import TestSupport
import Testing

/// The stage `run` in the real program: the example, and what the terminal's signals do.
@Suite struct RunStageTests {
  /// y = x + a · (x − the mean of the 3 × 3 pixels around x), written anew, pixel by pixel.
  private func sharpened(_ x: Tensor, _ amount: Float) -> Tensor {
    let (height, width) = (x.shape[2], x.shape[3])
    let values = x.values
    return Tensor(
      x.shape,
      values.indices.map { index in
        let (plane, row, column) = (index / (height * width), index / width % height, index % width)
        var sum: Float = 0
        for (r, c) in [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 0), (0, 1), (1, -1), (1, 0), (1, 1)] {
          let (r, c) = (min(max(row + r, 0), height - 1), min(max(column + c, 0), width - 1))
          sum += values[(plane * height + r) * width + c]
        }
        return min(max(values[index] + amount * (values[index] - sum / 9), -1), 1)
      })
  }

  @Test(.enabled(if: ExternalProgram.path(of: "python3") != nil, "there is no python3")) func example() throws {
    try withTemporaryFolder { folder in
      let runner = Program(folder: folder, environment: ["PATH": FileName.environment["PATH"] ?? ""])
      let file = Fixtures.package + "/Examples/pipelines/sharpen.json"
      let check = try runner("check", file, "--allow-run")
      #expect(check.exit == 0 && check.output.contains("\nruns python3 ../programs/sharpen.py\nwrites sharpen.png\n"))
      #expect(check.output.contains("\nreads \(Fixtures.package)/Examples/pipelines/../programs/sharpen.py\n"))
      #expect(try runner("check", file).exit == 64)
      let run = try runner(file, "amount=2", "--allow-run", "--quiet")
      #expect(run.exit == 0 && run.newFiles == ["sharpen.png"] && run.errors.isEmpty, "\(run.errors)")
      let picture = try ReadImage()(from: Path(Fixtures.package + "/pictures/cat.jpg"), size: PictureSize(64))
      let found = try ReadImage()(from: Path(folder + "/sharpen.png"))
      // A picture has 256 levels from −1 to 1.
      #expect(found.maximumDifference(from: sharpened(picture, 2)) < 1.01 / 255)
      #expect(found.maximumDifference(from: picture) > 0.1)
    }
  }

  private func file(_ script: String) -> String {
    #"""
    { "outputs": {"x": "@p"}, "stages": {
    "p": {"stage": "run", "program": ["sh", "-c", "\#(script)"], "inputs": {"x": 1}, "outputs": {"x": "integer"}} } }
    """#
  }

  /// Ctrl-C ends the program that runs, and its folder is removed.
  @Test func interrupted() throws {
    try withTemporaryFolder { folder in
      try withTemporaryFolder { temporary in
        try AtomicFile.write(
          Array(file("echo $$ > \(folder)/id; trap '' TERM INT; while true; do sleep 0.1; done").utf8),
          to: folder + "/f.json")
        let runner = Program(folder: folder, environment: ["TMPDIR": temporary])
        var id: String?
        let result = try runner("f.json", "--allow-run") { process in
          for _ in 0..<500 where id?.hasSuffix("\n") != true {
            usleep(20_000)
            id = try? String(contentsOfFile: folder + "/id", encoding: .utf8)
          }
          kill(process.processIdentifier, SIGINT)
        }
        #expect(result.exit == 130 && result.errors == "interrupted\n")
        let process = try #require(id).trimmingCharacters(in: .newlines)
        let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        #expect(state == nil || state!.contains(") Z "))
        #expect(try FileSystem.names(in: temporary).isEmpty)
      }
    }
  }

  /// With `--json`, the error's event holds the program's last lines too, and `check` lists the program.
  @Test func asJSON() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(file("echo why >&2; exit 2").utf8), to: folder + "/f.json")
      let runner = Program(folder: folder)
      let run = try runner("f.json", "--allow-run", "--json")
      #expect(run.exit == 65 && run.output.contains(#"ended with exit code 2\n  why""#), "\(run.output)")
      let check = try runner("check", "f.json", "--allow-run", "--json")
      #expect(check.output.contains(#""sh -c echo why >&2; exit 2""#) && check.output.contains(#""runs" : ["#))
    }
  }
}
