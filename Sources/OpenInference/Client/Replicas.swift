import Foundation
import Logging
import NIOCore
import PipelineKit
import Synchronization

/// Servers that answer the same. A request goes to the one with the fewest requests outstanding; where it fails, it is sent
/// again, to another server or, after a while, to the same.
final class Replicas: Sendable {
  let hosts: [ServerAddress.Host]
  private let loop: any EventLoop
  private let patience: Double
  private let log: Logger?
  private let states: Mutex<[State]>

  private struct State {
    var outstanding = 0
    /// All that it was asked; of servers with equally many outstanding, the one that was asked least is next.
    var taken = 0
    /// The failures since the last answer.
    var failures = 0
    /// Until then, it is asked only if all others failed, too.
    var restsUntil = NIODeadline.uptimeNanoseconds(0)
  }

  /// - Parameters:
  ///   - loop: for what waits between requests.
  ///   - patience: the seconds after its first failure in which a request is sent again.
  ///   - log: gets a warning where a server fails that answered before; nil for none.
  init(_ hosts: [ServerAddress.Host], on loop: any EventLoop, patience: Double, log: Logger?) {
    (self.hosts, self.loop, self.patience, self.log) = (hosts, loop, patience, log)
    states = Mutex(hosts.map { _ in State() })
  }

  /// The number of servers that didn't fail lately, at least one.
  var ready: Int {
    let now = NIODeadline.now()
    return max(1, states.withLock { $0.count { $0.restsUntil <= now } })
  }

  /// Asks a server, again where that may help. The future fails with a `ServedFault`.
  ///
  /// - Parameter request: asks a server once. Where it fails with another error than an `AttemptFailure`, it is not tried
  ///   again.
  func ask<Answer: Sendable>(
    retryingUnreachable: Bool = true,
    _ request: @escaping @Sendable (ServerAddress.Host) -> EventLoopFuture<Answer>
  ) -> EventLoopFuture<Answer> {
    let (loop, hosts) = (self.loop, self.hosts)
    let state = Mutex((attempts: 0, began: NIODeadline?.none, failed: Set<Int>()))
    @Sendable func attempt() -> EventLoopFuture<Answer> {
      let failed = state.withLock { state in
        state.attempts += 1
        return state.failed
      }
      let (index, pause) = take(besides: failed)
      let wait = min(pause, .nanoseconds(Int64(self.patience * 1e9)))
      let sent = loop.flatScheduleTask(in: wait) { request(hosts[index]).hop(to: loop) }.futureResult
      return sent.map { answer in
        self.give(back: index, after: nil)
        return answer
      }.flatMapError { error -> EventLoopFuture<Answer> in
        let failure = error as? AttemptFailure
        self.give(back: index, after: failure)
        guard let failure else { return loop.makeFailedFuture(error) }
        let (attempts, seconds, tried) = state.withLock { state in
          let first = state.began ?? .now()
          state.began = first
          if failure.retry == .elsewhere { state.failed.insert(index) }
          let seconds = Double((NIODeadline.now() - first).nanoseconds) / 1e9
          return (state.attempts, seconds, state.failed)
        }
        let helps =
          failure.retry == .anywhere && (retryingUnreachable || !failure.isUnreachable)
          || failure.retry == .elsewhere && tried.count < hosts.count
        if helps, seconds + self.pause(besides: tried) < self.patience { return attempt() }
        return loop.makeFailedFuture(
          attempts == 1
            ? failure.fault : ServedFault.gaveUp(last: failure.fault.description, attempts: attempts, seconds: seconds))
      }
    }
    return loop.flatSubmit { attempt() }
  }

  /// The server to ask next, and after how long.
  private func take(besides failed: Set<Int>) -> (Int, pause: TimeAmount) {
    states.withLock { states in
      let (index, pause) = Self.next(states, besides: failed)
      states[index].outstanding += 1
      states[index].taken += 1
      return (index, pause)
    }
  }

  /// The seconds until a server may be asked.
  private func pause(besides failed: Set<Int>) -> Double {
    Double(states.withLock { Self.next($0, besides: failed).pause }.nanoseconds) / 1e9
  }

  private static func next(_ states: [State], besides failed: Set<Int>) -> (Int, pause: TimeAmount) {
    let now = NIODeadline.now()
    let all = states.indices.filter { !failed.contains($0) || failed.count == states.count }
    let awake = all.filter { states[$0].restsUntil <= now }
    let index =
      awake.min { (states[$0].outstanding, states[$0].taken) < (states[$1].outstanding, states[$1].taken) }
      ?? all.min { states[$0].restsUntil < states[$1].restsUntil }!
    return (index, max(.zero, states[index].restsUntil - now))
  }

  private func give(back index: Int, after failure: AttemptFailure?) {
    let isNew = states.withLock { states in
      states[index].outstanding -= 1
      guard let failure, failure.retry != .never else {
        states[index].failures = 0
        return false
      }
      states[index].failures += 1
      // 0.1 s, doubled with each failure up to 5 s, and up to a quarter more, so that not all clients come at once.
      let pause = max(min(0.1 * pow(2, Double(states[index].failures - 1)), 5), failure.delay ?? 0)
      states[index].restsUntil = .now() + .nanoseconds(Int64(pause * .random(in: 1...1.25) * 1e9))
      return states[index].failures == 1
    }
    if isNew, let failure { log?.warning("\(failure.fault)") }
  }
}
