import Foundation
import GRPCCore
import NIOCore
import NIOHPACK
import NIOHTTP2

/// The first handler of each stream of gRPC. Refuses calls without the token, except about the server's health, and calls
/// that are too large or too many, while they arrive: grpc-swift keeps all bytes of a call before anything else sees it.
final class GRPCGate: ChannelDuplexHandler {
  typealias InboundIn = HTTP2Frame.FramePayload
  typealias InboundOut = HTTP2Frame.FramePayload
  typealias OutboundIn = HTTP2Frame.FramePayload
  typealias OutboundOut = HTTP2Frame.FramePayload

  private let service: InferenceService
  /// A call for inference.
  private var arrival: RequestBudget.Arrival?
  /// The bytes that any other call may still send.
  private var left = 1 << 16
  private var isRefused = false

  init(_ service: InferenceService) { self.service = service }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isRefused { return }
    do throws(ServiceError) {
      switch unwrapInboundIn(data) {
      case .headers(let frame): try begin(frame.headers)
      case .data(let frame): try receive(frame.data.readableBytes)
      default: break
      }
    } catch {
      refuse(error, context)
      return
    }
    context.fireChannelRead(data)
  }

  private func begin(_ headers: HPACKHeaders) throws(ServiceError) {
    let method = headers.first(name: ":path")?.split(separator: "/").last
    if ["ServerLive", "ServerReady"].contains(method) { return }
    try service.authorize(headers.first(name: "authorization"))
    if method == "ModelInfer" { arrival = try service.budget.arrive() }
  }

  private func receive(_ count: Int) throws(ServiceError) {
    if let arrival { return try arrival.take(count) }
    left -= count
    if left < 0 { throw .tooLarge("the request has too many bytes for a question about the server") }
  }

  /// Ends the call with an error, which needs no more of its bytes.
  private func refuse(_ error: ServiceError, _ context: ChannelHandlerContext) {
    isRefused = true
    arrival = nil
    service.refused(error, over: "grpc")
    let error = RPCError(error)
    // The status's message is percent-encoded UTF-8.
    let message = error.message.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? ""
    let headers: HPACKHeaders = [
      ":status": "200", "content-type": "application/grpc", "grpc-status": "\(error.code.rawValue)",
      "grpc-message": message,
    ]
    context.write(wrapOutboundOut(.headers(.init(headers: headers, endStream: true))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.rstStream(.noError)), promise: nil)
    context.close(promise: nil)
  }

  /// Nothing follows a refusal.
  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if isRefused { promise?.fail(ChannelError.ioOnClosedChannel) } else { context.write(data, promise: promise) }
  }

  func handlerRemoved(context: ChannelHandlerContext) { arrival = nil }
}
