import Basics
import Benchmarks
import Foundation
import Images
import Inference
import Tensors
import TestSupport
import Testing

@Suite struct ReportTests {
  func measured(
    _ section: BenchmarkResult.Section, _ work: String, _ who: String, _ how: String,
    _ fill: (inout BenchmarkResult) -> Void
  ) -> BenchmarkResult {
    var one = BenchmarkResult(section, work, who: who, how: how)
    one.isa = "native"
    fill(&one)
    return one
  }

  @Test func tablesHaveColumnsThatLineUp() {
    let table = Table(["work", "time"], [["a", "1.00 s"], ["longer", "2"]])
    #expect(
      table.markdown == """
        | work   |   time |
        | ------ | -----: |
        | a      | 1.00 s |
        | longer |      2 |
        """)
  }

  @Test func peersStandBesideOursWithTheirRatio() {
    let report = Report([
      measured(.evaluation, "net, 1", "PyTorch", "f32") { $0.seconds = 2 },
      measured(.evaluation, "net, 1", "PipelineKit", "f32") { $0.seconds = 0.5 },
      measured(.evaluation, "net, 1", "PyTorch", "bf16") { $0.seconds = 1 },
      measured(.evaluation, "net, 2", "PipelineKit", "f32") { $0.seconds = 1 },
    ])
    #expect(
      report.pivot(report.measurements, { $0.seconds }, Text.seconds, hasRatios: true).markdown == """
        |        | PipelineKit f32 |     PyTorch f32 |    PyTorch bf16 |
        | ------ | --------------: | --------------: | --------------: |
        | net, 1 |          500 ms | 2.00 s (4.00 ×) | 1.00 s (2.00 ×) |
        | net, 2 |          1.00 s |                 |                 |
        """)
  }

  @Test func aPeerIsComparedWithOursOfItsPrecision() {
    let report = Report([
      measured(.evaluation, "net", "PipelineKit", "f32") { $0.seconds = 1 },
      measured(.evaluation, "net", "PipelineKit", "half") { $0.seconds = 0.5 },
      measured(.evaluation, "net", "OpenVINO", "bf16") { $0.seconds = 0.75 },
      measured(.evaluation, "net", "PyTorch", "f32 channels last") { $0.seconds = 3 },
    ])
    let row = report.pivot(report.measurements, { $0.seconds }, Text.seconds, hasRatios: true).rows[0]
    #expect(row == ["net", "1.00 s", "500 ms", "750 ms (1.50 ×)", "3.00 s (3.00 ×)"])
  }

  @Test func evaluationsOfARunHaveATableOfTheirOwn() {
    let ours = measured(.evaluation, "net", "PipelineKit", "f32") { ($0.seconds, $0.prepared) = (1, 0.8) }
    let peer = measured(.evaluation, "net", "PyTorch", "f32") { $0.seconds = 3 }
    let other = measured(.evaluation, "other", "PyTorch", "f32") { $0.seconds = 5 }
    let page = Report([ours, peer, other]).markdown
    #expect(page.contains("### One evaluation of a run\n"))
    #expect(page.contains("| net |          800 ms | 3.00 s (3.75 ×) |"), "\(page)")
    var without = ours
    without.prepared = nil
    #expect(!Report([without, peer]).markdown.contains("of a run\n"))
  }

  @Test func processesThatMeasureTheSameCountOnce() {
    let report = Report([
      measured(.evaluation, "net", "PipelineKit", "f32") { ($0.seconds, $0.prepared, $0.peak) = (3, 0.5, 7) },
      measured(.evaluation, "net", "PyTorch", "f32") { $0.memory = 5 },
      measured(.evaluation, "net", "PipelineKit", "f32") { ($0.seconds, $0.prepared) = (1, 0.7) },
      measured(.evaluation, "net", "PipelineKit", "f32") { ($0.seconds, $0.prepared) = (2, 0.9) },
      measured(.evaluation, "net", "PyTorch", "f32") { $0.seconds = 4 },
    ])
    #expect(report.measurements.map(\.seconds) == [2, 4])
    // A median of its own, not that of the process with the other one.
    #expect(report.measurements.map(\.prepared) == [0.7, nil])
    #expect(report.measurements.map(\.peak) == [7, nil])
    #expect(report.measurements.map(\.memory) == [nil, 5])
  }

  @Test func chapters() {
    var held = measured(.evaluation, "net", "PipelineKit", "f32") { $0.seconds = 2 }
    held.isa = "avx2"
    let call = LayerCall.dense(inputs: 4, outputs: 8, places: 16)
    let text = Report([
      measured(.evaluation, "net", "PipelineKit", "f32") {
        ($0.seconds, $0.operations, $0.peak) = (0.5, 50e9, 400e9)
        ($0.memory, $0.weights, $0.activations, $0.error) = (3e9, 1e9, 5e8, 2.5e-6)
      },
      measured(.evaluation, "net", "PyTorch", "f32") { $0.memory = 6e9 },
      measured(.process, "hybrid", "PipelineKit", "f32") { ($0.seconds, $0.memory) = (4, 1e8) },
      measured(.kernel, call.text, "PipelineKit", "f32") { ($0.least, $0.operations) = (1e-3, 1e9) },
      measured(.kernel, call.text, "PyTorch", "f32") { ($0.least, $0.operations) = (2e-3, 1e9) },
      held,
    ]).markdown
    for part in [
      "## All that the processor has\n", "## Held to AVX2\n", "### Peak memory of one evaluation\n",
      "|  50.0 |     100 |           400 | 25.0 % |", "6.00 GB (2.00 ×) |               1.50 GB |", " 2.5e-06 |",
      "| hybrid |          4.00 s |",
      "| dense 4 → 8, 16 places |     1.00 (1000) |  2.00 (500) |             2.00 × |",
    ] { #expect(text.contains(part), "\(part)\n\(text)") }
    // What was not measured has no section.
    #expect(text.components(separatedBy: "### Whole processes").count == 2)
    #expect(text.components(separatedBy: "### One evaluation").count == 3)
  }

  @Test func measurementsAreLinesOfJSON() throws {
    try withTemporaryFolder { folder in
      let one = measured(.kernel, "3×3", "PyTorch", "f32") {
        ($0.call, $0.pictures) = (.convolution(inputs: 1, outputs: 2, kernel: 3, height: 4, width: 5), 2)
      }
      let path = folder + "/results.jsonl"
      let line = try one.line()
      #expect(line.contains(#""call":{"convolution":{"height":4,"inputs":1,"kernel":3,"outputs":2,"width":5}}"#))
      try AtomicFile.write(Array("\(line)\n\n\(line)\n".utf8), to: path)
      #expect(try BenchmarkResult.read(path) == [one, one])
      try AtomicFile.write(Array("\(line)\n{}\n".utf8), to: path)
      #expect(throws: BenchmarkFault.self) { try BenchmarkResult.read(path) }
      do { _ = try BenchmarkResult.read(path) } catch {
        #expect("\(error)" == "\(path):2: not a measurement that `benchmarks --json` prints")
      }
    }
  }

  /// PyTorch's side of the layers calls a function for each kind, by the names that measurements are written with.
  @Test func peersKnowEveryLayer() throws {
    let script = try String(contentsOfFile: Fixtures.package + "/benchmarks/peers/kernels_torch.py", encoding: .utf8)
    let calls: [LayerCall] = [
      .convolution(inputs: 1, outputs: 2, kernel: 3, height: 4, width: 5), .dense(inputs: 1, outputs: 2, places: 3),
      .projection(inputs: 1, outputs: 2, places: 3), .attention(channels: 1, heads: 1, queries: 2, keys: 3),
      .groupNorm(channels: 1, groups: 1, places: 2),
    ]
    for call in calls {
      let written = try JSONEncoder().encode(call)
      let names = try #require(try JSONSerialization.jsonObject(with: written) as? [String: [String: Int]])
      let (kind, numbers) = try #require(names.first)
      let function = try #require(script.firstRange(of: "def \(kind)(n, "), "\(kind)")
      let parameters = script[function.upperBound...].prefix { $0 != ")" }.split(separator: ", ").map(String.init)
      #expect(Set(parameters) == Set(numbers.keys), "\(kind)")
    }
  }

  @Test func numbersKeepThreeDigits() {
    let cases: [(String, String)] = [
      (Text.number(1.234), "1.23"), (Text.number(45.67), "45.7"), (Text.number(1234.5), "1234"),
      (Text.number(0), "0"), (Text.number(0.01234), "0.0123"), (Text.number(0.6), "0.600"),
      (Text.seconds(1.5), "1.50 s"), (Text.seconds(0.0123), "12.3 ms"), (Text.seconds(4.5e-6), "4.50 µs"),
      (Text.bytes(2.5e9), "2.50 GB"), (Text.bytes(1.5e8), "150 MB"), (Text.error(0), "0"),
      (Text.error(2.7e-6), "2.7e-06"), (Text.rate(250e9), "250"),
    ]
    for (found, expected) in cases { #expect(found == expected) }
  }

  @Test func relativeErrorIsThatOfNorms() throws {
    let b = Tensor([2], [3, 4])
    #expect(try relativeError(Tensor([2], [3, 4.5]), b) == 0.1)
    #expect(try relativeError(b, b) == 0)
    #expect(throws: BenchmarkFault.self) { try relativeError(Tensor([1], [3]), b) }
  }
}

@Suite struct GrowthTests {
  let growth = Growth(
    axis: "size", quantity: .memory, title: "net: memory", label: "px", prediction: "a rule",
    points: [.init(value: 32, measured: 2e8, predicted: 1e8), .init(value: 64, measured: 3e8, predicted: 3e8)],
    isLogarithmic: true)

  @Test func asNumbers() {
    #expect(
      Growth.csv([growth]) == """
        axis,quantity,value,measured,predicted
        size,memory,32.0,200000000.0,100000000.0
        size,memory,64.0,300000000.0,300000000.0

        """)
  }

  @Test func asAPageAndAPicture() throws {
    #expect(growth.markdown.contains("![net: memory, measured and predicted](size-memory.png)"))
    #expect(growth.markdown.contains("| 32  |   200 MB |    100 MB |  2.00 |"))
    #expect(try growth.plot.image().shape == [1, 3, 420, 640])
  }
}
