import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A small HTTP server on a port of 127.0.0.1 of its own. It says exactly the bytes that a test wants.
public final class FakeServer: Sendable {
  /// A complete request.
  public struct Request: Sendable {
    public var method, path: String
    /// Names in lower case.
    public var headers: [String: String]
    public var body: [UInt8]
  }

  /// What the server does with a request.
  public enum Reply: Sendable {
    /// A complete answer.
    case answer(Int, [String: String] = [:], [UInt8])
    /// These bytes, and then the connection is closed.
    case bytes([UInt8])
    /// Nothing, and the connection stays open.
    case nothing

    /// An answer of JSON.
    public static func json(_ text: String, status: Int = 200) -> Reply {
      .answer(status, ["Content-Type": "application/json"], Array(text.utf8))
    }
  }

  public let port: Int
  private let channel: any Channel
  private let state: Shared

  fileprivate final class Shared: Sendable {
    let requests = Mutex<[Request]>([])
    let channels = Mutex<[any Channel]>([])
    let answer: @Sendable (Request) -> Reply
    init(_ answer: @escaping @Sendable (Request) -> Reply) { self.answer = answer }
  }

  /// Starts a server.
  ///
  /// - Parameters:
  ///   - identity: the files of a certificate and its key, for TLS.
  ///   - answer: called for each request, one after the other.
  public init(
    identity: (certificate: String, key: String)? = nil, answer: @escaping @Sendable (Request) -> Reply
  ) throws {
    let state = Shared(answer)
    self.state = state
    let tls = try identity.map { identity in
      try NIOSSLContext(
        configuration: .makeServerConfiguration(
          certificateChain: NIOSSLCertificate.fromPEMFile(identity.certificate).map { .certificate($0) },
          privateKey: .privateKey(NIOSSLPrivateKey(file: identity.key, format: .pem))))
    }
    channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        state.channels.withLock { $0.append(channel) }
        return channel.eventLoop.makeCompletedFuture {
          if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
          try channel.pipeline.syncOperations.addHandler(Handler(state))
        }
      }
      .bind(host: "127.0.0.1", port: 0).wait()
    port = channel.localAddress!.port!
  }

  deinit { stop() }

  /// All requests so far.
  public var requests: [Request] { state.requests.withLock { $0 } }

  /// Closes the port and all connections, as the end of a process does.
  public func stop() {
    channel.close(promise: nil)
    for channel in state.channels.withLock({ $0 }) { channel.close(promise: nil) }
  }

  /// Reads requests, and writes what the test wants.
  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let state: Shared
    private var read: [UInt8] = []

    init(_ state: Shared) { self.state = state }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      read += Array(unwrapInboundIn(data).readableBytesView)
      while let request = next() {
        state.requests.withLock { $0.append(request) }
        switch state.answer(request) {
        case .nothing: break
        case .bytes(let bytes):
          context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
          context.close(promise: nil)
        case .answer(let status, let headers, let body):
          var head = "HTTP/1.1 \(status) Fake\r\nContent-Length: \(body.count)\r\n"
          for (name, value) in headers { head += "\(name): \(value)\r\n" }
          context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: Array((head + "\r\n").utf8) + body)), promise: nil)
        }
      }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    /// Takes a complete request from what was read.
    private func next() -> Request? {
      guard let end = read.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
      let lines = String(decoding: read[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
      let words = lines[0].split(separator: " ").map(String.init)
      var headers: [String: String] = [:]
      for line in lines.dropFirst() {
        let colon = line.firstIndex(of: ":")!
        headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      }
      let length = headers["content-length"].flatMap { Int($0) } ?? 0
      guard read.count >= end.upperBound + length else { return nil }
      defer { read.removeFirst(end.upperBound + length) }
      return Request(
        method: words[0], path: words[1], headers: headers, body: Array(read[end.upperBound..<end.upperBound + length]))
    }
  }
}
