import Foundation
import PipelineTraining
import Synchronization

/// Threads of this process as a group: messages go through queues.
struct ThreadGroup: ProcessGroup {
  /// The messages from each member to each, in order.
  final class Mail: Sendable {
    let boxes = Mutex<[[Int]: [[UInt8]]]>([:])
  }

  struct Silent: Error {}

  let rank, count: Int
  let mail: Mail

  func name(of rank: Int) -> String { "process \(rank)" }

  func send(_ message: [UInt8], to other: Int) {
    mail.boxes.withLock { $0[[rank, other], default: []].append(message) }
  }

  func receive(_ size: Int, from other: Int) throws -> [UInt8] {
    let end = Date() + 60
    while Date() < end {
      let message = mail.boxes.withLock { boxes in
        boxes[[other, rank]].flatMap { $0.isEmpty ? nil : boxes[[other, rank]]!.removeFirst() }
      }
      if let message {
        precondition(message.count == size, "\(message.count) bytes in place of \(size)")
        return message
      }
      usleep(50)
    }
    throw Silent()
  }

  /// Runs `body` in as many threads, each a member of one group. Returns what each gives or throws.
  static func run<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (ThreadGroup) throws -> Value
  ) -> [Result<Value, any Error>] {
    let mail = Mail()
    let results = Mutex<[Int: Result<Value, any Error>]>([:])
    let threads = DispatchGroup()
    for rank in 0..<count {
      threads.enter()
      Thread.detachNewThread {
        let result = Result { try body(ThreadGroup(rank: rank, count: count, mail: mail)) }
        results.withLock { $0[rank] = result }
        threads.leave()
      }
    }
    threads.wait()
    return results.withLock { results in (0..<count).map { results[$0]! } }
  }
}
