import NIOCore
import OpenInference

extension InferenceQuestion {
  /// A request over HTTP: inputs as lists in JSON, or in binary after it.
  ///
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
    let text = try TensorJSON(bytes[..<length], of: "")
    let header: Header
    do { header = try text.decode(Header.self) } catch {
      throw SentTensor.Flaw(what: "is not the JSON that the protocol describes")
    }
    self.init(
      id: header.id,
      inputs: try TensorHeader.tensors(header.inputs, lists: text.lists, bytes[length...], of: ""),
      outputs: (header.outputs ?? []).map(\.name),
      isBinary: header.outputs?.first?.parameters?.isBinary ?? header.parameters?.isBinary ?? false)
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
