import Inference
import PipelineTraining
import Tensors

/// Saved states of training runs. Each input is read as it is and with the checksum that its content has.
struct TrainingStateSubject: Subject {
  static let name = "state"
  static let longest = 16_384
  private let file: InputFile
  /// The state of a run that has not begun: of two weights and an average.
  private let fresh: TrainingState

  init(in scratch: Scratch) throws {
    file = try scratch.file("state.safetensors")
    let generator = Generator(seed: 7, algorithm: .philox)
    let parameters = try Parameters(drawnFrom: generator) { weights in
      [try weights("a", [2, 2]), try weights("b", [2]), try weights("mean", [1], .average(0))]
    }
    fresh = TrainingState(
      parameters, generator, TrainingPlan(epochs: 2, batch: 2, seed: 7, rate: 0.1, averaging: 0.9))
  }

  func read(_ bytes: [UInt8]) {
    resume(bytes)
    if let sealed = sealed(bytes) { resume(sealed) }
  }

  private func resume(_ bytes: [UInt8]) {
    file.hold(bytes)
    guard let saved = attempt({ try SavedState(path: file.path) }) else { return }
    _ = saved.identity.differences(from: saved.identity)
    guard let state = attempt({ try saved.state(fresh, steps: 100) }) else { return }
    _ = (state.recentLoss, state.result, state.generator.integer(below: 10))
    precondition((0...100).contains(state.step))
  }

  /// The file with the right checksum; nil where it is no file of tensors.
  private func sealed(_ bytes: [UInt8]) -> [UInt8]? {
    guard let file = try? SafeTensors(bytes, name: "state") else { return nil }
    let tensors = file.names.compactMap { name in (try? file.tensor(name)).map { (name: name, tensor: $0) } }
    var notes = file.metadata
    notes[SavedState.checksum] = SavedState.digest(of: tensors, notes)
    return try? SafeTensors.encoded(tensors, metadata: notes)
  }
}
