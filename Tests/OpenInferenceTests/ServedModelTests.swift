import Basics
import Foundation
import PipelineKit
import PipelineModels
import PipelineTesting
import Tensors
import TestServers
import TestSupport
import Testing

/// Models whose networks run on servers give what local ones give.
@Suite struct ServedModelTests {
  private func estimates(_ model: any Model, _ evaluations: [Evaluation]) throws -> [Estimate] {
    try #require(model as? any NoiseEstimator).estimates(evaluations)
  }

  /// The requests for inference.
  private func requests(_ server: FakeServer) -> [[String: FakeModel.Numbers]] {
    server.requests.filter { $0.path.hasSuffix("/infer") }.map(FakeModel.tensors)
  }

  @Test func theSamePicture() throws {
    let server = try FakeServer(answer: TwoPictures.served().answer)
    try withLocalFiles("mnist-time") { folder in
      try AtomicFile.write([], to: folder + "/x.two")
      let local = try sample(from: folder + "/x.two", in: folder)
      let served = try sample(from: "oip+http://localhost:\(server.port)/net?local=\(folder)/m", in: folder)
      #expect(served == local, "all numbers are exchanged as they are")
      #expect(requests(server).count == 6)
      #expect(requests(server).allSatisfy { $0["sample"]?.shape == [2, 1, 28, 28] && $0["timestep"]?.shape == [2] })
    }
  }

  /// Conditions, each with the same picture, are one request; with two replicas, one for each.
  @Test func gatheredEvaluations() throws {
    let net = FakeModel(
      "net",
      [.init("sample", [-1, 1, 28, 28]), .init("timestep", [-1, 1], "INT64"), .init("class_labels", [-1, 10])],
      .init("out_sample", [-1, 1, 28, 28])
    ) { inputs in
      // ε̂ = x + t + Σ k · class k.
      let (sample, times, classes) = (inputs["sample"]!, inputs["timestep"]!, inputs["class_labels"]!)
      return FakeModel.Numbers(
        sample.shape,
        sample.values.enumerated().map { index, value in
          let row = index / 784
          return value + times.values[row] + (0..<10).reduce(0) { $0 + Float($1) * classes.values[10 * row + $1] }
        })
    }
    let servers = [try FakeServer(answer: net.answer), try FakeServer(answer: net.answer)]
    try withLocalFiles("mnist-class") { folder in
      let x = Generator(seed: 1).normal([1, 1, 28, 28])
      for count in [1, 2] {
        let model = try served(Array(servers[..<count]), in: folder)
        let reader = try #require(model as? any ClassReader)
        #expect(reader.classCount == 10)
        let conditions = try [EncodeLabel()(model, 3), EncodeLabel()(model, 9), Unconditional()(model)]
        let found = try estimates(
          model, conditions.enumerated().map { Evaluation(x, at: Double(10 * $0), condition: $1) })
        let differences = zip(found, [3, 19, 20] as [Float]).map { estimate, added in
          estimate.noise.difference(from: x.map { $0 + added })
        }
        #expect(differences.allSatisfy { $0 < 1e-5 })
      }
      // All by the first; then two by the one, one by the other.
      let shapes = servers.map { requests($0).map { $0["timestep"]!.shape } }
      #expect(shapes[0].first == [3, 1])
      let last = try shapes.map { try #require($0.last) }
      #expect(last.sorted { $0[0] < $1[0] } == [[1, 1], [2, 1]])
    }
  }

  /// A server's limit on pictures, and one timestep for a request.
  @Test func manyRequests() throws {
    var limited = TwoPictures.served()
    limited.largest = 2
    let (few, single) = (
      try FakeServer(answer: limited.answer), try FakeServer(answer: TwoPictures.served(timeShape: [1]).answer)
    )
    try withLocalFiles("mnist-time") { folder in
      let x = Generator(seed: 1).normal([3, 1, 28, 28])
      let evaluations = [Evaluation(x, at: 5), Evaluation(x, at: 9), Evaluation(x, at: 9)]
      let expected = try evaluations.flatMap { try TwoPictures.model.estimates([$0]) }
      #expect(try estimates(served([few], in: folder), evaluations) == expected)
      #expect(requests(few).map { $0["sample"]!.shape[0] }.sorted() == [1, 2, 2, 2, 2])
      #expect(try estimates(served([single], in: folder), evaluations) == expected)
      #expect(requests(single).map { $0["sample"]!.shape[0] }.sorted() == [3, 6])
      #expect(requests(single).allSatisfy { $0["timestep"]!.shape == [1] })
    }
  }

  /// A server whose tensors have a fixed number of pictures gets that many, and what was added is left out of its answer.
  @Test func aFixedNumber() throws {
    var fixed = TwoPictures.served(timeShape: [2])
    fixed.inputs[0].shape[0] = 2
    fixed.output.shape[0] = 2
    let server = try FakeServer(answer: fixed.answer)
    try withLocalFiles("mnist-time") { folder in
      let x = Generator(seed: 1).normal([3, 1, 28, 28])
      let expected = try TwoPictures.model.estimates([Evaluation(x, at: 5)])
      #expect(try estimates(served([server], in: folder), [Evaluation(x, at: 5)]) == expected)
      #expect(requests(server).map { $0["sample"]!.shape[0] } == [2, 2])
      #expect(requests(server).allSatisfy { $0["timestep"]!.shape == [2] })
    }
  }

  /// Other types of numbers, and servers without binary tensors.
  @Test(arguments: ["FP64", "FP16", "JSON"]) func types(type: String) throws {
    var model = TwoPictures.served(type: type == "JSON" ? "FP32" : type, times: type == "FP16" ? "FP32" : "INT64")
    model.isPlain = type == "JSON"
    let server = try FakeServer(answer: model.answer)
    try withLocalFiles("mnist-time") { folder in
      let x = Generator(seed: 1).normal([1, 1, 28, 28])
      let expected = try TwoPictures.model.estimate(x, at: 9, condition: nil, lowResolution: nil).noise
      let found = try estimates(served([server], in: folder), [Evaluation(x, at: 9)])[0].noise
      #expect(found.difference(from: expected) <= (type == "FP16" ? 0.05 : 0))
      let between = faultText { _ = try estimates(served([server], in: folder), [Evaluation(x, at: 9.5)]) }
      #expect(
        type == "FP16"
          ? between.isEmpty
          : between.hasSuffix("its model has 'timestep' as INT64, so timesteps should be whole, found 9.5"),
        "\(between)")
    }
  }

