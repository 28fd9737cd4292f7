import Basics
import Foundation
import Images
import Tensors
import TestSupport
import Testing

@Suite struct InterpolationTests {
  struct Case: Decodable {
    var method: String
    var old: [Int]
    var new: [Int]
    var values: [Float]
  }

  static let methods: [String: Interpolation] = [
    "nearest": .nearest, "area": .area, "bilinear": .bilinear(), "bilinear-corners": .bilinear(alignCorners: true),
    "bicubic": .bicubic(), "bicubic-corners": .bicubic(alignCorners: true), "bilinear-smooth": .smoothBilinear,
    "bicubic-smooth": .smoothBicubic,
  ]

  @Test func matchesPyTorch() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: Fixtures.path("resize.json")))
    let cases = try JSONDecoder().decode([Case].self, from: data)
    #expect(cases.count == 56)
    for test in cases {
      let image = Pictures.picture(2, width: test.old[1], height: test.old[0]) {
        Double(Pictures.sample($0, $1, $2, depth: 8)) / 255
      }
      let method = try #require(Self.methods[test.method])
      let found = image.resized(height: test.new[0], width: test.new[1], method)
      let expected = Tensor([1, 2] + test.new, test.values)
      #expect(found.maximumDifference(from: expected) <= 1e-5, "\(test.method) \(test.old) to \(test.new)")
    }
  }

  @Test(arguments: [(10, 3), (7, 7), (5, 9), (64, 28), (3, 1)])
  func areaIsTheMeanOfEveryBox(old: Int, new: Int) {
    let image = Pictures.noise(1, width: old, height: old, seed: UInt64(old))
    let found = image.resized(height: new, width: new, .area)
    for y in 0..<new {
      for x in 0..<new {
        let rows = y * old / new..<((y + 1) * old + new - 1) / new
        let columns = x * old / new..<((x + 1) * old + new - 1) / new
        let box = image.slice(axis: 2, rows).slice(axis: 3, columns)
        #expect(abs(found[0, 0, y, x] - box.mean) < 1e-5)
      }
    }
  }

  @Test func weightsSumToOneAndStayInside() {
    for (name, method) in Self.methods {
      for old in 1...20 {
        for new in 1...20 {
          let windows = method.windows(from: old, to: new)
          #expect(windows.count == new)
          #expect(
            windows.allSatisfy {
              abs($0.weights.reduce(0, +) - 1) < 1e-5 && $0.first >= 0 && !$0.weights.isEmpty
                && $0.first + $0.weights.count <= old
            }, "\(name) \(old) to \(new)")
        }
      }
    }
  }

  @Test func theSameSizeIsTheSamePicture() {
    let image = Pictures.noise(3, width: 9, height: 6, seed: 1)
    for (name, method) in Self.methods {
      #expect(image.resized(height: 6, width: 9, method).maximumDifference(from: image) < 1e-6, "\(name)")
    }
  }

  @Test func fittingKeepsProportions() {
    let wide = Pictures.picture(1, width: 40, height: 20) { x, _, _ in x < 10 || x >= 30 ? 0 : 1 }
    let cover = wide.fitted(Frame(height: 10, width: 10, .cover, .area, bars: 1))
    #expect(cover == Tensor([1, 1, 10, 10], repeating: 1))
    let contain = wide.fitted(Frame(height: 8, width: 8, .contain, .area, bars: 0.5))
    #expect(contain.shape == [1, 1, 8, 8])
    #expect((0..<8).map { contain[0, 0, $0, 4] } == [0.5, 0.5, 1, 1, 1, 1, 0.5, 0.5])
    #expect((0..<8).map { contain[0, 0, 4, $0] } == [-1, -1, 1, 1, 1, 1, -1, -1])
    let stretch = wide.fitted(Frame(height: 4, width: 4, .stretch, .area, bars: 0))
    #expect(stretch.slice(axis: 2, 2..<3).maximumDifference(from: Tensor([1, 1, 1, 4], [-1, 1, 1, -1])) < 1e-6)
  }

  @Test(arguments: Fit.allCases) func fittingWorksForExtremeProportions(fit: Fit) {
    for (h, w, height, width) in [(1, 500, 3, 3), (500, 1, 3, 2), (7, 3, 5, 64), (2, 2, 1, 9)] {
      let image = Tensor([2, 3, h, w], repeating: 0.25)
      let found = image.fitted(Frame(height: height, width: width, fit, .smoothBicubic, bars: 0.25))
      #expect(found.shape == [2, 3, height, width])
      #expect(found.maximumDifference(from: Tensor(found.shape, repeating: 0.25)) < 1e-5)
    }
  }

  @Test func grayIsLuma() {
    let red = Tensor([1, 3, 1, 1], [1, -1, -1])
    #expect(abs(red.coloured(.gray)[0, 0, 0, 0] - (2 * 0.299 - 1)) < 1e-6)
    #expect(Tensor([1, 1, 1, 1], [0.5]).coloured(.rgb) == Tensor([1, 3, 1, 1], repeating: 0.5))
    #expect(red.coloured(.rgb) == red)
  }
}
