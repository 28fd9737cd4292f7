import Basics
import Foundation
import Synchronization

/// Requests over a Unix socket, from any number of clients; each gets the events of its own jobs.
struct WorkerSocket {
  private let path: String
  private let descriptor: Int32

  /// Listens at `path`, where nothing may be but the socket of a worker that has ended. Throws where that fails.
  init(path: String) throws {
    self.path = path
    func fault(_ reason: String) -> WorkerFault { .socket(path: path, reason: reason) }
    func failed() -> WorkerFault { fault(String(cString: strerror(errno))) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = FileName.bytes(path)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw fault("the name of a socket has at most \(MemoryLayout.size(ofValue: address.sun_path) - 1) bytes")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    descriptor = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw failed() }
    func call(_ function: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
      withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          function(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
    }
    // A socket that nobody listens to is what a worker left that was killed.
    if FileType(path) == .socket {
      if call(connect) == 0 { throw fault("another worker listens to it") }
      unlink(path)
    } else if FileSystem.exists(path) {
      throw fault("a file of that name is there")
    }
    let mask = umask(0o177)
    let bound = call(bind)
    umask(mask)
    guard bound == 0, listen(descriptor, 64) == 0 else { throw failed() }
  }

  /// Takes clients in a thread of its own, as long as the program runs.
  func serve(_ queue: WorkerQueue) {
    Thread.detachNewThread {
      for number in 1... {
        let connection = accept(descriptor, nil, nil)
        if connection < 0 {
          if errno == EINTR || errno == ECONNABORTED { continue }
          // Out of descriptors: others have to end first.
          usleep(100_000)
          continue
        }
        Thread.detachNewThread { Self.serve(connection, number, queue) }
      }
    }
  }

  private static func serve(_ connection: Int32, _ number: Int, _ queue: WorkerQueue) {
    let isOpen = Mutex(true)
    let client = WorkerClient(number: number) { line in
      isOpen.withLock { isOpen in
        guard isOpen else { return }
        var bytes = Array((line + "\n").utf8)[...]
        while !bytes.isEmpty {
          let count = bytes.withUnsafeBytes {
            Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
          }
          if count < 0, errno == EINTR { continue }
          if count <= 0 { return }
          bytes = bytes.dropFirst(count)
        }
      }
    }
    WorkerInput.read(connection, from: client, into: queue)
    queue.leave(client)
    isOpen.withLock { isOpen in
      isOpen = false
      close(connection)
    }
  }
}
