import Basics
import PipelineKit
import Tensors

extension ProcessGroup {
  /// Throws, in all processes, if one of them is about to do other work than the first: with other settings or data, from
  /// another step on, by another version of the program, or with kernels that round otherwise.
  func requireSame(_ identity: RunIdentity, step: Int) throws {
    if count == 1 { return }
    let processor = Processor.current
    let conditions = [
      ("version", PipelineKit.version), ("PIPELINEKIT_ISA", processor.instructionSet.rawValue),
      ("PIPELINEKIT_PRODUCTS", processor.products?.rawValue ?? "none"), ("step", "\(step)"),
    ].map { RunIdentity.Setting(name: $0.0, shown: $0.0, value: $0.1) }
    let own = RunIdentity(conditions + identity.settings, identity.contents)
    try together {
      let told = try gather(Self.text(own.notes))
      for (other, text) in zip(others, told) {
        let differences = RunIdentity(notes: Self.notes(text)).map(own.differences) ?? ["no settings"]
        if !differences.isEmpty { throw ProcessFault.differs(process: name(of: other), differences: differences) }
      }
    }
  }

  private static func text(_ notes: [String: String]) -> String {
    notes.sorted { $0.key < $1.key }.map { "\($0.key)\0\($0.value)" }.joined(separator: "\0")
  }

  private static func notes(_ text: String) -> [String: String] {
    let parts = text.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
    let pairs = stride(from: 0, to: parts.count - 1, by: 2).map { (parts[$0], parts[$0 + 1]) }
    return Dictionary(pairs) { first, _ in first }
  }
}
