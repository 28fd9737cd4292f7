import Dispatch
import Foundation
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

  /// Three loops inside of each other, of uneven lengths: everything is done once.
  @Test func threeDeep() {
    for _ in 0..<200 {
      let sum = Atomic<Int>(0)
      Parallel.withThreads(4) {
        Parallel.forEach(6) { i in
          Parallel.forEach(i) { j in
            Parallel.forEach(j + 1) { sum.wrappingAdd(100 * i + 10 * j + $0, ordering: .relaxed) }
          }
        }
      }
      let expected = (0..<6).reduce(0) { sum, i in
        (0..<i).reduce(sum) { sum, j in (0...j).reduce(sum) { $0 + 100 * i + 10 * j + $1 } }
      }
      let found = sum.load(ordering: .relaxed)
      #expect(found == expected)
    }
  }

  /// Where two threads wait for each other, for a short time: one alone doesn't meet anybody.
  private struct Meeting: ~Copyable {
    private let present = Atomic<Int>(0)

    /// Whether the other one came, too.
    func isHeld() -> Bool {
      present.wrappingAdd(1, ordering: .relaxed)
      let soon = Date.now + 0.02
      while present.load(ordering: .relaxed) < 2 {
        if Date.now > soon {
          present.store(-2, ordering: .relaxed)
          return false
        }
      }
      return true
    }
  }

  /// A thread that has nothing left to do takes part in the inner loop of the other one. Other tests may be using the
  /// threads, so it is tried for a while.
  @Test(.enabled(if: Parallel.cores > 1)) func help() {
    let end = Date.now + 120
    let helped = Atomic<Bool>(false)
    while !helped.load(ordering: .relaxed) && Date.now < end {
      let outside = Meeting()
      let inside = Meeting()
      Parallel.withThreads(2) {
        Parallel.forEach(2) { outer in
          // Two threads share the outer loop, so the inner one is within it.
          if !outside.isHeld() || outer == 0 { return }
          Parallel.forEach(2) { _ in
            if inside.isHeld() { helped.store(true, ordering: .relaxed) }
          }
        }
      }
    }
    let isHelped = helped.load(ordering: .relaxed)
    #expect(isHelped)
  }

  /// The threads that do some work.
  private struct Threads: ~Copyable {
    private let all = Mutex<Set<UInt>>([])

    /// Notes the calling thread, and takes so long that others may come.
    func work() {
      all.withLock { _ = $0.insert(UInt(pthread_self())) }
      let soon = DispatchTime.now() + .microseconds(20)
      while DispatchTime.now() < soon {}
    }

    var count: Int { all.withLock { $0.count } }
  }

  /// Workers that are there, but take no part in a section, don't help inside of it.
  @Test(.enabled(if: Parallel.cores > 1)) func noMoreThreads() {
    let end = Date.now + 120
    var (most, loops) = (0, 0)
    while (most < 3 || loops < 100) && Date.now < end {
      let many = Threads()
      let two = Threads()
      let outside = Meeting()
      Parallel.withThreads(7) { Parallel.forEach(64) { _ in many.work() } }
      most = max(most, many.count)
      let isShared = Atomic<Bool>(false)
      Parallel.withThreads(2) {
        Parallel.forEach(3) { outer in
          if outer < 2 {
            if !outside.isHeld() { return }
            isShared.store(true, ordering: .relaxed)
          }
          Parallel.forEach(8 * outer) { _ in two.work() }
        }
      }
      // Where one thread does the outer loop, each inner one is an outer one with a worker of its own.
      if !isShared.load(ordering: .relaxed) { continue }
      loops += 1
      let count = two.count
      #expect(count <= 2)
    }
    #expect(most > 2 && loops > 0, "\(most) threads, \(loops) loops")
  }
}
