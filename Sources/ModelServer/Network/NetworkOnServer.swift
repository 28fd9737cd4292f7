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

  /// Whether a model can have this name: one that stands in the path of a request as it is, and is no path of its own.
  package static func isName(_ name: String) -> Bool {
    name != "stats" && !name.isEmpty
      && name.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.".unicodeScalars.contains($0)
      }
  }

  /// A tensor that the network takes or gives, as the protocol describes it: −1 for any length.
  package struct Port: Sendable {
    package let name: String
    package let shape: [Int]

    /// Whether it has a number for each picture.
    var isColumn: Bool { shape == [-1, 1] }
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

  /// What the kernels need for themselves, as a part of the activations: measured with mini-if, whose evaluation of one
  /// picture of 256×256 took 165 MB beside the weights, 34 of them for activations.
  private static let kernels = 5.0

  /// The bytes that an evaluation needs, about. Where nothing is known of the network, each pixel has a thousand numbers.
  ///
  /// - Parameters:
  ///   - sample: N×C×H×W.
  ///   - condition: its shape, N×L×D or N×K; nil without one. Each picture may have another.
  package func bytes(sample: [Int], condition: [Int]?) -> Double {
    let (pictures, height, width) = (sample[0], sample[2], sample[3])
    let pixels = Double(pictures) * Double(height) * Double(width)
    guard let memory else { return 4000 * pixels }
    let texts = condition.map { $0.count == 3 ? Double(pictures) * memory.prompt($0[1]) : 0 } ?? 0
    // The pictures exist as they came, in the batch and as results.
    return Self.kernels * memory.evaluation(pictures, height, width) + texts
      + 4 * pixels * Double(2 * form.inputChannels + 2 * form.outputChannels)
  }

  /// The bytes that a batch needs.
  package func bytes(_ batch: NetworkBatch) -> Double { bytes(sample: batch.shape, condition: batch.conditionShape) }

  /// What a batch needs and what there is, in words.
  package func excess(_ bytes: Double, sample: [Int], condition: [Int]?, most: Double) -> String {
    let texts = condition.map { $0.count == 3 ? " with texts of \($0[1]) positions" : "" } ?? ""
    let (pictures, need) = sample[0] == 1 ? ("a picture", "needs") : ("\(sample[0]) pictures", "need")
    return "\(pictures) of \(sample[3])×\(sample[2])\(texts) \(need) about \(ByteCount.text(bytes)) of memory; "
      + "this server has \(ByteCount.text(max(0, most))) for them"
  }

  /// The tensors of a request as a batch. Throws for what the network doesn't take, or what needs more memory than `most`
  /// bytes. Both are known from the shapes, before the numbers are looked at.
  package func batch(_ tensors: [SentTensor], most: Double) throws(ServiceError) -> NetworkBatch {
    let ports = inputs
    let known = ports.map(\.name)
    if let other = tensors.first(where: { !known.contains($0.name) }) {
      throw .request("'\(name)' takes no '\(other.name)'; expected \(quoted(known, "and"))")
    }
    var given: [String: SentTensor] = [:]
    for tensor in tensors {
      guard given.updateValue(tensor, forKey: tensor.name) == nil else {
        throw .request("the request gives '\(tensor.name)' twice")
      }
      do { try tensor.check() } catch { throw .request("the request \(error.what)") }
    }
    func sent(_ port: Port) throws(ServiceError) -> SentTensor {
      guard let tensor = given[port.name] else {
        throw .request("the request lacks '\(port.name)'; expected \(quoted(known, "and"))")
      }
      return tensor
    }
    func require(_ isRight: Bool, _ tensor: SentTensor, _ expected: String) throws(ServiceError) {
      if !isRight { throw .request("'\(tensor.name)' takes \(expected), found \(Tensor.text(tensor.shape))") }
    }
    let sample = try sent(ports[0])
    let shape = sample.shape
    let sizes = divisor == 1 ? "" : " with H and W multiples of \(divisor)"
    try require(
      shape.count == 4 && shape[1] == form.inputChannels && (1...largest).contains(shape[0])
        && shape[2...].allSatisfy { $0 > 0 && $0 % divisor == 0 }, sample,
      "N×\(form.inputChannels)×H×W of 1 to \(largest) pictures\(sizes)")
    let count = shape[0]
    var condition: SentTensor?
    for port in ports.dropFirst() {
      let tensor = try sent(port)
      if port.isColumn {
        try require(
          [[count], [count, 1], [1], [1, 1]].contains(tensor.shape), tensor,
          "\(count) or \(count)×1, a number for each picture")
      } else {
        let row = port.shape.dropFirst()
        try require(
          tensor.shape.count == port.shape.count && [1, count].contains(tensor.shape[0])
            && zip(row, tensor.shape.dropFirst()).allSatisfy { $0 == $1 || $0 == -1 && $1 > 0 }, tensor,
          ([String(count)] + row.map { $0 == -1 ? "L" : String($0) }).joined(separator: "×"))
        condition = tensor
      }
    }
    let bytes = bytes(sample: shape, condition: condition?.shape)
    if bytes > most { throw .tooLarge(excess(bytes, sample: shape, condition: condition?.shape, most: most)) }

    func numbers(_ tensor: SentTensor) throws(ServiceError) -> Tensor {
      do { return try tensor.tensor() } catch { throw .request("the request \(error.what)") }
    }
    var (timesteps, levels) = ([Float](), [Float]())
    for port in ports where port.isColumn {
      let tensor = try numbers(sent(port))
      let each = tensor.count == count ? tensor.values : [Float](repeating: tensor.values[0], count: count)
      if port.name == "timestep" { timesteps = each } else { levels = each }
    }
    var conditions: Tensor?
    if let condition { conditions = try numbers(condition).broadcast(to: [count] + condition.shape[1...]) }
    return NetworkBatch(
      sample: try numbers(sample), timesteps: timesteps, condition: conditions, noiseLevels: levels)
  }
}
