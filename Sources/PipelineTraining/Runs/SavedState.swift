import Basics
import Foundation
import Inference
package import Tensors

/// The state of a run in a safetensors file: weights, moments and averages as tensors, the rest as notes, with a
/// checksum over everything.
///
/// A file is validated before it is used: its checksum, its run's identity, and the range of each number.
package struct SavedState {
  let path: String
  /// The identity of the run that saved it.
  package let identity: RunIdentity
  private let notes: [String: String]
  private let tensors: [ExactName: Tensor]

  /// The note that holds the checksum.
  package static let checksum = "checksum"

  /// Writes a state atomically.
  static func write(_ state: TrainingState, of run: RunIdentity, to path: String) throws {
    var tensors = state.parameters.entries.map { (name: "weight." + $0.name, tensor: $0.value) }
    let names = state.parameters.entries.filter(\.isLearned).map(\.name)
    for (i, name) in names.enumerated() {
      tensors.append(("first." + name, state.optimiser.first[i]))
      tensors.append(("second." + name, state.optimiser.second[i]))
      if let averages = state.averages { tensors.append(("average." + name, averages[i])) }
    }
    if !state.history.isEmpty {
      tensors.append(("history", Tensor([state.history.count, 3], state.history.flatMap { $0 })))
    }
    var notes = run.notes
    notes["step"] = String(state.step)
    notes["generator"] = state.generator.state
    notes["epoch"] = state.epochStart.generator
    notes["since"] = "\(state.sinceRow.sum.bitPattern) \(state.sinceRow.count)"
    notes[checksum] = digest(of: tensors, notes)
    try SafeTensors.write(tensors, to: path, metadata: notes)
  }

  /// SHA-256, in hexadecimal, of the file's content without the checksum itself.
  package static func digest(of tensors: [(name: String, tensor: Tensor)], _ notes: [String: String]) -> String {
    let sum = SHA256()
    for (key, text) in notes.sorted(by: { $0.key < $1.key }) where key != checksum {
      sum.update(Array("\(key)\0\(text)\0".utf8))
    }
    for (name, tensor) in tensors.sorted(by: { $0.name < $1.name }) {
      sum.update(Array("\(name)\0\(Tensor.text(tensor.shape))\0".utf8))
      sum.update(tensor)
    }
    return sum.finish()
  }

  /// Reads a file. Throws if its checksum is wrong; files of versions without a checksum are accepted.
  package init(path: String) throws {
    self.path = path
    let file = try SafeTensors(path: path)
    notes = file.metadata
    let tensors = try file.names.map { (name: $0, tensor: try file.tensor($0)) }
    self.tensors = Dictionary(uniqueKeysWithValues: tensors.map { (ExactName($0.name), $0.tensor) })
    func damaged(_ what: String) -> TrainingFault { .damagedState(path: path, what) }
    if let version = RunIdentity.unknownVersion(in: notes) {
      throw TrainingFault.unknownState(path: path, version: version)
    }
    if RunIdentity.isNoted(in: notes) || notes[Self.checksum] != nil {
      let found = Self.digest(of: tensors, notes)
      guard notes[Self.checksum] == found else { throw damaged("its checksum differs") }
    }
    guard let identity = RunIdentity(notes: notes) ?? RunIdentity(earlierNotes: notes) else {
      throw damaged("it does not say which run it belongs to")
    }
    self.identity = identity
  }

  /// The state for a run of `steps` steps; `fresh` is the run's initial state.
  package func state(_ fresh: TrainingState, steps: Int) throws -> TrainingState {
    var state = fresh
    state.step = try step(upTo: steps)
    state.optimiser.count = state.step
    guard let generator = notes["generator"].flatMap({ Generator(state: $0) }) else {
      throw damaged("'generator' is not a generator's state")
    }
    guard let start = notes["epoch"].flatMap({ EpochStart($0) }) else {
      throw damaged("'epoch' is not a generator's state")
    }
    (state.generator, state.epochStart) = (generator, start)
    var i = 0
    for e in state.parameters.entries.indices {
      let (name, shape) = (state.parameters.entries[e].name, state.parameters.entries[e].value.shape)
      state.parameters.entries[e].value = try tensor("weight." + name, shape)
      guard state.parameters.entries[e].isLearned else { continue }
      state.optimiser.first[i] = try tensor("first." + name, shape)
      let second = try tensor("second." + name, shape)
      guard second.values.allSatisfy({ $0 >= 0 }) else {
        throw damaged("'second.\(name)' should have no number below 0")
      }
      state.optimiser.second[i] = second
      if state.averages != nil { state.averages![i] = try tensor("average." + name, shape) }
      i += 1
    }
    state.history = try history(upTo: state.step)
    state.sinceRow = try sinceRow(upTo: state.step)
    return state
  }

  private func damaged(_ what: String) -> TrainingFault { .damagedState(path: path, what) }

  private func step(upTo steps: Int) throws -> Int {
    guard let step = notes["step"].flatMap({ Int($0) }), step >= 0, step <= steps || identity.contents.isEmpty else {
      throw damaged("'step' should be a number from 0 to \(steps), found \(found("step"))")
    }
    // Without a digest, this is the only sign of different data.
    if step > steps {
      throw TrainingFault.otherRun(path: path, differences: ["done \(step) steps, more than the \(steps) of this one"])
    }
    return step
  }

  private func found(_ note: String) -> String { notes[note].map { "'\($0.prefix(40))'" } ?? "nothing" }

  /// A tensor of finite numbers. Throws if it is missing or damaged.
  private func tensor(_ name: String, _ shape: [Int]) throws -> Tensor {
    guard let tensor = tensors[ExactName(name)] else { throw damaged("it lacks '\(name)'") }
    guard tensor.shape == shape else {
      throw damaged("'\(name)' should be \(Tensor.text(shape)), found \(Tensor.text(tensor.shape))")
    }
    guard tensor.isFinite else { throw damaged("'\(name)' holds numbers that are not finite") }
    return tensor
  }

  /// Rows of increasing steps, a loss, and a learning rate.
  private func history(upTo step: Int) throws -> [[Float]] {
    guard let table = tensors[ExactName("history")] else { return [] }
    guard table.shape.count == 2, table.shape[1] == 3, table.isFinite else {
      throw damaged("'history' should be rows of 3 finite numbers, found \(Tensor.text(table.shape))")
    }
    let values = table.values
    let rows = (0..<table.shape[0]).map { Array(values[3 * $0..<3 * $0 + 3]) }
    var last: Float = 0
    for (index, row) in rows.enumerated() {
      guard row[0] >= max(1, last), row[0] <= Float(step), (0...1).contains(row[2]) else {
        throw damaged(
          "row \(index + 1) of 'history' should be a step up to \(step), a loss and a rate, found "
            + row.map { "\($0)" }.joined(separator: ", "))
      }
      last = row[0]
    }
    return rows
  }

  /// The sum and number of losses since the last row.
  private func sinceRow(upTo step: Int) throws -> (sum: Double, count: Int) {
    let parts = (notes["since"] ?? "").split(separator: " ")
    guard parts.count == 2, let bits = UInt64(parts[0]), let count = Int(parts[1]), (0...step).contains(count),
      abs(Double(bitPattern: bits)) <= Double(count) * Double(Float.greatestFiniteMagnitude)
    else { throw damaged("'since' should be a sum of losses and how many, found \(found("since"))") }
    return (Double(bitPattern: bits), count)
  }
}
