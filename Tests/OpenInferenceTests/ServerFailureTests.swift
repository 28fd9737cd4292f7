import Basics
import Foundation
import PipelineKit
import PipelineModels
import PipelineTesting
import Synchronization
import Tensors
import TestServers
import TestSupport
import Testing

/// What servers do wrong: one line each, and never a wrong picture.
@Suite struct ServerFailureTests {
  private static let x = Generator(seed: 1).normal([1, 1, 28, 28])
  private static let model = TwoPictures.served()
  private static let expected = try! TwoPictures.model.estimate(x, at: 9, condition: nil, lowResolution: nil)

  /// A server that answers requests to paths that end in `path` as `wrong` says, the first `count` times.
  private static func server(
    _ path: String, count: Int = .max, _ wrong: @escaping @Sendable (FakeServer.Request) -> FakeServer.Reply
  ) throws -> FakeServer {
    let left = Mutex(count)
    return try FakeServer { request in
      let isWrong =
        request.path.hasSuffix(path)
        && left.withLock { left in
          left -= 1
          return left >= 0
        }
      return isWrong ? wrong(request) : model.answer(request)
    }
  }

  private func estimate(_ servers: [FakeServer], options: String = "&patience=0") throws -> Estimate {
    try withLocalFiles("mnist-time") { folder in
      let model = try #require(served(servers, in: folder, options: options) as? any NoiseEstimator)
      return try model.estimates([Evaluation(Self.x, at: 9)])[0]
    }
  }

  /// What is wrong, where, with what reply, and the message after `server HOST: `.
  struct Wrong: Sendable, CustomTestStringConvertible {
    var what, path: String
    var reply: FakeServer.Reply
    var says: String
    var testDescription: String { what }
  }

  static let html = FakeServer.Reply.answer(200, ["Content-Type": "text/html"], Array("<p>hello</p>".utf8))
  /// An answer to inference with other numbers, shape or bytes.
  static func output(_ shape: [Int], _ value: Float = 0, type: String = "FP32") -> FakeServer.Reply {
    var model = model
    model.output.type = type
    return model.reply(.init(shape, [Float](repeating: value, count: shape.reduce(1, *))))
  }
  static func cut(_ reply: FakeServer.Reply, by count: Int) -> FakeServer.Reply {
    guard case .answer(let status, let headers, let body) = reply else { return reply }
    return .answer(status, headers, Array(body.dropLast(count)))
  }
  /// The beginning of an HTTP answer whose end never comes.
  static let half = FakeServer.Reply.bytes(
    Array("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nContent-Type: application/json\r\n\r\n{".utf8))

  /// The description of a model.
  static func description(
    shape: [Int] = [-1, 1, 28, 28], type: String = "FP32", output: String = "FP32", outputs: Int = -1
  ) -> FakeServer.Reply {
    .json(
      #"{"name": "net", "inputs": [{"name": "sample", "datatype": "\#(type)", "shape": \#(shape)}, {"name": "timestep", "datatype": "INT64", "shape": [-1]}], "outputs": [{"name": "out_sample", "datatype": "\#(output)", "shape": [\#(outputs), 1, 28, 28]}]}"#
    )
  }
  /// Sixty numbers, each in 505 lists.
  static let deep = [String](
    repeating: String(repeating: "[", count: 505) + "5" + String(repeating: "]", count: 505), count: 60
  ).joined(separator: ",")

