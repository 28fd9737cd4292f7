import Basics
import Foundation
import Tensors
import TestSupport
import Testing

/// Serialized, as a limit holds for the whole process.
@Suite(.serialized) struct MachineMemoryTests {
  @Test func numbersOfThisMachine() throws {
    let machine = Int(ProcessInfo.processInfo.physicalMemory)
    #expect((1...machine).contains(MachineMemory.limit))
    let (free, used) = (try #require(MachineMemory.free), try #require(MachineMemory.used))
    #expect(free <= machine && used > 1 << 20 && used < machine)
  }

  /// Memory that is touched counts as used.
  @Test func usedMemoryGrows() throws {
    let before = try #require(MachineMemory.used)
    let block = Tensor([1 << 25], repeating: 1)
    let after = try #require(MachineMemory.used)
    #expect(after - before > 100 << 20, "a tensor of 134 MB")
    #expect(block.values[17] == 1)
  }

  /// Control groups as Slurm, systemd and containers make them: of the first version and the second, the process's own and
  /// one that is mounted at the top; with a limit and without.
  @Test(
    arguments: [
      (
        "4:memory:/slurm/job_1\n0::/\n", "/sys/fs/cgroup/memory/slurm/job_1", "memory.limit_in_bytes", "8000000",
        8_000_000
      ),
      ("4:cpu,memory:/docker/x\n", "/sys/fs/cgroup/memory", "memory.limit_in_bytes", "8000000", 8_000_000),
      ("0::/user.slice/a.scope\n", "/sys/fs/cgroup/user.slice/a.scope", "memory.max", "9000000\n", 9_000_000),
      ("0::/\n", "/sys/fs/cgroup", "memory.max", "9000000\n", 9_000_000),
      ("0::/\n", "/sys/fs/cgroup", "memory.max", "max\n", nil),
      ("4:memory:/a\n", "/sys/fs/cgroup/memory/a", "memory.limit_in_bytes", "9223372036854771712", nil),
    ] as [(String, String, String, String, Int?)])
  func controlGroups(_ groups: String, _ folder: String, _ file: String, _ content: String, _ limit: Int?) throws {
    try withTemporaryFolder { root in
      for inner in ["/proc/self", folder] {
        try FileManager.default.createDirectory(atPath: root + inner, withIntermediateDirectories: true)
      }
      try AtomicFile.write(Array(groups.utf8), to: root + "/proc/self/cgroup")
      try AtomicFile.write(Array(content.utf8), to: root + folder + "/" + file)
      let stat = "cache 77\nanon 1234\ntotal_cache 5\ntotal_rss 1234\n"
      try AtomicFile.write(Array(stat.utf8), to: root + folder + "/memory.stat")
      let found = try #require(ControlGroup.folder(root: root))
      #expect(found == root + folder)
      let memory = ControlGroup.memory(in: found)
      #expect(memory?.limit == limit && memory?.used == limit.map { _ in 1234 })
    }
  }
}
