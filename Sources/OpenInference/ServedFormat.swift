import Basics
public import PipelineKit
import PipelineModels
import Tensors

/// A model whose network runs on servers that speak version 2 of the Open Inference Protocol (KServe, Triton, MLServer …).
/// Its path is an address:
///
///     oip+http://HOST[:PORT][,HOST[:PORT]…]/NAME[/versions/VERSION][?OPTION=VALUE[&…]]
///
/// or `oip+https://…`. Several hosts are replicas. The servers run the network alone. Its schedule, tokenizer and text
/// encoder come from local files: the model that the option `local` names, else the local model called NAME. The weights
/// of its network need not be there. So `runner check` knows all that it knows of a local model, and asks no server.
///
/// The tensors have the names that diffusers gives them, for N pictures:
///
/// | input | shape | |
/// |---|---|---|
/// | `sample` | N×C×H×W | x_t; for a model that enlarges, the small picture's channels follow |
/// | `timestep` | N, N×1, or 1 for all | t, not for a denoiser |
/// | `encoder_hidden_states` | N×L×D | encoded prompts |
/// | `class_labels` | N×K, or N, N×1 | one-hot classes; for a model that enlarges, the noise level |
/// | output `out_sample` (or `sample`, or the only one) | N×C×H×W | the prediction; a learned variance's channels follow |
///
/// Their numbers may be FP64, FP32, FP16 or BF16; timesteps and classes INT64 or INT32, too. The first axis is −1, or a
/// fixed number of pictures, the same for all tensors: what is missing in a request is then filled with its last picture.
///
/// Options: `local`; `timeout`, the seconds that a server has for an answer, 120 by default; `patience`, the seconds after
/// its first failure in which a request is sent again, 30 by default.
public struct ServedFormat: ModelFormat {
  public static let summary = "the address of a served model (oip+http://HOST:PORT/NAME)"

  private let address: ServerAddress
  private let options: ServiceOptions
  private let local: any ServableFormat

  /// Whether it is an address of this protocol, even a wrong one.
  public static func recognises(_ path: String) -> Bool {
    ServiceOptions.schemes.contains { path.hasPrefix($0 + "://") }
  }

  /// Reads the configuration of the local files. No server is asked.
  public init(path: String) throws {
    address = try ServerAddress(path)
    options = try ServiceOptions(address)
    let format = try ModelFormats.standard.open(address.local)
    guard let servable = format as? any ServableFormat else { throw ServedFault.notServable(address.local) }
    local = servable
  }

  /// Those of the local files; the network takes its memory elsewhere.
  public func facts(name: String) -> ModelFacts {
    var facts = local.facts(name: name)
    facts.memory = nil
    facts.parts = nil
    return facts
  }

  /// Checks the local files.
  public func checkFiles() throws { try local.checkFilesBesidesNetwork() }

  /// The network's weights are elsewhere.
  public func size() throws -> (weights: Int, bytes: Int) { (0, 0) }

  /// Asks every server for its description of the model, and compares it with the local files. Throws if none answers, or
  /// if one has another model.
  public func load(_ options: ModelOptions) throws -> any Model {
    guard options.precision == .single else { throw ServedFault.precision(options.precision) }
    let network = try ServedNetwork(address, self.options, local.form, log: options.log)
    return try local.load(options, network: network, source: address.text) { network.identity }
  }
}
