import Tensors
import Testing

/// What `Processor` and `ProductPlan` make of the environment; the kernels' tests run by OpenBLAS as they are where
/// PIPELINEKIT_PRODUCTS says so, or where there are no others.
@Suite struct OpenBLASTests {
  @Test func oneThread() { #expect(OpenBLAS.threads == 1) }

  @Test(arguments: InstructionSet.allCases) func whoMultiplies(set: InstructionSet) {
    func library(_ multiplication: Multiplication, _ products: ProductLibrary?) -> ProductLibrary {
      ProductPlan.library(multiplication, Processor(instructionSet: set, products: products))
    }
    #expect(library(.single, nil) == (set == .generic ? .openBLAS : .own))
    for products in ProductLibrary.allCases { #expect(library(.single, products) == products) }
    #expect(library(.whole, .openBLAS) == .own)
  }

  /// Halves are kept where memory is short, by whoever multiplies.
  @Test func whatIsKept() {
    func keepsHalves(_ products: ProductLibrary, _ memory: MemoryUse?) -> Bool {
      let processor = Processor(instructionSet: .avx2, products: products)
      return ProductPlan.plan(.single, memory: memory, processor).keepsHalves
    }
    #expect(keepsHalves(.own, .fast) && keepsHalves(.own, .lean) && keepsHalves(.openBLAS, .lean))
    #expect(!keepsHalves(.openBLAS, .fast) && !keepsHalves(.openBLAS, nil))
  }

  @Test func environment() throws {
    for good in [
      [:], ["PIPELINEKIT_PRODUCTS": ""], ["PIPELINEKIT_PRODUCTS": "own"], ["PIPELINEKIT_PRODUCTS": "openblas"],
    ] {
      try Processor.checkEnvironment(good)
    }
    for bad in ["OpenBLAS", "mkl", " own"] {
      #expect(throws: EnvironmentFault.self) { try Processor.checkEnvironment(["PIPELINEKIT_PRODUCTS": bad]) }
    }
  }
}
