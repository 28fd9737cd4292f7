import Basics
import Foundation
import Images
import Tensors
import TestServers
import TestSupport
import Testing

/// The program with models on servers: permissions, credentials, certificates.
@Suite struct ServedModelCommandTests {
  /// ε̂ = x/2, in place of the network of mnist-time.
  static let model = FakeModel(
    "net", [.init("sample", [-1, 1, 28, 28]), .init("timestep", [-1])], .init("out_sample", [-1, 1, 28, 28])
  ) { .init($0["sample"]!.shape, $0["sample"]!.values.map { $0 / 2 }) }

  /// A folder with the local files of a model, `m`, and the file `f.json`, which asks `address`.
  private func withFile(
    _ address: String, environment: [String: String] = [:], _ body: (Program) throws -> Void
  ) throws {
    try withTemporaryFolder { root in
      let folder = root + "/own"
      for place in [folder + "/m", root + "/m"] {
        try FileSystem.makeFolders(place)
        for name in ["config.json", "scheduler_config.json"] {
          let file = Fixtures.package + "/models/mnist-time/" + name
          try AtomicFile.write(try FileFault.contents(of: file), to: place + "/" + name)
        }
      }
      try AtomicFile.write(Array(Self.file(address).utf8), to: folder + "/f.json")
      try body(Program(folder: folder, environment: environment))
    }
  }

