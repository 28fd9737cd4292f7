import Foundation
import PipelineKit
import PipelineStages
import PipelineTesting
import Tensors
import Testing

/// Masks that are made of masks, against the definitions written out.
@Suite struct MaskTests {
  private let mask = random([2, 1, 9, 12], seed: 3).map { $0 > 0.8 ? 1 : $0 < 0 ? 0 : $0 }

  @Test func inverted() {
    #expect(InvertMask()(mask) == mask.map { 1 - $0 })
    #expect(InvertMask()(InvertMask()(mask)).maximumDifference(from: mask) < 1e-6)
  }

  @Test(arguments: [-3, -1, 0, 1, 2, 5, 40]) func grown(radius: Int) {
    let found = GrowMask()(mask, by: radius)
    let (n, _, height, width) = mask.nchw
    let size = abs(radius)
    for picture in 0..<n {
      for y in 0..<height {
        for x in 0..<width {
          var near: [Float] = []
          for v in 0..<height {
            for u in 0..<width where (u - x) * (u - x) + (v - y) * (v - y) <= size * size {
              near.append(mask.values[(picture * height + v) * width + u])
            }
          }
          let expected = radius < 0 ? near.min()! : near.max()!
          #expect(found.values[(picture * height + y) * width + x] == expected)
        }
      }
    }
  }

  @Test func feathered() throws {
    let soft = try FeatherMask()(mask, sigma: 1.5)
    #expect(soft == mask.gaussianBlurred(kernel: 13, sigma: 1.5))
    #expect(soft.values.allSatisfy { (0...1).contains($0) })
    #expect(try FeatherMask()(mask, sigma: 50).shape == mask.shape, "a window no wider than the mask reflects")
  }

  @Test func padded() throws {
    let image = random([2, 3, 4, 5])
    let result = try Pad()(image, by: [1, 2, 3, 0], value: -1)
    #expect(result.image.shape == [2, 3, 6, 9] && result.mask.shape == [1, 1, 6, 9])
    #expect(result.image.slice(axis: 2, 2..<6).slice(axis: 3, 1..<6) == image)
    #expect(result.image.values.count { $0 == -1 } == 2 * 3 * (54 - 20))
    #expect(result.mask.slice(axis: 2, 2..<6).slice(axis: 3, 1..<6).values.allSatisfy { $0 == 0 })
    #expect(result.mask.values.reduce(0, +) == 54 - 20)
    #expect(
      faultText { try Pad()(image, by: [1, 2]) }
        == "'by' takes [left, top, right, bottom], each from 0 to 100000, found [1, 2]")
    #expect(problems(Pad(), ["by": .list([.integer(1)])]).count == 1)
    let trial = StageTrial(Pad())
    #expect(trial.foreseenShapes(["image": [1, 3, 8, 8]]).isEmpty, "by is not known")
  }
}
