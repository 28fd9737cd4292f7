import Basics
import PipelineKit
import PipelineStages
import PipelineTesting
import Tensors
import TestSupport
import Testing

@Suite struct PermutationTests {
  let image = Tensor([1, 1, 4, 4], (0..<16).map { Float($0) })

  @Test func pixelsGoWhereTheFileSays() throws {
    let order = Generator(seed: 5).permutation(16)
    let permutation = try Permutation(order)
    let seen = try View()(image, by: .permutation, permutation: permutation)
    #expect(seen.values == order.map(Float.init))
    #expect(try View()(seen, by: .permutation, inverse: true, permutation: permutation) == image)
    let guess = Estimate(noise: image, variance: image * 2)
    let seenGuess = try View()(guess, by: .permutation, permutation: permutation)
    #expect(seenGuess.noise == seen && seenGuess.variance == seen * 2)
  }

  @Test func tilesMoveWhole() throws {
    let seen = try View()(image, by: .permutation, permutation: Permutation([3, 1, 0, 2]))
    #expect(seen.values == [10, 11, 2, 3, 14, 15, 6, 7, 0, 1, 8, 9, 4, 5, 12, 13])
    // A picture that isn't square.
    let wide = Tensor([1, 1, 2, 4], (0..<8).map { Float($0) })
    #expect(
      try View()(wide, by: .permutation, permutation: Permutation([3, 2, 1, 0])).values == [6, 7, 4, 5, 2, 3, 0, 1])
  }

  @Test func files() throws {
    try withTemporaryFolder { folder throws in
      func path(_ name: String, _ text: String) throws -> Path {
        try AtomicFile.write(Array(text.utf8), to: folder + "/" + name)
        return Path(name, base: folder)
      }
      #expect(try Permutation(path("a.txt", "3 1\n0,\t2\n")).order == [3, 1, 0, 2])
      #expect(try Permutation(path("b.txt", "0")).order == [0])
      try SafeTensors.write([("p", Tensor([2, 2], [3, 1, 0, 2]))], to: folder + "/p.safetensors")
      #expect(try Permutation(Path("p.safetensors", base: folder)).order == [3, 1, 0, 2])
      let outputs = try StageTrial(View()).outputs(
        of: Inputs([
          "input": .image(image), "by": .text("permutation"), "from": .path(Path("p.safetensors", base: folder)),
        ]))
      #expect(
        try outputs.values["output"].flatMap { Tensor($0) }
          == View()(image, by: .permutation, permutation: Permutation([3, 1, 0, 2])))
      try SafeTensors.write(
        [("p", Tensor([1], [0])), ("q", Tensor([1], [0]))], to: folder + "/two.safetensors")
      try SafeTensors.write([("p", Tensor([2], [0, 0.5]))], to: folder + "/half.safetensors")
      try AtomicFile.write([0x93] + Array("NUMPY\u{1}".utf8), to: folder + "/n.npy")
      let table: [(Path, String)] = [
        (
          Path("n.npy", base: folder),
          "n.npy: expected a text, safetensors or .pth file, found an array of NumPy; save it as a text: numpy.savetxt('order.txt', array, fmt='%d')"
        ),
        (try path("c.txt", " \n"), "c.txt: expected the whole numbers of a permutation, found none"),
        (try path("d.txt", "0 1 x 2"), "d.txt: expected the whole numbers 0 … 3, each once, found 'x' at place 2"),
        (try path("e.txt", "0 1 4 2"), "e.txt: expected the whole numbers 0 … 3, each once, found 4 at place 2"),
        (try path("f.txt", "-1 0"), "f.txt: expected the whole numbers 0 … 1, each once, found -1 at place 0"),
        (try path("g.txt", "0 2 1 2"), "g.txt: expected each number once, found 2 at places 1 and 3"),
        (Path("two.safetensors", base: folder), "two.safetensors: expected one tensor, found 'p', 'q'"),
        (
          Path("half.safetensors", base: folder),
          "half.safetensors: expected the whole numbers 0 … 1, each once, found 0.5 at place 1"
        ),
        (
          try path("h.txt", "0 1 2"),
          "h.txt: expected a permutation of the 16 pixels of 4×4, or of p×p tiles where p divides both sides, found one of 3"
        ),
        (
          try path("i.txt", "8 0 1 2 3 4 5 6 7"),
          "i.txt: expected a permutation of the 16 pixels of 4×4, or of p×p tiles where p divides both sides, found one of 9"
        ),
      ]
      for (path, expected) in table {
        let inputs: [String: Value] = ["input": .image(image), "by": .text("permutation"), "from": .path(path)]
        #expect(problems(View(), inputs) == [expected])
        #expect(faultText { try View().run(Inputs(inputs), in: Context()) } == expected)
      }
    }
  }

  @Test func whatItNeeds() {
    let needed = "view 'permutation' needs 'from', a file with the permutation"
    #expect(problems(View(), ["input": .image(image), "by": .text("permutation")]) == [needed])
    #expect(faultText { try View()(image, by: .permutation) } == needed)
  }
}
