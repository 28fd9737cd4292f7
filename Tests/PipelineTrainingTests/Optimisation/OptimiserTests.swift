import Foundation
import Inference
import PipelineTraining
import Tensors
import Testing

@Suite struct OptimiserTests {
  @Test func decay() {
    #expect(Decay.none.factor(7, of: 10) == 1)
    #expect(abs(Decay.exponential(to: 0.1).factor(10, of: 10) - 0.1) < 1e-12)
    #expect(abs(Decay.exponential(to: 0.1).factor(5, of: 10) - 0.1.squareRoot()) < 1e-12)
    #expect(Decay.cosine(to: 0).factor(0, of: 10) == 1)
    #expect(abs(Decay.cosine(to: 0.2).factor(5, of: 10) - 0.6) < 1e-12)
    #expect(abs(Decay.cosine(to: 0.2).factor(10, of: 10) - 0.2) < 1e-12)
  }

  @Test func clipping() {
    let gradients = [Tensor([2], [3, 0]), Tensor([1], [4])]
    #expect(clipped(gradients, to: 6) == gradients)
    let short = clipped(gradients, to: 1)
    #expect(abs(short.reduce(0) { $0 + $1.squaredNorm } - 1) < 1e-5)
  }

  /// Against Adam's equations in double precision.
  @Test func adam() {
    let generator = Generator(seed: 1)
    var p = generator.normal([100])
    var (m, v) = (Tensor([100], repeating: 0), Tensor([100], repeating: 0))
    var (pd, md, vd) = (
      p.values.map(Double.init), [Double](repeating: 0, count: 100), [Double](repeating: 0, count: 100)
    )
    for t in 1...20 {
      let g = generator.normal([100])
      p.adamStep(g, first: &m, second: &v, count: t, rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8)
      for i in 0..<100 {
        let g = Double(g.values[i])
        md[i] = 0.9 * md[i] + 0.1 * g
        vd[i] = 0.999 * vd[i] + 0.001 * g * g
        pd[i] -=
          0.01 * (md[i] / (1 - pow(0.9, Double(t)))) / ((vd[i] / (1 - pow(0.999, Double(t)))).squareRoot() + 1e-8)
      }
    }
    for i in 0..<100 { #expect(abs(Double(p.values[i]) - pd[i]) < 1e-5) }
  }

  @Test(arguments: Generator.Algorithm.allCases) func generatorsGoOn(algorithm: Generator.Algorithm) throws {
    let generator = Generator(seed: 1 << 40 + 5, algorithm: algorithm)
    _ = generator.normal([5])
    _ = generator.uniform([3])
    let copy = try #require(Generator(state: generator.state))
    #expect(copy.normal([3]) == generator.normal([3]))
    #expect(copy.permutation(9) == generator.permutation(9))
    #expect(copy.normal([40]) == generator.normal([40]))
    #expect(Generator(state: "nonsense") == nil && Generator(state: "torch 5 1 2") == nil)
  }
}
