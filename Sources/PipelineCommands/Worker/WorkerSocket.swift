import Basics
import Foundation

/// Requests over a Unix socket, from any number of clients; each gets the events of its own jobs.
enum WorkerSocket {
  /// Takes clients in a thread of its own, as long as the program runs. Throws where it can't listen at `path`.
  static func serve(_ path: String, _ queue: WorkerQueue) throws {
    let socket = try UnixSocket(listeningAt: path)
    Thread.detachNewThread {
      for number in 1... {
        if let connection = socket.accept() {
          Thread.detachNewThread { serve(connection, number, queue) }
        } else {
          // Others have to end first.
          Thread.sleep(forTimeInterval: 0.1)
        }
      }
    }
  }

  private static func serve(_ connection: Int32, _ number: Int, _ queue: WorkerQueue) {
    let outbox = Outbox(connection)
    let client = WorkerClient(number: number) { outbox.send(Array(($0 + "\n").utf8)) }
    WorkerInput.read(connection, from: client, into: queue)
    // A client that has sent all its requests may still read the events; one that has gone takes its jobs with it.
    while queue.isBusy(for: client), !UnixSocket.hasEnded(connection) { Thread.sleep(forTimeInterval: 0.1) }
    queue.leave(client)
    outbox.finish()
    close(connection)
  }
}

/// The events on their way to a client, written by a thread of their own, so that a client that doesn't read holds nobody
/// up. When `most` bytes wait, its connection is cut.
private final class Outbox: @unchecked Sendable {
  static let most = 1 << 24

  private let connection: Int32
  private let condition = NSCondition()
  private var waiting: [UInt8] = []
  private var isFinished = false
  private var isDone = false

  init(_ connection: Int32) {
    self.connection = connection
    Thread.detachNewThread { self.write() }
  }

  /// Adds bytes, or drops them where the connection is cut.
  func send(_ bytes: [UInt8]) {
    condition.lock()
    defer { condition.unlock() }
    if isFinished { return }
    if waiting.count + bytes.count > Self.most {
      isFinished = true
      waiting = []
      UnixSocket.cut(connection)
    } else {
      waiting += bytes
    }
    condition.broadcast()
  }

  /// Waits until everything is written, or can't be.
  func finish() {
    condition.lock()
    defer { condition.unlock() }
    isFinished = true
    condition.broadcast()
    while !isDone { condition.wait() }
  }

  private func write() {
    while let bytes = next() { UnixSocket.send(bytes, to: connection) }
    condition.lock()
    isDone = true
    condition.broadcast()
    condition.unlock()
  }

  /// What is to be written next; nil at the end.
  private func next() -> [UInt8]? {
    condition.lock()
    defer { condition.unlock() }
    while waiting.isEmpty {
      if isFinished { return nil }
      condition.wait()
    }
    defer { waiting = [] }
    return waiting
  }
}
