import Basics
import Foundation
import TestSupport
import Testing

/// The gallery shows every shipped pipeline as it is now: a row with its pictures, and its graph.
@Suite struct GalleryTests {
  private static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: Fixtures.package + "/pipelines")) ?? []
    return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }()

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: Fixtures.package + "/" + path, encoding: .utf8)
  }

  @Test func everyPipelineHasARow() throws {
    #expect(Self.names.count > 20)
    let (gallery, readme) = (try text("docs/gallery/README.md"), try text("README.md"))
    let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| `") }.joined(separator: "\n")
    for name in Self.names {
      #expect(gallery.contains("[`\(name)`](../../pipelines/\(name).json)"), "the gallery lacks \(name)")
      #expect(gallery.contains("(graphs/\(name).svg)"), "the gallery lacks the graph of \(name)")
      #expect(rows.contains("`\(name)`"), "README's tables lack \(name)")
    }
    let pictures = Set(gallery.matches(of: /!\[\]\(([^)]+)\)/).map { String($0.1) })
    for picture in pictures {
      #expect(FileManager.default.fileExists(atPath: Fixtures.package + "/docs/gallery/" + picture), "\(picture)")
    }
    // What a file writes by itself is shown; 'anagram' and 'hybrid' show the sheet that has their picture in it.
    // The others need a stage II model.
    for name in Self.names
    where !["anagram", "hybrid", "super-resolution"].contains(name) && !name.hasPrefix("cascade") {
      let file = try #require(
        try JSONSerialization.jsonObject(with: Data(text("pipelines/\(name).json").utf8)) as? [String: Any])
      let parameters = file["parameters"] as? [String: Any] ?? [:]
      let values = parameters.values.compactMap { ($0 as? [String: Any])?["default"] as? String ?? $0 as? String }
      for picture in values where picture.hasSuffix(".png") && !picture.contains("/") {
        #expect(pictures.contains(picture), "the gallery lacks \(picture) of \(name)")
      }
    }
  }

  /// `make gallery` draws them.
  @Test(arguments: names) func graphs(_ name: String) throws {
    try withTemporaryFolder { folder in
      let path = "docs/gallery/graphs/\(name).svg"
      let drawn = try Program(folder: folder)("graph", Fixtures.package + "/pipelines/\(name).json", "--format", "svg")
      #expect(drawn.exit == 0, "\(drawn.errors)")
      #expect(try text(path) == drawn.output, "\(path) is not up to date; 'make gallery' draws it")
    }
  }

  /// No arrow of a shipped pipeline runs behind a box.
  @Test(arguments: names) func arrowsRunBetweenBoxes(_ name: String) throws {
    let drawing = try DrawnGraph(text("docs/gallery/graphs/\(name).svg"))
    #expect(drawing.boxes.count > 3 && drawing.arrows.count > 3)
    for arrow in drawing.arrows {
      for box in drawing.boxes {
        #expect(!arrow.contains(where: box.holds), "an arrow of \(name) runs behind the box at \(box.x), \(box.y)")
      }
    }
  }
}
