import Basics
import Dispatch
import PipelineKit
import Tensors

/// Ends a run that uses more memory than `--memory` allows. What is known before is refused before; this is for the rest:
/// values whose size only the run knows, and what layers and libraries need for themselves.
enum MemoryWatch {
  /// How often to look. In this time a thread touches about 20 MB of new memory.
  private static let interval = DispatchTimeInterval.milliseconds(10)

  /// Starts looking. Beyond the limit, `farewell` is called with what to say, and the program ends with its exit code,
  /// between two files.
  static func start(_ farewell: @escaping @Sendable (any Fault) -> Void) {
    let limit = MachineMemory.limit
    let timer = DispatchSource.makeTimerSource(queue: .global(qos: .userInteractive))
    timer.schedule(deadline: .now(), repeating: interval)
    timer.setEventHandler {
      guard let used = MachineMemory.used, used > limit else { return }
      // Freed memory that is kept for later arrays counts as used: first it is given back.
      MemoryUse.lean.giveBack()
      guard let used = MachineMemory.used, used > limit else { return }
      let fault = MemoryLimitFault(used: used, limit: limit)
      Interrupt.end(fault.cause.rawValue) { farewell(fault) }
    }
    timer.activate()
    // It lives as long as the program.
    _ = Unmanaged.passRetained(timer as AnyObject)
  }
}

/// A run that came to use more memory than it may.
struct MemoryLimitFault: Fault {
  /// Bytes.
  let used, limit: Int

  var cause: FaultCause { .limit }
  var description: String {
    "the run used \(ByteCount.text(used)) of memory; the limit is \(ByteCount.text(limit)), and '--memory SIZE' sets another"
  }
}
