/// The values of a pickle, as far as files of tensors need them. Objects refer to each other by number, so that one
/// that holds itself is harmless.
struct Pickle: Sendable {
  /// A value.
  enum Value: Sendable {
    case integer(Int)
    case text(String)
    case global(Global)
    /// A number in `objects`.
    case object(Int)
    /// None, a truth value or a fraction, which tell nothing of a tensor.
    case other
  }

  /// A name of Python that stands for something here. Others are refused.
  enum Global: Sendable {
    /// `_rebuild_tensor_v2`, and `_rebuild_tensor_v3`, which is given the tensor's type.
    case rebuildTensor(isTyped: Bool)
    case rebuildParameter
    case orderedDictionary
    /// A class of storages; nil for `UntypedStorage`, which counts bytes.
    case storage(SafeTensors.NumberType?)
    case type(SafeTensors.NumberType)
  }

  /// A value that others may share. `items` are those of a tuple or list, or a dictionary's keys, each before its
  /// value.
  struct Object: Sendable {
    var kind: Kind
    var items: [Value] = []
  }

  /// The kinds of shared values; storages and tensors are numbers in `storages` and `tensors`.
  enum Kind: Sendable {
    case tuple, list, dictionary
    case storage(Int)
    case tensor(Int)
  }

  /// The bytes behind tensors.
  struct Storage: Sendable {
    /// The entry of the zip file, `data/KEY`.
    var key: String
    /// Nil where they are counted in bytes.
    var type: SafeTensors.NumberType?
    var count: Int
  }

  /// A tensor: a view of a storage. `offset` and `strides` count elements.
  struct View: Sendable {
    var storage: Storage
    var type: SafeTensors.NumberType
    var offset: Int
    var shape: [Int]
    var strides: [Int]
    /// Whether its values are conjugated or negated where they are read, or other notes change them.
    var isMarked: Bool
  }

  var root = Value.other
  var objects: [Object] = []
  var storages: [Storage] = []
  var tensors: [View] = []
}

extension Pickle.Global {
  /// Nil for a name that is refused.
  init?(module: String, name: String) {
    switch (module, name) {
    case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensor(isTyped: false)
    case ("torch._utils", "_rebuild_tensor_v3"): self = .rebuildTensor(isTyped: true)
    case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch.storage", "UntypedStorage"): self = .storage(nil)
    case ("torch", _):
      if let type = Self.storages[name] {
        self = .storage(type)
      } else if let type = Self.types[name] {
        self = .type(type)
      } else {
        return nil
      }
    default: return nil
    }
  }

  private static let storages: [String: SafeTensors.NumberType] = [
    "DoubleStorage": .f64, "FloatStorage": .f32, "HalfStorage": .f16, "BFloat16Storage": .bf16, "LongStorage": .i64,
    "IntStorage": .i32, "ShortStorage": .i16, "CharStorage": .i8, "ByteStorage": .u8, "BoolStorage": .bool,
    "ComplexFloatStorage": .c64,
  ]
  private static let types: [String: SafeTensors.NumberType] = [
    "float64": .f64, "float32": .f32, "float16": .f16, "bfloat16": .bf16, "int64": .i64, "int32": .i32, "int16": .i16,
    "int8": .i8, "uint64": .u64, "uint32": .u32, "uint16": .u16, "uint8": .u8, "bool": .bool, "complex64": .c64,
    "float8_e4m3fn": .f8e4m3, "float8_e5m2": .f8e5m2, "float8_e8m0fnu": .f8e8m0, "float8_e4m3fnuz": .f8e4m3fnuz,
    "float8_e5m2fnuz": .f8e5m2fnuz,
  ]
}
