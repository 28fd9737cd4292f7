import Foundation

/// Writes a program's input and reads what it gives at the same time, so that neither side waits for the other forever.
struct Exchange {
  private let process: RunningProgram
  private let input: [UInt8]
  private let mostBytes: Int
  private var written = 0
  /// The pipes' ends: input, output, errors; −1 for one that is closed.
  private var ends: [Int32]
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  /// The bytes of its standard output.
  private(set) var output: [UInt8] = []
  /// The last bytes of its standard error.
  private(set) var errors: [UInt8] = []

  /// The most bytes of standard error that are kept.
  private static let mostErrors = 1 << 16
  /// The seconds that a program has to end after it was asked to.
  private static let grace = 2.0

  init(_ process: RunningProgram, input: [UInt8], mostBytes: Int) {
    (self.process, self.input, self.mostBytes) = (process, input, mostBytes)
    ends = process.ends
  }

  /// Exchanges all bytes and waits for the program's end. It is stopped after `timeout` seconds, when it gives too much,
  /// or when the surrounding task is cancelled: its group is asked to end (SIGTERM), and killed if it doesn't.
  mutating func run(timeout: Double) -> ProgramEnd {
    let watch = Stopwatch()
    var stop: (end: ProgramEnd, time: Double)?
    var hasEnded = false
    withoutBrokenPipeSignal {
      while !(hasEnded && (stop != nil || isAllRead)) {
        let now = watch.seconds
        if let stop {
          if now > stop.time + Exchange.grace { process.send(SIGKILL) }
        } else {
          let end: ProgramEnd? =
            Task.isCancelled ? .cancelled : output.count > mostBytes ? .tooMuch : now > timeout ? .late : nil
          if let end {
            process.send(SIGTERM)
            stop = (end, now)
          }
        }
        // What a program leaves behind in its group can't hold up its output.
        if !hasEnded, process.hasEnded {
          hasEnded = true
          process.send(SIGKILL)
        }
        exchange(milliseconds: isAllRead ? 1 : 50)
      }
    }
    for index in ends.indices { close(index) }
    let end = process.end()
    return stop?.end ?? end
  }

  private var isAllRead: Bool { ends[1] < 0 && ends[2] < 0 }

  /// Waits until a pipe is ready, at most so long, and moves what can be moved.
  private mutating func exchange(milliseconds: Int32) {
    if written == input.count { close(0) }
    var waiting = ends.enumerated().map { index, end in
      pollfd(fd: end, events: Int16(index == 0 ? POLLOUT : POLLIN), revents: 0)
    }
    guard poll(&waiting, 3, milliseconds) > 0 else { return }
    if waiting[0].revents != 0 { write() }
    if waiting[1].revents != 0 {
      let count = read(1)
      // One byte too many is enough to see that it gives too much.
      output += buffer[..<min(count, mostBytes + 1 - output.count)]
    }
    if waiting[2].revents != 0 {
      errors += buffer[..<read(2)]
      if errors.count > 2 * Exchange.mostErrors { errors.removeFirst(errors.count - Exchange.mostErrors) }
    }
  }

  private mutating func write() {
    let count = input.withUnsafeBytes { bytes in
      Glibc.write(ends[0], bytes.baseAddress! + written, bytes.count - written)
    }
    if count >= 0 { written += count } else if errno != EAGAIN, errno != EINTR { close(0) }
  }

  /// The number of bytes that were read into the buffer.
  private mutating func read(_ index: Int) -> Int {
    let end = ends[index]
    let count = buffer.withUnsafeMutableBytes { Glibc.read(end, $0.baseAddress, $0.count) }
    if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { close(index) }
    return max(0, count)
  }

  private mutating func close(_ index: Int) {
    if ends[index] >= 0 { _ = Glibc.close(ends[index]) }
    ends[index] = -1
  }
}

/// Runs `body` while this thread gets no SIGPIPE, which would end the process: a program need not read all of its input.
private func withoutBrokenPipeSignal(_ body: () -> Void) {
  var broken = sigset_t()
  var before = sigset_t()
  sigemptyset(&broken)
  sigaddset(&broken, SIGPIPE)
  pthread_sigmask(SIG_BLOCK, &broken, &before)
  body()
  // A signal that came during the body is discarded.
  var none = timespec()
  while sigtimedwait(&broken, nil, &none) == SIGPIPE {}
  pthread_sigmask(SIG_SETMASK, &before, nil)
}
