import Foundation
import GRPCCore
import OpenInference
import PipelineKit
import SwiftProtobuf
import Tensors

/// The protocol over gRPC: health, metadata, configuration, statistics and inference.
struct GRPCService: Inference_GRPCInferenceService.SimpleServiceProtocol {
  let service: InferenceService

  func serverLive(
    request: Inference_ServerLiveRequest, context: ServerContext
  ) async throws -> Inference_ServerLiveResponse { .with { $0.live = true } }

  func serverReady(
    request: Inference_ServerReadyRequest, context: ServerContext
  ) async throws -> Inference_ServerReadyResponse { .with { $0.ready = service.isReady } }

  func modelReady(
    request: Inference_ModelReadyRequest, context: ServerContext
  ) async throws -> Inference_ModelReadyResponse {
    try answering { () throws(ServiceError) in
      _ = try service.network(request.name, version: request.version)
      return .with { $0.ready = service.isReady }
    }
  }

  func serverMetadata(
    request: Inference_ServerMetadataRequest, context: ServerContext
  ) async throws -> Inference_ServerMetadataResponse {
    .with {
      $0.name = "pipelinekit"
      $0.version = PipelineKit.version
      $0.extensions = InferenceService.extensions
    }
  }

  func modelMetadata(
    request: Inference_ModelMetadataRequest, context: ServerContext
  ) async throws -> Inference_ModelMetadataResponse {
    try answering { () throws(ServiceError) in
      let network = try service.network(request.name, version: request.version)
      func tensor(_ port: NetworkOnServer.Port) -> Inference_ModelMetadataResponse.TensorMetadata {
        .with {
          $0.name = port.name
          $0.datatype = "FP32"
          $0.shape = port.shape.map(Int64.init)
        }
      }
      return .with {
        $0.name = network.name
        $0.versions = [InferenceService.version]
        $0.platform = "pipelinekit"
        $0.inputs = network.inputs.map(tensor)
        $0.outputs = [tensor(network.output)]
      }
    }
  }

  func modelConfig(
    request: Inference_ModelConfigRequest, context: ServerContext
  ) async throws -> Inference_ModelConfigResponse {
    try answering { () throws(ServiceError) in
      let network = try service.network(request.name, version: request.version)
      func dims(_ port: NetworkOnServer.Port) -> [Int64] { port.shape.dropFirst().map(Int64.init) }
      return .with { answer in
        answer.config.name = network.name
        answer.config.backend = "pipelinekit"
        answer.config.maxBatchSize = Int32(network.largest)
        answer.config.input = network.inputs.map { port in
          .with { ($0.name, $0.dataType, $0.dims) = (port.name, .typeFp32, dims(port)) }
        }
        answer.config.output = [
          .with { ($0.name, $0.dataType, $0.dims) = (network.output.name, .typeFp32, dims(network.output)) }
        ]
      }
    }
  }

  func modelStatistics(
    request: Inference_ModelStatisticsRequest, context: ServerContext
  ) async throws -> Inference_ModelStatisticsResponse {
    try answering { () throws(ServiceError) in
      let networks =
        request.name.isEmpty ? service.networks : [try service.network(request.name, version: request.version)]
      return .with { $0.modelStats = networks.map { statistics($0.name) } }
    }
  }

  private func statistics(_ name: String) -> Inference_ModelStatistics {
    func duration(_ duration: Statistics.Duration) -> Inference_StatisticDuration {
      .with { ($0.count, $0.ns) = (duration.count, duration.nanoseconds) }
    }
    // Reading and writing tensors isn't measured by itself.
    func none(_ times: Statistics.Duration) -> Inference_StatisticDuration { duration(.init(count: times.count)) }
    let model = service.statistics.of(name)
    return .with {
      ($0.name, $0.version) = (name, InferenceService.version)
      ($0.lastInference, $0.inferenceCount, $0.executionCount) = (model.lastInference, model.pictures, model.batches)
      $0.inferenceStats = .with {
        ($0.success, $0.fail) = (duration(model.success), duration(model.failure))
        ($0.queue, $0.computeInfer) = (duration(model.queue), duration(model.compute))
        ($0.computeInput, $0.computeOutput) = (none(model.compute), none(model.compute))
      }
      $0.batchStats = model.batchSizes.sorted { $0.key < $1.key }.map { size, time in
        .with {
          ($0.batchSize, $0.computeInfer) = (UInt64(size), duration(time))
          ($0.computeInput, $0.computeOutput) = (none(time), none(time))
        }
      }
    }
  }

  func modelInfer(
    request: Inference_ModelInferRequest, context: ServerContext
  ) async throws -> Inference_ModelInferResponse {
    do {
      let (network, _, output) = try await service.infer(
        request.modelName, version: request.modelVersion, over: "grpc"
      ) {
        { () throws(ServiceError) in
          do throws(SentTensor.Flaw) {
            return InferenceQuestion(inputs: try request.tensors(), outputs: request.outputs.map(\.name))
          } catch { throw .request(error.what) }
        }
      }
      return .with {
        ($0.modelName, $0.modelVersion, $0.id) = (network.name, InferenceService.version, request.id)
        $0.outputs = [
          .with {
            ($0.name, $0.datatype, $0.shape) = (network.output.name, "FP32", output.shape.map(Int64.init))
          }
        ]
        $0.rawOutputContents = [Data(output.bytes(as: .f32))]
      }
    } catch let error as ServiceError { throw RPCError(error) }
  }

  private func answering<Answer>(_ body: () throws(ServiceError) -> Answer) throws -> Answer {
    do throws(ServiceError) { return try body() } catch {
      service.refused(error, over: "grpc")
      throw RPCError(error)
    }
  }
}

extension RPCError {
  /// The same error in gRPC's codes. What a client should try again later is `unavailable`.
  init(_ error: ServiceError) {
    let code: RPCError.Code =
      switch error {
      case .request, .method: .invalidArgument
      case .unknown: .notFound
      case .token: .unauthenticated
      case .tooLarge: .resourceExhausted
      case .busy, .full, .closing: .unavailable
      case .failed: .internalError
      }
    self.init(code: code, message: error.message)
  }
}
