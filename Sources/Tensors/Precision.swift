/// In what precision layers multiply. Everything between products stays in single precision.
public enum Precision: String, Sendable, CaseIterable {
  case single
  /// Half, for processors that multiply in it at twice the rate (AVX512-FP16), or bfloat16 on those that multiply in that
  /// (AVX512-BF16); sums are added up in single precision.
  case half

  /// What layers that are made now will follow.
  @TaskLocal public static var current: Precision = .single

  /// Whether this processor can do it.
  public var isAvailable: Bool { operands != nil }

  /// What to say where it isn't.
  public var missing: String {
    "this processor does not multiply in \(rawValue) precision (it lacks AVX512-FP16 and AVX512-BF16); leave 'precision' out"
  }

  var operands: Operands? {
    switch self {
    case .single: Kernels.single
    case .half: Kernels.half
    }
  }

  /// Makes layers that multiply like this; it must be available.
  public func callAsFunction<Result>(_ make: () throws -> Result) rethrows -> Result {
    precondition(isAvailable, "no products in \(rawValue) precision here")
    return try Self.$current.withValue(self, operation: make)
  }
}