  /// Texts, a learned variance, and a picture to enlarge with its noise level, under diffusers' names.
  @Test func deepFloyd() throws {
    let net = FakeModel(
      "net",
      [
        .init("sample", [-1, 6, -1, -1]), .init("timestep", [-1]), .init("class_labels", [-1]),
        .init("encoder_hidden_states", [-1, -1, 32]),
      ], .init("out_sample", [-1, 6, -1, -1])
    ) { inputs in
      let (sample, levels) = (inputs["sample"]!, inputs["class_labels"]!)
      let text = inputs["encoder_hidden_states"]!
      let size = text.shape[1] * text.shape[2]
      return FakeModel.Numbers(
        sample.shape,
        sample.values.enumerated().map { index, value in
          let row = index / (6 * 64)
          return value + levels.values[row] + text.values[row * size]
        })
    }
    let server = try FakeServer(answer: net.answer)
    let model = try served([server], in: Fixtures.path("reference"), local: "if-stage2")
    #expect(model is any PromptReader && (model as? any NoiseEstimator)?.enlarges == true)
    #expect(try model.digest() == "(served: net, version 1, by fake 1.5)")
    let (x, small) = (Generator(seed: 1).normal([2, 3, 8, 8]), Generator(seed: 2).normal([2, 3, 8, 8]))
    let text = Condition(Tensor([1, 4, 32], repeating: 0.5))
    let found = try estimates(
      model, [Evaluation(x, at: 9, condition: text, lowResolution: LowResolution(image: small, noiseLevel: 100))])[0]
    #expect(found.noise == x.map { $0 + 100 + 0.5 } && found.variance == small.map { $0 + 100 + 0.5 })
  }

  /// A denoiser has no timestep. Its pictures are in its own range of numbers, 0 … 1 for mnist-denoiser.
  @Test func denoiser() throws {
    let net = FakeModel("net", [.init("sample", [-1, 1, 28, 28])], .init("sample", [-1, 1, 28, 28])) { inputs in
      FakeModel.Numbers(inputs["sample"]!.shape, inputs["sample"]!.values.map { $0 / 2 })
    }
    let server = try FakeServer(answer: net.answer)
    try withLocalFiles("mnist-denoiser") { folder in
      let model = try #require(served([server], in: folder) as? any Denoiser)
      let z = Tensor([1, 1, 28, 28], repeating: 0.5)
      // 0.5 is 0.75 of 0 … 1; half of it is 0.375, which is −0.25.
      #expect(try model.denoise(z).difference(from: Tensor([1, 1, 28, 28], repeating: -0.25)) < 1e-6)
    }
  }

  /// A check knows all that the local files tell, and asks no server.
  @Test func checking() throws {
    let server = try FakeServer(answer: TwoPictures.served().answer)
    try withLocalFiles("mnist-time") { folder in
      let address = "oip+http://127.0.0.1:\(server.port)/net?local=m"
      let text =
        #"{"stages": {"m": {"stage": "model", "from": "\#(address)"}, "t": {"stage": "text", "model": "@m", "prompt": "a fox"}, "w": {"stage": "write-tensor", "tensors": {"t": "@t"}, "to": "t.safetensors"}}}"#
      #expect(
        try PipelineFile.problems(in: text, file: "f.json", folder: folder, registry: servedRegistry()).map {
          $0.components(separatedBy: "error: ").last
        } == ["stage 't': model '\(address)' can't read prompts"])
      let pipeline = try Pipeline(
        text: sampling, file: "f.json", folder: folder,
        arguments: [("from", address.replacing("=m", with: "=\(folder)/m"))], registry: servedRegistry())
      #expect(pipeline.servers == ["127.0.0.1:\(server.port)"])
      #expect(server.requests.isEmpty)
    }
  }
}
