import Foundation

/// A Markdown table whose columns line up, so that it reads well as text too.
package struct Table {
  package var header: [String]
  package var rows: [[String]]

  package init(_ header: [String], _ rows: [[String]] = []) { (self.header, self.rows) = (header, rows) }

  /// The first column is text and stands left, the others are numbers and stand right.
  package var markdown: String {
    let lines = [header] + rows
    let widths = header.indices.map { column in max(3, lines.map { $0[column].count }.max()!) }
    func line(_ cells: [String]) -> String {
      let padded = zip(cells, widths).enumerated().map { column, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 0 ? cell.0 + space : space + cell.0
      }
      return "| " + padded.joined(separator: " | ") + " |"
    }
    let rule = widths.enumerated().map { $0 == 0 ? String(repeating: "-", count: $1) : dashes($1) }
    return ([line(header), "| " + rule.joined(separator: " | ") + " |"] + rows.map(line)).joined(separator: "\n")
  }

  private func dashes(_ count: Int) -> String { String(repeating: "-", count: count - 1) + ":" }
}

/// Numbers as people read them.
package enum Text {
  /// Three digits that matter: `1.23`, `45.6`, `1230`.
  package static func number(_ value: Double) -> String {
    if value == 0 || !value.isFinite { return value == 0 ? "0" : "\(value)" }
    let places = 2 - Int(log10(abs(value)).rounded(.down))
    return String(format: "%.\(min(max(places, 0), 6))f", value)
  }

  package static func seconds(_ value: Double) -> String {
    value >= 1 ? number(value) + " s" : value >= 1e-3 ? number(value * 1e3) + " ms" : number(value * 1e6) + " µs"
  }

  package static func bytes(_ value: Double) -> String {
    value >= 1e9 ? number(value / 1e9) + " GB" : number(value / 1e6) + " MB"
  }

  package static func ratio(_ value: Double) -> String { number(value) + " ×" }

  package static func error(_ value: Double) -> String { value == 0 ? "0" : String(format: "%.1e", value) }

  /// In GFLOP a second.
  package static func rate(_ value: Double) -> String { String(format: "%.0f", value / 1e9) }
}
