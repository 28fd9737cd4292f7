import Foundation

/// The standard streams, which whoever starts the program may have closed.
package enum StandardStreams {
  /// Opens streams that are closed, so that no file gets their number and is written to in their place. Nothing can be
  /// read from such a stream, and writing to it fails (EBADF), as it does while it is closed.
  ///
  /// Call it first: the first file that is opened would get the number.
  package static func reserve() {
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 && errno == EBADF {
      // The lowest free number is this stream's.
      _ = open("/dev/null", O_RDONLY)
    }
  }

  /// Another descriptor of standard input, which from now on is empty for everyone else, other programs too.
  package static func takeInput() -> Int32 {
    let input = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
    let empty = open("/dev/null", O_RDONLY | O_CLOEXEC)
    guard input >= 0, empty >= 0 else { return STDIN_FILENO }
    dup2(empty, STDIN_FILENO)
    close(empty)
    return input
  }
}
