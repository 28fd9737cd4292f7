import Basics
import Logging
import NIOCore
import PipelineKit
import PipelineModels
import Tensors

/// A network on servers.
final class ServedNetwork: Network {
  /// What identifies the network, for pictures that it makes.
  let identity: String
  private let replicas: Replicas
  private let transport: any Transport
  private let ports: ServedPorts
  private let model: ServedName
  /// Whether all servers take numbers in binary.
  private let isBinary: Bool

  /// Any number: the servers' own limit is kept.
  let largestBatch = Int.max

  /// Asks each server for its description of the model. Throws if none answers, or if one has another model than `form`
  /// says. A server that can't be reached now is left for later.
  init(_ address: ServerAddress, _ options: ServiceOptions, _ form: NetworkForm, log: Logger) throws {
    let transport = try options.transport(to: address.hosts)
    self.transport = transport
    // `ServiceOptions` has read it before.
    let model = ServedName(address.name)!
    self.model = model
    let loop = transport.eventLoop
    replicas = Replicas(address.hosts, on: loop, patience: options.patience, log: log)
    let asked = address.hosts.map { host in
      ServerDescription.ask(Replicas([host], on: loop, patience: options.patience, log: nil), model, over: transport)
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
      let condition = batch.condition.map { $0.broadcast(to: [rows] + $0.shape[1...]) }
      for (port, tensor) in [(ports.sample, sample), (ports.condition, condition)] {
        guard let port, let tensor, !port.fits([-1] + tensor.shape[1...]) else { continue }
        throw ServedFault.answer(
          replicas.hosts[0],
          "its model takes '\(port.name)' of \(Tensor.text(port.shape)), found \(Tensor.text(tensor.shape))")
      }
      func each(_ numbers: [Float]) -> [Float] {
        numbers.count == 1 ? [Float](repeating: numbers[0], count: rows) : numbers
      }
      let (times, levels) = (each(batch.timesteps), each(batch.noiseLevels ?? []))
      for (port, numbers) in [(ports.timestep, times), (ports.noiseLevel, levels)] {
        guard let port, !port.type.hasFractions, let odd = numbers.first(where: { $0 != $0.rounded() }) else {
          continue
        }
        throw ServedFault.answer(
          replicas.hosts[0],
          "its model has '\(port.name)' as \(port.type.rawValue), so timesteps should be whole, found \(odd)")
      }
      let futures = parts(times, rows).map { part in
        // A server with a fixed number of pictures gets the last one again, as often as it takes.
        let rows = (0..<(ports.fixed ?? part.count)).map { min(part.lowerBound + $0, part.upperBound - 1) }
        func tensor(_ all: Tensor) -> Tensor {
          rows.count == part.count
            ? all.slice(axis: 0, part) : .concatenated(rows.map { all.slice(axis: 0, $0..<$0 + 1) }, axis: 0)
        }
        var inputs = [(port: ports.sample, tensor: tensor(sample))]
        if let port = ports.timestep {
          inputs.append((port, column(ports.hasOneTimestep ? [times[part.lowerBound]] : rows.map { times[$0] }, port)))
        }
        if let port = ports.condition, let condition { inputs.append((port, tensor(condition))) }
        if let port = ports.noiseLevel { inputs.append((port, column(rows.map { levels[$0] }, port))) }
        let inference = Inference(
          model: model, inputs: inputs, output: ports.output, shape: [rows.count, ports.channels] + sample.shape[2...],
          isBinary: isBinary)
        return replicas.ask { [transport] in transport.infer($0, inference) }
          .map { $0.slice(axis: 0, 0..<part.count) }
      }
      return .concatenated(try EventLoopFuture.whenAllSucceed(futures, on: transport.eventLoop).wait(), axis: 0)
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
