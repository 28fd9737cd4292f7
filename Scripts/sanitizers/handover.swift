// What `waiting.c` is for, by itself: arrays are made on one thread, handed over by a continuation, then by a Mutex, and
// read on a third. `handover` is no race, at any order of the threads; `handover race` adds one that must be reported.
import Dispatch
import Synchronization

final class Rows: @unchecked Sendable {
  var values: [Float] = []
}

final class Waiting: Sendable {
  private let rows = Mutex<[(Rows, CheckedContinuation<Float, any Error>)]>([])
  private let arrivals = DispatchSemaphore(value: 0)

  func sum(_ made: Rows) async throws -> Float {
    try await withCheckedThrowingContinuation { continuation in
      rows.withLock { $0.append((made, continuation)) }
      arrivals.signal()
    }
  }

  func run() {
    while true {
      arrivals.wait()
      let (made, continuation) = rows.withLock { $0.removeFirst() }
      continuation.resume(returning: made.values.reduce(0, +))
    }
  }
}

@Sendable func make(on queue: DispatchQueue) async throws -> Rows {
  try await withCheckedThrowingContinuation { continuation in
    queue.async {
      let rows = Rows()
      rows.values = (0..<20).map { Float($0) }
      continuation.resume(returning: rows)
      // A write after the handing over.
      if CommandLine.arguments.last == "race" { rows.values[0] = 1 }
    }
  }
}

@main
enum Handover {
  static func main() {
    let (waiting, maker, done) = (Waiting(), DispatchQueue(label: "maker"), DispatchSemaphore(value: 0))
    DispatchQueue(label: "reader").async { waiting.run() }
    Task.detached {
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
          group.addTask { for _ in 0..<10_000 { _ = try? await waiting.sum(make(on: maker)) } }
        }
      }
      done.signal()
    }
    done.wait()
  }
}
