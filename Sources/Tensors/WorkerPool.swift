import Dispatch
import Foundation
import Synchronization

/// The only thread pool: workers share a section of work with the thread that asks for it.
///
/// A network's layers follow each other within microseconds, less than it takes to wake a thread. A worker that has
/// finished therefore polls for the next section (`patience` times) before it sleeps.
final class WorkerPool: Sendable {
  static let shared = WorkerPool()

  /// The work of a section for one index.
  typealias Body = @Sendable (Int) -> Void

  /// Whether a thread is using the pool.
  private let taken = Atomic<Bool>(false)
  private let started = Mutex(0)

  /// The current section: its body's address, the next index, the end of the indices, and how many more workers may
  /// take part.
  private let body = Atomic<UInt>(0)
  private let next = Atomic<Int>(0)
  private let end = Atomic<Int>(0)
  private let seats = Atomic<Int>(0)
  /// Workers that are taking a seat or have one. A section ends when no seat is left and no worker is present.
  private let present = Atomic<Int>(0)

  /// Changes with each section; waiting workers poll it.
  private let section = Atomic<Int>(0)
  private let sleeping = Atomic<Int>(0)
  private let alarm = DispatchSemaphore(value: 0)

  /// Polls, of about 30 ns each, before a worker sleeps.
  private static let patience = 2000
  /// Polls before the asking thread yields its core: on a loaded machine the worker that it waits for may need it.
  private static let politeness = 500

  /// Shares body(0) … body(count − 1) with `threads` − 1 workers. Returns false without doing anything where the pool
  /// is in use.
  func run(_ count: Int, threads: Int, _ body: Body) -> Bool {
    guard taken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else { return false }
    defer { taken.store(false, ordering: .releasing) }
    start(threads - 1)
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) { pointer in
        self.body.store(UInt(bitPattern: pointer), ordering: .relaxed)
        next.store(0, ordering: .relaxed)
        end.store(count, ordering: .relaxed)
        seats.store(threads - 1, ordering: .sequentiallyConsistent)
        section.wrappingAdd(1, ordering: .sequentiallyConsistent)
        for _ in 0..<min(threads - 1, sleeping.load(ordering: .sequentiallyConsistent)) { alarm.signal() }
        work(body)
        seats.store(0, ordering: .sequentiallyConsistent)
        var looks = 0
        while present.load(ordering: .sequentiallyConsistent) > 0 {
          looks += 1
          looks < Self.politeness ? Kernels.pause() : Kernels.yield()
        }
      }
    }
    return true
  }

  private func work(_ body: Body) {
    let end = end.load(ordering: .relaxed)
    while true {
      let i = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if i >= end { return }
      body(i)
    }
  }

  /// Starts threads until there are at least `count` workers.
  private func start(_ count: Int) {
    started.withLock { started in
      while started < count {
        started += 1
        let thread = Thread { self.serve() }
        thread.name = "PipelineKit worker \(started)"
        thread.start()
      }
    }
  }

  private func serve() {
    var seen = 0
    while true {
      var looks = 0
      while section.load(ordering: .sequentiallyConsistent) == seen {
        looks += 1
        if looks < Self.patience {
          Kernels.pause()
        } else {
          sleeping.wrappingAdd(1, ordering: .sequentiallyConsistent)
          if section.load(ordering: .sequentiallyConsistent) == seen { alarm.wait() }
          sleeping.wrappingSubtract(1, ordering: .sequentiallyConsistent)
          looks = 0
        }
      }
      seen = section.load(ordering: .sequentiallyConsistent)
      present.wrappingAdd(1, ordering: .sequentiallyConsistent)
      if takeSeat() { work(UnsafePointer<Body>(bitPattern: body.load(ordering: .relaxed))!.pointee) }
      present.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    }
  }

  private func takeSeat() -> Bool {
    var free = seats.load(ordering: .sequentiallyConsistent)
    while free > 0 {
      let (taken, found) = seats.compareExchange(
        expected: free, desired: free - 1, ordering: .sequentiallyConsistent)
      if taken { return true }
      free = found
    }
    return false
  }
}
