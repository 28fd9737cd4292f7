import Dispatch
import Synchronization
import Tensors
import Testing

/// The threads behind `Parallel`, asked from several sides.
@Suite struct WorkerPoolTests {
  /// Many short sections right after each other, as a network's layers are, and with pauses in which workers sleep.
  @Test func manySections() {
    let sum = Atomic<Int>(0)
    for section in 0..<3000 {
      Parallel.withThreads(4) { Parallel.forEach(9) { sum.wrappingAdd($0, ordering: .relaxed) } }
      if section % 500 == 0 { DispatchQueue.global().sync { _ = (0..<200_000).reduce(0, &+) } }
    }
    #expect(sum.load(ordering: .relaxed) == 3000 * 36)
  }

  /// Work inside of work, and several threads that ask at the same time: everything is done once.
  @Test func insideAndBeside() {
    let sum = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<50 {
        Parallel.withThreads(3) {
          Parallel.forEach(5) { i in Parallel.forEach(4) { sum.wrappingAdd(10 * i + $0, ordering: .relaxed) } }
        }
      }
    }
    #expect(sum.load(ordering: .relaxed) == 8 * 50 * (4 * 100 + 5 * 6))
  }
}
