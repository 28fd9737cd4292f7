/// The answer to `GET v2`.
struct ServerMetadata: Decodable, Sendable {
  let name: String
  let version: String?
  let extensions: [String]?

  /// Whether it takes and gives numbers in binary; MLServer is one that doesn't.
  var isBinary: Bool { extensions?.contains("binary_tensor_data") ?? false }
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
}

/// What Triton answers to `GET v2/models/NAME/config`, as far as it matters here.
struct ModelConfiguration: Decodable, Sendable {
  /// The most pictures in a request; 0 for a model that doesn't batch.
  let maxBatchSize: Int?

  private enum CodingKeys: String, CodingKey { case maxBatchSize = "max_batch_size" }
}

/// What a server says of an error.
struct ServerError: Decodable, Sendable { let error: String }
