/// How a product of matrices is computed. It is chosen only here, by a pure function of the number type of products,
/// the memory that may be used and the processor. Shapes decide nothing: OpenBLAS wins for all or for none of those
/// measured (docs/notes/speed-log.md).
package struct ProductPlan: Sendable, Hashable, CustomStringConvertible {
  package var library: ProductLibrary
  /// Whether weights that are exact in half precision are kept in it and unpacked at each call.
  package var keepsHalves: Bool

  package static func plan(
    _ multiplication: Multiplication = .single, memory: MemoryUse? = nil,
    _ processor: Processor = .current
  ) -> Self {
    let library = library(multiplication, processor)
    // Our kernels unpack while they multiply. OpenBLAS packs its operands once more.
    return Self(library: library, keepsHalves: library == .own || memory == .lean)
  }

  package static func library(
    _ multiplication: Multiplication = .single, _ processor: Processor = .current
  ) -> ProductLibrary {
    // OpenBLAS does not multiply whole numbers.
    if multiplication != .single { return .own }
    if let products = processor.products { return products }
    // Our kernels are faster for all measured layer shapes with AVX2 and AVX-512 (docs/speed.md). Without these, they
    // are compiled from generic vectors of four numbers.
    return processor.instructionSet == .generic ? .openBLAS : .own
  }

  package var description: String {
    "\(library == .own ? "own" : "OpenBLAS")\(keepsHalves ? "" : ", weights in single precision")"
  }
}
