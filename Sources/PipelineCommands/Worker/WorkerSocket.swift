import Basics
import Foundation
import Synchronization

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
    let isOpen = Mutex(true)
    let client = WorkerClient(number: number) { line in
      isOpen.withLock { if $0 { UnixSocket.send(Array((line + "\n").utf8), to: connection) } }
    }
    WorkerInput.read(connection, from: client, into: queue)
    queue.leave(client)
    isOpen.withLock { isOpen in
      isOpen = false
      close(connection)
    }
  }
}
