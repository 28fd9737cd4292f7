import Basics
import Foundation
import PipelineKit

/// A parameter and the values that it takes one after the other: `--each seed=1..16`.
struct SweepAxis: Equatable {
  var name: String
  /// In the words of a command line; at least one.
  var values: [String]

  /// The most values of one axis.
  static let most = 100_000

  /// An axis with these values.
  init(name: String, values: [String]) { (self.name, self.values) = (name, values) }

  /// Reads what stands behind `--each`:
  ///
  ///     seed=1..16              whole numbers; 0..1..0.25 from 0 to 1 in steps of 0.25
  ///     guidance=3,5,7          values between commas; ["a, b", "c"] where they hold commas
  ///     picture='photos/*.jpg'  the files that match, sorted
  ///     prompt=@prompts.txt     the lines of a file but for empty ones and those that begin with #; @- of standard input
  init(_ text: String) throws {
    guard let sign = text.firstIndex(of: "="), sign > text.startIndex else { throw SweepFault.notAnAxis(text) }
    name = String(text[..<sign])
    let values = String(text[text.index(after: sign)...])
    if values.hasPrefix("@"), !values.hasPrefix("@@") {
      self.values = try SweepAxis.lines(of: String(values.dropFirst()), name)
    } else if let range = try SweepAxis.range(values, name) {
      self.values = range
    } else if values.hasPrefix("[") {
      self.values = try SweepAxis.list(values, name)
    } else if values.contains(where: { "*?".contains($0) }) {
      self.values = try SweepAxis.files(values, name)
    } else {
      let plain = values.hasPrefix("@@") ? String(values.dropFirst()) : values
      self.values = plain.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    }
    if self.values.isEmpty || self.values == [""] { throw SweepFault.noValues(name) }
    if self.values.count > SweepAxis.most { throw SweepFault.tooMany(name, self.values.count) }
  }

  /// `1..16`, `0..1..0.25`; nil for what is none.
  private static func range(_ text: String, _ name: String) throws -> [String]? {
    guard let match = text.wholeMatch(of: /(-?[0-9.]+?)\.\.(-?[0-9.]+?)(?:\.\.(-?[0-9.]+))?/) else { return nil }
    if match.3 == nil, let first = Int(match.1), let last = Int(match.2) {
      let (count, overflow) = last.subtractingReportingOverflow(first)
      guard !overflow, abs(count) < most else { throw SweepFault.tooMany(name, nil) }
      return first <= last ? (first...last).map(String.init) : (last...first).reversed().map(String.init)
    }
    guard let first = Decimal(string: String(match.1)), let last = Decimal(string: String(match.2)),
      let step = match.3.flatMap({ Decimal(string: String($0)) }), step != 0, (last - first) / step >= 0
    else { throw SweepFault.notARange(name, text) }
    guard (last - first) / step < Decimal(most) else { throw SweepFault.tooMany(name, nil) }
    var values: [String] = []
    var value = first
    while step > 0 ? value <= last : value >= last {
      values.append("\(value)")
      value += step
    }
    return values
  }

  private static func list(_ text: String, _ name: String) throws -> [String] {
    guard let json = try? JSON(text), case .list(let elements) = json.value else {
      throw SweepFault.notAList(name, text)
    }
    return elements.map(PipelineSource.words)
  }

  private static func lines(of path: String, _ name: String) throws -> [String] {
    let path = path == "-" ? "/dev/stdin" : path
    let lines = try TextFile.read(path).split(whereSeparator: \.isNewline)
    return lines.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
  }

  private static func files(_ pattern: String, _ name: String) throws -> [String] {
    let files = Glob.files(pattern)
    if files.isEmpty { throw SweepFault.noFiles(name, pattern) }
    return files
  }
}
