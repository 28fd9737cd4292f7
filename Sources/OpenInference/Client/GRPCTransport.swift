import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import NIOCore
import NIOPosix
import NIOSSL
import PipelineKit
import SwiftProtobuf
import Tensors

/// Requests over gRPC, with what can go wrong on the way in words.
final class GRPCTransport: Transport {
  private typealias Client = GRPCClient<HTTP2ClientTransport.Posix>

  private let clients: [ServerAddress.Host: Client]
  private let timeout: Double
  private let headers: ServerHeaders
  let eventLoop: any EventLoop

  /// - Parameters:
  ///   - timeout: the seconds that a server has for an answer.
  ///   - certificates: a file of the certificates that servers are trusted by; nil for the system's.
  init(
    to hosts: [ServerAddress.Host], isEncrypted: Bool, timeout: Double, headers: ServerHeaders, certificates: String?
  ) throws {
    (self.timeout, self.headers) = (timeout, headers)
    eventLoop = MultiThreadedEventLoopGroup.singleton.any()
    let security: HTTP2ClientTransport.Posix.TransportSecurity =
      isEncrypted
      ? .tls { tls in
        if let certificates { tls.trustRoots = .certificates([.file(path: certificates, format: .pem)]) }
      } : .plaintext
    clients = try Dictionary(
      uniqueKeysWithValues: hosts.map { host in
        let transport = try HTTP2ClientTransport.Posix(
          target: Self.target(host), transportSecurity: security,
          config: .defaults { config in
            // A batch of pictures is some megabytes.
            config.http2.targetWindowSize = 8 << 20
            config.http2.maxFrameSize = 1 << 20
            // Pauses are `Replicas`' matter.
            config.backoff = .init(initial: .milliseconds(50), max: .seconds(1), multiplier: 2, jitter: 0.2)
          })
        return (host, GRPCClient(transport: transport))
      })
    for client in clients.values { Task { try? await client.runConnections() } }
  }

  deinit { for client in clients.values { client.beginGracefulShutdown() } }

  func server(_ host: ServerAddress.Host) -> EventLoopFuture<ServerMetadata> {
    call(host) { client, metadata, options in
      let answer = try await client.serverMetadata(
        Inference_ServerMetadataRequest(), metadata: metadata, options: options)
      return ServerMetadata(name: answer.name, version: answer.version, extensions: answer.extensions)
    }.map { [headers] in $0.shown(by: headers) }.flatMapErrorThrowing { error in
      guard let failure = error as? AttemptFailure, case .status(_, "UNIMPLEMENTED", let what) = failure.fault else {
        throw error
      }
      throw ServedFault.otherProtocol(host, what)
    }
  }

  func metadata(_ host: ServerAddress.Host, of model: ServedName) -> EventLoopFuture<ModelMetadata> {
    call(host) { client, metadata, options in
      let question = Inference_ModelMetadataRequest.with { ($0.name, $0.version) = (model.name, model.version) }
      let answer = try await client.modelMetadata(question, metadata: metadata, options: options)
      func tensors(_ tensors: [Inference_ModelMetadataResponse.TensorMetadata]) -> [ModelMetadata.Tensor] {
        tensors.map { .init(name: $0.name, datatype: $0.datatype, shape: $0.shape.map(Int.init)) }
      }
      return ModelMetadata(
        name: answer.name, versions: answer.versions.isEmpty ? nil : answer.versions, inputs: tensors(answer.inputs),
        outputs: tensors(answer.outputs))
    }.map { [headers] in $0.shown(by: headers) }
  }

  func configuration(_ host: ServerAddress.Host, of model: ServedName) -> EventLoopFuture<ModelConfiguration?> {
    call(host) { client, metadata, options in
      let question = Inference_ModelConfigRequest.with { ($0.name, $0.version) = (model.name, model.version) }
      let answer = try await client.modelConfig(question, metadata: metadata, options: options)
      return ModelConfiguration(maxBatchSize: Int(answer.config.maxBatchSize))
    }
  }

  func infer(_ host: ServerAddress.Host, _ inference: Inference) -> EventLoopFuture<Tensor> {
    let request = Inference_ModelInferRequest(inference)
    return call(host, largest: inference.largestAnswer) { client, metadata, options in
      try await client.modelInfer(request, metadata: metadata, options: options)
    }.flatMapThrowing { [headers] answer in
      do {
        return try answer.tensors().output(inference.output, shape: inference.shape, shown: headers.shown)
      } catch let flaw as SentTensor.Flaw { throw ServedFault.answer(host, flaw.what) }
    }
  }

