import Basics
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import PipelineKit
import PipelineModels
import Tensors

/// A network on servers.
final class ServedNetwork: Network {
  /// What identifies the network, for pictures that it makes.
  let identity: String
  private let replicas: Replicas
  private let transport: HTTPTransport
  private let ports: ServedPorts
  private let path: String
  /// Whether all servers take numbers in binary.
  private let isBinary: Bool

  /// Any number: the servers' own limit is kept.
  let largestBatch = Int.max

  /// Asks each server for its description of the model. Throws if none answers, or if one has another model than `form`
  /// says. A server that can't be reached now is left for later.
  init(_ address: ServerAddress, _ options: ServiceOptions, _ form: NetworkForm, log: Logger) throws {
    let transport = HTTPTransport(
      isEncrypted: options.isEncrypted, timeout: options.timeout, headers: try .given(),
      certificates: FileName.environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 })
    self.transport = transport
    replicas = Replicas(address.hosts, transport, patience: options.patience, log: log)
    path = "v2/models/\(address.name)"
    let asked = address.hosts.map { host in
      ServerDescription.ask(Replicas([host], transport, patience: options.patience, log: nil), address.name)
    }
    var found: [(host: ServerAddress.Host, description: ServerDescription, ports: ServedPorts)] = []
    var failures: [ServedFault] = []
    for (host, future) in zip(address.hosts, asked) {
      do {
        let description = try future.wait()
        let ports: ServedPorts
        do { ports = try ServedPorts(description.model, form, largest: description.largest) } catch {
          throw ServedFault.otherModel(host, error.what)
        }
        found.append((host, description, ports))
      } catch let fault as ServedFault where fault.cause == .unavailable { failures.append(fault) }
    }
    guard let first = found.first else { throw failures[0] }
    if let other = found.first(where: { $0.ports != first.ports }) {
      throw ServedFault.otherModel(other.host, "its model takes or gives other tensors than that of \(first.host)")
    }
    for fault in failures { log.warning("\(fault)") }
    ports = first.ports
    // A server that doesn't answer yet may differ.
    isBinary = found.allSatisfy(\.description.server.isBinary)
    identity = "(served: \(first.description))"
  }

  /// The network's output; the pictures are shared out among the servers that are ready.
  func callAsFunction(_ batch: NetworkBatch) throws -> Tensor {
    try Profile.measure("served network", .whole) {
      let sample = batch.sample
      let rows = sample.shape[0]
      guard ports.sample.fits([-1] + sample.shape[1...]) else {
        throw ServedFault.answer(
          replicas.hosts[0],
          "its model takes 'sample' of \(Tensor.text(ports.sample.shape)), found \(Tensor.text(sample.shape))")
      }
      func each(_ numbers: [Float]) -> [Float] {
        numbers.count == 1 ? [Float](repeating: numbers[0], count: rows) : numbers
      }
      let (times, levels) = (each(batch.timesteps), each(batch.noiseLevels ?? []))
      let condition = batch.condition.map { $0.broadcast(to: [rows] + $0.shape[1...]) }
      let futures = try parts(times, rows).map { part in
        var inputs = [(port: ports.sample, tensor: sample.slice(axis: 0, part))]
        if let port = ports.timestep {
          inputs.append((port, column(ports.hasOneTimestep ? [times[part.lowerBound]] : Array(times[part]), port)))
        }
        if let port = ports.condition, let condition { inputs.append((port, condition.slice(axis: 0, part))) }
        if let port = ports.noiseLevel { inputs.append((port, column(Array(levels[part]), port))) }
        return try send(
          InferenceRequest(inputs, output: ports.output.name, isBinary: isBinary), [part.count] + sample.shape[2...])
      }
      return .concatenated(try EventLoopFuture.whenAllSucceed(futures, on: transport.eventLoop).wait(), axis: 0)
    }
  }

  /// - Parameter shape: N, H, W of the output.
  private func send(_ request: InferenceRequest, _ shape: [Int]) -> EventLoopFuture<Tensor> {
    let shape = [shape[0], ports.channels] + shape[1...]
    // Numbers in JSON take some twenty bytes each.
    let largest = 32 * shape.reduce(1, *) + 1 << 20
    return replicas.send(path + "/infer", request, largest: largest) { [ports] reply in
      let length = reply.headers.first(name: "inference-header-content-length")
      let type = reply.headers.first(name: "content-type") ?? "none"
      guard length != nil || type.lowercased().hasPrefix("application/json") else {
        throw ServedFault.answer(
          reply.host,
          "its answer has the content type \(ShownText.line(type)), expected numbers in binary or application/json")
      }
      do {
        return try InferenceReply(reply.body, headerLength: length.map { Int($0) ?? -1 })
          .output(ports.output, shape: shape)
      } catch let flaw as InferenceReply.Flaw { throw ServedFault.answer(reply.host, flaw.what) }
    }
  }

  /// The rows of each request: as many requests as servers are ready, more where they don't take so many pictures, or
  /// only one timestep in a request.
  private func parts(_ times: [Float], _ rows: Int) -> [Range<Int>] {
    let most = min(ports.largest ?? rows, (rows + replicas.ready - 1) / replicas.ready)
    var parts: [Range<Int>] = []
    var start = 0
    while start < rows {
      var end = min(start + most, rows)
      if ports.hasOneTimestep { end = (start..<end).first { times[$0] != times[start] } ?? end }
      parts.append(start..<end)
      start = end
    }
    return parts
  }

  /// Numbers as N or N×1, as the port takes them.
  private func column(_ numbers: [Float], _ port: TensorPort) -> Tensor {
    Tensor(port.shape.count == 1 ? [numbers.count] : [numbers.count, 1], numbers)
  }
}
