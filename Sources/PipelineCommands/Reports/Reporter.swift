import ArgumentParser
import Basics
import Foundation
import PipelineKit
import Synchronization
import Tensors

/// Tells the user what goes on.
protocol Reporter: Sendable {
  func began(_ pipeline: Pipeline)
  func report(_ event: RunEvent)
  func ended(seconds: Double)
  /// A job of a sweep begins, is skipped or has failed.
  func job(_ progress: JobProgress, _ state: JobState)
  func failed(_ error: any Error)
  /// Where the time of a run went that has ended.
  func profiled(_ report: ProfileReport)
  /// A line of the log.
  func logged(_ line: String)
  /// The program is about to end on a signal.
  func interrupted()
}

extension Reporter {
  func job(_ progress: JobProgress, _ state: JobState) {
    let place = "[\(progress.number)/\(progress.count)] \(progress.job.label)"
    switch state {
    case .begins: logged(place)
    case .skipped: logged("\(place): skipped, its files are there already")
    case .missing: Terminal.output("missing \(progress.job.label)")
    case .failed(let lines): for line in lines { logged(line) }
    }
  }
  func logged(_ line: String) { Terminal.error(line) }
  func failed(_ error: any Error) { for line in errorLines(error) { Terminal.error(line) } }
  func profiled(_ report: ProfileReport) { Terminal.output(lines: report.text) }
}

/// An error as it is shown, a line for each thing that is wrong: a fault's own words, with `error:` in front where it
/// names no place itself, and its details below.
func errorLines(_ error: any Error) -> [String] {
  switch error {
  case let fault as PipelineFault: Diagnostic.lines(fault.diagnostics)
  case let fault as SweepJobFault: Diagnostic.lines(fault.fault.diagnostics) + ["error: \(fault.job.name) can't run"]
  case let fault as BuildFault: fault.lines
  case let fault as RunFault: [fault.description] + fault.details.map { "  \($0)" }
  case let fault as any Fault: ["error: \(fault.description)"] + fault.details.map { "  \($0)" }
  default: ["error: internal error: \(error)"]
  }
}

/// Says only what failed.
struct QuietReporter: Reporter {
  func began(_ pipeline: Pipeline) {}
  func report(_ event: RunEvent) {}
  func ended(seconds: Double) {}
  func logged(_ line: String) {}
  func job(_ progress: JobProgress, _ state: JobState) {
    if case .failed(let lines) = state { for line in lines { Terminal.error(line) } }
  }
  func interrupted() { Terminal.error("interrupted") }
}

/// A line for each loop: on a terminal one that fills up while the loop runs, elsewhere one when it has ended, and one
/// every ten seconds of a long one. What was written goes to standard output.
final class TextReporter: Reporter {
  private let isTerminal: Bool
  private let state = Mutex(State())

  private struct State {
    var loops: [(name: String, index: Int, count: Int, watch: Stopwatch)] = []
    var lastLine: Stopwatch?
    var isLineOpen = false
  }

  init(isTerminal: Bool) { self.isTerminal = isTerminal }

  func began(_ pipeline: Pipeline) {
    for warning in Diagnostic.lines(pipeline.warnings) { Terminal.error(warning) }
  }

  func report(_ event: RunEvent) {
    state.withLock { state in
      switch event {
      case .stage: break
      case .iteration(let loop, let index, let count, let depth):
        if state.loops.count > depth {
          state.loops.removeSubrange((depth + 1)...)
          if state.loops[depth].name == loop {
            state.loops[depth].index = index
          } else {
            state.loops[depth] = (loop, index, count, Stopwatch())
          }
        } else {
          state.loops.append((loop, index, count, Stopwatch()))
        }
        show(&state)
      case .loop(let name, let count, let seconds, let depth):
        state.loops.removeSubrange(min(depth, state.loops.count)...)
        guard depth == 0 else { return }
        clear(&state)
        state.lastLine = nil
        let rate = seconds > 0 ? String(format: ", %.1f a second", Double(count) / seconds) : ""
        Terminal.error(
          "\(name): \(count) \(count == 1 ? "step" : "steps") in \(duration(seconds))\(rate)")
      case .wrote(let path):
        clear(&state)
        Terminal.output("wrote \(path)")
      case .preview, .output: break
      }
    }
  }

  /// The loops that are running, outermost first, with what is left of the outermost.
  private func show(_ state: inout State) {
    if state.lastLine == nil, !isTerminal { state.lastLine = Stopwatch() }
    guard state.lastLine.map({ $0.seconds > (isTerminal ? 0.1 : 10) }) != false,
      let outer = state.loops.first
    else { return }
    state.lastLine = Stopwatch()
    let inner = state.loops.last!
    // How far the outermost loop is, with the part of its current iteration that the loops inside have done.
    let done = state.loops.reversed().reduce(0.0) { ($0 + Double($1.index)) / Double($1.count) }
    let elapsed = outer.watch.seconds
    // The iteration that runs, as people count: the first is 1.
    let names = ShownText.line(
      state.loops.map { "\($0.name) \(min($0.index + 1, $0.count))/\($0.count)" }.joined(separator: " · "))
    var pace = ""
    let innerElapsed = inner.watch.seconds
    if inner.index > 0, innerElapsed > 0 {
      pace += String(format: "  %.1f/s", Double(inner.index) / innerElapsed)
    }
    if done > 0, elapsed > 0.5 { pace += "  \(duration(elapsed / done - elapsed)) left" }
    if isTerminal {
      Terminal.write("\r\u{1b}[K" + ProgressLine.text(done: done, names: names, pace: pace, width: Terminal.width - 1))
      state.isLineOpen = true
    } else {
      Terminal.error(names + pace)
    }
  }

  private func clear(_ state: inout State) {
    if state.isLineOpen { Terminal.write("\r\u{1b}[K") }
    state.isLineOpen = false
  }

  func logged(_ line: String) {
    state.withLock { clear(&$0) }
    Terminal.error(line)
  }

  func ended(seconds: Double) {
    state.withLock { clear(&$0) }
    Terminal.error("done in \(duration(seconds))")
  }

  func failed(_ error: any Error) {
    state.withLock { clear(&$0) }
    for line in errorLines(error) { Terminal.error(line) }
  }

  func interrupted() {
    if isTerminal { Terminal.write("\r\u{1b}[K") }
    Terminal.error("interrupted")
  }
}

/// A time for people: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`.
func duration(_ seconds: Double) -> String {
  guard seconds < 1e12 else { return "many years" }
  if seconds < 10 { return String(format: "%.1f s", seconds) }
  let whole = Int(seconds.rounded())
  if whole < 60 { return "\(whole) s" }
  if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
  return "\(whole / 3600) h \(whole % 3600 / 60) min"
}

/// Runs `body`; what it throws is printed in one line each on standard error, and becomes an exit code of sysexits.
package func reportingFaults(_ body: () throws -> Void) throws { try reportingFaults(to: QuietReporter(), body) }

/// Runs `body`; what it throws is printed in one line each, and becomes an exit code of sysexits.
func reportingFaults(to reporter: any Reporter, _ body: () throws -> Void) throws {
  do { try body() } catch let code as ExitCode { throw code } catch {
    reporter.failed(error)
    throw ExitCode((error as? any Fault)?.cause.rawValue ?? FaultCause.fault.rawValue)
  }
}
