package import Basics
import Tensors

/// Limits of a run that depend on the machine.
package enum RunLimits {
  /// The limit on numbers in lists that loops collect: as many as the machine's memory can hold.
  @TaskLocal package static var collected = min(Double(Foresight.mostCollected), Double(MachineMemory.limit) / 4)

  /// Outputs of fewer bytes are not compared with what is left.
  private static let smallest = 1 << 26

  /// Throws for large outputs that don't fit into what the process may still use.
  static func requireMemory(for outputs: KnownOutputs) throws {
    let bytes = 4 * outputs.all.values.reduce(0) { $0 + $1.count }
    if bytes < Double(smallest) { return }
    let (limit, used) = (MachineMemory.limit, MachineMemory.used ?? 0)
    if Double(used) + bytes > Double(limit) {
      throw MemoryFault(needed: used + Int(bytes), limit: limit, stage: nil, isBefore: false)
    }
  }
}

/// A run that needs more memory than it may use.
package struct MemoryFault: Fault {
  /// Bytes.
  let needed, limit: Int
  /// The stage at whose run it would be reached; nil within that stage, and in training.
  let stage: String?
  /// Whether that was seen before the run, by an estimate.
  let isBefore: Bool

  package var cause: FaultCause { .limit }

  package var description: String {
    (isBefore ? "the run would need at least " : "it needs ") + "\(ByteCount.text(needed)) of memory"
      + (stage.map { ", when stage '\($0)' runs" } ?? "")
      + "; the limit is \(ByteCount.text(limit)), and '--memory SIZE' sets another"
  }
}
