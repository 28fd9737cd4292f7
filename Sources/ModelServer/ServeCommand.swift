package import ArgumentParser
import Basics
import Dispatch
import Foundation
import OpenInference
import PipelineCommands
import PipelineModels
import Synchronization
import Tensors

import struct PipelineKit.ModelFormats
import struct PipelineKit.ModelOptions
import struct PipelineKit.Path
import enum PipelineKit.ProgramName
import struct PipelineKit.ServerAddress

/// `runner serve MODEL…`: answers requests for the networks of models.
package struct ServeCommand: Command {
  package static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve the networks of models to other machines.",
    usage: "\(ProgramName.current) serve MODEL ... [--host HOST] [--port PORT] [--grpc-port PORT] [--token-file FILE]",
    discussion: """
      Speaks version 2 of the Open Inference Protocol over HTTP and gRPC. Another machine's graph uses the network as \
      oip+http://HOST:PORT/MODEL or oip+grpc://HOST:PORT/MODEL in place of the model's name. Requests that wait run as one \
      batch. Ctrl-C ends the server after all requests are answered; a second one ends it at once.
      """)

  @Argument(
    help: ArgumentHelp(
      "A model as in pipeline files: a name, a folder, OWNER/NAME. NAME=MODEL serves it under another name.",
      valueName: "model"))
  var models: [String]

  @Option(help: "The address to listen at; 0.0.0.0 for all of this machine.")
  var host = "127.0.0.1"

  @Option(help: "The port for HTTP; 0 for any that is free.")
  var port = "8000"

  @Option(help: "The port for gRPC; 0 for any that is free.")
  var grpcPort = "8001"

  @Option(help: ArgumentHelp("The most pictures in a batch, and in a request.", valueName: "pictures"))
  var batch = "8"

  @Option(
    help: ArgumentHelp(
      "How many requests may be there at the same time; others are answered with 429.", valueName: "requests"))
  var queue = "64"

  @Option(help: ArgumentHelp("The most bytes in a request, at most an eighth of the memory.", valueName: "size"))
  var largestRequest = "64MB"

  @Option(
    help: ArgumentHelp(
      "A file whose only line is a token that requests must know: 'Authorization: Bearer TOKEN'.", valueName: "file"),
    completion: .file())
  var tokenFile: String?

  @Option(help: ArgumentHelp("A certificate in PEM, for TLS on both ports.", valueName: "file"), completion: .file())
  var certificate: String?

  @Option(help: ArgumentHelp("The certificate's key in PEM.", valueName: "file"), completion: .file())
  var key: String?

  @Option(help: ArgumentHelp("The precision of the networks: single, half or int8-weights.", valueName: "precision"))
  var precision = "single"

  @OptionGroup var threads: ThreadsOption

  @OptionGroup(title: "Limits") var memory: MemoryOption

  package init() {}

  package func run() throws {
    try reportingFaults {
      let memory = try self.memory.apply { Terminal.error("error: \($0)") }
      try threads.withThreads(tell: { Terminal.error($0) }) {
        try MemoryUse.$chosen.withValue(memory) { try serve() }
      }
    }
  }

  private func serve() throws {
    func number(_ option: String, _ text: String, _ range: ClosedRange<Int>) throws -> Int {
      guard let number = Int(text), range.contains(number) else {
        throw ServeFault.option(option, found: text, expected: "an integer, \(range.lowerBound) … \(range.upperBound)")
      }
      return number
    }
    let ports = (try number("port", port, 0...65535), try number("grpc-port", grpcPort, 0...65535))
    let (most, waiting) = (try number("batch", batch, 1...1024), try number("queue", queue, 1...100_000))
    guard let bytes = ByteCount.parse(largestRequest), bytes <= Int(UInt32.max) else {
      throw ServeFault.option("largest-request", found: largestRequest, expected: "a size up to 4GB")
    }
    guard let precision = Precision(rawValue: precision) else {
      throw ServeFault.option(
        "precision", found: self.precision, expected: quoted(Precision.allCases.map(\.rawValue), "or"))
    }
    if (certificate == nil) != (key == nil) { throw ServeFault.identity }
    let identity = certificate.flatMap { certificate in
      key.map { Server.Identity(certificate: certificate, key: $0) }
    }
    let token = try tokenFile.map { path in
      let token = try TextFile.read(path).trimmingCharacters(in: .whitespacesAndNewlines)
      guard !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw ServeFault.token(path) }
      return token
    }
    let networks = try self.networks(precision, largest: most)
    let service = InferenceService(networks, most: waiting, largestRequest: bytes, token: token)
    let server = try awaiting {
      try await Server(service, host: host, httpPort: ports.0, grpcPort: ports.1, identity: identity)
    }
    Interrupt.onSignal { code in
      // The second.
      if !service.isReady { _exit(code) }
      Terminal.error("ending after the requests that wait")
      service.close()
    }
    let secure = identity == nil ? "" : "s"
    let names = networks.map(\.name).joined(separator: ", ")
    func place(_ port: Int) -> String { "\(ServerAddress.Host(host, port: port))" }
    Terminal.output(
      "serving \(names) at http\(secure)://\(place(server.httpPort)) and grpc\(secure)://\(place(server.grpcPort))")
    service.queue.run()
    // An answer that nobody fetches doesn't hold the program up.
    DispatchQueue.global().asyncAfter(deadline: .now() + 10) { _exit(0) }
    try awaiting { await server.stop() }
  }

  /// The result of `body`, for which this thread, which is the program's first, waits.
  private func awaiting<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) throws -> Result {
    let result = Mutex<Swift.Result<Result, any Error>?>(nil)
    let end = DispatchSemaphore(value: 0)
    Task {
      do {
        let value = try await body()
        result.withLock { $0 = .success(value) }
      } catch { result.withLock { $0 = .failure(error) } }
      end.signal()
    }
    end.wait()
    return try result.withLock { $0! }.get()
  }

  /// Loads the networks.
  private func networks(_ precision: Precision, largest: Int) throws -> [NetworkOnServer] {
    let formats = ModelFormats.with(PipelineCommands.registry)
    var networks: [NetworkOnServer] = []
    for argument in models {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let given = parts.last ?? argument
      let folder = try ModelLocator.folder(of: Path(given), formats)
      let format = try formats.open(folder)
      guard let servable = format as? any ServableFormat else { throw ServeFault.notServable(given) }
      let name = parts.count == 2 ? parts[0] : FileName.last(of: folder)
      guard NetworkOnServer.isName(name) else { throw ServeFault.name(name) }
      if networks.contains(where: { $0.name == name }) { throw ServeFault.twice(name) }
      try servable.checkFiles()
      let facts = format.facts(name: name)
      networks.append(
        NetworkOnServer(
          name: name, form: servable.form,
          network: try servable.loadNetwork(ModelOptions(name: name, precision: precision)),
          divisor: facts.divisor, memory: facts.memory, largest: largest))
    }
    return networks
  }
}
