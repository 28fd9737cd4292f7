import Tensors

/// Safetensors files: header, tensors, and that what was read can be written and read again.
struct SafeTensorsSubject: Subject {
  static let name = "safetensors"

  init(in scratch: Scratch) {}

  func read(_ bytes: [UInt8]) {
    guard let file = attempt({ try SafeTensors(bytes, name: "fuzz") }) else { return }
    var tensors: [(name: String, tensor: Tensor)] = []
    for name in file.names {
      attempt { try file.check(name) }
      if let tensor = attempt({ try file.tensor(name) }) { tensors.append((name, tensor)) }
    }
    attempt { try file.tensor("no such tensor") }
    guard let written = attempt({ try SafeTensors.encoded(tensors, metadata: file.metadata) }) else { return }
    do {
      let again = try SafeTensors(written, name: "written")
      precondition(again.metadata == file.metadata && again.names == tensors.map(\.name))
      for (name, tensor) in tensors {
        let read = try again.tensor(name)
        precondition(read.shape == tensor.shape)
        precondition(read.values.elementsEqual(tensor.values) { $0.bitPattern == $1.bitPattern })
      }
    } catch { fatalError("what was written can't be read: \(error)") }
  }
}