  static func file(_ address: String) -> String {
    #"""
    {"pipeline": "served", "parameters": {"from": "\#(address)"}, "stages": {
      "m": {"stage": "model", "from": "$from"},
      "g": {"stage": "generator", "seed": 3},
      "x": {"stage": "gaussian-noise", "model": "@m", "generator": "@g"},
      "e": {"stage": "estimate", "model": "@m", "image": "@x", "at": 9},
      "c": {"stage": "clean", "model": "@m", "image": "@x", "estimate": "@e", "at": 9},
      "w": {"stage": "write-image", "image": "@c", "to": "o.png"}}}
    """#
  }

  /// A file asks no server without permission; a check asks none with permission.
  @Test func permission() throws {
    let server = try FakeServer(answer: Self.model.answer)
    let (host, address) = ("127.0.0.1:\(server.port)", "oip+http://127.0.0.1:\(server.port)/net?local=m")
    try withFile(address) { runner in
      for command in ["run", "check"] {
        for permission in [[], ["--allow-net", "127.0.0.1:1"], ["--allow-net", "localhost"]] {
          let found = try runner.run([command, "f.json"] + permission)
          #expect(found.exit == 66 && found.newFiles.isEmpty)
          #expect(
            found.errors.hasSuffix(
              "error: \(address): can't be read: it asks '\(host)', which a file may not; '--allow-net \(host)' allows that, and so does 'from=\(address)'\n"
            ), "\(found.errors)")
        }
      }
      #expect(try runner("graph", "f.json").exit == 0)
      let check = try runner("check", "f.json", "--allow-net", host)
      #expect(check.exit == 0 && check.output.contains("asks \(host)\n"))
      #expect(try runner("check", "f.json", "--json", "from=\(address)").output.contains(#""asks" : ["#))
      #expect(server.requests.isEmpty)
      #expect(try runner("f.json", "--allow-net", "127.0.0.1").newFiles == ["o.png"])
      #expect(!server.requests.isEmpty)
      try FileManager.default.removeItem(atPath: runner.folder + "/o.png")
      #expect(try runner("f.json", "from=\(address)").newFiles == ["o.png"], "what the user types is theirs")

      // The picture carries the address, and needs permission again.
      let count = server.requests.count
      let again = try runner("o.png", "--overwrite")
      #expect(again.exit == 66 && again.errors.contains("'--allow-net \(host)'"), "\(again.errors)")
      #expect(server.requests.count == count)
    }
  }

  /// All replicas need permission, and local files outside of the file's folder do, too.
  @Test func everyHostAndFile() throws {
    let server = try FakeServer(answer: Self.model.answer)
    let host = "127.0.0.1:\(server.port)"
    try withFile("oip+http://\(host),10.0.0.1/net?local=m") { runner in
      let found = try runner("f.json", "--allow-net", host)
      #expect(found.errors.contains("it asks '10.0.0.1:80', which a file may not"), "\(found.errors)")
    }
    try withFile("oip+http://\(host)/net?local=../m") { runner in
      let found = try runner("f.json", "--allow-net", host)
      #expect(found.exit == 66 && found.errors.contains("error: ../m: can't be read: it leads to "), "\(found.errors)")
      #expect(try runner("f.json", "--allow-net", host, "--allow-read", "../m").newFiles == ["o.png"])
    }
    #expect(server.requests.count { $0.path.hasSuffix("/infer") } == 1)
  }

  /// With the second wall closed, only the servers' ports can be connected to: a run works, its wall on.
  @Test func theSecondWall() throws {
    let server = try FakeServer(answer: Self.model.answer)
    try withFile("oip+http://localhost:\(server.port)/net?local=m") { runner in
      let run = try runner("f.json", "--verbose", "--allow-net", "localhost")
      #expect(run.newFiles == ["o.png"], "\(run.errors)")
    }
  }

  /// Headers go to their server alone, and reach neither messages nor pictures.
  @Test func headers() throws {
    let secret = "Bearer abc-123-xyz"
    let server = try FakeServer { request in
      request.headers["authorization"] == secret ? Self.model.answer(request) : .json(#"{"error": "no"}"#, status: 401)
    }
    let other = try FakeServer(answer: Self.model.answer)
    let address = "oip+http://127.0.0.1:\(server.port),localhost:\(other.port)/net?local=m"
    try withFile(address) { runner in
      var runner = runner
      #expect(try runner("f.json", "from=oip+http://127.0.0.1:\(server.port)/net?local=m").exit == 69)
      runner.environment = ["PIPELINEKIT_SERVER_HEADERS": "headers"]
      func write(_ lines: String) throws { try AtomicFile.write(Array(lines.utf8), to: runner.folder + "/headers") }
      try write("# credentials\n\n127.0.0.1:\(server.port)  Authorization:  \(secret)\n")
      let run = try runner("f.json", "from=\(address)", "--verbose")
      #expect(run.newFiles.contains("o.png"), "\(run.errors)")
      #expect(!other.requests.isEmpty && other.requests.allSatisfy { $0.headers["authorization"] == nil })
      let picture = try FileFault.contents(of: runner.folder + "/o.png")
      #expect(!(run.errors + String(decoding: picture, as: UTF8.self)).contains("abc-123"))

      try write("127.0.0.1 abc-123-xyz\n")
      let wrong = try runner("f.json", "from=\(address)", "--overwrite")
      #expect(wrong.errors.hasSuffix("error: stage 'm': headers:1: expected HOST[:PORT] NAME: VALUE\n"))
      #expect(wrong.exit == 65 && !wrong.errors.contains("abc-123"))
    }
  }

  /// A server that repeats what it was sent.
  @Test func repeatedSecrets() throws {
    let server = try FakeServer { request in
      .json(#"{"error": "\#(request.headers["authorization"] ?? "nothing") is wrong, xyz-789-uvw"}"#, status: 403)
    }
    try withFile("oip+http://127.0.0.1:\(server.port)/net?local=m") { runner in
      var runner = runner
      try AtomicFile.write(Array("127.0.0.1 Authorization: Basic xyz-789-uvw".utf8), to: runner.folder + "/headers")
      runner.environment = ["PIPELINEKIT_SERVER_HEADERS": "headers"]
      let run = try runner("f.json", "--allow-net", "127.0.0.1")
      #expect(run.exit == 69 && run.errors.contains("answers 403: … is wrong, …"), "\(run.errors)")
    }
  }

  /// A server that repeats what it was sent in any text that it gives: neither the messages nor the picture have it.
  @Test func secretsInDescriptions() throws {
    let (header, secret) = ("Bearer sekret987654", "sekret987654")
    let long = String(repeating: "n", count: 5000)
    let servers = [
      try FakeServer { request in
        let given = request.headers["authorization"] ?? "none"
        return request.path == "/v2"
          ? .json(#"{"name": "srv \#(given)", "version": "\#(given)\#(long)", "extensions": ["binary_tensor_data"]}"#)
          : Self.model.answer(request)
      },
      try FakeServer { request in
        let given = request.headers["authorization"] ?? "none"
        return request.path.hasSuffix("/net") ? .answer(200, ["Content-Type": given], []) : Self.model.answer(request)
      },
      try FakeServer { request in
        let given = request.headers["authorization"] ?? "none"
        return request.path.hasSuffix("/infer") ? .answer(200, ["Content-Type": given], []) : Self.model.answer(request)
      },
      try FakeServer { request in
        var model = Self.model
        model.output.type = request.headers["authorization"] ?? "none"
        return request.path.hasSuffix("/net") ? model.answer(request) : Self.model.answer(request)
      },
      try FakeServer { request in
        var model = Self.model
        model.output.type = request.headers["authorization"] ?? "none"
        return request.path.hasSuffix("/infer")
          ? model.reply(.init([1, 1, 28, 28], [Float](repeating: 0, count: 784)))
          : Self.model.answer(request)
      },
    ]
    let calls = [
      try FakeGRPCServer { method, headers in
        let given = headers["authorization"] ?? "none"
        return FakeGRPCServer.digits(method, name: "srv \(given)", version: given + long)
      },
      try FakeGRPCServer { method, headers in
        FakeGRPCServer.digits(method, type: headers["authorization"] ?? "none")
      },
    ]
    let addresses =
      servers.map { "oip+http://127.0.0.1:\($0.port)/net?local=m" }
      + calls.map { "oip+grpc://127.0.0.1:\($0.port)/net?local=m" }
    try withFile(addresses[0]) { runner in
      var runner = runner
      try AtomicFile.write(Array("127.0.0.1 Authorization: \(header)".utf8), to: runner.folder + "/headers")
      runner.environment = ["PIPELINEKIT_SERVER_HEADERS": "headers"]
      for (index, address) in addresses.enumerated() {
        let run = try runner("f.json", "from=\(address)&patience=0", "--overwrite", "--verbose")
        let text = run.output + run.errors
        #expect(!text.contains(secret), "\(address): \(text)")
        #expect(text.utf8.count < 2000)
        let works = [0, 5].contains(index)
        #expect(works || text.contains("…"), "\(text)")
        #expect(run.exit == (works ? 0 : 65), "\(text)")
        guard works else { continue }
        let picture = try FileFault.contents(of: runner.folder + "/o.png")
        #expect(!String(decoding: picture, as: UTF8.self).contains(secret) && picture.count < 5000)
        let shown = try runner("show", "o.png").output
        #expect(shown.contains("by srv …") && !shown.contains(secret), "\(shown)")
      }
    }
    withExtendedLifetime((servers, calls)) {}
  }

  /// Certificates are verified; SSL_CERT_FILE names those that are trusted.
  @Test func encryption() throws {
    let server = try FakeServer(
      identity: (Fixtures.path("tls/server.pem"), Fixtures.path("tls/server.key")), answer: Self.model.answer)
    try withFile("oip+https://localhost:\(server.port)/net?local=m") { runner in
      var runner = runner
      let untrusted = try runner("f.json", "--allow-net", "localhost")
      #expect(
        untrusted.errors.hasSuffix(
          "error: stage 'm': server localhost:\(server.port): can't be reached: its certificate is not trusted; SSL_CERT_FILE can name the file of another authority's\n"
        ), "\(untrusted.errors)")
      #expect(untrusted.exit == 69 && server.requests.isEmpty)
      let plain = try runner("f.json", "from=oip+http://localhost:\(server.port)/net?local=m&patience=0")
      #expect(plain.exit == 69, "\(plain.errors)")
      runner.environment = ["SSL_CERT_FILE": Fixtures.path("tls/authority.pem")]
      #expect(try runner("f.json", "--allow-net", "localhost").newFiles == ["o.png"])
    }
  }
}
