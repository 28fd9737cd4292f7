import Basics
import PipelineKit
import PipelineStages
import PipelineTesting
import Tensors
import TestSupport
import Testing

/// `read-tensor` and `write-tensor`.
@Suite struct TensorFileTests {
  let image = random([1, 3, 4, 4])
  let guess = Estimate(noise: random([1, 3, 4, 4], seed: 2), variance: random([1, 3, 4, 4], seed: 3))

  @Test func whatIsWrittenIsRead() throws {
    try withTemporaryFolder { folder in
      let wrote = Wrote()
      let path = Path("sub/all.safetensors", base: folder)
      _ = try WriteTensor().run(
        Inputs([
          "tensors": .object([
            ("x", .image(image)), ("guess", .estimate(guess)), ("c", .condition(Condition(random([1, 2, 3])))),
          ]), "to": .path(path),
        ]), in: Context(wrote: { wrote.add($0) }))
      #expect(wrote.paths == [path.resolved])
      #expect(try SafeTensors(path: path.resolved).names == ["c", "guess", "guess.variance", "x"])
      let outputs = try ReadTensor().run(
        Inputs(["from": .path(path), "name": .text("guess.variance")]), in: Context())
      #expect(outputs.values["tensor"].flatMap { Tensor($0) } == guess.variance)
      try WriteTensor()(["only": image], to: path.resolved)
      #expect(try ReadTensor()(from: path.resolved) == image)
    }
  }

  /// Numbers that are none are written, and told of.
  @Test func oddValues() throws {
    try withTemporaryFolder { folder in
      let lines = Lines()
      let tensors: Value = .object([
        ("a", .tensor(Tensor([2, 2], [.nan, 1, .nan, .infinity]))), ("b", .tensor(Tensor([1], [0]))),
        ("c", .tensor(Tensor([1], [-.infinity]))), ("d", .tensor(Tensor([0], []))),
      ])
      let path = Path("o.safetensors", base: folder)
      _ = try WriteTensor().run(Inputs(["tensors": tensors, "to": .path(path)]), in: Context(log: lines.logger))
      #expect(
        lines.all == [
          "warning o.safetensors: of the 4 values of 'a', 2 not a number (NaN) and 1 infinite: written as they are",
          "warning o.safetensors: of the 1 values of 'c', 1 infinite: written as they are",
        ])
      #expect(try SafeTensors(path: path.resolved).tensor("a").values.map(\.isNaN) == [true, false, true, false])
    }
  }

  /// The same by the ending of PyTorch's files. Which notes a file has says which pipeline may replace it.
  @Test(arguments: ["o.pth", "o.pt", "O.PTH"]) func forPyTorch(_ name: String) throws {
    try withTemporaryFolder { folder in
      let path = Path(name, base: folder)
      let inputs = Inputs([
        "tensors": .object([
          ("x", .image(image)), ("guess", .estimate(guess)), ("c", .condition(Condition(random([1, 2, 3])))),
        ]),
        "to": .path(path),
      ])
      _ = try WriteTensor().run(inputs, in: Context())
      let file = try PyTorchFile(path: path.resolved)
      #expect(file.names == ["x", "guess", "guess.variance", "c"])
      let read = try ReadTensor().run(Inputs(["from": .path(path), "name": .text("guess.variance")]), in: Context())
      #expect(read.values["tensor"].flatMap { Tensor($0) } == guess.variance)
      let known = KnownInputs(values: ["from": .path(path), "name": .text("c")], given: ["from", "name"])
      #expect(ReadTensor.foresee(known)[named: "tensor"]?.shape == [1, 2, 3])
      #expect(
        faultText { try ReadTensor()(from: path.resolved) }
          == "\(path.resolved): 'name' is needed: it holds 'x', 'guess', 'guess.variance', 'c'")
      #expect(WriteTensor.maker(of: path.resolved) == nil)
      try AtomicFile.write(
        PyTorchFile.encoded([("x", image)], metadata: ["comment": "PipelineKit 1.0: pipeline mine"]), to: path.resolved)
      #expect(WriteTensor.maker(of: path.resolved) == "mine")
      try WriteTensor()(["only": image], to: path.resolved)
      #expect(try ReadTensor()(from: path.resolved) == image && WriteTensor.maker(of: path.resolved) == nil)
    }
  }

  /// Bytes that a file chooses mean something under other names.
  @Test(arguments: [
    ".profile", "o", "o.png", "o.safetensors.sh", ".safetensors", "a/.safetensors", "o.safetensors/x", ".pth",
    "o.pth/x",
    "o.pt.py", "o.ckpt",
  ])
  func otherEndings(_ name: String) throws {
    try withTemporaryFolder { folder in
      let expected = "\(name): expected a name that ends in .safetensors, .pth or .pt"
      let inputs: [String: Value] = ["tensors": .object([("x", .image(image))]), "to": .path(Path(name, base: folder))]
      #expect(problems(WriteTensor(), inputs) == [expected])
      #expect(faultText { try WriteTensor().run(Inputs(inputs), in: Context()) } == expected)
      #expect(faultText { try WriteTensor()(["x": image], to: name) } == expected)
    }
  }

  @Test func faults() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/two.safetensors"
      try WriteTensor()(["image": image, "mask": image], to: path)
      let missing = folder + "/none.safetensors"
      let table: [(String, String)] = [
        (faultText { try ReadTensor()(from: path) }, "\(path): 'name' is needed: it holds 'image', 'mask'"),
        (
          faultText { try ReadTensor()(from: path, name: "imagee") },
          "\(path): there is no tensor 'imagee'; did you mean 'image'?"
        ),
        (faultText { try ReadTensor()(from: missing) }, "\(missing): no such file"),
        (faultText { try WriteTensor()([:], to: path) }, "'tensors' names nothing to write"),
        (
          faultText {
            try WriteTensor().run(
              Inputs([
                "tensors": .object([("e.variance", .image(image)), ("e", .estimate(guess))]), "to": .text(path),
              ]), in: Context())
          }, "two tensors would be written as 'e.variance'"
        ),
        (
          faultText {
            try WriteTensor().run(Inputs(["tensors": .object([("n", .integer(3))]), "to": .text(path)]), in: Context())
          }, "'tensors' takes names with tensor or estimate, found names with integer"
        ),
      ]
      for (found, expected) in table { #expect(found == expected) }

      func found(_ values: [String: Value], given: Set<String> = []) -> [Problem] {
        ReadTensor().problems(KnownInputs(values: values, given: given.union(values.keys)))
      }
      let absent = found(["from": .text(missing)])
      #expect(absent.map(\.message) == ["\(missing): no such file"])
      #expect(absent.map(\.cause) == [.missingInput] && absent.map(\.port) == ["from"])
      #expect(found(["from": .text(path)]).map(\.message) == ["\(path): 'name' is needed: it holds 'image', 'mask'"])
      #expect(found(["from": .text(path), "name": .text("image")]).isEmpty)
      #expect(found(["from": .text(path), "name": .text("imag")]).map(\.port) == ["name"])
      #expect(found(["from": .text(path)], given: ["name"]).isEmpty, "a name that is not known yet")
    }
  }
}

/// Collects paths.
final class Wrote: @unchecked Sendable {
  private(set) var paths: [String] = []
  func add(_ path: String) { paths.append(path) }
}
