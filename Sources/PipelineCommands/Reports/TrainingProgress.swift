import Foundation
import PipelineTraining

/// Tells how a training run goes.
final class TrainingProgress {
  private let line: ProgressLine

  init(isQuiet: Bool) { line = ProgressLine(isQuiet: isQuiet) }

  func report(_ event: TrainingEvent) {
    switch event {
    case .progress(let step, let steps, let epoch, let loss, let speed, let left):
      line.show(
        String(
          format: "epoch %d, step %d of %d: loss %.5f, %.1f images a second, %@ left", epoch, step, steps, loss, speed,
          duration(left)), isLast: step == steps)
    case .epoch(let epoch, let folder): line.done("epoch \(epoch): \(folder)")
    case .wrote(let path): line.done("wrote \(path)")
    case .warning(let text): line.warning(text)
    case .finished(let model): line.done("the run is finished: \(model)")
    case .stopped(let step, let steps): stopped("after step \(step) of \(steps)")
    case .stoppedInSheet: stopped("while a sheet was being made")
    }
  }

  private func stopped(_ place: String) {
    line.close()
    Terminal.error("interrupted \(place); the same command with --resume continues the run")
  }
}
