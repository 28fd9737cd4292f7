import Tensors
import Testing

/// Tensors as bytes, compared with Swift's own conversions.
@Suite struct BytesTests {
  private func bytes<Number>(_ numbers: [Number]) -> [UInt8] { numbers.withUnsafeBytes { Array($0) } }

  @Test func thereAndBack() {
    let values: [Float] = [0, -0.0, 1.5, -2.25, 1e-3, 65504, 3e38, .infinity]
    let tensor = Tensor([2, 4], values)
    #expect(tensor.bytes(as: .f32) == bytes(values))
    #expect(tensor.bytes(as: .f64) == bytes(values.map(Double.init)))
    #expect(tensor.bytes(as: .f16) == bytes(values.map(Float16.init)))
    for type in [SafeTensors.NumberType.f32, .f64] {
      #expect(Tensor([2, 4], bytes: tensor.bytes(as: type)[...], as: type) == tensor)
    }
    let halves = Tensor([2, 4], bytes: tensor.bytes(as: .f16)[...], as: .f16)
    #expect(halves == Tensor([2, 4], values.map { Float(Float16($0)) }))
    // bfloat16: the upper half of a Float32, here of numbers that it holds exactly.
    let short = Tensor([3], [1.5, -2, 0.25])
    #expect(short.bytes(as: .bf16) == bytes(short.values.map { UInt16($0.bitPattern >> 16) }))
  }

  @Test func integers() {
    let tensor = Tensor([6], [1.4, -2.5, 999, .nan, 1e30, -.infinity])
    #expect(tensor.bytes(as: .i64) == bytes([1, -3, 999, 0, Int64.max, .min]))
    #expect(tensor.bytes(as: .i32) == bytes([1, -3, 999, 0, Int32.max, .min]))
  }

  /// Bytes from a network or a file may begin anywhere. Sanitizers see what a processor forgives.
  @Test(arguments: [
    SafeTensors.NumberType.f64, .f32, .f16, .bf16, .i64, .i32, .i16, .i8, .u64, .u32, .u16, .u8, .f8e4m3,
  ])
  func anyAlignment(_ type: SafeTensors.NumberType) {
    let size = type.bits / 8
    let numbers = (0..<67 * size).map { UInt8($0 * 37 % 97) }
    let aligned = Tensor([67], bytes: numbers[...], as: type)
    #expect(aligned?.count == 67)
    for offset in 1...8 {
      let moved = [UInt8](repeating: 0xff, count: offset) + numbers
      let read = Tensor([67], bytes: moved[offset...], as: type)
      #expect(read?.values.map(\.bitPattern) == aligned?.values.map(\.bitPattern), "\(type) at \(offset)")
    }
  }

  @Test func wrongCounts() {
    let bytes = [UInt8](repeating: 0, count: 16)
    #expect(Tensor([4], bytes: bytes[...], as: .f32)?.shape == [4])
    #expect(Tensor([4], bytes: bytes[4...], as: .f32) == nil)
    #expect(Tensor([3], bytes: bytes[4...], as: .f32)?.shape == [3])
    #expect(Tensor([-1], bytes: bytes[...], as: .f32) == nil)
    #expect(Tensor([1 << 40, 1 << 40], bytes: bytes[...], as: .f32) == nil)
    #expect(Tensor([2], bytes: bytes[...], as: .c64) == nil)
    #expect(Tensor([0, 3], bytes: [], as: .f16)?.count == 0)
  }
}
