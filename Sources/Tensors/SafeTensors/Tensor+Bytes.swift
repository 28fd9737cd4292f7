extension Tensor {
  /// The elements as little-endian bytes, in row-major order; traps for a type that isn't one of `writtenTypes`. Integers
  /// are rounded to the nearest; a number that doesn't fit becomes the largest or smallest that does, NaN becomes 0.
  public func bytes(as type: SafeTensors.NumberType) -> [UInt8] {
    var bytes: [UInt8] = []
    append(as: type, to: &bytes)
    return bytes
  }

  /// The types that `bytes` writes.
  public static let writtenTypes: Set<SafeTensors.NumberType> = [.f64, .f32, .f16, .bf16, .i64, .i32, .i8]

  /// Makes a tensor of little-endian bytes in row-major order, each number the nearest Float32. Nil if they are not as
  /// many as the shape takes, or if numbers of this type aren't read.
  public init?(_ shape: [Int], bytes: ArraySlice<UInt8>, as type: SafeTensors.NumberType) {
    guard type.isRead, let count = TensorSize.count(of: shape), bytes.count == count * type.bits / 8 else { return nil }
    let values = [Float](unsafeUninitializedCapacity: count) { out, written in
      bytes.withUnsafeBytes { source in
        type.convert(source, to: UnsafeMutableBufferPointer(rebasing: out[..<count]))
      }
      written = count
    }
    self.init(shape, values)
  }

  func append(as type: SafeTensors.NumberType, to bytes: inout [UInt8]) {
    func put<Number>(_ numbers: [Number]) { numbers.withUnsafeBytes { bytes.append(contentsOf: $0) } }
    func whole<Number: FixedWidthInteger>(_: Number.Type) -> [Number] {
      values.map { $0.isNaN ? 0 : Number(exactly: $0.rounded()) ?? ($0 < 0 ? .min : .max) }
    }
    switch type {
    case .f64: put(values.map(Double.init))
    case .f32: put(values)
    case .f16: put(halves)
    case .bf16: put(values.map(\.brain))
    case .i64: put(whole(Int64.self))
    case .i32: put(whole(Int32.self))
    case .i8: put(whole(Int8.self))
    default: preconditionFailure("numbers of type \(type.rawValue)")
    }
  }
}

extension Tensor {
  /// The elements in half precision.
  fileprivate var halves: [UInt16] {
    [UInt16](unsafeUninitializedCapacity: count) { out, written in
      written = count
      values.withUnsafeBufferPointer { x in
        if let x = x.baseAddress { _ = Kernels.packHalf(x, out.baseAddress!, count) }
      }
    }
  }
}

extension Float {
  /// The nearest bfloat16; ties go to the even one.
  fileprivate var brain: UInt16 {
    if isNaN { return 0x7fc0 }
    return UInt16(truncatingIfNeeded: (bitPattern + 0x7fff + (bitPattern >> 16 & 1)) >> 16)
  }
}
