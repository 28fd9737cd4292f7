extension Parallel {
  /// The cost of waking another thread, in elements that a simple kernel processes in that time.
  private static let worthwhile = 1 << 13

  /// Like `forEach`, but on the calling thread alone where waking another thread would take longer than the work:
  /// `count` pieces, each of which costs as much as a simple sweep over `costEach` elements.
  static func forEach(_ count: Int, costEach: Int, _ body: @Sendable (Int) -> Void) {
    if count * costEach < worthwhile {
      for i in 0..<max(0, count) { body(i) }
    } else {
      forEach(count, body)
    }
  }
}
