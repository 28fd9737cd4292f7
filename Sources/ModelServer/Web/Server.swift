import Basics
import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import PipelineKit
import ServiceLifecycle
import Synchronization

/// A service on two ports of one address: HTTP and gRPC.
package final class Server: Sendable {
  /// Files of a certificate and its key, in PEM.
  package struct Identity: Sendable {
    let certificate, key: String
  }

  /// Where it listens.
  package let httpPort, grpcPort: Int
  private let group: ServiceGroup
  private let grpc: GRPCServer<HTTP2ServerTransport.Posix>
  private let start: Start

  /// Listens. Throws a `ServeFault` if it can't.
  ///
  /// - Parameters:
  ///   - host: a name or an IP address of this machine.
  ///   - httpPort: 0 for any that is free; so for the other.
  ///   - identity: for TLS on both ports; nil for none.
  package init(_ service: InferenceService, host: String, httpPort: Int, grpcPort: Int, identity: Identity?)
    async throws
  {
    let logger = Logger(label: "server") { _ in SwiftLogNoOpLogHandler() }
    let start = Start()

    // Each connection ends after a minute without a request, so that idle ones don't pile up.
    let http1 = HTTPServerBuilder.http1(configuration: .init(idleTimeout: .seconds(60)))
    let builder = try identity.map { try HTTPServerBuilder.tls(http1, tlsConfiguration: Self.tls($0)) } ?? http1
    let application = Application(
      responder: HTTPService(service: service), server: builder,
      configuration: .init(address: .hostname(host, port: httpPort), serverName: "pipelinekit"),
      onServerRunning: { channel in
        start.listens(at: channel.localAddress?.port)
      }, logger: logger)
    let group = ServiceGroup(
      configuration: .init(services: [.init(service: application)], gracefulShutdownSignals: [], logger: logger))

    let security: HTTP2ServerTransport.Posix.TransportSecurity =
      identity.map {
        .tls(
          certificateChain: [.file(path: $0.certificate, format: .pem)],
          privateKey: .file(path: $0.key, format: .pem))
      } ?? .plaintext
    let address = try await Self.listening(host, grpcPort) {
      try NIOCore.SocketAddress.makeAddressResolvingHost(host, port: grpcPort)
    }
    let place: GRPCNIOTransportHTTP2Posix.SocketAddress =
      address.protocol == .inet6
      ? .ipv6(host: address.ipAddress ?? host, port: grpcPort) : .ipv4(host: address.ipAddress ?? host, port: grpcPort)
    let transport = HTTP2ServerTransport.Posix(
      address: place, transportSecurity: security,
      config: .defaults { config in
        // `GRPCGate` has the limit.
        config.rpc.maxRequestPayloadSize = Int(UInt32.max)
        config.channelDebuggingCallbacks.onAcceptHTTP2Stream = { stream in
          stream.eventLoop.makeCompletedFuture {
            try stream.pipeline.syncOperations.addHandler(GRPCGate(service), position: .first)
          }
        }
        config.http2.targetWindowSize = 8 << 20
        config.http2.maxFrameSize = 1 << 20
      })
    let grpc = GRPCServer(transport: transport, services: [GRPCService(service: service)])
    (self.group, self.grpc, self.start) = (group, grpc, start)

    self.httpPort =
      try await Self.listening(host, httpPort) { try await start.port { try await group.run() } } ?? httpPort
    Task {
      if let address = try? await grpc.listeningAddress { start.listens(at: address.ipv4?.port ?? address.ipv6?.port) }
    }
    self.grpcPort =
      try await Self.listening(host, grpcPort) { try await start.port { try await grpc.serve() } } ?? grpcPort
  }

  /// Takes no more connections, and waits until what was asked is answered.
  package func stop() async {
    await group.triggerGracefulShutdown()
    grpc.beginGracefulShutdown()
    await start.end()
  }

  /// Starts services one after the other, and waits for their ends.
  private final class Start: Sendable {
    private let services = Mutex<[Task<Void, Never>]>([])
    private let waiting = Mutex<CheckedContinuation<Int?, any Error>?>(nil)

    /// Runs a service in the background until it ends. Returns the port at which it listens; throws if it ends before.
    func port(_ service: @escaping @Sendable () async throws -> Void) async throws -> Int? {
      try await withCheckedThrowingContinuation { continuation in
        waiting.withLock { $0 = continuation }
        let task = Task { [self] in
          do { try await service() } catch { finish(.failure(error)) }
        }
        services.withLock { $0.append(task) }
      }
    }

    func listens(at port: Int?) { finish(.success(port)) }

    private func finish(_ result: Result<Int?, any Error>) {
      let continuation = waiting.withLock { waiting in
        defer { waiting = nil }
        return waiting
      }
      continuation?.resume(with: result)
    }

    /// Waits until all services have ended.
    func end() async { for task in services.withLock({ $0 }) { await task.value } }
  }

  private static func tls(_ identity: Identity) throws -> TLSConfiguration {
    func reading<Result>(_ path: String, _ body: ([UInt8]) throws -> Result) throws -> Result {
      let bytes = try FileFault.contents(of: path)
      do { return try body(bytes) } catch { throw ServeFault.certificate(path, "can't be read as PEM") }
    }
    let chain = try reading(identity.certificate) { try NIOSSLCertificate.fromPEMBytes($0) }
    let key = try reading(identity.key) { try NIOSSLPrivateKey(bytes: $0, format: .pem) }
    let tls = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    do { _ = try NIOSSLContext(configuration: tls) } catch {
      throw ServeFault.certificate(identity.key, "is not the key of \(identity.certificate)")
    }
    return tls
  }

  /// What `body` gives. What it throws becomes a `ServeFault`.
  private static func listening<Result>(
    _ host: String, _ port: Int, _ body: () async throws -> Result
  ) async throws -> Result {
    do { return try await body() } catch {
      let cause = (error as? RPCError)?.cause ?? (error as? RuntimeError)?.cause ?? error
      let reason =
        switch cause {
        case let error as IOError: String(cString: strerror(error.errnoCode)).lowercased()
        case SocketAddressError.unknown, is SocketAddressError.UnknownHost: "the name is not known"
        default: "\(cause)"
        }
      throw ServeFault.listening("\(ServerAddress.Host(host, port: port))", ShownText.brief(reason))
    }
  }
}
