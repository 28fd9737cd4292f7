public import Basics

extension PyTorchFile {
  /// The bytes of a file of these tensors as Float32, in the given order. `torch.load(path, weights_only=True)` reads
  /// them as a dictionary. `metadata` is in a zip entry beside, which PyTorch ignores. The same input gives the same
  /// bytes.
  public static func encoded(
    _ tensors: [(name: String, tensor: Tensor)], metadata: [String: String] = [:]
  ) throws -> [UInt8] {
    if let fault = fault(inNames: tensors.map(\.name)) ?? fault(inSizes: tensors.map(\.tensor.count)) { throw fault }
    var zip = ZipWriter(capacity: tensors.reduce(8192) { $0 + 4 * $1.tensor.count + 1024 })
    zip.add("archive/data.pkl", pickle(tensors))
    zip.add("archive/byteorder", Array("little".utf8))
    for (index, (_, tensor)) in tensors.enumerated() { zip.add("archive/data/\(index)", tensor.bytes(as: .f32)) }
    if !metadata.isEmpty {
      zip.add("archive/\(metadataEntry)", Array("{\(SafeTensors.member(metadata))}".utf8))
    }
    zip.add("archive/version", Array("3\n".utf8))
    return zip.finished()
  }

  /// The error that prevents tensors of these names from being written; nil where there is none.
  public static func fault(inNames names: [String]) -> (any Fault)? {
    var taken: Set<ExactName> = []
    return names.first { !taken.insert(ExactName($0)).inserted }.map { SafeTensorsFault.nameTaken(name: $0) }
  }

  /// The error that prevents tensors of so many elements from being written; nil where there is none.
  public static func fault(inSizes counts: [Int]) -> PyTorchFault? {
    // An entry's headers take less than 512 bytes.
    let bytes = counts.reduce(0) { $0 + 4 * $1 + 512 }
    return bytes > ZipWriter.largest || counts.count > 60_000 ? .tooLarge(bytes: bytes) : nil
  }

  /// A pickle of protocol 2, in which each tensor is `_rebuild_tensor_v2(storage, 0, shape, strides, False,
  /// OrderedDict())`.
  private static func pickle(_ tensors: [(name: String, tensor: Tensor)]) -> [UInt8] {
    var bytes: [UInt8] = [0x80, 2]
    func op(_ text: String) { bytes += text.utf8 }
    func text(_ text: String) {
      op("X")
      bytes.append(littleEndian: UInt32(text.utf8.count))
      op(text)
    }
    func integer(_ number: Int) {
      op("J")
      bytes.append(littleEndian: Int32(number))
    }
    func tuple(_ numbers: [Int]) {
      op("(")
      numbers.forEach(integer)
      op("t")
    }
    op("}(")
    for (index, (name, tensor)) in tensors.enumerated() {
      text(name)
      op("ctorch._utils\n_rebuild_tensor_v2\n((")
      text("storage")
      op("ctorch\nFloatStorage\n")
      text("\(index)")
      text("cpu")
      integer(tensor.count)
      op("tQ")
      integer(0)
      tuple(tensor.shape)
      tuple(rowMajorStrides(of: tensor.shape))
      bytes.append(0x89)
      op("ccollections\nOrderedDict\n)RtR")
    }
    op("u.")
    return bytes
  }

  /// How many elements apart the neighbours along each axis are; axes of length 0 count as 1, as in PyTorch.
  private static func rowMajorStrides(of shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * max(1, shape[axis + 1]) }
    return strides
  }
}
