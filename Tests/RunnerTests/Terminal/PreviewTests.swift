import Basics
import Foundation
import Images
import Tensors
import TestSupport
import Testing

/// What is seen of a run while it goes on.
@Suite struct PreviewTests {
  /// A loop that carries a picture and halves it three times.
  static let halving = #"""
    {"pipeline": "halving", "stages": {
      "g": {"stage": "generator", "seed": 1}, "n": {"stage": "gaussian-noise", "generator": "@g", "shape": [3, 13, 20]},
      "l": {"stage": "loop", "each": {"i": [1, 2, 3]}, "carry": {"x": "@n"}, "next": {"x": "@s"},
            "body": {"s": {"stage": "scale", "input": "@x", "by": 0.5}}},
      "w": {"stage": "write-image", "image": "@l", "to": "o.png"}}}
    """#

  private func withHalving<R>(_ body: (Program) throws -> R) throws -> R {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(Self.halving.utf8), to: folder + "/f.json")
      return try body(Program(folder: folder))
    }
  }

  @Test func aFile() throws {
    try withHalving { runner in
      let run = try runner("f.json", "--preview", "p.png", "--every", "2", "--json")
      #expect(run.exit == 0 && run.newFiles == ["o.png", "p.png"], "\(run.errors)")
      let events = run.output.split(separator: "\n").filter { $0.contains(#""event":"preview""#) }.map {
        $0.replacing(/,"time":"[^"]*"/, with: "")
      }
      #expect(
        events == [
          #"{"count":3,"event":"preview","index":1,"loop":"l"}"#,
          #"{"count":3,"event":"preview","index":2,"loop":"l"}"#,
        ])
      let texts = try ImageFile.texts(runner.folder + "/p.png")
      #expect(texts.contains { $0.text == "preview of PipelineKit: l 3/3" })
      #expect(try runner("f.json", "--preview", "p.png", "--quiet").exit == 0, "a preview may be replaced")
      #expect(
        try runner("f.json", "--preview", "o.png").errors.hasPrefix(
          "error: o.png: can't be written: the existing file is not a preview"))
    }
  }

  /// A preview that never comes is told.
  @Test func nothingToPreview() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(SweepTests.noise.utf8), to: folder + "/f.json")
      let run = try Program(folder: folder)("f.json", "--preview", "p.png")
      #expect(run.exit == 0 && run.newFiles == ["o.png"])
      #expect(
        run.errors.hasPrefix(
          "warning: --preview: no preview was written: the pipeline has no loop that carries an image\n"),
        "\(run.errors)")
    }
  }

  /// The program on a terminal that gives `answer` when it is asked; what it writes there.
  private func shown(_ runner: Program, answer: String) throws -> (exit: Int32, text: String) {
    let command = #"(printf '\#(answer)'; sleep 2) | script -qec "$0 f.json --show --overwrite" log >/dev/null"#
    let result = try runner.shell(command)
    return (result.exit, try String(decoding: FileFault.contents(of: runner.folder + "/log"), as: UTF8.self))
  }

  static let hasScript = FileSystem.exists("/usr/bin/script")

  @Test(.enabled(if: hasScript, "needs util-linux's script")) func kitty() throws {
    try withHalving { runner in
      let (exit, text) = try shown(runner, answer: #"\033_Gi=31;OK\033\\\033[?62;c"#)
      #expect(exit == 0)
      let parts = text.matches(of: /\u{1b}_G(?:f=100,a=T,)?m=[01];([A-Za-z0-9+\/=]+)\u{1b}\\/).map { String($0.1) }
      let picture = try #require(Data(base64Encoded: parts.joined()))
      #expect(try ImageFile.decode(Array(picture), named: "x") == ImageFile.read(runner.folder + "/o.png"))
    }
  }

  @Test(.enabled(if: hasScript, "needs util-linux's script")) func sixel() throws {
    try withHalving { runner in
      let (exit, text) = try shown(runner, answer: #"\033[?62;4;22c"#)
      #expect(exit == 0)
      let body = try #require(text.firstMatch(of: /\u{1b}P0;1;0q(.*?)\u{1b}\\/.dotMatchesNewlines())).1
      let found = try Self.decoded(String(body))
      let kept = try ImageFile.read(runner.folder + "/o.png")
      #expect(found.shape == kept.shape)
      // Ordered dither: up to a level of the coarsest channel, and right on average.
      #expect(found.maximumDifference(from: kept) <= 2 / 5 + 0.03)
      #expect(abs(found.mean - kept.mean) < 0.03)
    }
  }

  @Test(.enabled(if: hasScript, "needs util-linux's script")) func aTerminalThatShowsNone() throws {
    try withHalving { runner in
      let (_, text) = try shown(runner, answer: #"\033[?62;22c"#)
      #expect(text.contains("--show: this terminal can't show pictures"))
    }
  }

  /// A naive reader of sixels: the picture 1×3×H×W.
  private static func decoded(_ text: String) throws -> Tensor {
    let size = try #require(text.firstMatch(of: /^"1;1;([0-9]+);([0-9]+)/))
    let (width, height) = (Int(size.1)!, Int(size.2)!)
    var colours: [Int: [Float]] = [:]
    var pixels = [Float](repeating: .nan, count: 3 * width * height)
    var (x, top, colour) = (0, 0, 0)
    var rest = text[size.range.upperBound...]
    while let first = rest.first {
      if let match = rest.prefixMatch(of: /#([0-9]+);2;([0-9]+);([0-9]+);([0-9]+)/) {
        colours[Int(match.1)!] = [match.2, match.3, match.4].map { Float($0)! / 50 - 1 }
        rest = rest[match.range.upperBound...]
      } else if let match = rest.prefixMatch(of: /#([0-9]+)/) {
        colour = Int(match.1)!
        rest = rest[match.range.upperBound...]
      } else if let match = rest.prefixMatch(of: /(?:!([0-9]+))?([?-~])/) {
        let mask = match.2.utf8.first! - 63
        for _ in 0..<(match.1.flatMap { Int($0) } ?? 1) {
          for bit in 0..<6 where mask & (1 << UInt8(bit)) != 0 {
            for channel in 0..<3 { pixels[(channel * height + top + bit) * width + x] = colours[colour]![channel] }
          }
          x += 1
        }
        rest = rest[match.range.upperBound...]
      } else {
        if first == "$" { x = 0 } else if first == "-" { (x, top) = (0, top + 6) }
        rest = rest.dropFirst()
      }
    }
    return Tensor([1, 3, height, width], pixels)
  }
}

extension Tensor {
  fileprivate var mean: Float { values.reduce(0, +) / Float(count) }
}
