/// Logarithm, sine and cosine in single precision: the polynomials of Cephes (Moshier 1992), rounded at the same
/// places as PyTorch's vectorised `randn`, so that draws agree to the last bit.
///
/// PyTorch's compiler fuses each product with the sum after it; `addingProduct` does so on every processor.
enum VectorMath {
  /// log x for a normal x > 0.
  static func log(_ x: Float) -> Float {
    // x = 2ᵉ · (1 + m), 1 + m in √½ … √2.
    var exponent = Float(Int32(x.bitPattern >> 23) - 126)
    let half = Float(bitPattern: x.bitPattern & 0x007f_ffff | 0x3f00_0000)
    var m = half - 1
    if half < 0.707_106_781_186_547_524 {
      exponent -= 1
      m += half
    }
    let square = m * m
    var y = polynomial(
      m, 7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
      2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1)
    y *= m
    // log 2 is split into two parts; the larger one has few digits.
    y = (exponent * -2.12194440e-4).addingProduct(y, square)
    y.addProduct(square, -0.5)
    return (m + y).addingProduct(exponent, 0.693359375)
  }

  /// sin x and cos x for x ≥ 0 of at most a few thousand.
  static func sinCos(_ x: Float) -> (sin: Float, cos: Float) {
    // x less an even number of eighths of a turn, π/4 given in three parts.
    let eighths = (Int32(x * 1.27323954473516) + 1) & ~1
    let j = Float(eighths)
    let rest = x.addingProduct(j, -0.78515625).addingProduct(j, -2.4187564849853515625e-4)
      .addingProduct(j, -3.77489497744594108e-8)
    let square = rest * rest

    var cosine = polynomial(square, 2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2)
    cosine *= square
    cosine = (-(square * 0.5)).addingProduct(cosine, square) + 1
    var sine = polynomial(square, -1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1)
    sine *= square
    sine = rest.addingProduct(sine, rest)

    switch eighths & 6 {
    case 0: return (sine, cosine)
    case 2: return (cosine, -sine)
    case 4: return (-sine, -cosine)
    default: return (-cosine, sine)
    }
  }

  /// Horner's scheme, the highest coefficient first.
  private static func polynomial(_ x: Float, _ coefficients: Float...) -> Float {
    coefficients.dropFirst().reduce(coefficients[0]) { $1.addingProduct($0, x) }
  }
}
