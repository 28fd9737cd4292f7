import Foundation
import PipelineKit
import PipelineModels
import PipelineTesting
import Tensors
import TestServers
import TestSupport
import Testing

/// What servers do wrong over gRPC.
@Suite struct GRPCFailureTests {
  /// The estimate of a picture by a server, or what the error says after the server's address. On a thread of its own, as
  /// the client waits for answers.
  private func estimate(
    _ answer: @escaping @Sendable (_ method: String) -> FakeGRPCServer.Reply
  ) async throws -> (noise: Tensor?, said: String) {
    let server = try FakeGRPCServer { method, _ in answer(method) }
    let host = "127.0.0.1:\(server.port)"
    return try await withCheckedThrowingContinuation { continuation in
      Thread {
        continuation.resume(
          with: Result {
            try withLocalFiles("mnist-time") { folder in
              do {
                let model = try LoadModel()(
                  from: "oip+grpc://\(host)/net?local=\(folder)/m&patience=0", formats: .with(servedRegistry()))
                let estimator = try #require(model as? any NoiseEstimator)
                let evaluation = Evaluation(Tensor([1, 1, 28, 28], repeating: 0.5), at: 9)
                return (try estimator.estimates([evaluation])[0].noise, "")
              } catch { return (nil, "\(error)".replacing("server \(host): ", with: "")) }
            }
          })
      }.start()
    }
  }

  /// The fake server by itself is right.
  @Test func noFailure() async throws {
    let found = try await estimate { FakeGRPCServer.digits($0) }
    #expect(found.noise == Tensor([1, 1, 28, 28], repeating: 0), "\(found.said)")
  }

  /// An answer has at most 32 bytes for each number, and a MiB.
  @Test func tooLargeAnAnswer() async throws {
    let (_, said) = try await estimate { FakeGRPCServer.digits($0, padding: 2 << 20) }
    #expect(said == "its answer has more than \(32 * 784 + 1 << 20) bytes")
  }

  @Test func tooLargeADescription() async throws {
    let (_, said) = try await estimate { method in
      method == "ServerMetadata"
        ? .message(Protobuf.field(1, String(repeating: "n", count: 2 << 20)))
        : FakeGRPCServer.digits(method)
    }
    #expect(said == "its answer has more than \(1 << 20) bytes")
  }

  /// Long texts are cut.
  @Test func longTexts() async throws {
    let long = String(repeating: "T", count: 5000)
    let (_, said) = try await estimate { FakeGRPCServer.digits($0, type: long) }
    #expect(
      said == "gives 'out_sample' as \(long.prefix(200))…; expected 'FP64', 'FP32', 'FP16', 'BF16', 'INT64', 'INT32'")
    let (_, status) = try await estimate { $0 == "ModelInfer" ? .status(3, long) : FakeGRPCServer.digits($0) }
    #expect(status == "answers INVALID_ARGUMENT: \(long.prefix(200))…")
  }
}
