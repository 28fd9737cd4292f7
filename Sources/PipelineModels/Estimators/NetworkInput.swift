import Inference
import PipelineKit
public import Tensors

/// An evaluation in the network's form.
struct NetworkInput: Sendable {
  /// N×in channels×H×W.
  var sample: Tensor
  /// Nil for a network that takes none.
  var timestep: Float?
  /// What the pictures should show, one for all or one for each: texts 1×L×D or N×L×D, classes 1×K or N×K. Nil for a
  /// network without conditions.
  var condition: Tensor?
  /// The noise level of the small picture; nil if the network takes none.
  var noiseLevel: Float?
  /// What to keep for later evaluations; nil for nothing.
  var reuse: FeatureReuse?
  /// What an earlier evaluation kept; nil to evaluate the whole network.
  var kept: KeptFeatures?

  var pictures: Int { sample.shape[0] }
}

/// Evaluations that run through the network as one batch.
public struct NetworkBatch: Sendable {
  /// The largest number of pixels in a batch on this machine: eight pictures of 64×64. Beyond that, each picture keeps
  /// the processor busy, and a batch only takes more memory. Pictures that a user made as one batch stay together.
  static let largest = 8 * 64 * 64

  /// Their indices among all inputs.
  var indices: [Int] = []
  var inputs: [NetworkInput] = []

  init(indices: [Int] = [], inputs: [NetworkInput] = []) { (self.indices, self.inputs) = (indices, inputs) }

  /// Batches of `inputs` with pictures of one size and conditions of one shape, of at most `pixels`.
  static func batches(of inputs: [NetworkInput], pixels: Int = largest) -> [NetworkBatch] {
    var batches: [NetworkBatch] = []
    for (index, input) in inputs.enumerated() {
      let k = batches.firstIndex { $0.takes(input, pixels) } ?? batches.endIndex
      if k == batches.endIndex { batches.append(NetworkBatch()) }
      batches[k].indices.append(index)
      batches[k].inputs.append(input)
    }
    return batches
  }

  /// The results of `network` for all inputs, in their order, and what was kept of each. Throws for inputs that reuse features
  /// if the network can't run in part; `model` is named in the error.
  static func evaluate(
    _ inputs: [NetworkInput], by network: any Network, of model: String
  ) throws -> [(output: Tensor, kept: KeptFeatures?)] {
    var outputs: [(index: Int, output: Tensor, kept: KeptFeatures?)] = []
    for batch in batches(of: inputs, pixels: network.largestBatch) {
      Profile.noteBatch(of: batch.inputs.count, share: batch.share(of: network))
      let (output, kept) = try batch.evaluate(by: network, of: model)
      var start = 0
      for (index, input) in zip(batch.indices, batch.inputs) {
        let rows = start..<start + input.pictures
        outputs.append((index, output.slice(axis: 0, rows), input.kept ?? kept?.slice(rows)))
        start = rows.upperBound
      }
    }
    return outputs.sorted { $0.index < $1.index }.map { ($0.output, $0.kept) }
  }

  private func evaluate(by network: any Network, of model: String) throws -> (Tensor, KeptFeatures?) {
    guard let reuse else { return (try network(self), nil) }
    guard let network = network as? any PartialNetwork else { throw StageFault.noParts(model) }
    return try network(self, reusing: reuse)
  }

  /// The share of a whole evaluation's work that this one makes, 0…1.
  private func share(of network: any Network) -> Double {
    guard let reuse, inputs[0].kept != nil, let network = network as? any PartialNetwork else { return 1 }
    return network.share(reuse, height: inputs[0].sample.shape[2], width: inputs[0].sample.shape[3])
  }

  private func takes(_ input: NetworkInput, _ most: Int) -> Bool {
    let first = inputs[0]
    let pixels = (pictures + input.pictures) * input.sample.shape[2] * input.sample.shape[3]
    return first.sample.shape[1...] == input.sample.shape[1...]
      && first.condition?.shape[1...] == input.condition?.shape[1...]
      && (first.noiseLevel == nil) == (input.noiseLevel == nil) && pixels <= most
      && first.reuse == input.reuse && (first.kept == nil) == (input.kept == nil)
      && (first.kept == nil || first.kept!.fits(input.kept!))
  }

  /// The number of pictures.
  public var pictures: Int { inputs.reduce(0) { $0 + $1.pictures } }

  /// The shape of `sample`.
  package var shape: [Int] { [pictures] + inputs[0].sample.shape[1...] }

  /// The shape of a picture's condition, N×L×D or N×K; nil without conditions.
  package var conditionShape: [Int]? { inputs[0].condition?.shape }

  /// N×in channels×H×W.
  public var sample: Tensor { .concatenated(inputs.map(\.sample), axis: 0) }

  /// One timestep for all pictures, or one for each; none for a network that takes none.
  public var timesteps: [Float] { forEach(inputs.compactMap(\.timestep)) }

  /// One noise level for all pictures, or one for each; nil if the network takes none.
  public var noiseLevels: [Float]? {
    let levels = inputs.compactMap(\.noiseLevel)
    return levels.isEmpty ? nil : forEach(levels)
  }

  /// What to keep for later evaluations; nil for nothing.
  var reuse: FeatureReuse? { inputs[0].reuse }

  /// What an earlier evaluation kept of the pictures; nil to evaluate the whole network.
  var kept: KeptFeatures? { .concatenated(inputs.compactMap(\.kept)) }

  /// One condition for all pictures, or one for each: texts 1×L×D or N×L×D, classes 1×K or N×K; nil without conditions.
  public var condition: Tensor? {
    guard let first = inputs[0].condition else { return nil }
    if first.shape[0] == 1, inputs.allSatisfy({ $0.condition == first }) { return first }
    return .concatenated(
      inputs.map { input in input.condition!.broadcast(to: [input.pictures] + first.shape[1...]) }, axis: 0)
  }

  /// Pictures that may differ in their timesteps and conditions. Nothing is checked.
  ///
  /// - Parameters:
  ///   - sample: N×in channels×H×W.
  ///   - timesteps: one for each picture; empty for a network that takes none.
  ///   - condition: texts N×L×D or classes N×K; nil for a network without conditions.
  ///   - noiseLevels: one for each picture; empty for a network that takes none.
  public init(sample: Tensor, timesteps: [Float], condition: Tensor?, noiseLevels: [Float]) {
    inputs = (0..<sample.shape[0]).map { row in
      let rows = row..<row + 1
      return NetworkInput(
        sample: sample.slice(axis: 0, rows), timestep: timesteps.isEmpty ? nil : timesteps[row],
        condition: condition?.slice(axis: 0, rows), noiseLevel: noiseLevels.isEmpty ? nil : noiseLevels[row])
    }
    indices = Array(inputs.indices)
  }

  /// Appends another batch's pictures if they can run with these as one batch of at most `most` pictures; says whether it
  /// did.
  public mutating func append(_ other: NetworkBatch, most: Int) -> Bool {
    guard pictures + other.pictures <= most, takes(other.inputs[0], .max) else { return false }
    inputs += other.inputs
    indices = Array(inputs.indices)
    return true
  }

  private func forEach(_ numbers: [Float]) -> [Float] {
    guard let first = numbers.first else { return [] }
    if numbers.allSatisfy({ $0 == first }) { return [first] }
    return zip(inputs, numbers).flatMap { [Float](repeating: $1, count: $0.pictures) }
  }
}
