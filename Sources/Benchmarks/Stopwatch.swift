import Dispatch

/// How long something takes.
enum Stopwatch {
  /// Seconds from some moment.
  static var now: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

  struct Times {
    var median, least: Double
    /// The time of the run before those that count, which makes what later ones find; nil where there was none.
    var first: Double?

    /// Of at least one time.
    init(_ seconds: [Double], first: Double? = nil) {
      self.first = first
      let sorted = seconds.sorted()
      least = sorted[0]
      let middle = sorted.count / 2
      median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
  }

  /// The times of `repeats` runs after one that does not count, and of more until they took `seconds` together.
  static func measure(repeats: Int, atLeast seconds: Double = 0, _ body: () throws -> Void) rethrows -> Times {
    func time() throws -> Double {
      let start = now
      try body()
      return now - start
    }
    let first = try time()
    var times: [Double] = []
    var total = 0.0
    while times.count < repeats || total < seconds {
      times.append(try time())
      total += times.last!
    }
    return Times(times, first: first)
  }
}
