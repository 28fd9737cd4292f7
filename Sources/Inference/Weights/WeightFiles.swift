import Basics
import Foundation
import Tensors

/// The files of one network's weights: a single one, or shards with an index.
public struct WeightFiles: Sendable, Equatable {
  /// The single file, or the index of the shards.
  public let path: String
  /// The safetensors files.
  public let files: [String]

  /// Refers to one file; nothing is read.
  public init(file: String) { self.init(path: file, files: [file]) }

  private init(path: String, files: [String]) {
    self.path = path
    self.files = files
  }

  /// The parts of names for weights in another precision, or with or without averaging, in order of preference.
  static let variants = ["", ".fp16", ".bf16", ".fp32", ".ema", ".non_ema"]

  /// Finds `base.safetensors`, otherwise `base.fp16.safetensors` and the other variants, otherwise shards by their
  /// index in the same order. The name of an index has two forms, `base.safetensors.index.fp16.json` and
  /// `base.fp16.safetensors.index.json`.
  ///
  /// A name is skipped while files that it needs are missing, as in a cache that holds one variant only. Throws where
  /// no weights are complete; the error is of the variant of which most is there.
  public init(folder: String, base: String) throws {
    for name in Self.variants.map({ "\(base)\($0).safetensors" })
    where FileSystem.exists(folder + "/" + name) {
      self.init(file: folder + "/" + name)
      return
    }
    var incomplete: (there: Int, fault: CheckpointFault)?
    for variant in Self.variants {
      for name in ["\(base).safetensors.index\(variant).json", "\(base)\(variant).safetensors.index.json"] {
        let index = folder + "/" + name
        guard FileSystem.exists(index) else { continue }
        let shards = try Self.shards(index)
        let lost = shards.filter { !FileSystem.exists(folder + "/" + $0) }
        if let first = lost.first {
          let there = shards.count - lost.count
          if there > incomplete?.there ?? -1 {
            let why = HuggingFaceCache.lostLink(folder + "/" + first)
            incomplete = (there, .missingShard(path: index, shard: first, why: why))
          }
          continue
        }
        self.init(path: index, files: shards.map { folder + "/" + $0 })
        return
      }
    }
    if let incomplete { throw incomplete.fault }
    let entries = (try? FileSystem.names(in: folder)) ?? []
    // A stopped download leaves a link to a missing file.
    for name in entries where name.hasPrefix(base) && name.hasSuffix(".safetensors") {
      if let why = HuggingFaceCache.lostLink(folder + "/" + name) {
        throw CheckpointFault.lost(path: folder + "/" + name, why)
      }
    }
    let endings = [".bin", ".ckpt", ".pt", ".pth", ".msgpack", ".h5", ".safetensors", ".onnx", ".gguf"]
    throw CheckpointFault.noWeights(
      folder: folder, expected: base, others: entries.filter { endings.contains(where: $0.hasSuffix) })
  }

  /// Of weights that are not complete, the files that are there and those that are missing; names in the folder. Of several
  /// variants it is that of which most is there.
  static func remains(folder: String, base: String) -> (there: [String], missing: [String]) {
    var most: (there: [String], missing: [String])?
    for variant in variants {
      for name in ["\(base).safetensors.index\(variant).json", "\(base)\(variant).safetensors.index.json"] {
        guard FileSystem.exists("\(folder)/\(name)"), let shards = try? shards("\(folder)/\(name)") else { continue }
        let there = shards.filter { FileSystem.exists("\(folder)/\($0)") }
        if there.count > most?.there.count ?? -1 { most = (there, shards.filter { !there.contains($0) }) }
      }
    }
    if let most { return most }
    let lost = ((try? FileSystem.names(in: folder)) ?? []).filter {
      $0.hasPrefix(base) && $0.hasSuffix(".safetensors") && !FileSystem.exists("\(folder)/\($0)")
    }
    return ([], lost.isEmpty ? ["\(base).safetensors"] : lost)
  }

  /// Throws where a file is cut off or damaged, or a tensor's type can't be read. No weights are read.
  public func check() throws {
    for path in files {
      let file = try SafeTensors(path: path)
      for name in file.names { try file.check(name) }
    }
  }

  /// The number of weights; none is read.
  public func count() throws -> Int {
    try files.reduce(0) { total, path in
      let file = try SafeTensors(path: path)
      return total + file.names.reduce(0) { $0 + (file.shape(of: $1) ?? []).reduce(1, *) }
    }
  }

  /// The shards in an index, each once and sorted.
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
