package import CoreMetrics
import Synchronization

/// Metrics of swift-metrics as text in the format OpenMetrics 1.0: counters, gauges, and summaries of a count and a sum.
package final class OpenMetrics: MetricsFactory {
  /// The content type of `text`.
  package static let contentType = "application/openmetrics-text; version=1.0.0; charset=utf-8"

  private enum Kind: String, Sendable { case counter, gauge, summary }

  private struct Series: Sendable {
    var value = 0.0
    var count: UInt64 = 0
  }

  private struct Family: Sendable {
    var kind: Kind
    /// By the text of their labels.
    var series: [String: Series] = [:]
  }

  private let families = Mutex<[String: Family]>([:])

  package init() {}

  /// All metrics, in the order of their names.
  package var text: String {
    families.withLock { families in
      var text = ""
      for (name, family) in families.sorted(by: { $0.key < $1.key }) {
        text += "# TYPE \(name) \(family.kind.rawValue)\n"
        if name.hasSuffix("_seconds") { text += "# UNIT \(name) seconds\n" }
        for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
          switch family.kind {
          case .counter: text += "\(name)_total\(labels) \(Self.number(series.value))\n"
          case .gauge: text += "\(name)\(labels) \(Self.number(series.value))\n"
          case .summary:
            text += "\(name)_count\(labels) \(series.count)\n\(name)_sum\(labels) \(Self.number(series.value))\n"
          }
        }
      }
      return text + "# EOF\n"
    }
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }

  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    Handler(self, .counter, label, dimensions)
  }

  package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    Handler(self, aggregate ? .summary : .gauge, label, dimensions)
  }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    Handler(self, .gauge, label, dimensions)
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    Handler(self, .summary, label, dimensions)
  }

  // The numbers are kept here, not in the handlers, and last as long as the server.
  package func destroyCounter(_: any CounterHandler) {}
  package func destroyRecorder(_: any RecorderHandler) {}
  package func destroyMeter(_: any MeterHandler) {}
  package func destroyTimer(_: any TimerHandler) {}

  private func change(_ handler: Handler, _ body: (inout Series) -> Void) {
    families.withLock { families in
      body(&families[handler.label, default: Family(kind: handler.kind)].series[handler.labels, default: Series()])
    }
  }

  /// A metric, of any of the four kinds.
  private final class Handler: CounterHandler, RecorderHandler, MeterHandler, TimerHandler {
    private let metrics: OpenMetrics
    let kind: Kind
    let label, labels: String

    init(_ metrics: OpenMetrics, _ kind: Kind, _ label: String, _ dimensions: [(String, String)]) {
      (self.metrics, self.kind, self.label) = (metrics, kind, label)
      let pairs = dimensions.map { name, value in
        #"\#(name)="\#(value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n"))""#
      }
      labels = pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
    }

    func increment(by amount: Int64) { metrics.change(self) { $0.value += Double(amount) } }
    func reset() { metrics.change(self) { $0 = Series() } }
    func record(_ value: Int64) { record(Double(value)) }
    func record(_ value: Double) {
      metrics.change(self) { series in
        series.value = kind == .summary ? series.value + value : value
        series.count += 1
      }
    }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { metrics.change(self) { $0.value = value } }
    func increment(by amount: Double) { metrics.change(self) { $0.value += amount } }
    func decrement(by amount: Double) { metrics.change(self) { $0.value -= amount } }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
  }
}
