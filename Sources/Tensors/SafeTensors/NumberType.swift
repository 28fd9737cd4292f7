extension SafeTensors {
  /// How a number is stored: the types of the safetensors format, version 0.8.
  public enum NumberType: String, Sendable, CaseIterable {
    /// 64-bit floating point.
    case f64 = "F64"
    /// 32-bit floating point.
    case f32 = "F32"
    /// Half precision, 16 bits.
    case f16 = "F16"
    /// bfloat16: the upper 16 bits of a 32-bit float.
    case bf16 = "BF16"
    /// 8-bit floating point: 4 bits of exponent, 3 of fraction; no infinity.
    case f8e4m3 = "F8_E4M3"
    /// 8-bit floating point: 5 bits of exponent, 2 of fraction.
    case f8e5m2 = "F8_E5M2"
    /// 8-bit power of two, without sign or fraction.
    case f8e8m0 = "F8_E8M0"
    /// Like `f8e4m3`, with exponent bias 8 and without −0.
    case f8e4m3fnuz = "F8_E4M3FNUZ"
    /// Like `f8e5m2`, with exponent bias 16 and without infinity or −0.
    case f8e5m2fnuz = "F8_E5M2FNUZ"
    /// Signed 64-bit integer.
    case i64 = "I64"
    /// Signed 32-bit integer.
    case i32 = "I32"
    /// Signed 16-bit integer.
    case i16 = "I16"
    /// Signed 8-bit integer.
    case i8 = "I8"
    /// Unsigned 64-bit integer.
    case u64 = "U64"
    /// Unsigned 32-bit integer.
    case u32 = "U32"
    /// Unsigned 16-bit integer.
    case u16 = "U16"
    /// Unsigned 8-bit integer.
    case u8 = "U8"
    /// One byte: 0 for false, 1 for true.
    case bool = "BOOL"
    /// Complex number of two 32-bit floats; its size is known, but it can't be read.
    case c64 = "C64"
    /// 6-bit floating point: 2 bits of exponent, 3 of fraction; can't be read.
    case f6e2m3 = "F6_E2M3"
    /// 6-bit floating point: 3 bits of exponent, 2 of fraction; can't be read.
    case f6e3m2 = "F6_E3M2"
    /// 4-bit floating point; can't be read.
    case f4 = "F4"

    /// Bits per number.
    package var bits: Int {
      switch self {
      case .f64, .i64, .u64, .c64: 64
      case .f32, .i32, .u32: 32
      case .f16, .bf16, .i16, .u16: 16
      case .f8e4m3, .f8e5m2, .f8e8m0, .f8e4m3fnuz, .f8e5m2fnuz, .i8, .u8, .bool: 8
      case .f6e2m3, .f6e3m2: 6
      case .f4: 4
      }
    }

    /// Whether tensors of this type can be read.
    var isRead: Bool {
      switch self {
      case .c64, .f6e2m3, .f6e3m2, .f4: false
      default: true
      }
    }
  }
}

extension SafeTensors.NumberType {
  /// Converts numbers from a file: little-endian, at any alignment. Each becomes the nearest Float32; `true` becomes
  /// 1. Only for types with `isRead`.
  func convert(_ source: UnsafeRawBufferPointer, to out: UnsafeMutableBufferPointer<Float>) {
    func fill<T: BitwiseCopyable>(_: T.Type, _ convert: (T) -> Float) {
      for i in 0..<out.count {
        out.initializeElement(
          at: i, to: convert(source.loadUnaligned(fromByteOffset: i * MemoryLayout<T>.size, as: T.self)))
      }
    }
    if out.isEmpty { return }
    switch self {
    case .f32: fill(Float.self) { $0 }
    case .f16: Kernels.unpackHalf(source.baseAddress!, out.baseAddress!, out.count)
    case .bf16: fill(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
    case .f64: fill(Double.self) { Float($0) }
    case .i64: fill(Int64.self) { Float($0) }
    case .i32: fill(Int32.self) { Float($0) }
    case .i16: fill(Int16.self) { Float($0) }
    case .i8: fill(Int8.self) { Float($0) }
    case .u64: fill(UInt64.self) { Float($0) }
    case .u32: fill(UInt32.self) { Float($0) }
    case .u16: fill(UInt16.self) { Float($0) }
    case .u8, .bool: fill(UInt8.self) { Float($0) }
    case .f8e4m3, .f8e5m2, .f8e8m0, .f8e4m3fnuz, .f8e5m2fnuz:
      let table = (0...UInt8.max).map(float8)
      fill(UInt8.self) { table[Int($0)] }
    case .c64, .f6e2m3, .f6e3m2, .f4: preconditionFailure("numbers of type \(rawValue)")
    }
  }

  /// The value of a byte in an 8-bit floating-point type (Micikevicius et al. 2022). E8M0 of OCP MX is a bare
  /// exponent. FNUZ types have no infinity and no −0; the pattern of −0 is NaN.
  private func float8(_ byte: UInt8) -> Float {
    func number(exponentBits: Int, bias: Int) -> Float {
      let fractionBits = 7 - exponentBits
      let exponent = Int(byte & 0x7F) >> fractionBits
      let fraction = Float(Int(byte) & (1 << fractionBits - 1)) / Float(1 << fractionBits)
      let magnitude =
        exponent == 0
        ? Float(sign: .plus, exponent: 1 - bias, significand: fraction)
        : Float(sign: .plus, exponent: exponent - bias, significand: 1 + fraction)
      return byte & 0x80 == 0 ? magnitude : -magnitude
    }
    switch self {
    case .f8e4m3: return byte & 0x7F == 0x7F ? .nan : number(exponentBits: 4, bias: 7)
    case .f8e5m2:
      if byte & 0x7F > 0x7C { return .nan }
      if byte & 0x7F == 0x7C { return byte == 0x7C ? .infinity : -.infinity }
      return number(exponentBits: 5, bias: 15)
    case .f8e4m3fnuz: return byte == 0x80 ? .nan : number(exponentBits: 4, bias: 8)
    case .f8e5m2fnuz: return byte == 0x80 ? .nan : number(exponentBits: 5, bias: 16)
    default: return byte == 0xFF ? .nan : Float(sign: .plus, exponent: Int(byte) - 127, significand: 1)
    }
  }
}
