import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import NIOSSL
import Synchronization

/// A small gRPC server on a port of 127.0.0.1 of its own, which answers each method with a message as a test wants it.
public final class FakeGRPCServer: Sendable {
  /// What the server answers.
  public enum Reply: Sendable {
    /// A message in protobuf.
    case message([UInt8])
    /// An error.
    case status(Int, String)
  }

  public let port: Int
  private let channel: any Channel

  /// Starts a server.
  ///
  /// - Parameters:
  ///   - identity: the files of a certificate and its key, for TLS.
  ///   - answer: called for each call with the method's name and the call's headers.
  public init(
    identity: (certificate: String, key: String)? = nil,
    answer: @escaping @Sendable (_ method: String, _ headers: [String: String]) -> Reply
  ) throws {
    let tls = try identity.map { identity in
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: try NIOSSLCertificate.fromPEMFile(identity.certificate).map { .certificate($0) },
        privateKey: .privateKey(try NIOSSLPrivateKey(file: identity.key, format: .pem)))
      configuration.applicationProtocols = ["h2"]
      return try NIOSSLContext(configuration: configuration)
    }
    channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
          _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
            mode: .server, connectionConfiguration: .init(), streamConfiguration: .init()
          ) { stream in
            stream.eventLoop.makeCompletedFuture {
              try stream.pipeline.syncOperations.addHandler(Handler(answer))
            }
          }
        }
      }
      .bind(host: "127.0.0.1", port: 0).wait()
    port = channel.localAddress!.port!
  }

  deinit { channel.close(promise: nil) }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload
    private let answer: @Sendable (String, [String: String]) -> Reply
    private var headers = HPACKHeaders()

    init(_ answer: @escaping @Sendable (String, [String: String]) -> Reply) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .headers(let frame): headers = frame.headers
      case .data(let frame) where frame.endStream: reply(context)
      default: break
      }
    }

    private func reply(_ context: ChannelHandlerContext) {
      func write(_ headers: HPACKHeaders, isEnd: Bool) {
        context.write(wrapOutboundOut(.headers(.init(headers: headers, endStream: isEnd))), promise: nil)
      }
      write([":status": "200", "content-type": "application/grpc"], isEnd: false)
      var end: HPACKHeaders = ["grpc-status": "0"]
      let given = Dictionary(headers.map { ($0.name, $0.value) }) { first, _ in first }
      switch answer(String(headers.first(name: ":path")!.split(separator: "/").last!), given) {
      case .message(let bytes):
        var buffer = ByteBuffer(integer: UInt8(0))
        buffer.writeInteger(UInt32(bytes.count))
        buffer.writeBytes(bytes)
        context.write(wrapOutboundOut(.data(.init(data: .byteBuffer(buffer)))), promise: nil)
      case .status(let code, let text): end = ["grpc-status": "\(code)", "grpc-message": text]
      }
      write(end, isEnd: true)
      context.flush()
    }
  }
}

/// Protobuf, as far as the protocol's answers need it.
public enum Protobuf {
  /// A field of bytes: a text or a message in it.
  public static func field(_ number: Int, _ bytes: some Collection<UInt8>) -> [UInt8] {
    varint(UInt64(number << 3 | 2)) + varint(UInt64(bytes.count)) + Array(bytes)
  }

  /// A field of a text.
  public static func field(_ number: Int, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }

  /// A tensor's name, type and shape, as in metadata and in answers.
  public static func tensor(_ name: String, _ type: String, _ shape: [Int]) -> [UInt8] {
    field(1, name) + field(2, type) + field(3, shape.flatMap { varint(UInt64(bitPattern: Int64($0))) })
  }

  private static func varint(_ number: UInt64) -> [UInt8] {
    var (rest, bytes) = (number, [UInt8]())
    while rest > 0x7F {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}

extension FakeGRPCServer {
  /// What a server says of itself, and of a model of gray 28×28 pictures called `net`, which gives zeros.
  public static func digits(
    _ method: String, name: String = "fake", version: String = "1.5", type: String = "FP32", padding: Int = 0
  ) -> Reply {
    let shape = [-1, 1, 28, 28]
    switch method {
    case "ServerMetadata": return .message(Protobuf.field(1, name) + Protobuf.field(2, version))
    case "ModelMetadata":
      return .message(
        Protobuf.field(1, "net") + Protobuf.field(2, "1") + Protobuf.field(4, Protobuf.tensor("sample", "FP32", shape))
          + Protobuf.field(4, Protobuf.tensor("timestep", "FP32", [-1]))
          + Protobuf.field(5, Protobuf.tensor("out_sample", "FP32", shape)))
    case "ModelInfer":
      return .message(
        Protobuf.field(3, [UInt8](repeating: 0x61, count: padding))
          + Protobuf.field(5, Protobuf.tensor("out_sample", type, [1, 1, 28, 28]))
          + Protobuf.field(6, [UInt8](repeating: 0, count: 4 * 784)))
    default: return .status(12, "no such method")
    }
  }
}
