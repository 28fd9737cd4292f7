import PipelineKit
import PipelineStages
import Tensors
import Testing

/// What stages say of their outputs before they run is what they give.
@Suite struct ForeseenShapesTests {
  @Test func asTheRunGives() throws {
    let generator = Value.generator(Generator(seed: 1))
    let shape = integers(3, 4, 6)
    try check(GaussianNoise.self, ["generator": generator, "shape": shape])
    try check(GaussianNoise.self, ["generator": generator, "shape": shape, "count": .integer(2)])
    try check(AddNoise.self, ["image": image(2, 3, 4, 6), "sigma": .number(1), "generator": generator])
    try check(Flip.self, ["input": image(2, 3, 4, 6)])
    try check(View.self, ["input": image(1, 3, 4, 6), "by": .text("rotate-90")])
    try check(View.self, ["input": image(1, 3, 4, 6), "by": .text("rotate-270"), "inverse": .flag(true)])
    try check(View.self, ["input": image(1, 3, 4, 6), "by": .text("skew")])
    try check(View.self, ["input": image(1, 3, 4, 6), "by": .text("mirror")])
    try check(
      Glide.self,
      [
        "image": image(1, 3, 4, 6), "by": .text("rotate-90"), "progress": .number(0.5), "magnify": .integer(3),
        "margin": .integer(2),
      ])
    try check(LowPass.self, ["input": image(2, 1, 8, 9)])
    try check(HighPass.self, ["input": image(2, 1, 8, 9)])
    try check(Scale.self, ["input": image(2, 1, 8, 9), "by": .number(2)])
    try check(Grayscale.self, ["input": image(2, 3, 8, 9)])
    try check(MotionBlur.self, ["input": image(2, 1, 8, 9)])
    try check(Add.self, ["inputs": .list([image(2, 1, 8, 9), image(2, 1, 8, 9)])])
    try check(Average.self, ["inputs": .list([image(2, 1, 8, 9), image(2, 1, 8, 9)])])
    let mask = Value.mask(Tensor([1, 1, 4, 6], repeating: 1))
    try check(Blend.self, ["inside": image(1, 3, 4, 6), "outside": image(5, 3, 4, 6), "mask": mask])
    try check(Resize.self, ["image": image(2, 3, 4, 6), "size": integers(5, 7)])
    try check(
      Rectangle.self, ["size": integers(5, 7), "box": .list([.number(0), .number(0), .number(1), .number(1)])])
    try check(GrowMask.self, ["mask": mask, "by": .integer(2)])
    try check(FeatherMask.self, ["mask": mask, "sigma": .number(0.8)])
    try check(InvertMask.self, ["mask": mask])
    try check(Pad.self, ["image": image(2, 3, 4, 6), "by": integers(3, 0, 0, 1)])
    try check(Select.self, ["list": .list([mask, image(2, 3, 4, 6)]), "index": .integer(-1)])
    let file = Value.path(picturePath("rgb-8.png"))
    try check(ReadImage.self, ["from": file])
    try check(ReadImage.self, ["from": file, "colour": .text("gray"), "size": .integer(9)])
    try check(ReadMask.self, ["from": file, "size": integers(5, 7)])
  }

  @Test func nothingWhereNothingIsKnown() {
    for stage in commonStages {
      let outputs = stage.foresee(KnownInputs([:], given: []))
      for port in stage.declaration.outputs { #expect(outputs[named: port.name]?.shape == nil) }
    }
  }

  private func check(_ stage: any Stage.Type, _ values: [String: Value]) throws {
    let name = stage.declaration.outputs[0].name
    let given = try #require(try stage.init().run(Inputs(values), in: Context()).values[name])
    let foreseen = stage.foresee(KnownInputs(values: values, given: Set(values.keys)))
    #expect(foreseen[named: name]?.shape == Known(given).shape, "\(stage.declaration.name)")
    #expect(foreseen[named: name]?.shape != nil, "\(stage.declaration.name)")
  }

  private func image(_ shape: Int...) -> Value { .image(Tensor(shape, repeating: 0.5)) }

  private func integers(_ numbers: Int...) -> Value { .list(numbers.map(Value.integer)) }
}
