import Foundation

/// A Unix socket that listens: only its owner may connect.
public struct UnixSocket: Sendable {
  private let descriptor: Int32

  /// Listens at `path`, where nothing may be but a socket that nobody listens to, which a program left that was killed.
  /// Throws `FileFault.cannotWrite` where that fails.
  public init(listeningAt path: String) throws(FileFault) {
    func fault(_ reason: String) -> FileFault { .cannotWrite(path: path, reason: reason) }
    func failed() -> FileFault { fault(String(cString: strerror(errno))) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = FileName.bytes(path)
    let most = MemoryLayout.size(ofValue: address.sun_path) - 1
    guard bytes.count <= most else { throw fault("the name of a socket has at most \(most) bytes") }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw failed() }
    self.descriptor = descriptor
    func call(_ function: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
      withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          function(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
    }
    if FileType(path) == .socket {
      if call(connect) == 0 { throw fault("another program listens to that socket") }
      unlink(path)
    } else if FileSystem.exists(path) {
      throw fault("a file of that name is there")
    }
    let mask = umask(0o177)
    let bound = call(bind)
    umask(mask)
    guard bound == 0, listen(descriptor, 64) == 0 else { throw failed() }
  }

  /// Waits for a client and returns the descriptor of its connection; nil where the system has none left for it.
  public func accept() -> Int32? {
    while true {
      let connection = Foundation.accept(descriptor, nil, nil)
      if connection >= 0 { return connection }
      if errno != EINTR, errno != ECONNABORTED { return nil }
    }
  }

  /// Whether the other end has closed a connection for good: it neither sends nor reads.
  public static func hasEnded(_ connection: Int32) -> Bool {
    var state = pollfd(fd: connection, events: 0, revents: 0)
    return poll(&state, 1, 0) > 0 && Int32(state.revents) & Int32(POLLHUP | POLLERR | POLLNVAL) != 0
  }

  /// Ends a connection both ways: whoever reads from it or writes to it goes on.
  public static func cut(_ connection: Int32) { _ = shutdown(connection, Int32(SHUT_RDWR)) }

  /// Sends bytes over a connection; what a client that has gone doesn't take is dropped.
  public static func send(_ bytes: [UInt8], to connection: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }
}
