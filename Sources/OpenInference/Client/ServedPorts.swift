import Basics
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
  /// The pictures of each request where the server's tensors have a fixed number; nil where they haven't.
  let fixed: Int?

  /// Whether one timestep stands for all pictures of a request.
  let hasOneTimestep: Bool

  /// A difference, in words.
  struct Mismatch: Error { let what: String }

  /// - Parameter largest: the most pictures in a request that the server's configuration allows; nil if it tells none.
  init(_ metadata: ModelMetadata, _ form: NetworkForm, largest: Int?) throws(Mismatch) {
    let inputs = try Self.ports(metadata.inputs)
    let outputs = try Self.ports(metadata.outputs)
    /// Pictures and encoded prompts are no whole numbers.
    func requireFractions(_ port: TensorPort) throws(Mismatch) {
      guard port.type.hasFractions else {
        throw Mismatch(
          what: "its model has '\(port.name)' as \(port.type.rawValue); expected \(TensorPort.types(\.hasFractions))")
      }
    }
    func input(
      _ name: String, _ shapes: [[Int]], _ expected: String, mayBeWhole: Bool = false
    ) throws(Mismatch) -> TensorPort {
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
      if !mayBeWhole { try requireFractions(port) }
      return port
    }
    sample = try input(
      "sample", [[-1, form.inputChannels, -1, -1]], "a network of N×\(form.inputChannels)×H×W")
    timestep = form.takesTimestep ? try input("timestep", [[-1], [-1, 1]], "N or N×1", mayBeWhole: true) : nil
    switch form.condition {
    case .texts(let width): condition = try input("encoder_hidden_states", [[-1, -1, width]], "N×L×\(width)")
    case .classes(let count): condition = try input("class_labels", [[-1, count]], "N×\(count)", mayBeWhole: true)
    case nil: condition = nil
    }
    noiseLevel =
      form.takesNoiseLevel ? try input("class_labels", [[-1], [-1, 1]], "N or N×1", mayBeWhole: true) : nil
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
    try requireFractions(output)
    (self.output, channels) = (output, form.outputChannels)
    var ports = [sample, output, condition, noiseLevel].compactMap(\.self)
    fixed = ports.lazy.map { $0.shape[0] }.first { $0 > 0 }
    hasOneTimestep = timestep?.shape[0] == 1 && fixed != 1
    if let timestep, !hasOneTimestep { ports.append(timestep) }
    if let fixed, let other = ports.first(where: { ![-1, fixed].contains($0.shape[0]) }) {
      throw Mismatch(
        what: "its model has '\(other.name)' of \(Tensor.text(other.shape)), but another tensor of \(fixed) pictures")
    }
    self.largest = [fixed, largest].compactMap { $0 }.filter { $0 > 0 }.min()
  }

  private static func ports(_ tensors: [ModelMetadata.Tensor]) throws(Mismatch) -> [TensorPort] {
    var ports: [TensorPort] = []
    for tensor in tensors {
      guard tensor.shape.count <= SentTensor.mostAxes else {
        throw Mismatch(
          what:
            "its model has '\(tensor.name)' with \(tensor.shape.count) axes; expected at most \(SentTensor.mostAxes)")
      }
      guard tensor.shape.allSatisfy({ $0 == -1 || $0 > 0 }) else {
        throw Mismatch(
          what:
            "its model has '\(tensor.name)' of \(Tensor.text(tensor.shape)); expected axes from 1 on, or -1 for any length"
        )
      }
      guard let type = ElementType(rawValue: tensor.datatype) else {
        throw Mismatch(what: "its model has '\(tensor.name)' as \(tensor.datatype); expected \(TensorPort.types())")
      }
      ports.append(TensorPort(name: tensor.name, type: type, shape: tensor.shape))
    }
    return ports
  }

  private static func list(_ ports: [TensorPort]) -> String {
    ports.isEmpty
      ? "nothing" : ShownText.brief(ports.map { "'\($0.name)' (\(Tensor.text($0.shape)))" }.joined(separator: ", "))
  }
}
