import CPeak
import Foundation
import Tensors

/// What the numbers were measured on.
enum Machine {
  /// The instruction set that the environment holds us to.
  static var isa: String { ProcessInfo.processInfo.environment["PIPELINEKIT_ISA"] ?? "native" }

  static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// The processor's name as Linux tells it.
  static var processor: String {
    let line = lines("/proc/cpuinfo").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
  }

  static var memory: Double { Double(ProcessInfo.processInfo.physicalMemory) }

  /// The most memory that this process has had resident so far, in bytes (pages of files that it maps included).
  static var peakMemory: Double {
    let line = lines("/proc/self/status").first { $0.hasPrefix("VmHWM:") }
    let number = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
    return (number ?? 0) * 1024
  }

  private static func lines(_ path: String) -> [Substring] {
    ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
  }

  /// Multiplications and additions a second that the threads in force reach in registers, with the vectors that `isa`
  /// allows: the best of several short runs.
  static func peakRate() -> Double {
    let best = pk_peak_best()
    let isa =
      switch Machine.isa {
      case "avx2": best == PK_PEAK_AVX512 ? PK_PEAK_AVX2 : best
      case "generic": PK_PEAK_SSE2
      default: best
      }
    let threads = Parallel.threads
    // Short, so that some run meets no other program, even on a machine that is in use.
    let rounds = 1_000_000
    return (0..<60).map { _ in
      let start = Stopwatch.now
      Parallel.forEach(threads) { _ in
        var sink: Float = 1
        _ = pk_peak_run(isa, rounds, &sink)
      }
      let seconds = Stopwatch.now - start
      var sink: Float = 1
      return pk_peak_run(isa, 1, &sink) * Double(rounds * threads) / seconds
    }.max()!
  }

  /// Multiplications and additions a second in a product of two 2048×2048 matrices, the best of several.
  static func matrixRate() -> Double {
    let size = 2048
    let matrix = Tensor([size, size], repeating: 0.5)
    let time = Stopwatch.measure(repeats: 4) { _ = matrix.matrixProduct(matrix) }
    return 2 * Double(size * size * size) / time.least
  }
}
