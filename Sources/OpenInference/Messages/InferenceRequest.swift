import Foundation
import NIOCore
import Tensors

/// A request of `POST v2/models/NAME/infer` with the extension of binary tensors: a JSON header, and after it the inputs'
/// numbers, one tensor after the other.
struct InferenceRequest: Sendable {
  /// The bytes of the request's JSON header.
  let headerLength: Int
  let body: ByteBuffer

  /// - Parameters:
  ///   - inputs: in the order of the numbers.
  ///   - output: the only output that is asked for.
  init(_ inputs: [(port: TensorPort, tensor: Tensor)], output: String) throws {
    let numbers = inputs.map { $0.tensor.bytes(as: $0.port.type.layout) }
    let header = Header(
      inputs: zip(inputs, numbers).map { input, bytes in
        Header.Input(
          name: input.port.name, datatype: input.port.type.rawValue, shape: input.tensor.shape,
          parameters: .init(size: bytes.count))
      }, outputs: [.init(name: output, parameters: .init(isBinary: true))])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = try encoder.encode(header)
    headerLength = text.count
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
      let parameters: Parameters
    }
    struct Output: Encodable {
      struct Parameters: Encodable {
        let isBinary: Bool
        enum CodingKeys: String, CodingKey { case isBinary = "binary_data" }
      }
      let name: String
      let parameters: Parameters
    }
    let inputs: [Input]
    let outputs: [Output]
  }
}
