extension Parallel {
  /// What waking another thread costs, in elements that a simple kernel passes in that time.
  private static let worthwhile = 1 << 13

  /// As `forEach`, on the calling thread alone where `count` pieces of work, each as much as sweeping `costEach` elements,
  /// are done sooner than another thread wakes.
  static func forEach(_ count: Int, costEach: Int, _ body: @Sendable (Int) -> Void) {
    if count * costEach < worthwhile {
      for i in 0..<max(0, count) { body(i) }
    } else {
      forEach(count, body)
    }
  }
}
