import Foundation
import Tensors
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
}
