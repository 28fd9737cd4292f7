import Tensors

/// Files of torch.save: zip directory, pickle, tensors, and that what was read can be written and read again. An input
/// that begins as a pickle does is read as that of a zip file with two storages.
struct PyTorchSubject: Subject {
  static let name = "pytorch"

  init(in scratch: Scratch) {}

  func read(_ bytes: [UInt8]) {
    readFile(bytes)
    if bytes.first == 0x80 {
      readFile(zip([("a/data.pkl", bytes), ("a/data/0", Array(0..<64)), ("a/data/1", [1, 2])]))
    }
  }

  private func readFile(_ bytes: [UInt8]) {
    guard let file = attempt({ try PyTorchFile(bytes, name: "fuzz") }) else { return }
    var tensors: [(name: String, tensor: Tensor)] = []
    for name in file.names {
      attempt { try file.check(name) }
      guard let tensor = attempt({ try file.tensor(name) }) else { continue }
      precondition(tensor.shape == file.shape(of: name))
      // All of them at once may take more memory than an input is given.
      if tensors.reduce(tensor.count, { $0 + $1.tensor.count }) < 1 << 16 { tensors.append((name, tensor)) }
    }
    attempt { try file.tensor("no such tensor") }
    do {
      let written = try PyTorchFile.encoded(tensors, metadata: file.metadata)
      let again = try PyTorchFile(written, name: "written")
      precondition(again.metadata == file.metadata && again.names == tensors.map(\.name))
      for (name, tensor) in tensors {
        let read = try again.tensor(name)
        precondition(read.shape == tensor.shape)
        precondition(read.values.elementsEqual(tensor.values) { $0.bitPattern == $1.bitPattern })
      }
    } catch { fatalError("what was written can't be read: \(error)") }
  }

  /// A zip file of stored entries without checksums.
  private func zip(_ entries: [(name: String, content: [UInt8])]) -> [UInt8] {
    func number(_ value: Int, _ size: Int) -> [UInt8] { (0..<size).map { UInt8(value >> (8 * $0) & 255) } }
    var (bytes, directory): ([UInt8], [UInt8]) = ([], [])
    for (name, content) in entries {
      let sizes = number(0, 4) + number(content.count, 4) + number(content.count, 4) + number(name.utf8.count, 2)
      directory += Array("PK\u{1}\u{2}".utf8) + number(20, 2) + number(20, 2) + number(0, 8) + sizes + number(0, 12)
      directory += number(bytes.count, 4) + Array(name.utf8)
      bytes += Array("PK\u{3}\u{4}".utf8) + number(20, 2) + number(0, 8) + sizes + number(0, 2)
      bytes += Array(name.utf8) + content
    }
    return bytes + directory + Array("PK\u{5}\u{6}".utf8) + number(0, 4) + number(entries.count, 2)
      + number(entries.count, 2) + number(directory.count, 4) + number(bytes.count, 4) + number(0, 2)
  }
}
