import Foundation
import PipelineKit
import PipelineModels
import PipelineTesting
import Tensors
import TestSupport
import Testing

/// Pictures that shipped files make, against the ones in Fixtures/golden: on any processor, with either products.
/// `PIPELINEKIT_WRITE_GOLDEN=1 swift test --filter GoldenTests` writes them anew.
@Suite struct GoldenTests {
  @Test(arguments: ["hybrid", "anagram", "inpaint"])
  func picture(name: String) throws {
    let text = try String(contentsOfFile: "\(ShippedPipelinesTests.folder)/\(name).json", encoding: .utf8)
    let end = try #require(text.firstMatch(of: /"image": "(@[a-z-]+)", "to": "\$output"/), "what it writes").1
    let opened = text.replacing(
      "\"stages\": {\n", with: "\"outputs\": { \"image\": \"\(end)\" }, \"stages\": {\n", maxReplacements: 1)
    try withTemporaryFolder { folder in
      let pipeline = try Pipeline(
        text: opened, file: "\(name).json", folder: ShippedPipelinesTests.folder, arguments: [("steps", "6")],
        registry: ParityTests.registry(), writing: WriteRules(folder: folder))
      let picture = try #require(try Tensor(pipeline.run()["image"]!))
      try GoldenPictures(folder: Fixtures.path("golden"), tolerance: 2).compare(picture, name)
    }
  }
}
