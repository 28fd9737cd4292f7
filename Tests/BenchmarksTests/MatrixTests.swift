import Benchmarks
import TestSupport
import Testing

/// Who computes changes results by rounding alone, and threads change nothing.
@Suite(.disabled(if: _isDebugAssertConfiguration(), "debug arithmetic takes minutes")) struct MatrixTests {
  @Test func resultsAgree() throws {
    let entries = try MatrixEntry.measured(Fixtures.path("reference"))
    #expect(entries.count % (3 * MatrixEntry.batches.count * 2) == 0 && !entries.isEmpty)
    #expect(Set(entries.map(\.products)) == ["own", "openblas"])
    #expect(entries.contains { $0.isa == "generic" })
    for entry in entries {
      let way = "\(entry.network) by \(entry.isa) and \(entry.products), \(entry.batch) together"
      #expect(entry.error < 1e-5, "\(way)")
      #expect(entry.apart < 1e-5, "\(way)")
      #expect(entry.isSameForThreads, "\(way)")
    }
  }
}
