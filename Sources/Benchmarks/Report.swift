import Foundation
import Tensors

/// Measurements of ours and of peers side by side, as Markdown.
package struct Report {
  package var measurements: [BenchmarkResult]

  /// What several processes measured of the same counts once, with their median: what memory a process happens to get
  /// can change its speed by a tenth.
  package init(_ measurements: [BenchmarkResult]) {
    var groups: [[BenchmarkResult]] = []
    var places: [String: Int] = [:]
    for one in measurements {
      let key = "\(one.section)|\(one.isa)|\(one.work)|\(one.column)"
      if let place = places[key] {
        groups[place].append(one)
      } else {
        places[key] = groups.count
        groups.append([one])
      }
    }
    self.measurements = groups.map(Self.median)
  }

  private static func median(_ group: [BenchmarkResult]) -> BenchmarkResult {
    let timed = group.filter { $0.seconds != nil }.sorted { $0.seconds! < $1.seconds! }
    var one = timed.isEmpty ? group[group.count - 1] : timed[(timed.count - 1) / 2]
    for other in group {
      one.error = one.error ?? other.error
      one.memory = one.memory ?? other.memory
      one.peak = one.peak ?? other.peak
    }
    let prepared = group.compactMap(\.prepared).sorted()
    if !prepared.isEmpty { one.prepared = prepared[(prepared.count - 1) / 2] }
    return one
  }

  package static let ours = "PipelineKit"

  /// A day as 2026-01-31.
  package static var today: String {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withFullDate]
    return formatter.string(from: Date())
  }

  /// A chapter for each instruction set, in the order of the measurements.
  package var markdown: String {
    unique(measurements.map(\.isa)).map { isa in
      let part = measurements.filter { $0.isa == isa }
      return (["## \(Report.title(isa: isa))"] + sections(part)).joined(separator: "\n\n")
    }.joined(separator: "\n\n")
  }

  private static func title(isa: String) -> String {
    switch isa {
    case "native": "All that the processor has"
    case "avx2": "Held to AVX2"
    case "generic": "Held to generic x86-64"
    default: "Held to \(isa)"
    }
  }

  private func sections(_ part: [BenchmarkResult]) -> [String] {
    let evaluations = part.filter { $0.section == .evaluation }
    let processes = part.filter { $0.section == .process }
    let kernels = part.filter { $0.section == .kernel }
    // A process that timed nothing was there for its memory.
    let timed = evaluations.filter { $0.seconds != nil }
    var found: [String] = []
    func add(_ title: String, _ note: String, _ table: Table?) {
      if let table, !table.rows.isEmpty {
        found.append(["### \(title)", note, table.markdown].joined(separator: "\n\n"))
      }
    }
    add(
      "One evaluation of the network",
      "Median seconds of five evaluations (ours of IF-I-M's shape: of as many as take the 12 s that the peers' take), and of the processes that were measured; in brackets, how many times ours: bf16 and int8 against our half, where the processor has it, everything else against our f32.",
      pivot(timed, { $0.seconds }, Text.seconds, hasRatios: true))
    add(
      "One evaluation of a run",
      "A run computes a text's keys and values once, for all of its evaluations. Ours without them, the peers' as above: their networks compute them at each evaluation.",
      pivot(inRuns(timed), { $0.prepared ?? $0.seconds }, Text.seconds, hasRatios: true))
    add(
      "Error of one evaluation", "‖a−b‖/‖b‖ against PyTorch in f32.",
      pivot(evaluations.filter { $0.error != nil }, { $0.error }, Text.error, hasRatios: false))
    add(
      "Rate", "Of the definition's multiplications and additions; the peak is that of multiply-adds in registers.",
      rates(evaluations.filter { $0.who == Report.ours }))
    add(
      "Peak memory of one evaluation", "Of the whole process, pages of mapped files included.",
      memory(evaluations.filter { $0.memory != nil }))
    let training = part.filter { $0.section == .training }
    add(
      "Training", "Median of a step: forward, backward, Adam; in brackets, how many times ours.",
      pivot(training, { $0.seconds }, Text.seconds, hasRatios: true))
    add(
      "Peak memory of training", "Of the whole process.",
      pivot(training.filter { $0.memory != nil }, { $0.memory }, Text.bytes, hasRatios: true))
    add(
      "Whole processes", "Median from start to end; in brackets, how many times ours.",
      pivot(processes, { $0.seconds }, Text.seconds, hasRatios: true))
    add(
      "Peak memory of whole processes", "Pages of mapped files included.",
      pivot(processes.filter { $0.memory != nil }, { $0.memory }, Text.bytes, hasRatios: true))
    add("Single layers", "Least times of several, in milliseconds; in brackets GFLOP/s.", layers(kernels))
    return found
  }

  /// Ours whose text was prepared, and the peers' of the same work.
  private func inRuns(_ evaluations: [BenchmarkResult]) -> [BenchmarkResult] {
    let works = evaluations.filter { $0.prepared != nil }.map(\.work)
    return evaluations.filter { works.contains($0.work) && ($0.who != Report.ours || $0.prepared != nil) }
  }

  /// One row for each work, one column for each way it was done.
  package func pivot(
    _ part: [BenchmarkResult], _ value: (BenchmarkResult) -> Double?, _ format: (Double) -> String, hasRatios: Bool
  ) -> Table {
    // Ours first, so that ratios have their base on the left.
    let columns = unique(part.filter { $0.who == Report.ours }.map(\.column) + part.map(\.column))
    let rows = unique(part.map(\.work)).map { work in
      let row = part.filter { $0.work == work }
      return [work]
        + columns.map { column in
          guard let cell = row.last(where: { $0.column == column }), let number = value(cell) else { return "" }
          guard hasRatios, cell.who != Report.ours, let base = base(row, cell).flatMap(value), base > 0 else {
            return format(number)
          }
          return "\(format(number)) (\(Text.ratio(number / base)))"
        }
    }
    return Table([""] + columns, rows)
  }

  /// Ours that a peer's measurement is compared with: of its precision if there is one, half for what is narrower than
  /// single, otherwise the first.
  private func base(_ row: [BenchmarkResult], _ peer: BenchmarkResult) -> BenchmarkResult? {
    let ours = row.filter { $0.who == Report.ours }
    let precision = ["bf16", "int8"].contains(peer.precision) ? "half" : peer.precision
    return ours.first { $0.precision == precision } ?? ours.first
  }

  private func rates(_ part: [BenchmarkResult]) -> Table {
    Table(
      ["", "GFLOP", "GFLOP/s", "peak, GFLOP/s", "of it"],
      part.compactMap { one in
        guard let operations = one.operations, let seconds = one.seconds else { return nil }
        let rate = operations / seconds
        return [
          "\(one.work), \(one.how)", Text.number(operations / 1e9), Text.rate(rate), one.peak.map(Text.rate) ?? "",
          one.peak.map { Text.number(100 * rate / $0) + " %" } ?? "",
        ]
      })
  }

  /// Peaks, and beside them the least with every layer's input: weights as stored and activations.
  private func memory(_ part: [BenchmarkResult]) -> Table {
    var table = pivot(part, { $0.memory }, Text.bytes, hasRatios: true)
    table.header.append("weights + activations")
    for (i, row) in table.rows.enumerated() {
      let ours = part.last { $0.work == row[0] && $0.weights != nil && $0.activations != nil }
      table.rows[i].append(ours.map { Text.bytes($0.weights! + $0.activations!) } ?? "")
    }
    return table
  }

  private func layers(_ part: [BenchmarkResult]) -> Table {
    let columns = unique(part.filter { $0.who == Report.ours }.map(\.column) + part.map(\.column))
    let peers = columns.filter { !$0.hasPrefix(Report.ours + " ") }
    let rows = unique(part.map(\.work)).map { work in
      let row = part.filter { $0.work == work }
      func least(_ column: String) -> Double? { row.last { $0.column == column }?.least }
      let times = columns.map { column in
        least(column).map { seconds in
          let rate = row.last { $0.column == column }?.operations.map { " (\(Text.rate($0 / seconds)))" } ?? ""
          return Text.number(seconds * 1e3) + rate
        } ?? ""
      }
      let ratios = peers.map { peer -> String in
        guard let peer = least(peer), let ours = row.first(where: { $0.who == Report.ours })?.least else { return "" }
        return Text.ratio(peer / ours)
      }
      return [work] + times + ratios
    }
    return Table([""] + columns + peers.map { "\($0) ÷ ours" }, rows)
  }

  /// Each once, in the order of their first appearance.
  private func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
