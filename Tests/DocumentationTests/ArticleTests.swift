import Foundation
import PipelineKit
import PipelineModels
import PipelineStages
import PipelineTesting
import Tensors
import TestSupport
import Testing

/// The products' articles: all their code is compiled, here or in Examples, and does what it says.
@Suite struct ArticleTests {
  private static let articles: [String] = paths(under: "Sources") { $0.contains(".docc/") && $0.hasSuffix(".md") }

  private static func paths(under folder: String, where isMeant: (String) -> Bool) -> [String] {
    let all = (try? FileManager.default.subpathsOfDirectory(atPath: Fixtures.package + "/" + folder)) ?? []
    return all.filter(isMeant).map { folder + "/" + $0 }.sorted()
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOfFile: Fixtures.package + "/" + path, encoding: .utf8)
  }

  /// Without the indentation, which an article leaves out.
  private static func plain(_ code: String) -> String {
    code.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
  }

  @Test(arguments: articles) func theCodeIsCompiled(_ article: String) throws {
    let compiled = try
      (Self.paths(under: "Tests/DocumentationTests") { $0.hasSuffix(".swift") }
      + Self.paths(under: "Examples/Sources") { $0.hasSuffix(".swift") }
      + Self.paths(under: "Examples/Tests") { $0.hasSuffix(".swift") }).map { Self.plain(try Self.text($0)) }
    let blocks = try Self.text(article).components(separatedBy: "```swift\n").dropFirst()
      .map { $0.components(separatedBy: "```")[0] }
    for block in blocks {
      #expect(compiled.contains { $0.contains(Self.plain(block)) }, "\(article): no source has:\n\(block)")
    }
    #expect(!blocks.isEmpty, "\(article) shows no code")
  }

  /// Each catalogue's first page names its articles.
  @Test(arguments: articles) func theArticleIsListed(_ article: String) throws {
    let folder = (article as NSString).deletingLastPathComponent
    let name = ((article as NSString).lastPathComponent as NSString).deletingPathExtension
    let product = ((folder as NSString).lastPathComponent as NSString).deletingPathExtension
    if name == product { return }
    #expect(try Self.text("\(folder)/\(product).md").contains("- <doc:\(name)>"), "\(product).md lacks \(name)")
  }

  @Test func theSheet() throws {
    let picture = Tensor([1, 1, 8, 8], repeating: 0.5)
    let sheet = try sheet(of: picture, seed: 1)
    #expect(sheet.shape[1] == 3 && sheet.shape[2] > 16 && sheet.shape[3] > 24)
  }

  /// On pictures that are known exactly, the walk ends at one of them.
  @Test func theChain() throws {
    let pictures = [Tensor([1, 1, 2, 2], repeating: -0.5), Tensor([1, 1, 2, 2], repeating: 0.5)]
    let model = try ExactModel()(pictures)
    let x = try sample(model, steps: 50, seed: 3)
    #expect(pictures.contains { $0.difference(from: x) < 0.1 }, "\(x.values)")
  }

  @Test func errorsOfAFile() throws {
    try withTemporaryFolder { folder in
      try Data(#"{"stages": {"g": {"stage": "generater", "seed": 1}}}"#.utf8)
        .write(to: URL(fileURLWithPath: folder + "/f.json"))
      #expect(
        try errors(in: folder + "/f.json") == [
          "\(folder)/f.json:1:28: error: there is no stage 'generater'; did you mean 'generator'?"
        ])
    }
  }
}
