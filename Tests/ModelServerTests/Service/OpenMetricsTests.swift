import Metrics
import ModelServer
import Testing

/// Metrics as the text of OpenMetrics 1.0.
@Suite struct OpenMetricsTests {
  @Test func text() {
    let metrics = OpenMetrics()
    Counter(label: "requests", dimensions: [("model", "a")], factory: metrics).increment(by: 2)
    Counter(label: "requests", dimensions: [("model", "a")], factory: metrics).increment()
    Counter(label: "requests", dimensions: [("model", "b\"\\\n")], factory: metrics).increment()
    Meter(label: "waiting", factory: metrics).set(3)
    Timer(label: "compute_seconds", factory: metrics).recordNanoseconds(1_500_000_000)
    Timer(label: "compute_seconds", factory: metrics).recordNanoseconds(500_000_000)
    #expect(
      metrics.text == #"""
        # TYPE compute_seconds summary
        # UNIT compute_seconds seconds
        compute_seconds_count 2
        compute_seconds_sum 2
        # TYPE requests counter
        requests_total{model="a"} 3
        requests_total{model="b\"\\\n"} 1
        # TYPE waiting gauge
        waiting 3
        # EOF

        """#)
  }
}
