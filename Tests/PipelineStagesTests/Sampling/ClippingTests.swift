import PipelineKit
import PipelineStages
import Tensors
import Testing

@Suite struct ClippingTests {
  @Test(arguments: [Float(0), 0.1, 0.5, 0.95, 0.995, 1]) func quantileInterpolatesBetweenNeighbours(_ fraction: Float) {
    for count in [1, 2, 3, 10, 257] {
      let values = random([count], seed: UInt64(count)).values
      let sorted = values.sorted()
      let rank = Double(fraction) * Double(count - 1)
      let low = Int(rank)
      let high = min(low + 1, count - 1)
      let naive = Double(sorted[low]) + (rank - Double(low)) * Double(sorted[high] - sorted[low])
      #expect(abs(Double(quantile(values, fraction)) - naive) < 1e-4)
    }
    #expect(quantile([], fraction) == 0)
  }

  @Test func thresholdsEachImageByItself() {
    let calm = Tensor([1, 1, 1, 4], [-0.9, -0.2, 0.3, 0.8])
    let loud = Tensor([1, 1, 1, 4], [-3, -1, 1.2, 1.2])
    let clip = NoiseSchedule.Clip.dynamic(quantile: 0.5, maximum: 1.1)
    let both = clip(.concatenated([calm, loud], axis: 0))
    #expect(both.element(0) == calm)
    // The median of |x̂₀| is 1.2, which the maximum limits to 1.1.
    #expect(both.element(1) == Tensor([1, 1, 1, 4], [-1, -1 / 1.1, 1, 1]))
  }

  @Test func simplerClips() {
    let x = Tensor([1, 1, 1, 3], [-3, 0.5, 2])
    #expect(NoiseSchedule.Clip.none(x) == x)
    #expect(NoiseSchedule.Clip.range(1)(x) == Tensor([1, 1, 1, 3], [-1, 0.5, 1]))
    let empty = Tensor([0, 3, 4, 4], [])
    #expect(NoiseSchedule.Clip.dynamic(quantile: 0.95, maximum: 1.5)(empty) == empty)
  }
}
