import Foundation
import NIOCore
import OpenInference

/// A request for inference over HTTP: inputs as lists in JSON, or in binary after it.
struct InferenceQuestion {
  let id: String?
  let inputs: [SentTensor]
  /// The outputs that are asked for; none for all.
  let outputs: [String]
  /// Whether the output is wanted in binary.
  let isBinary: Bool

  /// - Parameter headerLength: the header `Inference-Header-Content-Length`, the bytes of JSON; nil where all is JSON.
  init(_ body: ByteBuffer, headerLength: String?) throws(SentTensor.Flaw) {
    let bytes = Array(body.readableBytesView)
    let length = headerLength.map { Int($0) ?? -1 } ?? bytes.count
    guard (0...bytes.count).contains(length) else {
      throw SentTensor.Flaw(
        what:
          "should begin with as many bytes of JSON as Inference-Header-Content-Length says, found \(bytes.count) in all"
      )
    }
    let header: Header
    do { header = try JSONDecoder().decode(Header.self, from: Data(bytes[..<length])) } catch {
      throw SentTensor.Flaw(what: "is not the JSON that the protocol describes")
    }
    id = header.id
    inputs = try TensorHeader.tensors(header.inputs, bytes[length...], of: "")
    outputs = (header.outputs ?? []).map(\.name)
    isBinary = header.outputs?.first?.parameters?.isBinary ?? header.parameters?.isBinary ?? false
  }

  /// The protocol's names.
  private struct Header: Decodable {
    struct Parameters: Decodable {
      let isBinary: Bool?
      private enum CodingKeys: String, CodingKey { case isBinary = "binary_data" }
    }
    struct AllOutputs: Decodable {
      let isBinary: Bool?
      private enum CodingKeys: String, CodingKey { case isBinary = "binary_data_output" }
    }
    struct Output: Decodable {
      let name: String
      let parameters: Parameters?
    }
    let id: String?
    let inputs: [TensorHeader]
    let outputs: [Output]?
    let parameters: AllOutputs?
  }
}
