import PipelineKit

/// What the server says of itself in JSON: the protocol's names, and those of Triton's extensions.
enum ServerDocument {
  /// `GET v2`.
  static var server: [String: Any] {
    ["name": "pipelinekit", "version": PipelineKit.version, "extensions": InferenceService.extensions]
  }

  /// `GET v2/models/NAME`.
  static func metadata(_ network: NetworkOnServer) -> [String: Any] {
    func tensor(_ port: NetworkOnServer.Port) -> [String: Any] {
      ["name": port.name, "datatype": "FP32", "shape": port.shape]
    }
    return [
      "name": network.name, "versions": [InferenceService.version], "platform": "pipelinekit",
      "inputs": network.inputs.map(tensor), "outputs": [tensor(network.output)],
    ]
  }

  /// `GET v2/models/NAME/config`. The axis of pictures isn't among `dims`.
  static func configuration(_ network: NetworkOnServer) -> [String: Any] {
    func tensor(_ port: NetworkOnServer.Port) -> [String: Any] {
      ["name": port.name, "data_type": "TYPE_FP32", "dims": Array(port.shape.dropFirst())]
    }
    return [
      "name": network.name, "platform": "", "backend": "pipelinekit", "max_batch_size": network.largest,
      "input": network.inputs.map(tensor), "output": [tensor(network.output)], "dynamic_batching": [String: Any](),
    ]
  }

  /// `GET v2/models/NAME/stats`.
  static func statistics(_ networks: [NetworkOnServer], _ service: InferenceService) -> [String: Any] {
    func duration(_ duration: Statistics.Duration) -> [String: Any] {
      ["count": duration.count, "ns": duration.nanoseconds]
    }
    return [
      "model_stats": networks.map { network -> [String: Any] in
        let model = service.statistics.of(network.name)
        // Reading and writing tensors isn't measured by itself.
        func none(_ times: Statistics.Duration) -> [String: Any] { duration(.init(count: times.count)) }
        return [
          "name": network.name, "version": InferenceService.version, "last_inference": model.lastInference,
          "inference_count": model.pictures, "execution_count": model.batches,
          "inference_stats": [
            "success": duration(model.success), "fail": duration(model.failure), "queue": duration(model.queue),
            "compute_input": none(model.compute), "compute_infer": duration(model.compute),
            "compute_output": none(model.compute),
          ],
          "batch_stats": model.batchSizes.sorted { $0.key < $1.key }.map {
            [
              "batch_size": $0.key, "compute_input": none($0.value), "compute_infer": duration($0.value),
              "compute_output": none($0.value),
            ]
          },
        ]
      }
    ]
  }
}
