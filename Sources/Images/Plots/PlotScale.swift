import Foundation

/// Maps the numbers of one axis of a plot to places, and chooses its ticks.
package struct PlotScale: Sendable {
  package struct Tick: Sendable, Equatable {
    package var value: Double
    package var label: String
  }

  private let isLogarithmic: Bool
  /// The range of the axis, as logarithms (base 10) on a logarithmic one.
  private let low, high: Double
  private let wanted: [Double]?

  /// Numbers beyond it overflow in computations and are left out like infinity.
  static let largest = 1e100
  /// Numbers and ranges below it are treated as zero.
  static let smallest = 1e-100

  /// Makes a scale that shows `values`; those that can't be shown (NaN, infinite; not positive on a logarithmic axis)
  /// are ignored. Throws where the bounds of the axis make no range.
  package init(_ axis: Plot.Axis, _ values: [Double]) throws {
    isLogarithmic = axis.scale == .logarithmic
    wanted = axis.ticks
    let transformed = values.compactMap { PlotScale.transform($0, axis.scale == .logarithmic) }
    func bound(_ value: Double?) throws -> Double? {
      guard let value else { return nil }
      guard let place = PlotScale.transform(value, axis.scale == .logarithmic) else {
        throw PlotFault.bound(axis: axis.label, value)
      }
      return place
    }
    let (lower, upper) = (try bound(axis.lower), try bound(axis.upper))
    var least = lower ?? min(transformed.min() ?? 0, upper ?? .infinity)
    var most = upper ?? max(transformed.max() ?? least, lower ?? -.infinity)
    if lower != nil, upper != nil, most <= least {
      throw PlotFault.bounds(axis: axis.label, axis.lower!, axis.upper!)
    }
    // Smaller differences are lost in rounding, so the axis gets a range around the one value.
    let narrow = max(max(abs(least), abs(most)) * 1e-9, PlotScale.smallest)
    if most - least <= narrow {
      let room = isLogarithmic ? 0.5 : abs(least) < PlotScale.smallest ? 1 : abs(least) / 2
      if lower == nil { least -= room }
      if upper == nil { most += room }
      if most - least <= narrow { most = least + room }
    } else {
      let margin = (most - least) / 25
      if lower == nil { least -= margin }
      if upper == nil { most += margin }
    }
    (low, high) = (least, most)
  }

  /// Whether an axis of this kind can show a number.
  static func isShowable(_ value: Double, _ scale: Plot.Scale) -> Bool {
    transform(value, scale == .logarithmic) != nil
  }

  private static func transform(_ value: Double, _ isLogarithmic: Bool) -> Double? {
    guard value.isFinite, abs(value) < largest, !isLogarithmic || value > smallest else { return nil }
    return isLogarithmic ? log10(value) : value
  }

  /// The place of a number, 0 at the beginning of the axis and 1 at its end; nil where it can't be shown.
  package func place(_ value: Double) -> Double? {
    PlotScale.transform(value, isLogarithmic).map { ($0 - low) / (high - low) }
  }

  /// At most about `limit` labelled ticks, 2 or more.
  package func ticks(atMost limit: Int) -> [Tick] {
    let inside = { (value: Double) in place(value).map { (-1e-9...1 + 1e-9).contains($0) } ?? false }
    if let wanted { return wanted.filter(inside).map { Tick(value: $0, label: PlotScale.plain($0)) } }
    if isLogarithmic, let ticks = logarithmicTicks(limit)?.filter({ inside($0.value) }) { return ticks }
    let (least, most) = isLogarithmic ? (pow(10, low), pow(10, high)) : (low, high)
    // A step as long as the axis may miss it.
    return (limit...limit + 4).lazy.map { PlotScale.evenTicks(from: least, to: most, $0).filter { inside($0.value) } }
      .first { !$0.isEmpty } ?? []
  }

  /// Ticks without labels: 2…9 in each power of ten, where those are few enough to be told apart.
  package func minorTicks() -> [Double] {
    guard isLogarithmic, wanted == nil, high - low <= 8 else { return [] }
    return decades.flatMap { decade in (2...9).map { Double($0) * pow(10, Double(decade)) } }
      .filter { place($0).map { (0...1).contains($0) } ?? false }
  }

  private var decades: ClosedRange<Int> { Int(low.rounded(.down))...Int(high.rounded(.up)) }

  /// 1, 2 and 5 in each power of ten if they are few enough, otherwise powers of ten; nil for less than two of either.
  private func logarithmicTicks(_ limit: Int) -> [Tick]? {
    func inside(_ mantissa: Int, _ decade: Int) -> Bool {
      (low - 1e-9...high + 1e-9).contains(log10(Double(mantissa)) + Double(decade))
    }
    let fine = decades.flatMap { decade in [1, 2, 5].filter { inside($0, decade) }.map { ($0, decade) } }
    let coarse = decades.filter { inside(1, $0) }
    let step = [1, 2, 5, 10, 20, 50].first { coarse.count <= $0 * limit } ?? 100
    let chosen: [(mantissa: Int, decade: Int)]
    if fine.count >= 2, fine.count <= limit, coarse.count < 4 {
      chosen = fine
    } else if coarse.count >= 2 {
      chosen = coarse.filter { $0 % step == 0 }.map { (1, $0) }
    } else {
      return nil
    }
    let isPlain = chosen.allSatisfy { (-3...4).contains($0.decade) }
    return chosen.map { mantissa, decade in
      let value = Double(mantissa) * pow(10, Double(decade))
      if isPlain { return Tick(value: value, label: PlotScale.plain(value)) }
      let power = "10" + PlotScale.superscript(decade)
      return Tick(value: value, label: mantissa == 1 ? power : "\(mantissa)×\(power)")
    }
  }

  /// Multiples of 1, 2 or 5 times a power of ten from `least` to `most`, at most about `limit`.
  package static func evenTicks(from least: Double, to most: Double, _ limit: Int) -> [Tick] {
    let rough = (most - least) / Double(max(1, limit))
    let power = pow(10, log10(rough).rounded(.down))
    // A little less than the step itself, so that rounding does not choose the next.
    let step = power * ([1, 2, 5].first { $0 * power >= rough * (1 - 1e-9) } ?? 10)
    let first = (least / step - 1e-9).rounded(.up)
    let last = (most / step + 1e-9).rounded(.down)
    let values = Swift.stride(from: first, through: last, by: 1).map { $0 * step }
    let magnitude = max(abs(least), abs(most))
    let places = Int((-log10(step) - 1e-9).rounded(.up))
    if magnitude < 1e6 && magnitude >= 1e-3 && places <= 6 {
      return values.map { Tick(value: $0, label: decimal($0, places: max(0, places))) }
    }
    let exponent = Int(log10(magnitude).rounded(.down))
    return values.map { value in
      if value == 0 { return Tick(value: 0, label: "0") }
      let mantissa = decimal(value / pow(10, Double(exponent)), places: max(0, places + exponent))
      return Tick(value: value, label: "\(mantissa)×10\(superscript(exponent))")
    }
  }

  private static func decimal(_ value: Double, places: Int) -> String {
    let text = String(format: "%.\(places)f", value == 0 ? 0 : value)
    return text.replacingOccurrences(of: "-", with: "−")
  }

  /// The shortest text that gives the number.
  private static func plain(_ value: Double) -> String {
    String(format: "%.9g", value).replacingOccurrences(of: "-", with: "−")
  }

  private static func superscript(_ number: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    return (number < 0 ? "⁻" : "") + String(String(abs(number)).map { digits[$0.wholeNumberValue!] })
  }
}
