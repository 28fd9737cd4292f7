/// A product of a rows×inner matrix, a layer's weights, with an inner×columns one.
package struct ProductShape: Sendable, Hashable {
  package var rows, inner: Int
  /// Nil where it isn't known yet, as when a layer's weights are laid out.
  package var columns: Int?

  package init(rows: Int, inner: Int, columns: Int? = nil) {
    (self.rows, self.inner, self.columns) = (rows, inner, columns)
  }
}

/// How a product of matrices is computed. This is the one place where it is chosen: a pure function of the shape, of what
/// layers multiply in, of the memory that they may use and of the processor.
package struct ProductPlan: Sendable, Hashable, CustomStringConvertible {
  package var library: ProductLibrary
  /// Whether weights that are exact in half precision are kept in it and unpacked at each call.
  package var keepsHalves: Bool

  package static func plan(
    _ shape: ProductShape, _ multiplication: Multiplication = .single, memory: MemoryUse? = nil,
    _ processor: Processor = .current
  ) -> Self {
    let library = library(shape, multiplication, processor)
    // Our kernels unpack in the shadow of products. OpenBLAS packs what it gets once more.
    return Self(library: library, keepsHalves: library == .own || memory == .lean)
  }

  package static func library(
    _ shape: ProductShape, _ multiplication: Multiplication = .single, _ processor: Processor = .current
  ) -> ProductLibrary {
    // OpenBLAS multiplies neither in half precision, nor in bfloat16 with vectors of single precision beside it.
    if multiplication != .single { return .own }
    if let products = processor.products { return products }
    // Ours are faster at all layer shapes that were measured, with AVX2 and AVX-512 (docs/speed.md). Without them, they
    // are what the compiler makes of vectors of four numbers.
    return processor.instructionSet == .generic ? .openBLAS : .own
  }

  package var description: String {
    "\(library == .own ? "own" : "OpenBLAS")\(keepsHalves ? "" : ", weights in single precision")"
  }
}
