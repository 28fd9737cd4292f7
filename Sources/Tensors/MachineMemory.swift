import Foundation
import Synchronization

/// The memory that this process may use, in bytes. Pages of mapped files don't count: the system can always drop them.
public enum MachineMemory {
  /// A limit that the user set for the process; nil for none.
  private static let chosen = Mutex<Int?>(nil)

  /// Sets a limit for the process: what is free for layers to keep is counted within it. Nothing else enforces it.
  public static func limit(to bytes: Int?) { chosen.withLock { $0 = bytes } }

  /// The limit that the user set, or else the memory of the machine or of the control group (Slurm, containers) that the
  /// process runs in.
  public static var limit: Int {
    if let limit = chosen.withLock({ $0 }) { return limit }
    let machine = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    return min(machine, group?.limit ?? machine)
  }

  /// Memory that the process can still allocate: Linux's `MemAvailable`, or less within a control group or the user's
  /// limit. Nil where the system doesn't report it.
  public static var free: Int? {
    guard let text = content(of: "/proc/meminfo") else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    guard let kilobytes = line.flatMap({ Int($0.split(separator: " ")[1]) }) else { return nil }
    var free = kilobytes << 10
    if let group { free = min(free, group.limit - group.used) }
    if let limit = chosen.withLock({ $0 }) { free = min(free, limit - (used ?? 0)) }
    return max(0, free)
  }

  /// Memory that the process uses; nil where the system doesn't report it.
  public static var used: Int? {
    // Total, resident and shared pages.
    guard let fields = content(of: "/proc/self/statm")?.split(separator: " "), fields.count > 2,
      let resident = Int(fields[1]), let shared = Int(fields[2])
    else { return nil }
    return (resident - shared) * Int(sysconf(Int32(_SC_PAGESIZE)))
  }

  /// The folder of the process's control group; nil where that has no limit, which is looked at once.
  private static let groupFolder = ControlGroup.folder().flatMap { ControlGroup.memory(in: $0) == nil ? nil : $0 }
  private static var group: (limit: Int, used: Int)? { groupFolder.flatMap(ControlGroup.memory) }

  fileprivate static func content(of path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}

/// What the kernel tells of the process's control group, in either version.
package enum ControlGroup {
  /// The folder in which it tells of memory; nil where there is none.
  ///
  /// - Parameter root: the folder that stands for `/`.
  package static func folder(root: String = "") -> String? {
    let lines = (MachineMemory.content(of: root + "/proc/self/cgroup") ?? "").split(separator: "\n")
    // `hierarchy:controllers:path`; the second version's hierarchy is 0 and has no list of controllers.
    for line in lines {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      let isSecond = fields[0] == "0"
      guard isSecond || fields[1].split(separator: ",").contains("memory") else { continue }
      let mount = root + (isSecond ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory")
      let file = isSecond ? "/memory.max" : "/memory.limit_in_bytes"
      // In a container, its own group is mounted at the top.
      let folders = [mount + (fields[2] == "/" ? "" : String(fields[2])), mount]
      if let folder = folders.first(where: { FileManager.default.fileExists(atPath: $0 + file) }) { return folder }
    }
    return nil
  }

  /// The group's limit on memory in bytes, and what its processes use of it, without files; nil where it has no limit.
  package static func memory(in folder: String) -> (limit: Int, used: Int)? {
    let second = MachineMemory.content(of: folder + "/memory.max")
    guard let text = second ?? MachineMemory.content(of: folder + "/memory.limit_in_bytes"),
      // The second version says `max` for no limit, the first a number near 2⁶³.
      let limit = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)), limit < 1 << 60
    else { return nil }
    let name = second != nil ? "anon " : "total_rss "
    let line = MachineMemory.content(of: folder + "/memory.stat")?.split(separator: "\n").first { $0.hasPrefix(name) }
    return (limit, line.flatMap { Int($0.dropFirst(name.count)) } ?? 0)
  }
}
