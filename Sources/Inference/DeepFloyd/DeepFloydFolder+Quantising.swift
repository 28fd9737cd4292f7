public import Basics

extension DeepFloydFolder {
  /// Whether the network's or the text encoder's weights are in 8 bits.
  public func isQuantised() throws -> Bool {
    try unetWeights().areInBytes() || textWeightsOrNone()?.areInBytes() == true
  }

  /// Writes a copy of the model into `folder`, with the weights of the network and of the text encoder in 8 bits
  /// (`WeightFiles.writeInBytes`), each in one file. The folder can be used like this one. Throws where this one is
  /// quantised already, or there is anything in `folder`.
  public func quantise(to folder: String) throws {
    if try isQuantised() { throw QuantisingFault.already(model: path) }
    let index = "model_index.json"
    if FileType(folder) == .folder, let found = try FileSystem.names(in: folder).first {
      throw QuantisingFault.taken(folder: folder, by: found)
    }
    var copied = ["scheduler", "image_noising_scheduler", "tokenizer"]
    copied += try FileSystem.names(in: path).filter { $0.uppercased().hasPrefix("LICENSE") }
    for file in try copied.flatMap({ try files(of: $0) }) { try copy(file, to: folder) }
    var networks = [("unet", try unetWeights(), "diffusion_pytorch_model")]
    if textEncoder != nil, let weights = textWeightsOrNone() { networks.append(("text_encoder", weights, "model")) }
    for (name, weights, base) in networks {
      try weights.writeInBytes(to: "\(folder)/\(name)/\(base).safetensors")
    }
    for name in textEncoder == nil ? ["unet"] : ["unet", "text_encoder"] {
      try noteBytes(in: "\(name)/config.json", to: folder)
    }
    // What makes the folder a model comes last.
    try copy(index, to: folder)
  }

  /// Copies a configuration with a note of its weights, so that other programs don't take whole numbers for weights.
  private func noteBytes(in file: String, to folder: String) throws {
    let source = try OpenFile(path: path + "/" + file)
    let text = try source.read(0..<source.size)
    guard let start = text.firstIndex(of: UInt8(ascii: "{")) else { return }
    let note = """

        "quantization_config": {
          "quant_method": "compressed-tensors",
          "format": "int-quantized",
          "config_groups": {
            "group_0": {
              "targets": ["Linear", "Conv2d"],
              "weights": { "num_bits": 8, "type": "int", "symmetric": true, "strategy": "channel" }
            }
          }
        },
      """
    try AtomicFile.write(text[...start] + Array(note.utf8) + text[(start + 1)...], to: folder + "/" + file)
  }
}

/// An error in writing a model's weights in 8 bits.
public enum QuantisingFault: Fault {
  /// The model's weights are in 8 bits.
  case already(model: String)
  /// There is something in the folder.
  case taken(folder: String, by: String)

  public var cause: FaultCause {
    switch self {
    case .already: .data
    case .taken: .cannotWrite
    }
  }

  public var description: String {
    switch self {
    case .already(let model): "\(model): its weights are in 8 bits already"
    case .taken(let folder, let found):
      "\(folder): the folder should be empty, found '\(FileName.shown(found))'; name another folder, or empty it"
    }
  }
}
