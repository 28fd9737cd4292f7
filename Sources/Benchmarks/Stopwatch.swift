import Dispatch

/// How long something takes.
enum Stopwatch {
  /// Seconds from some moment.
  static var now: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

  struct Times {
    var median, least: Double

    /// Of at least one time.
    init(_ seconds: [Double]) {
      let sorted = seconds.sorted()
      least = sorted[0]
      let middle = sorted.count / 2
      median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
  }

  /// The times of `repeats` runs after one that does not count, and of more until they took `seconds` together.
  static func measure(repeats: Int, atLeast seconds: Double = 0, _ body: () throws -> Void) rethrows -> Times {
    try body()
    var times: [Double] = []
    var total = 0.0
    while times.count < repeats || total < seconds {
      let start = now
      try body()
      times.append(now - start)
      total += times.last!
    }
    return Times(times)
  }
}
