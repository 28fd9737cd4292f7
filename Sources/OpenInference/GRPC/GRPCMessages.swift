import Foundation
import SwiftProtobuf
import Tensors

extension Inference_ModelInferRequest {
  /// A question, its numbers in binary.
  init(_ inference: Inference) {
    self = .with { request in
      request.modelName = inference.model.name
      request.modelVersion = inference.model.version
      request.inputs = inference.inputs.map { input in
        .with {
          $0.name = input.port.name
          $0.datatype = input.port.type.rawValue
          $0.shape = input.tensor.shape.map(Int64.init)
        }
      }
      request.rawInputContents = inference.inputs.map { Data($0.tensor.bytes(as: $0.port.type.layout)) }
      request.outputs = [.with { $0.name = inference.output.name }]
    }
  }

  /// The inputs as they were sent.
  package func tensors() throws(SentTensor.Flaw) -> [SentTensor] {
    try SentTensor.all(
      inputs.map { ($0.name, $0.datatype, $0.shape, $0.contents) }, raw: rawInputContents, of: "the request")
  }
}

extension Inference_ModelInferResponse {
  /// The outputs as they were sent.
  func tensors() throws(SentTensor.Flaw) -> [SentTensor] {
    try SentTensor.all(
      outputs.map { ($0.name, $0.datatype, $0.shape, $0.contents) }, raw: rawOutputContents, of: "its answer")
  }
}

extension SentTensor {
  /// The tensors of a message, whose numbers are raw for all or in fields of their types.
  fileprivate static func all(
    _ tensors: [(name: String, datatype: String, shape: [Int64], contents: Inference_InferTensorContents)],
    raw: [Data], of subject: String
  ) throws(Flaw) -> [SentTensor] {
    guard raw.isEmpty || raw.count == tensors.count else {
      throw Flaw(what: "\(subject) has \(tensors.count) tensors, but raw numbers of \(raw.count)")
    }
    return tensors.enumerated().map { index, tensor in
      SentTensor(
        tensor.name, tensor.datatype, tensor.shape.map(Int.init),
        raw.isEmpty ? .list(tensor.contents.numbers(tensor.datatype)) : .bytes(ArraySlice(raw[index])))
    }
  }
}

extension Inference_InferTensorContents {
  /// The numbers in the field of a type; none for a type that isn't exchanged, or is always raw.
  fileprivate func numbers(_ datatype: String) -> [Float] {
    switch ElementType(rawValue: datatype) {
    case .fp32: fp32Contents
    case .fp64: fp64Contents.map { Float($0) }
    case .int64: int64Contents.map { Float($0) }
    case .int32: intContents.map { Float($0) }
    case .fp16, .bf16, nil: []
    }
  }
}
