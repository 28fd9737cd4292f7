import Basics
import Foundation

/// Requests from standard input; events go to standard output.
enum WorkerInput {
  /// The longest request, in bytes.
  static let longest = 1 << 24

  /// Reads requests in a thread of its own, until the input ends. A job that reads standard input finds it empty.
  static func serve(_ queue: WorkerQueue) {
    let client = WorkerClient(number: 0) { Terminal.output($0) }
    let input = StandardStreams.takeInput()
    Thread.detachNewThread {
      read(input, from: client, into: queue)
      queue.close()
    }
  }

  /// Reads a client's requests until it ends. What is no request is answered by an error.
  static func read(_ descriptor: Int32, from client: WorkerClient, into queue: WorkerQueue) {
    var lines = LineReader(descriptor: descriptor, longest: longest)
    while let line = lines.next() {
      do {
        guard let line else { throw WorkerFault.tooLong(limit: longest) }
        if line.allSatisfy(\.isWhitespace) { continue }
        switch try WorkerRequest(line: line) {
        case .job(let id, let words):
          try queue.add(WorkerJob(id: id, words: words, client: client))
        case .cancel(let id):
          try queue.cancel(id, of: client)
        }
      } catch {
        let code = (error as? any Fault)?.cause.rawValue ?? FaultCause.fault.rawValue
        var fields = JSONEvents.fields(ofError: errorLines(error), code: code)
        fields["id"] = (error as? WorkerFault)?.id
        queue.failed(code)
        if let line = JSONEvents.line(fields) { client.send(line) }
      }
    }
  }
}

/// The lines of a pipe or socket.
struct LineReader: IteratorProtocol {
  let descriptor: Int32
  /// The longest line in bytes.
  let longest: Int
  private var buffer: [UInt8] = []
  private var isAtEnd = false

  init(descriptor: Int32, longest: Int) { (self.descriptor, self.longest) = (descriptor, longest) }

  /// The next line; its value is nil where it is too long, and nothing of it is kept. Nil at the end.
  mutating func next() -> String?? {
    var isTooLong = false
    var searched = 0
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { buffer.removeFirst(end + 1) }
        return .some(isTooLong ? nil : String(decoding: buffer[..<end], as: UTF8.self))
      }
      if isAtEnd {
        if buffer.isEmpty, !isTooLong { return nil }
        defer { buffer = [] }
        return .some(isTooLong ? nil : String(decoding: buffer, as: UTF8.self))
      }
      searched = buffer.count
      if buffer.count > longest { (buffer, searched, isTooLong) = ([], 0, true) }
      var piece = [UInt8](repeating: 0, count: 1 << 16)
      let count = Foundation.read(descriptor, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { isAtEnd = true } else { buffer += piece[..<count] }
    }
  }
}
