import AsyncHTTPClient
import Basics
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import NIOPosix
import NIOSSL
import PipelineKit
import Tensors

/// Requests over HTTP, with what can go wrong on the way in words. Redirections are not followed.
final class HTTPTransport: Transport {
  /// An answer with status 200.
  struct Reply: Sendable {
    let host: ServerAddress.Host
    let headers: HTTPHeaders
    /// The content type, as messages may hold it.
    let type: String
    let body: ByteBuffer

    var isJSON: Bool { type.lowercased().hasPrefix("application/json") }

    /// Decodes an answer that is JSON.
    func json<Message: Decodable>(_: Message.Type, as what: String) throws -> Message {
      guard isJSON else {
        throw ServedFault.answer(host, "\(what) has the content type \(type), expected application/json")
      }
      do { return try JSONDecoder().decode(Message.self, from: Data(body.readableBytesView)) } catch {
        throw ServedFault.answer(host, "\(what) is not the JSON that the protocol describes")
      }
    }
  }

  private let client: HTTPClient
  private let scheme: String
  private let timeout: Double
  private let headers: ServerHeaders

  /// - Parameters:
  ///   - timeout: the seconds that a server has for an answer.
  ///   - certificates: a file of the certificates that servers are trusted by; nil for the system's.
  init(isEncrypted: Bool, timeout: Double, headers: ServerHeaders, certificates: String?) {
    var tls = TLSConfiguration.makeClientConfiguration()
    if let certificates { tls.trustRoots = .file(certificates) }
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow,
      timeout: .init(connect: .nanoseconds(Int64(min(timeout, 10) * 1e9))))
    configuration.httpVersion = .http1Only
    configuration.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    scheme = isEncrypted ? "https" : "http"
    (self.timeout, self.headers) = (timeout, headers)
  }

  // The last owner may be an event loop, which must not wait.
  deinit { client.shutdown { _ in } }

  var eventLoop: any EventLoop { client.eventLoopGroup.any() }

  func server(_ host: ServerAddress.Host) -> EventLoopFuture<ServerMetadata> {
    send(to: host, "v2").flatMapThrowing { [headers] reply in
      do { return try reply.json(ServerMetadata.self, as: "its answer to GET v2").shown(by: headers) } catch {
        throw ServedFault.otherProtocol(host, "its answer to GET v2 doesn't name it")
      }
    }.flatMapErrorThrowing { error in
      // Other versions have other paths.
      guard let failure = error as? AttemptFailure, case .status(_, let status, _) = failure.fault,
        ["400", "404", "405", "501"].contains(status)
      else { throw error }
      throw ServedFault.otherProtocol(host, "GET v2 gives \(status)")
    }
  }

  func metadata(_ host: ServerAddress.Host, of model: ServedName) -> EventLoopFuture<ModelMetadata> {
    send(to: host, "v2/models/\(model)").flatMapThrowing { [headers] reply in
      try reply.json(ModelMetadata.self, as: "its description of '\(model)'").shown(by: headers)
    }
  }

  func configuration(_ host: ServerAddress.Host, of model: ServedName) -> EventLoopFuture<ModelConfiguration?> {
    send(to: host, "v2/models/\(model)/config").map { try? $0.json(ModelConfiguration.self, as: "") }
  }

  func infer(_ host: ServerAddress.Host, _ inference: Inference) -> EventLoopFuture<Tensor> {
    let request: InferenceRequest
    do { request = try InferenceRequest(inference) } catch { return eventLoop.makeFailedFuture(error) }
    let path = "v2/models/\(inference.model)/infer"
    return send(to: host, path, request, largest: inference.largestAnswer).flatMapThrowing { [headers] reply in
      let length = reply.headers.first(name: "inference-header-content-length")
      guard length != nil || reply.isJSON else {
        throw ServedFault.answer(
          host, "its answer has the content type \(reply.type), expected numbers in binary or application/json")
      }
      do {
        return try InferenceReply(reply.body, headerLength: length.map { Int($0) ?? -1 })
          .outputs.output(inference.output, shape: inference.shape, shown: headers.shown)
      } catch let flaw as SentTensor.Flaw { throw ServedFault.answer(host, flaw.what) }
    }
  }

  /// Sends a request, once. The future fails with an `AttemptFailure`.
  ///
  /// - Parameters:
  ///   - path: below the server, such as `v2/models/NAME`.
  ///   - request: what to send; nil for GET.
  ///   - largest: the most bytes that the answer may have.
  private func send(
    to host: ServerAddress.Host, _ path: String, _ request: InferenceRequest? = nil, largest: Int = 1 << 20
  ) -> EventLoopFuture<Reply> {
    let url = "\(scheme)://\(host)/\(path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path)"
    var fields = HTTPHeaders(self.headers.headers(for: host).map { ($0.name, $0.value) })
    // A connection for each request. async-http-client 1.37 ends the process where a server answers before the request's
    // end is written, and closes a connection that is to be used again.
    fields.add(name: "Connection", value: "close")
    var body: HTTPClient.Body?
    if let request {
      let isBinary = request.headerLength != nil
      fields.add(name: "Content-Type", value: isBinary ? "application/octet-stream" : "application/json")
      if let length = request.headerLength {
        fields.add(name: "Inference-Header-Content-Length", value: String(length))
      }
      body = .byteBuffer(request.body)
    }
    do {
      let message = try HTTPClient.Request(url: url, method: request == nil ? .GET : .POST, headers: fields, body: body)
      let deadline = NIODeadline.now() + .nanoseconds(Int64(timeout * 1e9))
      let answer = ResponseAccumulator(request: message, maxBodySize: min(largest, Int(UInt32.max)))
      // The closures keep the client alive.
      return client.execute(request: message, delegate: answer, deadline: deadline).futureResult
        .flatMapErrorThrowing { throw self.failure($0, host, largest) }
        .flatMapThrowing { try self.reply($0, host) }
    } catch {
      return eventLoop.makeFailedFuture(failure(error, host, largest))
    }
  }

  private func reply(_ response: HTTPClient.Response, _ host: ServerAddress.Host) throws -> Reply {
    let status = Int(response.status.code)
    let body = response.body ?? ByteBuffer()
    if status == 200 {
      let type = headers.shown(response.headers.first(name: "content-type") ?? "none")
      return Reply(host: host, headers: response.headers, type: type, body: body)
    }
    if (300..<400).contains(status) {
      let place = response.headers.first(name: "location") ?? "another place"
      throw AttemptFailure(fault: .redirect(host, to: headers.shown(place)), retry: .never)
    }
    let said = try? JSONDecoder().decode(ServerError.self, from: Data(body.readableBytesView)).error
    let fault = ServedFault.status(host, String(status), headers.shown(said ?? response.status.reasonPhrase))
    // Busy or starting servers may be asked again. Another error of a server may be its own.
    let retry: AttemptFailure.Retry =
      switch status {
      case 429, 502, 503, 504: .anywhere
      case 500...: .elsewhere
      default: .never
      }
    let delay = response.headers.first(name: "retry-after").flatMap { AttemptFailure.delay($0) }
    throw AttemptFailure(fault: fault, retry: retry, delay: delay)
  }

  /// What went wrong on the way.
  private func failure(_ error: any Error, _ host: ServerAddress.Host, _ largest: Int) -> AttemptFailure {
    func unreachable(_ reason: String) -> AttemptFailure {
      AttemptFailure(fault: .unreachable(host, headers.shown(reason)), retry: .anywhere)
    }
    switch error {
    case let failure as AttemptFailure: return failure
    case let error as HTTPClientError:
      switch error {
      case .deadlineExceeded, .readTimeout, .writeTimeout, .getConnectionFromPoolTimeout:
        return AttemptFailure(fault: .noAnswer(host, seconds: timeout), retry: .elsewhere)
      case .remoteConnectionClosed, .uncleanShutdown: return AttemptFailure(fault: .closed(host), retry: .anywhere)
      case .connectTimeout, .tlsHandshakeTimeout: return unreachable("it doesn't take the connection")
      default: return unreachable(error.shortDescription)
      }
    case HTTPParserError.invalidEOFState, ChannelError.eof, ChannelError.ioOnClosedChannel, ChannelError.alreadyClosed:
      return AttemptFailure(fault: .closed(host), retry: .anywhere)
    case let error as IOError:
      if [ECONNRESET, EPIPE].contains(error.errnoCode) {
        return AttemptFailure(fault: .closed(host), retry: .anywhere)
      }
      return unreachable(reason(error))
    case let error as NIOConnectionError:
      if let error = error.connectionErrors.lazy.compactMap({ $0.error as? IOError }).first {
        return unreachable(reason(error))
      }
      if error.connectionErrors.isEmpty { return unreachable("its name is not known") }
      return unreachable("it doesn't take the connection")
    case is ResponseAccumulator.ResponseTooBigError:
      return AttemptFailure(fault: .answer(host, "its answer has more than \(largest) bytes"), retry: .never)
    case is HTTPParserError:
      return AttemptFailure(fault: .answer(host, "its answer is not HTTP"), retry: .never)
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
      return AttemptFailure(fault: .unreachable(host, ServedFault.reason(ofTLS: error)), retry: .elsewhere)
    default: return unreachable("\(error)")
    }
  }

  /// The system's words for an error.
  private func reason(_ error: IOError) -> String { String(cString: strerror(error.errnoCode)).lowercased() }
}
