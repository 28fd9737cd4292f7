import Basics
import Images
import Tensors
import TestSupport
import Testing

/// Standard streams that are closed or limited when the program starts.
@Suite struct StreamTests {
  private static let pipeline = """
    { "stages": { "r": { "stage": "generator", "seed": 1 },
      "n": { "stage": "gaussian-noise", "generator": "@r", "shape": [3, 8, 8] },
      "w": { "stage": "write-image", "image": "@n", "to": "o.png" } } }
    """

  /// No file gets the number of a closed stream: what is said would be written into it.
  @Test(arguments: ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
  func closedStreams(_ closed: String) throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(Self.pipeline.utf8), to: folder + "/f.json")
      let result = try Program(folder: folder).shell("exec \"$0\" f.json \(closed)")
      let cannotSay = closed.contains(" >&-") || closed == ">&-"
      #expect(result.exit == (cannotSay ? 73 : 0))
      if closed == ">&-" {
        #expect(result.errors == "error: standard output: can't be written: Bad file descriptor\n")
      }
      #expect(result.newFiles == ["o.png"])
      #expect(try ImageFile.read(folder + "/o.png").shape == [1, 3, 8, 8])
    }
  }

  /// Every command that writes meets the user's limit for files as an error, not as a signal.
  @Test(.enabled(if: Program.canLimitFiles)) func drawingsBeyondTheLimit() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(Self.pipeline.utf8), to: folder + "/f.json")
      let result = try Program(folder: folder, fileLimit: 1)("graph", "f.json", "--output", "o.svg")
      #expect(result.exit == 73 && result.errors == "error: o.svg: can't be written: File too large\n")
      #expect(result.newFiles.isEmpty)
    }
  }
}