  static let wrongs: [Wrong] = [
    Wrong(
      what: "another protocol", path: "/v2", reply: .json("{}", status: 404),
      says: "does not speak version 2 of the Open Inference Protocol: GET v2 gives 404"),
    Wrong(
      what: "a web page", path: "/v2", reply: html,
      says: "does not speak version 2 of the Open Inference Protocol: its answer to GET v2 doesn't name it"),
    Wrong(
      what: "a model that isn't there", path: "/net", reply: .json(#"{"error": "unknown model"}"#, status: 404),
      says: "answers 404: unknown model"),
    Wrong(
      what: "a description that is a web page", path: "/net", reply: html,
      says: "its description of 'net' has the content type text/html, expected application/json"),
    Wrong(
      what: "a description without inputs", path: "/net", reply: .json(#"{"name": "net"}"#),
      says: "its description of 'net' is not the JSON that the protocol describes"),
    Wrong(
      what: "a model of other pictures", path: "/net",
      reply: .json(
        #"{"name": "net", "inputs": [{"name": "sample", "datatype": "FP32", "shape": [-1, 3, 64, 64]}], "outputs": []}"#
      ),
      says: "its model takes 'sample' of -1×3×64×64, but the local files describe a network of N×1×H×W"),
    Wrong(
      what: "a model without a timestep", path: "/net",
      reply: .json(
        #"{"name": "net", "inputs": [{"name": "sample", "datatype": "FP32", "shape": [-1, 1, 28, 28]}], "outputs": []}"#
      ),
      says:
        "its model takes no 'timestep', but the local files describe a network that does; it takes 'sample' (-1×1×28×28)"
    ),
    Wrong(
      what: "texts for numbers", path: "/net",
      reply: .json(
        #"{"name": "net", "inputs": [{"name": "sample", "datatype": "BYTES", "shape": [-1, 1, 28, 28]}], "outputs": []}"#
      ),
      says: "its model has 'sample' as BYTES; expected 'FP64', 'FP32', 'FP16', 'BF16', 'INT64', 'INT32'"),
    Wrong(
      what: "whole numbers for pictures", path: "/net", reply: description(type: "INT64"),
      says: "its model has 'sample' as INT64; expected 'FP64', 'FP32', 'FP16', 'BF16'"),
    Wrong(
      what: "whole numbers for results", path: "/net", reply: description(output: "INT32"),
      says: "its model has 'out_sample' as INT32; expected 'FP64', 'FP32', 'FP16', 'BF16'"),
    Wrong(
      what: "a negative axis", path: "/net", reply: description(shape: [-5, 1, 28, 28]),
      says: "its model has 'sample' of -5×1×28×28; expected axes from 1 on, or -1 for any length"),
    Wrong(
      what: "an axis of nothing", path: "/net", reply: description(shape: [0, 1, 28, 28]),
      says: "its model has 'sample' of 0×1×28×28; expected axes from 1 on, or -1 for any length"),
    Wrong(
      what: "many axes", path: "/net", reply: description(shape: [Int](repeating: -1, count: 100_000)),
      says: "its model has 'sample' with 100000 axes; expected at most 8"),
    Wrong(
      what: "two fixed numbers of pictures", path: "/net", reply: description(shape: [2, 1, 28, 28], outputs: 3),
      says: "its model has 'out_sample' of 3×1×28×28, but another tensor of 2 pictures"),
    Wrong(
      what: "a long type", path: "/net", reply: description(type: String(repeating: "T", count: 2000)),
      says:
        "its model has 'sample' as \(String(repeating: "T", count: 200))…; expected 'FP64', 'FP32', 'FP16', 'BF16', 'INT64', 'INT32'"
    ),
    Wrong(
      what: "a long content type", path: "/net",
      reply: .answer(200, ["Content-Type": String(repeating: "t", count: 2000)], []),
      says:
        "its description of 'net' has the content type \(String(repeating: "t", count: 200))…, expected application/json"
    ),
    Wrong(
      what: "numbers in many lists", path: "/infer",
      reply: .json(
        #"{"outputs": [{"name": "out_sample", "datatype": "FP32", "shape": [1, 1, 28, 28], "data": [\#(deep)]}]}"#),
      says:
        "its answer is not the JSON that the protocol describes: 'data' takes numbers, in lists at most 8 deep"),
    Wrong(
      what: "an answer of many axes", path: "/infer",
      reply: .json(
        #"{"outputs": [{"name": "out_sample", "datatype": "FP32", "shape": \#([Int](repeating: 1, count: 50_000)), "data": [1]}]}"#
      ), says: "gives 'out_sample' of 50000 axes, expected 1×1×28×28"),
    Wrong(
      what: "a redirection", path: "/infer", reply: .answer(307, ["Location": "http://169.254.169.254/secret"], []),
      says: "redirects to http://169.254.169.254/secret, which is not followed; give the address itself"),
    Wrong(
      what: "another shape", path: "/infer", reply: output([1, 1, 28, 14]),
      says: "gives 'out_sample' of 1×1×28×14, expected 1×1×28×28"),
    Wrong(
      what: "fewer pictures", path: "/infer", reply: output([0, 1, 28, 28]),
      says: "gives 'out_sample' of 0×1×28×28, expected 1×1×28×28"),
    Wrong(
      what: "NaN", path: "/infer", reply: output([1, 1, 28, 28], .nan),
      says: "gives NaN in 'out_sample', at [0, 0, 0, 0]"),
    Wrong(
      what: "an infinite number", path: "/infer", reply: output([1, 1, 28, 28], .infinity),
      says: "gives an infinite number in 'out_sample', at [0, 0, 0, 0]"),
    Wrong(
      what: "half the numbers", path: "/infer", reply: cut(output([1, 1, 28, 28]), by: 1600),
      says: "its answer should hold 3136 bytes of numbers, found 1536"),
    Wrong(
      what: "half the header", path: "/infer", reply: cut(output([1, 1, 28, 28]), by: 3200),
      says: "its answer should begin with 167 bytes of JSON, found 103 bytes in all"),
    Wrong(
      what: "half an answer", path: "/infer", reply: half,
      says: "closed the connection before its answer was complete"),
    Wrong(
      what: "no HTTP", path: "/infer", reply: .bytes(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8)),
      says: "its answer is not HTTP"),
    Wrong(
      what: "a web page for numbers", path: "/infer", reply: html,
      says: "its answer has the content type text/html, expected numbers in binary or application/json"),
    Wrong(
      what: "an error", path: "/infer", reply: .json(#"{"error": "out of\nmemory"}"#, status: 500),
      says: #"answers 500: out of\u{a}memory"#),
    Wrong(
      what: "an answer without end", path: "/infer",
      reply: .answer(200, ["Content-Type": "application/json"], [UInt8](repeating: 0x20, count: 1_200_000)),
      says: "its answer has more than 1073664 bytes"),
    Wrong(
      what: "a busy server", path: "/infer", reply: .json("{}", status: 429), says: "answers 429: Too Many Requests"),
    Wrong(
      what: "a server that wants credentials", path: "/infer", reply: .json(#"{"error": "who are you?"}"#, status: 401),
      says:
        "answers 401: who are you?; the file that PIPELINEKIT_SERVER_HEADERS names can hold credentials for it"),
  ]

  @Test(arguments: wrongs) func wrongAnswers(wrong: Wrong) throws {
    let server = try Self.server(wrong.path) { _ in wrong.reply }
    #expect(faultText { try estimate([server]) } == "server 127.0.0.1:\(server.port): \(wrong.says)")
  }

  @Test func noAnswer() throws {
    let server = try Self.server("/infer") { _ in .nothing }
    #expect(
      faultText { try estimate([server], options: "&timeout=0.3") }
        == "server 127.0.0.1:\(server.port): gave no answer within 0.3 s; the option 'timeout' of the address gives it longer"
    )
    #expect(server.requests.count { $0.path.hasSuffix("/infer") } == 1, "there is no other to ask")
  }

  @Test func nobodyThere() throws {
    let server = try FakeServer(answer: Self.model.answer)
    server.stop()
    #expect(
      faultText { try estimate([server], options: "") }
        == "server 127.0.0.1:\(server.port): can't be reached: connection refused")
  }

  /// What may pass is tried again, after a pause.
  @Test(arguments: ["busy", "starting", "nonsense", "closed", "half"]) func retries(kind: String) throws {
    let server = try Self.server("/infer", count: 2) { _ in
      switch kind {
      case "busy": .json("{}", status: 429)
      case "starting": .answer(503, ["Retry-After": "0.2"], [])
      case "nonsense": .answer(503, ["Retry-After": "nan"], [])
      case "closed": .bytes([])
      default: Self.half
      }
    }
    #expect(try estimate([server], options: "") == Self.expected)
    #expect(server.requests.count { $0.path.hasSuffix("/infer") } == 3)
  }

  /// It is given up after a while.
  @Test func patience() throws {
    let server = try Self.server("/infer") { _ in .json("{}", status: 503) }
    let said = faultText { try estimate([server], options: "&patience=0.5") }
    #expect(said.hasPrefix("server 127.0.0.1:\(server.port): answers 503: Service Unavailable ("), "\(said)")
    #expect(said.contains(/\([3-5] attempts in [0-9.]+ s\)$/), "\(said)")
  }

  /// A server that wants to be asked only after the patience has ended is not asked again. A date far away counts as a
  /// minute.
  @Test(arguments: ["30", "Fri, 01 Jan 2100 00:00:00 GMT"]) func aLongPause(after: String) throws {
    let server = try Self.server("/infer", count: 1) { _ in .answer(503, ["Retry-After": after], []) }
    let said = faultText { try estimate([server], options: "&patience=1") }
    #expect(said == "server 127.0.0.1:\(server.port): answers 503: Service Unavailable")
    #expect(server.requests.count { $0.path.hasSuffix("/infer") } == 1)
  }

  /// A server that gives no answer, or an error of its own, costs one more request to another.
  @Test(arguments: ["silent", "broken"]) func anotherReplica(kind: String) throws {
    let bad = try Self.server("/infer") { _ in kind == "silent" ? .nothing : .json("{}", status: 500) }
    let good = try FakeServer(answer: Self.model.answer)
    #expect(try estimate([bad, good], options: "&timeout=0.3") == Self.expected)
    #expect([bad, good].map { $0.requests.count { $0.path.hasSuffix("/infer") } } == [1, 1])
  }

  /// Two replicas, one of which dies in the middle of an answer: the picture is the same.
  @Test func aServerDies() throws {
    let dying = Mutex<FakeServer?>(nil)
    let count = Mutex(0)
    let server = try FakeServer { request in
      guard request.path.hasSuffix("/infer"),
        count.withLock({ count in
          count += 1
          return count == 3
        })
      else {
        return Self.model.answer(request)
      }
      dying.withLock { $0?.stop() }
      return .nothing
    }
    dying.withLock { $0 = server }
    let other = try FakeServer(answer: Self.model.answer)
    try withLocalFiles("mnist-time") { folder in
      try AtomicFile.write([], to: folder + "/x.two")
      let hosts = [server, other].map { "127.0.0.1:\($0.port)" }.joined(separator: ",")
      let served = try sample(from: "oip+http://\(hosts)/net?local=\(folder)/m", in: folder)
      #expect(try served == sample(from: folder + "/x.two", in: folder))
      // Six steps of two pictures: the first two shared out, the third in part a second time, the rest by the other alone.
      #expect(count.withLock { $0 } == 3)
      #expect(
        other.requests.filter { $0.path.hasSuffix("/infer") }.map { FakeModel.tensors($0)["sample"]!.shape[0] }.reduce(
          0, +) == 10)
    }
  }

  /// Replicas must have one model; one that is down at first is left out.
  @Test func differentReplicas() throws {
    let (first, other) = (
      try FakeServer(answer: Self.model.answer), try FakeServer(answer: TwoPictures.served(type: "FP16").answer)
    )
    #expect(
      faultText { try estimate([first, other]) }
        == "server 127.0.0.1:\(other.port): its model takes or gives other tensors than that of 127.0.0.1:\(first.port)"
    )
    other.stop()
    #expect(try estimate([other, first], options: "") == Self.expected)
  }
}
