import Synchronization

/// What requests may take together, each from its arrival until its answer is on its way: a number of requests, and the
/// bytes of their bodies. So neither many requests nor half-sent ones fill the memory.
package final class RequestBudget: Sendable {
  /// The most requests.
  package let most: Int
  /// The most bytes of all bodies together.
  package let bytes: Int
  /// The most bytes of one body.
  package let largest: Int
  private let taken = Mutex((requests: 0, bytes: 0))

  /// The bytes of all bodies together where nothing else is said; less where there is little memory.
  private static let usualBytes = 1 << 28

  /// - Parameters:
  ///   - largest: the most bytes of one body, as far as memory allows.
  ///   - memory: the bytes that the process may use; bodies get an eighth, as each exists several times while it is read.
  package init(most: Int, largest: Int, memory: Int) {
    self.most = most
    bytes = min(max(Self.usualBytes, largest), memory / 8)
    self.largest = min(largest, bytes)
  }

  /// The requests that have arrived and aren't answered.
  package var requests: Int { taken.withLock { $0.requests } }

  /// The bytes that may still arrive.
  package var left: Int { bytes - taken.withLock { $0.bytes } }

  /// A request arrives. Throws if as many are there as may.
  package func arrive() throws(ServiceError) -> Arrival {
    let isFull = taken.withLock { taken in
      if taken.requests >= most { return true }
      taken.requests += 1
      return false
    }
    if isFull { throw .busy(most: most) }
    return Arrival(self)
  }

  /// A request that has arrived. What it took of the budget is given back with the last reference to it.
  package final class Arrival: Sendable {
    private let budget: RequestBudget
    private let bytes = Mutex(0)

    fileprivate init(_ budget: RequestBudget) { self.budget = budget }

    deinit {
      budget.taken.withLock { taken in
        taken.requests -= 1
        taken.bytes -= bytes.withLock { $0 }
      }
    }

    /// More bytes of its body come. Throws if they are too many for one request, or for all together.
    package func take(_ count: Int) throws(ServiceError) {
      let own = bytes.withLock { $0 }
      guard count <= budget.largest - own else {
        throw .tooLarge("the request has more than \(budget.largest) bytes, which is the most that this server takes")
      }
      let isFull = budget.taken.withLock { taken in
        if count > budget.bytes - taken.bytes { return true }
        taken.bytes += count
        return false
      }
      if isFull { throw .full }
      bytes.withLock { $0 += count }
    }
  }
}
