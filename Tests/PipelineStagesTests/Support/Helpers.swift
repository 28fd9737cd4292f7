import Basics
import Logging
import PipelineKit
import PipelineTesting
import Synchronization
import Tensors
import TestSupport
import Testing

/// A model that is nothing but its schedule.
struct ScheduleModel: Model, CustomTestStringConvertible {
  var name = "test"
  var imageShape = [3, 16, 16]
  var schedule: NoiseSchedule?
  var digest: @Sendable () throws -> String { { "none" } }

  var testDescription: String { schedule.map { "\($0.path)" } ?? "no schedule" }

  static let cosine = ScheduleModel(
    schedule: NoiseSchedule(betas: CosineBetas().betas(1000), variance: .fixedSmall))
  static let flow = ScheduleModel(schedule: .flow())
}

/// The tensors of a case that PyTorch and diffusers computed.
func reference(_ name: String) throws -> SafeTensors {
  try SafeTensors(path: Fixtures.path("reference/cases/\(name).safetensors"))
}

/// An estimate of six channels parted into noise and variance, of three into noise alone.
func estimate(_ channels: Tensor) -> Estimate {
  channels.shape[1] == 6
    ? Estimate(noise: channels.slice(axis: 1, 0..<3), variance: channels.slice(axis: 1, 3..<6))
    : Estimate(noise: channels)
}

/// The problems that a stage finds before anything runs, with literals for inputs.
func problems(_ stage: some Stage, _ values: [String: Value], given: Set<String> = []) -> [String] {
  StageTrial(stage).problems(with: Inputs(values), given: given)
}

/// Draws in a shape, from a seed.
func random(_ shape: [Int], seed: UInt64 = 1) -> Tensor { Generator(seed: seed).normal(shape) }

/// Collects the lines of a log: level and message.
final class Lines: Sendable {
  private let lines = Mutex<[String]>([])

  var all: [String] { lines.withLock { $0 } }
  var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

  private struct Handler: LogHandler {
    let lines: Lines
    var logLevel = Logger.Level.debug
    var metadata: Logger.Metadata = [:]
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }
    func log(event: LogEvent) { lines.lines.withLock { $0.append("\(event.level) \(event.message)") } }
  }
}
