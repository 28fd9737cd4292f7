import Foundation
import NIOCore
import Tensors

/// A request of `POST v2/models/NAME/infer`: with the extension of binary tensors a JSON header, and after it the inputs'
/// numbers, one tensor after the other; without it, numbers as lists in JSON.
struct InferenceRequest: Sendable {
  /// The bytes of the request's JSON header; nil where all is JSON.
  let headerLength: Int?
  let body: ByteBuffer

  init(_ inference: Inference) throws {
    let (inputs, isBinary) = (inference.inputs, inference.isBinary)
    let numbers = isBinary ? inputs.map { $0.tensor.bytes(as: $0.port.type.layout) } : []
    let header = Header(
      inputs: inputs.enumerated().map { index, input in
        Header.Input(
          name: input.port.name, datatype: input.port.type.rawValue, shape: input.tensor.shape,
          parameters: isBinary ? .init(size: numbers[index].count) : nil, data: isBinary ? nil : input.tensor.values)
      }, outputs: [.init(name: inference.output.name, parameters: isBinary ? .init(isBinary: true) : nil)])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = try encoder.encode(header)
    headerLength = isBinary ? text.count : nil
    var body = ByteBuffer()
    body.reserveCapacity(text.count + numbers.reduce(0) { $0 + $1.count })
    body.writeBytes(text)
    for bytes in numbers { body.writeBytes(bytes) }
    self.body = body
  }

  /// The protocol's names.
  private struct Header: Encodable {
    struct Input: Encodable {
      struct Parameters: Encodable {
        let size: Int
        enum CodingKeys: String, CodingKey { case size = "binary_data_size" }
      }
      let name, datatype: String
      let shape: [Int]
      let parameters: Parameters?
      let data: [Float]?
    }
    struct Output: Encodable {
      struct Parameters: Encodable {
        let isBinary: Bool
        enum CodingKeys: String, CodingKey { case isBinary = "binary_data" }
      }
      let name: String
      let parameters: Parameters?
    }
    let inputs: [Input]
    let outputs: [Output]
  }
}
