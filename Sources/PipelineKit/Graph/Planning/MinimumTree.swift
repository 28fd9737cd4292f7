/// Numbers at the indices 0 ..< n. Finds the first index whose number is below a bound, or changes a number, in O(log
/// n).
struct MinimumTree {
  /// The minimum of each pair of neighbours, of each pair of these, and so on up to `minima[1]`; the numbers start at
  /// `width`.
  private var minima: [Int]
  private let width: Int

  init(_ numbers: [Int]) {
    var width = 1
    while width < numbers.count { width *= 2 }
    self.width = width
    minima = [Int](repeating: .max, count: 2 * width)
    for (index, number) in numbers.enumerated() { minima[width + index] = number }
    for i in stride(from: width - 1, to: 0, by: -1) { minima[i] = min(minima[2 * i], minima[2 * i + 1]) }
  }

  mutating func set(_ index: Int, _ number: Int) {
    var i = width + index
    minima[i] = number
    while i > 1 {
      i /= 2
      minima[i] = min(minima[2 * i], minima[2 * i + 1])
    }
  }

  func first(below bound: Int) -> Int? {
    guard minima[1] < bound else { return nil }
    var i = 1
    while i < width { i = minima[2 * i] < bound ? 2 * i : 2 * i + 1 }
    return i - width
  }
}
