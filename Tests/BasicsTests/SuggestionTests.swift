import Basics
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

  /// The first name at the least distance, found with every distance worked out in full.
  @Test(arguments: 0..<300 as Range<UInt64>)
  func nearestAsTheSlowWay(seed: UInt64) {
    let generator = Generator(seed: seed)
    func name() -> String {
      String((0..<generator.integer(below: 9)).map { _ in Array("abcAB-é")[generator.integer(below: 7)] })
    }
    let (wanted, names) = (name(), (0..<12).map { _ in name() })
    func distance(_ a: [Character], _ b: [Character]) -> Int {
      var table = (0...a.count).map { i in (0...b.count).map { i == 0 ? $0 : i } }
      for i in 0..<a.count {
        for j in 0..<b.count {
          var cost = min(table[i][j + 1] + 1, table[i + 1][j] + 1, table[i][j] + (a[i] == b[j] ? 0 : 1))
          if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, table[i - 1][j - 1] + 1) }
          table[i + 1][j + 1] = cost
        }
      }
      return table[a.count][b.count]
    }
    let distances = names.map { distance(Array(wanted.lowercased()), Array($0.lowercased())) }
    let best = names[distances.firstIndex(of: distances.min()!)!]
    let isNear = distances.min()! <= max(wanted.count, best.count) / 3
    #expect(nearest(wanted, names) == (isNear ? best : nil))
  }

  @Test func lists() {
    #expect(listed([]) == "nothing")
    #expect(listed(["a", "b"]) == "'a', 'b'")
    #expect(listed((1...10).map(String.init), limit: 2) == "'1', '2' and 8 more")
  }
}
