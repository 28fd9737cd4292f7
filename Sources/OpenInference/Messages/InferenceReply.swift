import NIOCore

/// The answer to a request over HTTP: outputs in binary after a JSON header, or as lists in JSON where a server doesn't know
/// the extension of binary tensors.
struct InferenceReply {
  let outputs: [SentTensor]

  /// - Parameters:
  ///   - headerLength: of the JSON header; nil where all is JSON.
  init(_ body: ByteBuffer, headerLength: Int?) throws(SentTensor.Flaw) {
    let bytes = Array(body.readableBytesView)
    let length = headerLength ?? bytes.count
    guard (0...bytes.count).contains(length) else {
      throw SentTensor.Flaw(
        what: "its answer should begin with \(length) bytes of JSON, found \(bytes.count) bytes in all")
    }
    let text = try TensorJSON(bytes[..<length], of: "its answer")
    let header: Header
    do { header = try text.decode(Header.self) } catch {
      throw SentTensor.Flaw(what: "its answer is not the JSON that the protocol describes")
    }
    outputs = try TensorHeader.tensors(header.outputs, lists: text.lists, bytes[length...], of: "its answer")
  }

  /// The protocol's names.
  private struct Header: Decodable { let outputs: [TensorHeader] }
}
