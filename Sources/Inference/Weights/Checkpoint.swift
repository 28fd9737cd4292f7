public import Basics
import Synchronization
public import Tensors

/// Weights out of safetensors files, read strictly: every tensor that a network asks for must be there with the shape it
/// asks for and finite numbers, and every tensor that is there must be asked for.
public final class Checkpoint: WeightSource {
  /// What errors name: the file, or the index of a sharded checkpoint.
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

  /// Makes a network out of the files' weights. Throws where it left a tensor unused.
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
      let tensor = try file.tensor(name)
      if !tensor.isFinite, let (index, value) = tensor.firstNonFinite {
        throw CheckpointFault.notFinite(path: file.path, name: name, index: index, value: value)
      }
      return tensor
    }
  }
}

/// What can be wrong with a checkpoint whose files are whole.
public enum CheckpointFault: Fault {
  case missing(path: String, name: String, nearest: String?)
  case unused(path: String, names: [String])
  case misshaped(path: String, name: String, expected: [Int], found: [Int])
  case notFinite(path: String, name: String, index: [Int], value: Float)
  case twice(path: String, name: String, other: String)
  /// A folder without weights called `expected`; `others` are files of other names and formats.
  case noWeights(folder: String, expected: String, others: [String])
  case badIndex(path: String, String)
  case missingShard(path: String, shard: String, why: String?)
  /// A file that is known by name, but not there.
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
