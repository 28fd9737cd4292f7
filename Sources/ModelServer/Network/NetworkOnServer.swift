import Basics
package import OpenInference
package import PipelineKit
package import PipelineModels
import Tensors

/// A network that is served, and what is known of it.
package struct NetworkOnServer: Sendable {
  /// What it is called in requests.
  package let name: String
  package let form: NetworkForm
  package let network: any Network
  /// Height and width of a picture are multiples of it.
  package let divisor: Int
  /// The bytes that an evaluation needs; nil where that isn't known.
  package let memory: ModelMemory?
  /// The most pictures in a request, and in a batch.
  package let largest: Int

  package init(
    name: String, form: NetworkForm, network: any Network, divisor: Int, memory: ModelMemory?, largest: Int
  ) {
    (self.name, self.form, self.network) = (name, form, network)
    (self.divisor, self.memory, self.largest) = (divisor, memory, largest)
  }

  /// A tensor that the network takes or gives, as the protocol describes it: −1 for any length.
  package struct Port: Sendable {
    package let name: String
    package let shape: [Int]
  }

  /// The tensors that it takes, by the names of diffusers (docs/guides/serving.md).
  package var inputs: [Port] {
    var inputs = [Port(name: "sample", shape: [-1, form.inputChannels, -1, -1])]
    if form.takesTimestep { inputs.append(Port(name: "timestep", shape: [-1, 1])) }
    switch form.condition {
    case .texts(let width): inputs.append(Port(name: "encoder_hidden_states", shape: [-1, -1, width]))
    case .classes(let count): inputs.append(Port(name: "class_labels", shape: [-1, count]))
    case nil: break
    }
    if form.takesNoiseLevel { inputs.append(Port(name: "class_labels", shape: [-1, 1])) }
    return inputs
  }

  /// The tensor that it gives.
  package var output: Port { Port(name: "out_sample", shape: [-1, form.outputChannels, -1, -1]) }

  /// The bytes that an evaluation needs, about. Where nothing is known of the network, each pixel has a thousand numbers.
  private func bytes(_ pictures: Int, _ height: Int, _ width: Int) -> Double {
    memory?.evaluation(pictures, height, width) ?? 4000 * Double(pictures) * Double(height) * Double(width)
  }

  /// The most bytes of an evaluation: what the process may use, and no more than a single tensor may hold.
  private var most: Double { Double(min(MachineMemory.limit, 4 * TensorSize.largest)) }

  /// Whether pictures can be evaluated at once.
  package func fits(_ pictures: Int, _ height: Int, _ width: Int) -> Bool { bytes(pictures, height, width) <= most }

  /// The tensors of a request as a batch. Throws for what the network doesn't take, or what needs too much memory.
  package func batch(_ tensors: [SentTensor]) throws(ServiceError) -> NetworkBatch {
    let ports = inputs
    let known = ports.map(\.name)
    if let other = tensors.first(where: { !known.contains($0.name) }) {
      throw .request("'\(name)' takes no '\(ShownText.line(other.name))'; expected \(quoted(known, "and"))")
    }
    var given: [String: Tensor] = [:]
    for tensor in tensors {
      guard given[tensor.name] == nil else { throw .request("the request gives '\(tensor.name)' twice") }
      do { given[tensor.name] = try tensor.tensor() } catch { throw .request("the request \(error.what)") }
    }
    func tensor(_ port: Port) throws(ServiceError) -> Tensor {
      guard let tensor = given[port.name] else {
        throw .request("the request lacks '\(port.name)'; expected \(quoted(known, "and"))")
      }
      return tensor
    }
    func fault(_ port: Port, _ found: Tensor, _ expected: String) -> ServiceError {
      .request("'\(port.name)' takes \(expected), found \(Tensor.text(found.shape))")
    }
    let sample = try tensor(ports[0])
    guard sample.shape.count == 4, sample.shape[1] == form.inputChannels, (1...largest).contains(sample.shape[0]),
      sample.shape[2...].allSatisfy({ $0 > 0 && $0 % divisor == 0 })
    else {
      let sizes = divisor == 1 ? "" : " with H and W multiples of \(divisor)"
      throw fault(ports[0], sample, "N×\(form.inputChannels)×H×W of 1 to \(largest) pictures\(sizes)")
    }
    let count = sample.shape[0]
    let (height, width) = (sample.shape[2], sample.shape[3])
    if !fits(count, height, width) {
      let bytes = bytes(count, height, width)
      throw .tooLarge(
        "\(count) pictures of \(width)×\(height) need about \(ByteCount.text(bytes)) of memory; this server has \(ByteCount.text(most))"
      )
    }
    var (timesteps, levels, condition) = ([Float](), [Float](), Tensor?.none)
    for port in ports.dropFirst() {
      let tensor = try tensor(port)
      if port.shape == [-1, 1] {
        guard [[count], [count, 1], [1], [1, 1]].contains(tensor.shape) else {
          throw fault(port, tensor, "\(count) or \(count)×1, a number for each picture")
        }
        let numbers = tensor.count == count ? tensor.values : [Float](repeating: tensor.values[0], count: count)
        if port.name == "timestep" { timesteps = numbers } else { levels = numbers }
      } else {
        let row = port.shape.dropFirst()
        guard tensor.shape.count == port.shape.count, [1, count].contains(tensor.shape[0]),
          zip(row, tensor.shape.dropFirst()).allSatisfy({ $0 == $1 || $0 == -1 && $1 > 0 })
        else {
          let expected = ([String(count)] + row.map { $0 == -1 ? "L" : String($0) }).joined(separator: "×")
          throw fault(port, tensor, expected)
        }
        condition = tensor.broadcast(to: [count] + tensor.shape[1...])
      }
    }
    return NetworkBatch(sample: sample, timesteps: timesteps, condition: condition, noiseLevels: levels)
  }
}
