import Foundation
import Images
import Testing

@Suite struct PlotScaleTests {
  func labels(_ axis: Plot.Axis, _ values: [Double], atMost limit: Int = 6) throws -> [String] {
    try PlotScale(axis, values).ticks(atMost: limit).map(\.label)
  }

  @Test func ticksAreOneTwoOrFiveTimesPowersOfTen() throws {
    let cases: [(Double, Double, [String])] = [
      (0, 1, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      (0, 10, ["0", "2", "4", "6", "8", "10"]),
      (0, 256, ["0", "50", "100", "150", "200", "250"]),
      (-3, 3, ["−3", "−2", "−1", "0", "1", "2", "3"]),
      (0.12, 0.13, ["0.120", "0.122", "0.124", "0.126", "0.128", "0.130"]),
      (0, 50_000, ["0", "10000", "20000", "30000", "40000", "50000"]),
      (0, 2.5e9, ["0", "0.5×10⁹", "1.0×10⁹", "1.5×10⁹", "2.0×10⁹", "2.5×10⁹"]),
      (0, 3e-5, ["0", "0.5×10⁻⁵", "1.0×10⁻⁵", "1.5×10⁻⁵", "2.0×10⁻⁵", "2.5×10⁻⁵", "3.0×10⁻⁵"]),
    ]
    for (lower, upper, expected) in cases {
      #expect(try labels(.init("", lower: lower, upper: upper), []) == expected)
    }
  }

  @Test func logarithmicTicks() throws {
    let cases: [(Double, Double, [String])] = [
      (1, 1000, ["1", "10", "100", "1000"]),
      (0.02, 1, ["0.02", "0.05", "0.1", "0.2", "0.5", "1"]),
      (1e-6, 1, ["10⁻⁶", "10⁻⁴", "10⁻²", "10⁰"]),
      (3e-5, 2e-4, ["5×10⁻⁵", "10⁻⁴", "2×10⁻⁴"]),
      (30, 256, ["50", "100", "200"]),
      (1e-50, 1e50, ["10⁻⁴⁰", "10⁻²⁰", "10⁰", "10²⁰", "10⁴⁰"]),
      // Too short for powers of ten: as on a linear axis.
      (3.1, 3.9, ["3.2", "3.4", "3.6", "3.8"]),
    ]
    for (lower, upper, expected) in cases {
      #expect(try labels(.init("", .logarithmic, lower: lower, upper: upper), []) == expected)
    }
    let few = try PlotScale(.init("", .logarithmic, lower: 1, upper: 100), []).minorTicks()
    #expect(few == [2, 3, 4, 5, 6, 7, 8, 9, 20, 30, 40, 50, 60, 70, 80, 90])
    #expect(try PlotScale(.init("", .logarithmic, lower: 1e-50, upper: 1), []).minorTicks().isEmpty)
  }

  @Test func givenTicksAreKept() throws {
    #expect(try labels(.init("", .logarithmic, ticks: [16, 32, 64, 128, 256]), [32, 128]) == ["32", "64", "128"])
  }

  @Test func placesGoFromBeginningToEnd() throws {
    let even = try PlotScale(.init("", lower: 10, upper: 20), [])
    #expect(even.place(10) == 0 && even.place(15) == 0.5 && even.place(20) == 1 && even.place(30) == 2)
    let powers = try PlotScale(.init("", .logarithmic, lower: 1, upper: 100), [])
    #expect(powers.place(1) == 0 && powers.place(10) == 0.5 && powers.place(100) == 1)
    for gap in [0, -1, Double.nan, .infinity] { #expect(powers.place(gap) == nil) }
  }

  @Test func dataStandsInsideOfTheAxis() throws {
    let scale = try PlotScale(.init(""), [3, .nan, 7, .infinity])
    #expect(abs(scale.place(3)! - 1 / 27) < 1e-12 && abs(scale.place(7)! - 26 / 27) < 1e-12)
    #expect(try PlotScale(.init("", lower: 0), [3, 7]).place(0) == 0)
    // One value has an axis around it, whatever its size.
    for value in [0, 5, -5, 1e-90, -1e90, 1e99] {
      let place = try #require(try PlotScale(.init(""), [value, value]).place(value))
      #expect(abs(place - 0.5) < 0.01)
    }
    let lone = try #require(try PlotScale(.init("", .logarithmic), [5]).place(5))
    #expect(abs(lone - 0.5) < 1e-12)
  }

  /// Any range has ticks, in order, inside of it, and not many more than asked for.
  @Test func everyRangeHasTicks() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<3000 {
      let scale: Plot.Scale = Bool.random(using: &random) ? .linear : .logarithmic
      let magnitude = pow(10, Double.random(in: -40...40, using: &random))
      let start = magnitude * Double.random(in: (scale == .linear ? -2 : 0.01)...2, using: &random)
      let span = magnitude * pow(10, Double.random(in: -6...6, using: &random))
      let limit = Int.random(in: 2...12, using: &random)
      let axis = try PlotScale(.init("", scale), [start, start + span])
      let ticks = axis.ticks(atMost: limit)
      let places = try ticks.map { try #require(axis.place($0.value)) }
      #expect(!ticks.isEmpty && ticks.count <= limit + 2, "\(scale) \(start) + \(span), \(limit): \(ticks)")
      #expect(places.allSatisfy { (-1e-6...1 + 1e-6).contains($0) })
      #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 })
      #expect(Set(ticks.map(\.label)).count == ticks.count, "\(scale) \(start) + \(span): \(ticks.map(\.label))")
    }
  }
}
