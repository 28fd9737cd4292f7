import Synchronization
import Tensors
import Testing

@Suite struct ParallelTests {
  /// Every index once, whatever the number of threads.
  @Test(arguments: [1, 2, 3, 64])
  func everyIndexOnce(threads: Int) {
    for count in [0, 1, 2, 7, 100] {
      let seen = Mutex([Int](repeating: 0, count: count))
      Parallel.withThreads(threads) {
        #expect(Parallel.threads == threads)
        Parallel.forEach(count) { index in seen.withLock { $0[index] += 1 } }
      }
      #expect(seen.withLock { $0 } == [Int](repeating: 1, count: count))
    }
  }

  @Test func atLeastOneThread() { Parallel.withThreads(0) { #expect(Parallel.threads == 1) } }
}
