import Foundation
import Tensors

/// The files of one network's weights: a single one, or shards with an index.
public struct WeightFiles: Sendable, Equatable {
  /// The single file, or the index of the shards.
  public let path: String
  /// The safetensors files.
  public let files: [String]

  /// One file by its path.
  public init(file: String) { self.init(path: file, files: [file]) }

  private init(path: String, files: [String]) {
    self.path = path
    self.files = files
  }

  /// Looks for `base.safetensors`, else `base.fp16.safetensors`, else shards by their index, plain before fp16.
  ///
  /// A name is passed over while files it needs are missing, as in a cache that holds one variant only.
  public init(folder: String, base: String) throws {
    for name in ["\(base).safetensors", "\(base).fp16.safetensors"]
    where FileSystem.exists(folder + "/" + name) {
      self.init(file: folder + "/" + name)
      return
    }
    var incomplete: CheckpointFault?
    for name in ["\(base).safetensors.index.json", "\(base).safetensors.index.fp16.json"] {
      let index = folder + "/" + name
      guard FileSystem.exists(index) else { continue }
      let shards = try Self.shards(index)
      if let lost = shards.first(where: { !FileSystem.exists(folder + "/" + $0) }) {
        incomplete = incomplete ?? .missingShard(path: index, shard: lost)
        continue
      }
      self.init(path: index, files: shards.map { folder + "/" + $0 })
      return
    }
    if let incomplete { throw incomplete }
    let entries = (try? FileSystem.names(in: folder)) ?? []
    let others = entries.filter { [".bin", ".ckpt", ".pt", ".pth", ".msgpack", ".h5"].contains(where: $0.hasSuffix) }
    throw CheckpointFault.noWeights(
      folder: folder, expected: "\(base).safetensors, \(base).fp16.safetensors or shards with an index", others: others)
  }

  /// The shards that an index names, each once and sorted.
  private static func shards(_ index: String) throws -> [String] {
    guard case .object(let object) = try JSONValue(file: index), case .object(let map)? = object["weight_map"],
      !map.isEmpty
    else { throw CheckpointFault.badIndex(path: index, "expected a JSON object with a 'weight_map'") }
    var shards: Set<String> = []
    for (name, value) in map {
      guard case .string(let shard) = value, !shard.isEmpty, !shard.contains("/") else {
        throw CheckpointFault.badIndex(path: index, "the file of '\(name)' should be a file name, found \(value)")
      }
      shards.insert(shard)
    }
    return shards.sorted()
  }
}
