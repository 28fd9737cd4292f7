/// The shape of a product of a rows×inner matrix, a layer's weights, with an inner×columns one.
package struct ProductShape: Sendable, Hashable {
  package var rows, inner: Int
  /// Nil where the number is not known yet, as when a layer's weights are packed.
  package var columns: Int?

  package init(rows: Int, inner: Int, columns: Int? = nil) {
    (self.rows, self.inner, self.columns) = (rows, inner, columns)
  }
}

/// How a product of matrices is computed. It is chosen only here, by a pure function of the shape, the number type of
/// products, the memory that may be used and the processor.
package struct ProductPlan: Sendable, Hashable, CustomStringConvertible {
  package var library: ProductLibrary
  /// Whether weights that are exact in half precision are kept in it and unpacked at each call.
  package var keepsHalves: Bool

  package static func plan(
    _ shape: ProductShape, _ multiplication: Multiplication = .single, memory: MemoryUse? = nil,
    _ processor: Processor = .current
  ) -> Self {
    let library = library(shape, multiplication, processor)
    // Our kernels unpack while they multiply. OpenBLAS packs its operands once more.
    return Self(library: library, keepsHalves: library == .own || memory == .lean)
  }

  package static func library(
    _ shape: ProductShape, _ multiplication: Multiplication = .single, _ processor: Processor = .current
  ) -> ProductLibrary {
    // OpenBLAS does not multiply in half precision, nor in bfloat16 with single-precision vectors beside it.
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
