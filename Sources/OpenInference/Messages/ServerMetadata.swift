/// The answer to `GET v2`.
struct ServerMetadata: Decodable, Sendable {
  let name: String
  let version: String?
  let extensions: [String]?

  /// Whether it takes and gives numbers in binary; MLServer is one that doesn't.
  var isBinary: Bool { extensions?.contains("binary_tensor_data") ?? false }

  /// The same with its texts as messages and pictures may hold them.
  func shown(by headers: ServerHeaders) -> Self {
    Self(name: headers.shown(name), version: version.map(headers.shown), extensions: extensions)
  }
}

/// The answer to `GET v2/models/NAME`.
struct ModelMetadata: Decodable, Sendable, Equatable {
  /// A tensor. Axes of any length are −1.
  struct Tensor: Decodable, Sendable, Equatable {
    let name, datatype: String
    let shape: [Int]
  }

  let name: String
  let versions: [String]?
  let inputs, outputs: [Tensor]

  /// The same with its texts as messages and pictures may hold them.
  func shown(by headers: ServerHeaders) -> Self {
    func shown(_ tensors: [Tensor]) -> [Tensor] {
      tensors.map { Tensor(name: headers.shown($0.name), datatype: headers.shown($0.datatype), shape: $0.shape) }
    }
    return Self(
      name: headers.shown(name), versions: versions?.map(headers.shown), inputs: shown(inputs), outputs: shown(outputs))
  }
}

/// What Triton answers to `GET v2/models/NAME/config`, as far as it matters here.
struct ModelConfiguration: Decodable, Sendable {
  /// The most pictures in a request; 0 for a model that doesn't batch.
  let maxBatchSize: Int?

  private enum CodingKeys: String, CodingKey { case maxBatchSize = "max_batch_size" }
}

/// What a server says of an error.
struct ServerError: Decodable, Sendable { let error: String }
