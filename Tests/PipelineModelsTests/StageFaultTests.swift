import Basics
import PipelineKit
import PipelineModels
import PipelineStages
import PipelineTesting
import Tensors
import TestSupport
import Testing

/// What the stages that run networks say to inputs that don't fit.
@Suite struct StageFaultTests {
  private static let set = PictureSet(Tensor([1, 1, 4, 4], repeating: 0))
  private static let image = Tensor([1, 1, 4, 4], repeating: 0)

  @Test func wrongModels() throws {
    let set = Self.set
    #expect(faultText { _ = try EncodeText()(set, "x") } == "model 'pictures' can't read prompts")
    #expect(faultText { _ = try EncodeLabel()(set, 1) } == "model 'pictures' can't take a class")
    #expect(
      faultText { _ = try Unconditional()(set) }
        == "model 'pictures' can't be conditioned: it takes neither prompts nor classes")
    #expect(
      faultText {
        _ = try EstimateNoise()(
          set, image: Self.image, at: Timestep(1), condition: Condition(Tensor([1, 2, 3], repeating: 0)))
      }
        == "model 'pictures' can't be conditioned: it takes neither prompts nor classes")
    let mini = try LoadModel()(from: "mini-if")
    #expect(
      faultText { _ = try Denoise()(mini, image: Tensor([1, 3, 64, 64], repeating: 0)) }
        == "model 'mini-if' can't denoise in one go: it estimates noise; use 'estimate' and then 'clean'")
    #expect(
      faultText { _ = try EncodeLabel()(mini, 1) }
        == "model 'mini-if' can't take a class; give it a prompt with the stage 'text'")
  }

  @Test func wrongImages() throws {
    let mini = try LoadModel()(from: "mini-if")
    func estimate(_ shape: [Int], _ t: Double = 5, low: LowResolution? = nil) -> String {
      faultText {
        _ = try EstimateNoise()(mini, image: Tensor(shape, repeating: 0), at: Timestep(t), lowResolution: low)
      }
    }
    #expect(
      estimate([1, 1, 64, 64])
        == "model 'mini-if' takes images of 3 channels (RGB), found 1 channel (gray); read it with \"colour\": \"rgb\"")
    #expect(estimate([1, 3, 64, 64], 1000) == "'at' takes timesteps 0…999 of the model's schedule, found 1000")
    #expect(
      estimate([1, 3, 64, 64], low: LowResolution(image: Tensor([1, 3, 64, 64], repeating: 0), noiseLevel: 3))
        == "model 'mini-if' does not enlarge pictures: it takes no 'low-resolution'")
    #expect(estimate([1, 3, 60, 64]).contains("16"))
    let enlarger = try LoadModel()(from: Fixtures.path("reference/if-stage2"))
    #expect(
      faultText { _ = try EstimateNoise()(enlarger, image: Tensor([1, 3, 64, 64], repeating: 0), at: Timestep(5)) }
        .hasSuffix(
          "enlarges pictures: it needs 'low-resolution', the small picture resized and noised, and 'noise-level'")
        == true)
  }

  @Test func noPicturesAtAll() throws {
    let none = Tensor([0, 1, 4, 4], [])
    #expect(faultText { _ = try ExactModel()([none]) } == "'images' takes at least one picture, found none")
    let model = try ExactModel()([none, Self.image])
    #expect(try Denoise()(model, image: none).shape == [0, 1, 4, 4])
    #expect(try EstimateNoise()(model, image: none, at: Timestep(5)).noise.shape == [0, 1, 4, 4])
  }

  @Test func unknownModels() {
    #expect(
      faultText { _ = try LoadModel()(from: "mini-fi") }
        == "there is no model 'mini-fi'; did you mean 'mini-if'?")
  }
}
