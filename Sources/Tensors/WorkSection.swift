import Synchronization

/// A loop whose indices several threads take, one at a time. The thread that owns the section opens and closes it, as
/// often as it likes; others take part while it is open.
struct WorkSection: ~Copyable, Sendable {
  /// The work for one index.
  typealias Body = @Sendable (Int) -> Void

  /// The body's address, the next index, the end of the indices, and how many more threads may take part.
  private let body = Atomic<UInt>(0)
  private let next = Atomic<Int>(0)
  private let end = Atomic<Int>(0)
  private let seats = Atomic<Int>(0)
  /// Threads that are taking a seat or have one. A section ends when no seat is left and no thread is present.
  private let present = Atomic<Int>(0)
  /// Whether the owner is in `run`. Only the owner uses it.
  private let isOpen = Atomic<Bool>(false)

  /// Computes body(0) … body(count − 1) together with up to `helpers` other threads. `opened` is called when these may
  /// take part, and `wait` again and again until they have finished. Returns false without doing anything where the
  /// section is open already.
  func run(_ count: Int, helpers: Int, _ body: Body, opened: () -> Void = {}, wait: () -> Void) -> Bool {
    if isOpen.load(ordering: .relaxed) { return false }
    isOpen.store(true, ordering: .relaxed)
    defer { isOpen.store(false, ordering: .relaxed) }
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) { pointer in
        self.body.store(UInt(bitPattern: pointer), ordering: .relaxed)
        next.store(0, ordering: .relaxed)
        end.store(count, ordering: .relaxed)
        seats.store(helpers, ordering: .sequentiallyConsistent)
        opened()
        work(body)
        seats.store(0, ordering: .sequentiallyConsistent)
        while present.load(ordering: .sequentiallyConsistent) > 0 { wait() }
      }
    }
    return true
  }

  /// Whether there was something left for another thread, at a glance.
  var hasWork: Bool {
    seats.load(ordering: .relaxed) > 0 && next.load(ordering: .relaxed) < end.load(ordering: .relaxed)
  }

  /// Takes part, on another thread than the owner's. Returns false where the section is closed, has enough threads, or is
  /// not `meant` once it can no longer be closed.
  func help(if meant: () -> Bool = { true }) -> Bool {
    present.wrappingAdd(1, ordering: .sequentiallyConsistent)
    defer { present.wrappingSubtract(1, ordering: .sequentiallyConsistent) }
    if !takeSeat() || !meant() { return false }
    work(UnsafePointer<Body>(bitPattern: body.load(ordering: .relaxed))!.pointee)
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
