import PipelineModels
import Tensors

/// The tensors of a served model, as `ServedFormat` describes them, found in the server's description and compared with
/// what the local files say of the network.
struct ServedPorts: Sendable, Equatable {
  let sample, output: TensorPort
  /// Nil where the network takes none.
  let timestep, condition, noiseLevel: TensorPort?
  /// The channels of the output.
  let channels: Int
  /// The most pictures in a request; nil for any number.
  let largest: Int?

  /// A difference, in words.
  struct Mismatch: Error { let what: String }

  /// - Parameter largest: the most pictures in a request that the server's configuration allows; nil if it tells none.
  init(_ metadata: ModelMetadata, _ form: NetworkForm, largest: Int?) throws(Mismatch) {
    let inputs = try Self.ports(metadata.inputs)
    let outputs = try Self.ports(metadata.outputs)
    func input(_ name: String, _ shapes: [[Int]], _ expected: String) throws(Mismatch) -> TensorPort {
      guard let port = inputs.first(where: { $0.name == name }) else {
        throw Mismatch(
          what:
            "its model takes no '\(name)', but the local files describe a network that does; it takes \(Self.list(inputs))"
        )
      }
      guard shapes.contains(where: port.fits) else {
        throw Mismatch(
          what: "its model takes '\(name)' of \(Tensor.text(port.shape)), but the local files describe \(expected)")
      }
      return port
    }
    sample = try input(
      "sample", [[-1, form.inputChannels, -1, -1]], "a network of N×\(form.inputChannels)×H×W")
    timestep = form.takesTimestep ? try input("timestep", [[-1], [-1, 1]], "N or N×1") : nil
    switch form.condition {
    case .texts(let width): condition = try input("encoder_hidden_states", [[-1, -1, width]], "N×L×\(width)")
    case .classes(let count): condition = try input("class_labels", [[-1, count]], "N×\(count)")
    case nil: condition = nil
    }
    noiseLevel = form.takesNoiseLevel ? try input("class_labels", [[-1], [-1, 1]], "N or N×1") : nil
    let known = [sample, timestep, condition, noiseLevel].compactMap { $0?.name }
    if let other = inputs.first(where: { !known.contains($0.name) }) {
      throw Mismatch(
        what: "its model takes '\(other.name)', which the network that the local files describe doesn't take")
    }
    guard let output = outputs.first(where: { ["out_sample", "sample"].contains($0.name) }) ?? outputs.first,
      outputs.count == 1 || ["out_sample", "sample"].contains(output.name)
    else { throw Mismatch(what: "its model gives \(Self.list(outputs)); expected 'out_sample'") }
    guard output.fits([-1, form.outputChannels, -1, -1]) else {
      throw Mismatch(
        what:
          "its model gives '\(output.name)' of \(Tensor.text(output.shape)), but the local files describe a network "
          + "that gives N×\(form.outputChannels)×H×W")
    }
    (self.output, channels) = (output, form.outputChannels)
    let fixed = [sample.shape[0], output.shape[0]].filter { $0 > 0 }
    self.largest = (fixed + [largest ?? 0].filter { $0 > 0 }).min()
  }

  /// Whether one timestep stands for all pictures of a request.
  var hasOneTimestep: Bool { timestep?.shape == [1] && sample.shape[0] != 1 }

  private static func ports(_ tensors: [ModelMetadata.Tensor]) throws(Mismatch) -> [TensorPort] {
    var ports: [TensorPort] = []
    for tensor in tensors {
      guard let type = ElementType(rawValue: tensor.datatype) else {
        throw Mismatch(what: "its model has '\(tensor.name)' as \(tensor.datatype); expected \(TensorPort.types)")
      }
      ports.append(TensorPort(name: tensor.name, type: type, shape: tensor.shape))
    }
    return ports
  }

  private static func list(_ ports: [TensorPort]) -> String {
    ports.isEmpty ? "nothing" : ports.map { "'\($0.name)' (\(Tensor.text($0.shape)))" }.joined(separator: ", ")
  }
}
