import Basics
import Foundation
import Images
import PipelineKit
import Tensors

/// What a sweep leaves besides its jobs' files: a contact sheet and a page.
struct SweepOutputs {
  let sweep: Sweep
  /// Whether they may replace files that no sweep made.
  private let overwrites: Bool

  /// - Parameter overwrites: whether files may be replaced that no sweep made; by default as the sweep's jobs may.
  init(_ sweep: Sweep, overwrites: Bool? = nil) {
    self.sweep = sweep
    self.overwrites = overwrites ?? sweep.overwrites
  }

  private static let software = "PipelineKit \(PipelineKit.version)"
  private static let generator = "<meta name=\"generator\" content=\"PipelineKit"

  private var page: String? { sweep.options.page.map { FileName.path("index.html", in: sweep.place($0)) } }
  private var sheet: String? { sweep.options.sheet.map(sweep.place) }

  /// Throws where the sheet or the page can't be written, or would replace what no sweep made.
  func check() throws {
    if let sheet {
      _ = try ImageFormat(ending: sheet)
      try requireReplaceable(sheet, as: "a sweep's sheet", overwrites: overwrites) {
        (try? ImageFile.texts(sheet))?.contains { $0.name == "software" } == true
      }
    }
    if let page {
      try requireReplaceable(page, as: "a sweep's page", overwrites: overwrites) {
        (try? TextFile.read(page))?.contains(SweepOutputs.generator) == true
      }
    }
  }

  /// Writes them; `wrote` hears of each.
  func write(_ results: [SweepResult], wrote: (String) -> Void) throws {
    guard results.contains(where: { $0.picture != nil }) else { return }
    if let sheet {
      let picture = try self.sheet(results).render()
      let texts = [
        ("software", SweepOutputs.software), ("comment", "\(SweepOutputs.software): a sweep of \(results.count) jobs"),
      ]
      try ImageFile.write(picture, to: sheet, texts: texts)
      wrote(sheet)
    }
    if let page {
      let html = SweepPage(results, axes: sweep.axes.map(\.name), folder: FileName.folder(of: page)).html
      try AtomicFile.write(Array(html.utf8), to: page)
      wrote(page)
    }
  }

  /// The pictures by the axes: with two or more that multiply, the last one's values are the columns; else rows are filled
  /// one after the other.
  private func sheet(_ results: [SweepResult]) throws -> ContactSheet {
    let pictures = results.filter { $0.picture != nil }
    let side = SweepOutputs.side(of: pictures.count)
    // On a crowded sheet small pictures stay small.
    let magnification = side < ContactSheet.comfortable ? 1 : nil
    func small(_ result: SweepResult) throws -> Tensor { try self.small(result, side: side) }
    let axes = sweep.axes
    guard axes.count > 1, !sweep.isZipped, let last = axes.last else {
      let columns = max(1, Int(Double(pictures.count).squareRoot().rounded(.up)))
      let cells = try pictures.map { try ContactSheet.Cell(small($0), label: $0.job.label) }
      return ContactSheet(
        stride(from: 0, to: cells.count, by: columns).map { Array(cells[$0..<min($0 + columns, cells.count)]) },
        magnification: magnification)
    }
    let isWhole = pictures.count == sweep.jobs.count && sweep.shard == nil
    var rows: [(label: String, cells: [ContactSheet.Cell])] = []
    for result in pictures {
      let label = result.job.values.dropLast().map { "\($0.name)=\($0.text)" }.joined(separator: " ")
      // Where some are missing, columns don't say which is which.
      let cell = try ContactSheet.Cell(small(result), label: isWhole ? "" : result.job.values.last!.text)
      if rows.last?.label == label { rows[rows.count - 1].cells.append(cell) } else { rows.append((label, [cell])) }
    }
    return ContactSheet(
      rows.map(\.cells), columnLabels: isWhole ? last.values.map { "\(last.name)=\($0)" } : [],
      rowLabels: rows.map(\.label), magnification: magnification)
  }

  /// The most pixels across and down of a picture on a sheet of `count` that fits into one: 256 up to 700 or so, 8 for 12,000.
  private static func side(of count: Int) -> Int {
    let place = Int((Double(ImageFile.largest) / Double(count)).squareRoot())
    let label = 64
    return min(256, max(8, place - label))
  }

  private func small(_ result: SweepResult, side: Int) throws -> Tensor {
    let path = result.picture!
    let header = try ImageFile.header(path)
    let longest = max(header.width, header.height)
    if longest <= side { return try ImageFile.read(path) }
    let scale = Double(side) / Double(longest)
    let frame = Frame(
      height: max(1, Int(Double(header.height) * scale)), width: max(1, Int(Double(header.width) * scale)), .stretch,
      .smoothBicubic, bars: 1)
    return try ImageFile.read(path, in: frame)
  }
}