  /// Calls a server, once. The future fails with an `AttemptFailure`.
  ///
  /// - Parameter largest: the most bytes that the answer may have.
  private func call<Answer: Sendable>(
    _ host: ServerAddress.Host, largest: Int = 1 << 20,
    _ body:
      @escaping @Sendable (
        Inference_GRPCInferenceService.Client<HTTP2ClientTransport.Posix>, Metadata, CallOptions
      ) async throws -> Answer
  ) -> EventLoopFuture<Answer> {
    let client = Inference_GRPCInferenceService.Client(wrapping: clients[host]!)
    var metadata = Metadata()
    for (name, value) in headers.headers(for: host) { metadata.addString(value, forKey: name.lowercased()) }
    var options = CallOptions.defaults
    options.timeout = .seconds(timeout)
    options.waitForReady = false
    // grpc-swift-nio-transport 2.9 reads no limit on answers, and bounds what it receives, which here is the answer, by
    // the limit on requests.
    options.maxRequestMessageBytes = min(largest, Int(UInt32.max))
    options.maxResponseMessageBytes = options.maxRequestMessageBytes
    let promise = eventLoop.makePromise(of: Answer.self)
    promise.completeWithTask { [metadata, options] in
      do { return try await body(client, metadata, options) } catch { throw self.failure(error, host, largest) }
    }
    return promise.futureResult
  }

  /// What went wrong on the way.
  private func failure(_ error: any Error, _ host: ServerAddress.Host, _ largest: Int) -> AttemptFailure {
    guard let error = error as? RPCError else {
      return AttemptFailure(fault: .unreachable(host, headers.shown("\(error)")), retry: .anywhere)
    }
    if error.code == .deadlineExceeded {
      return AttemptFailure(fault: .noAnswer(host, seconds: timeout), retry: .elsewhere)
    }
    // An error of the connection has a cause; one that the server tells has none.
    if let reason = Self.reason(error) {
      return AttemptFailure(fault: .unreachable(host, headers.shown(reason)), retry: .anywhere)
    }
    // The transport's words where the connection ends before the answer.
    if error.code == .unavailable, error.message.hasPrefix("Stream unexpectedly closed") {
      return AttemptFailure(fault: .closed(host), retry: .anywhere)
    }
    let fault = ServedFault.status(host, Self.name(error.code), headers.shown(error.message))
    switch error.code {
    case .unavailable: return AttemptFailure(fault: fault, retry: .anywhere)
    // The transport's words, whose prefix is the maximum that was set above.
    case .internalError where error.message.contains("(max: \(largest), "):
      return AttemptFailure(fault: .answer(host, "its answer has more than \(largest) bytes"), retry: .never)
    case .internalError, .unknown, .aborted, .cancelled, .dataLoss, .resourceExhausted:
      return AttemptFailure(fault: fault, retry: .elsewhere)
    default: return AttemptFailure(fault: fault, retry: .never)
    }
  }

  /// A name is looked up. An IP address is taken as it is: TLS has no such name, and compares it with the certificate's.
  private static func target(_ host: ServerAddress.Host) -> any ResolvableTarget {
    switch try? NIOCore.SocketAddress(ipAddress: host.name, port: host.port) {
    case .v4: .ipv4(address: host.name, port: host.port)
    case .v6: .ipv6(address: host.name, port: host.port)
    default: .dns(host: host.name, port: host.port)
    }
  }

  /// The name of a code in gRPC's documents: `NOT_FOUND`.
  private static func name(_ code: RPCError.Code) -> String {
    if code == .internalError { return "INTERNAL" }
    return "\(code)".reduce(into: "") { $0 += ($1.isUppercase ? "_" : "") + $1.uppercased() }
  }

  /// Why there is no connection, in the system's words where it has any; nil for what a server says.
  private static func reason(_ error: RPCError) -> String? {
    var cause = error.cause
    while let next = cause {
      switch next {
      case let error as IOError: return String(cString: strerror(error.errnoCode)).lowercased()
      case let error as NIOConnectionError:
        let failures = error.connectionErrors.map(\.error)
        if failures.isEmpty { return "its name is not known" }
        cause = failures.first { $0 is IOError }
        if cause == nil { return "it doesn't take the connection" }
      case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: return ServedFault.reason(ofTLS: next)
      case let error as RPCError: cause = error.cause
      // The transport's own error, which it doesn't export, of a name.
      case _ where "\(type(of: next))" == "GetAddrInfoError": return "its name is not known"
      default: return "the connection failed; does it speak gRPC there?"
      }
    }
    return nil
  }
}
