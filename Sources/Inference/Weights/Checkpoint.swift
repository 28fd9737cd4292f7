public import Basics
import Synchronization
public import Tensors

/// Weights from safetensors files, read strictly: every tensor that a network asks for must exist with that shape and
/// finite numbers, and every tensor in the files must be used.
///
/// Whole numbers of 8 bits called NAME are multiplied by the factors called NAME_scale, one for each output (×1): the
/// naming of compressed-tensors (vLLM).
public final class Checkpoint: WeightSource {
  /// The path in errors: the file, or the index of a sharded checkpoint.
  private let path: String
  private let files: [String: SafeTensors]
  private let used = Mutex<Set<String>>([])

  private init(_ weights: WeightFiles) throws {
    path = weights.path
    var files: [String: SafeTensors] = [:]
    for shard in weights.files {
      let file = try SafeTensors(path: shard)
      for name in file.names {
        if let other = files.updateValue(file, forKey: name) {
          throw CheckpointFault.twice(path: other.path, name: name, other: file.path)
        }
      }
    }
    self.files = files
  }

  /// Makes a network from the files' weights. Throws where a tensor is left unused.
  public static func load<Network>(_ files: WeightFiles, _ make: (Weights) throws -> Network) throws -> Network {
    let (checkpoint, network) = try Profile.measure("reading weights", .whole) {
      let checkpoint = try Checkpoint(files)
      return (checkpoint, try make(Weights(checkpoint)))
    }
    let unused = Set(checkpoint.files.keys).subtracting(checkpoint.used.withLock { $0 }).sorted()
    guard unused.isEmpty else { throw CheckpointFault.unused(path: files.path, names: unused) }
    return network
  }

  public func contains(_ name: String) -> Bool { files[name] != nil }

  public func tensor(_ name: String, _ shape: [Int], _ role: WeightRole) throws -> Tensor {
    guard let file = files[name], let found = file.shape(of: name) else {
      let unread = used.withLock { used in files.keys.filter { !used.contains($0) } }.sorted()
      throw CheckpointFault.missing(path: path, name: name, nearest: nearest(name, unread))
    }
    guard found == shape else {
      throw CheckpointFault.misshaped(path: file.path, name: name, expected: shape, found: found)
    }
    used.withLock { _ = $0.insert(name) }
    return try Profile.measure("reading weights", .whole) {
      let tensor = try scaled(file.tensor(name), name, file)
      if !tensor.isFinite, let (index, value) = tensor.firstNonFinite {
        throw CheckpointFault.notFinite(path: file.path, name: name, index: index, value: value)
      }
      if Precision.current == .int8Weights, WeightFiles.suitsBytes(name, shape), let bytes = RowBytes(rounding: tensor)
      {
        return bytes.tensor(shape)
      }
      return tensor
    }
  }

  /// The ending of the names of factors.
  static let scale = "_scale"

  /// Multiplies the outputs of a tensor of 8 bits by their factors.
  private func scaled(_ tensor: Tensor, _ name: String, _ file: SafeTensors) throws -> Tensor {
    let scaleName = name + Self.scale
    guard file.type(of: name) == .i8, let scaleFile = files[scaleName], let outputs = tensor.shape.first else {
      return tensor
    }
    let shape = scaleFile.shape(of: scaleName)!
    guard shape == [outputs] || shape == [outputs, 1] else {
      throw CheckpointFault.misshaped(path: scaleFile.path, name: scaleName, expected: [outputs, 1], found: shape)
    }
    used.withLock { _ = $0.insert(scaleName) }
    let scale = try scaleFile.tensor(scaleName)
    return tensor * scale.reshaped([outputs] + Array(repeating: 1, count: tensor.rank - 1))
  }
}

/// An error in a checkpoint whose files are intact.
public enum CheckpointFault: Fault {
  /// The network needs a tensor that no file holds; `nearest` is a similar unused name.
  case missing(path: String, name: String, nearest: String?)
  /// The network does not use these tensors.
  case unused(path: String, names: [String])
  /// A tensor has another shape than the network needs.
  case misshaped(path: String, name: String, expected: [Int], found: [Int])
  /// A tensor holds NaN or an infinite number at `index`.
  case notFinite(path: String, name: String, index: [Int], value: Float)
  /// Two files hold a tensor of this name.
  case twice(path: String, name: String, other: String)
  /// The folder has no weights called `expected`; `others` are weight files of other names and formats.
  case noWeights(folder: String, expected: String, others: [String])
  /// The index of the shards is not valid.
  case badIndex(path: String, String)
  /// A file that the index names is missing; `why` gives a reason if it is known.
  case missingShard(path: String, shard: String, why: String?)
  /// The folder lists a file that can't be reached, such as a broken link.
  case lost(path: String, String)

  public var cause: FaultCause {
    switch self {
    case .noWeights, .missingShard, .lost: .missingInput
    default: .data
    }
  }

  public var description: String {
    switch self {
    case .missing(let path, let name, let nearest):
      "\(path): the network needs a tensor '\(name)', which is missing" + (nearest.map { "; there is '\($0)'" } ?? "")
    case .unused(let path, let names):
      "\(path): the network has no place for \(names.count == 1 ? "tensor" : "tensors") \(listed(names))"
    case .misshaped(let path, let name, let expected, let found):
      "\(path): tensor '\(name)' should be \(Tensor.text(expected)), found \(Tensor.text(found))"
    case .notFinite(let path, let name, let index, let value):
      "\(path): tensor '\(name)' holds \(value.isNaN ? "NaN" : "\(value)") at \(index)"
    case .twice(let path, let name, let other): "\(path): tensor '\(name)' is in \(other) too"
    case .noWeights(let folder, let base, let others):
      "\(folder): expected \(base).safetensors, \(base).fp16.safetensors (or bf16, fp32, ema, non_ema) or shards with an index, "
        + (others.isEmpty ? "found no weights" : "found only \(listed(others))")
        + (others.contains { !$0.hasSuffix(".safetensors") } ? "; weights are read from safetensors alone" : "")
        + HuggingFaceCache.remedy(folder)
    case .badIndex(let path, let what): "\(path): \(what)"
    case .missingShard(let path, let shard, let why):
      "\(path): names the file '\(shard)', which is missing beside it\(why.map { ": \($0)" } ?? "")"
        + HuggingFaceCache.remedy(path)
    case .lost(let path, let why): "\(path): \(why)\(HuggingFaceCache.remedy(path))"
    }
  }
}
