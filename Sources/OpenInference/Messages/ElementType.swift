import Tensors

/// The protocol's types of numbers that are exchanged.
enum ElementType: String, CaseIterable, Sendable {
  case fp64 = "FP64"
  case fp32 = "FP32"
  case fp16 = "FP16"
  case bf16 = "BF16"
  case int64 = "INT64"
  case int32 = "INT32"

  /// How the binary extension lays a number out: as safetensors does, little-endian.
  var layout: SafeTensors.NumberType {
    switch self {
    case .fp64: .f64
    case .fp32: .f32
    case .fp16: .f16
    case .bf16: .bf16
    case .int64: .i64
    case .int32: .i32
    }
  }

  /// Whether its numbers may have fractions.
  var hasFractions: Bool { self != .int64 && self != .int32 }

  /// The bytes of a number.
  var size: Int {
    switch self {
    case .fp64, .int64: 8
    case .fp32, .int32: 4
    case .fp16, .bf16: 2
    }
  }
}
