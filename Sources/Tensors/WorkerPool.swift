import Dispatch
import Foundation
import Synchronization

/// The only thread pool: workers share a section of work with the thread that asks for it. Within a section every thread
/// may open another of its own, inside the work for an index; those who find no index left help with these.
///
/// A network's layers follow each other within microseconds, less than it takes to wake a thread. A worker that has
/// finished therefore polls for the next section (`patience` times) before it sleeps.
final class WorkerPool: Sendable {
  static let shared = WorkerPool()

  /// Whether a thread is using the pool.
  private let taken = Atomic<Bool>(false)
  private let started = Mutex(0)
  /// Workers that there are.
  private let workers = Atomic<Int>(0)

  /// The outer section, then the inner one of the thread that asks for it, then those of the workers; each has its own
  /// cache lines. They are never freed.
  private nonisolated(unsafe) let sections: UnsafeMutableRawPointer
  private static let sectionSize = 128
  /// The inner section of a thread that takes part in the outer one.
  private let own: pthread_key_t

  /// The number of the outer section: `current` from before it opens, `section` once workers may take part, who poll it.
  private let current = Atomic<Int>(0)
  private let section = Atomic<Int>(0)
  private let sleeping = Atomic<Int>(0)
  private let alarm = DispatchSemaphore(value: 0)

  /// Polls, of about 30 ns each and more where a section lasts, before a worker sleeps.
  private static let patience = 2000
  /// Polls before a thread that waits for others yields its core: on a loaded machine they may need it.
  private static let politeness = 500

  private init() {
    precondition(MemoryLayout<WorkSection>.size <= Self.sectionSize)
    let count = 1 + Parallel.most
    sections = .allocate(byteCount: count * Self.sectionSize, alignment: Self.sectionSize)
    for i in 0..<count {
      (sections + i * Self.sectionSize).bindMemory(to: WorkSection.self, capacity: 1).initialize(to: WorkSection())
    }
    var key = pthread_key_t()
    precondition(pthread_key_create(&key, nil) == 0, "no key is left for a value of each thread")
    own = key
  }

  private func at(_ i: Int) -> UnsafeMutablePointer<WorkSection> {
    (sections + i * Self.sectionSize).assumingMemoryBound(to: WorkSection.self)
  }

  /// Shares body(0) … body(count − 1) with `threads` − 1 workers; inside a section, with those that it has and that are
  /// free by then. Returns false without doing anything where the pool is in use by others, and inside the work of this
  /// thread's own inner section.
  func run(_ count: Int, threads: Int, _ body: WorkSection.Body) -> Bool {
    var looks = 0
    func wait() {
      looks += 1
      looks < Self.politeness ? Kernels.pause() : Kernels.yield()
    }
    if let inner = pthread_getspecific(own) {
      return inner.assumingMemoryBound(to: WorkSection.self).pointee
        .run(count, helpers: threads - 1, body, wait: wait)
    }
    guard taken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else { return false }
    defer { taken.store(false, ordering: .releasing) }
    start(threads - 1)
    pthread_setspecific(own, at(1))
    defer { pthread_setspecific(own, nil) }
    let this = current.load(ordering: .relaxed) + 1
    current.store(this, ordering: .sequentiallyConsistent)
    return at(0).pointee.run(count, helpers: threads - 1, body) {
      section.store(this, ordering: .sequentiallyConsistent)
      for _ in 0..<min(threads - 1, sleeping.load(ordering: .sequentiallyConsistent)) { alarm.signal() }
    } wait: {
      if helpInside(this) { looks = 0 } else { wait() }
    }
  }

  /// Takes part in an inner section of the `outer` one that has work left. Returns whether there was one. (One who comes
  /// when the next outer section has begun takes a seat there for nothing.)
  private func helpInside(_ outer: Int) -> Bool {
    for i in 1...1 + workers.load(ordering: .relaxed) where at(i).pointee.hasWork {
      if at(i).pointee.help(if: { current.load(ordering: .sequentiallyConsistent) == outer }) { return true }
    }
    return false
  }

  /// Starts threads until there are at least `count` workers.
  private func start(_ count: Int) {
    started.withLock { started in
      while started < count {
        started += 1
        let inner = 1 + started
        let thread = Thread { self.serve(inner) }
        thread.name = "PipelineKit worker \(started)"
        thread.start()
      }
      workers.store(started, ordering: .relaxed)
    }
  }

  /// A worker's life; `inner` is the number of its inner section.
  private func serve(_ inner: Int) {
    pthread_setspecific(own, at(inner))
    var seen = 0
    // Whether it took part in the section it has seen. Otherwise it must not join that section's threads.
    var tookPart = false
    while true {
      var looks = 0
      while section.load(ordering: .sequentiallyConsistent) <= seen {
        if tookPart && helpInside(seen) {
          looks = 0
          continue
        }
        looks += 1
        if looks < Self.patience {
          Kernels.pause()
        } else {
          sleeping.wrappingAdd(1, ordering: .sequentiallyConsistent)
          if section.load(ordering: .sequentiallyConsistent) <= seen { alarm.wait() }
          sleeping.wrappingSubtract(1, ordering: .sequentiallyConsistent)
          looks = 0
        }
      }
      seen = section.load(ordering: .sequentiallyConsistent)
      // A seat may be one of the next section, before its number can be seen.
      tookPart = at(0).pointee.help {
        seen = current.load(ordering: .sequentiallyConsistent)
        return true
      }
    }
  }
}
