import Tensors
import Testing

@Suite struct SuggestionTests {
  @Test(
    arguments: [
      ("sclae", ["scale", "image"], "scale"), ("Image", ["scale", "image"], "image"),
      ("conditon", ["condition"], "condition"),
      ("widht", ["height", "width"], "width"), ("x", ["y"], nil), ("blend", ["add", "guide"], nil), ("", ["a"], nil),
      ("to", ["too", "from"], "too"),
    ] as [(String, [String], String?)])
  func nearestName(name: String, names: [String], expected: String?) { #expect(nearest(name, names) == expected) }

  @Test func lists() {
    #expect(listed([]) == "nothing")
    #expect(listed(["a", "b"]) == "'a', 'b'")
    #expect(listed((1...10).map(String.init), limit: 2) == "'1', '2' and 8 more")
  }
}
