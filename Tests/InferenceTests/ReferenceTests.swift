import Basics
import Foundation
import Inference
import Tensors
import TestSupport
import Testing

/// What PyTorch and diffusers compute with the same weights. REFERENCE names another folder that
/// make_reference.py wrote.
@Suite struct ReferenceTests {
  static let folder = ProcessInfo.processInfo.environment["REFERENCE"] ?? Fixtures.path("reference")

  static func model(_ name: String) throws -> DeepFloydFolder { try DeepFloydFolder(path: folder + "/" + name) }
  static func cases(_ name: String) throws -> SafeTensors {
    try SafeTensors(path: folder + "/cases/\(name).safetensors")
  }

  struct Tokenised: Decodable {
    var text: String
    var ids, mask: [Int]
  }

  @Test func tokensAreExact() throws {
    let tokenizer = try Self.model("if-stage1").loadTokenizer()
    let json = try FileFault.contents(of: Self.folder + "/cases/tokens.json")
    let expected = try JSONDecoder().decode([Tokenised].self, from: Data(json))
    #expect(expected.count == 7)
    for item in expected {
      let tokens = try tokenizer(item.text)
      #expect(tokens.ids == item.ids, "\(item.text)")
      #expect(tokens.mask == item.mask, "\(item.text)")
    }
  }

  @Test func textEncoder() throws {
    let expected = try Self.cases("t5")
    let (ids, mask) = (try expected.tensor("input_ids"), try expected.tensor("attention_mask"))
    let prompts = (0..<ids.shape[0]).map {
      Tokens(ids: ids.element($0).values.map { Int($0) }, mask: mask.element($0).values.map { Int($0) })
    }
    let encoder = try Self.model("if-stage1").loadTextEncoder()
    let output = try encoder(prompts)
    let error = try output.relativeError(to: expected.tensor("output"))
    print("t5", error)
    #expect(error < 1e-5, "\(error)")
    // Weights that pass through block by block are the same weights.
    #expect(try Self.model("if-stage1").encode(prompts) == output)
  }

  @Test(arguments: [("if-stage1", "unet-stage1"), ("if-stage1", "unet-stage1-wide"), ("if-stage2", "unet-stage2")])
  func network(model: String, name: String) throws {
    let expected = try Self.cases(name)
    let unet = try Self.model(model).loadUNet()
    func run() throws -> Tensor {
      try unet(
        sample: expected.tensor("sample"), timesteps: expected.tensor("timestep").values,
        text: expected.tensor("encoder_hidden_states"),
        noiseLevels: expected.names.contains("class_labels") ? expected.tensor("class_labels").values : nil)
    }
    let output = try run()
    let error = try output.relativeError(to: expected.tensor("output"))
    print(model, name, error)
    #expect(error < 1e-5, "\(error)")
    // The number of threads changes nothing.
    #expect(try Parallel.withThreads(1, run) == output)
  }
}
