/// The precision in which layers multiply and keep their weights. Everything between products stays in single
/// precision.
public enum Precision: String, Sendable, CaseIterable {
  /// 32-bit floating point; every processor has it.
  case single
  /// Whole numbers of 16 bits with a scale for each row and each column of a product, on processors that multiply them
  /// at twice the rate of single precision (AVX512-VNNI). Layers for which 8 bits are enough multiply those, at
  /// four times the rate.
  case half
  /// Products in single precision of weights that are rounded, when they are read, to whole numbers of 8 bits with a
  /// scale for each output (`RowBytes`), and kept so: half the memory of weights in half precision. Layers with few
  /// weights keep them as they are.
  case int8Weights = "int8-weights"

  /// The precision of layers that are made in the current task.
  @TaskLocal public static var current: Precision = .single

  /// Whether this processor can multiply in this precision.
  public var isAvailable: Bool { operands != nil }

  /// The message for users where it is not available.
  public var missing: String {
    "this processor does not multiply in \(rawValue) precision (it lacks AVX512-VNNI); leave 'precision' out"
  }

  var operands: Operands? { operands(inBytes: false) }

  /// The operands of a layer for which 8 bits are enough, or are not.
  func operands(inBytes: Bool) -> Operands? {
    switch self {
    case .single, .int8Weights: Kernels.single
    case .half: inBytes ? Kernels.bytes : Kernels.whole
    }
  }

  /// Runs `make`; the layers that it makes multiply in this precision. Traps where it is not available.
  public func callAsFunction<Result>(_ make: () throws -> Result) rethrows -> Result {
    precondition(isAvailable, "no products in \(rawValue) precision here")
    return try Self.$current.withValue(self, operation: make)
  }
}
