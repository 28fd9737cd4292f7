public import Basics
public import Tensors

/// Pictures in rows and columns on white, with labels.
public struct ContactSheet: Sendable {
  /// One picture and its label.
  public struct Cell: Sendable {
    /// The picture, 1×C×H×W with C = 1 or 3; −1…1.
    public var picture: Tensor
    /// The text under the picture; empty for none.
    public var label: String

    /// Makes a cell; `render` checks the picture's shape.
    public init(_ picture: Tensor, label: String = "") {
      self.picture = picture
      self.label = label
    }
  }

  /// The cells from left to right, the rows from top to bottom. Rows may differ in length.
  public var rows: [[Cell]]
  /// The line above the sheet; empty for none.
  public var title = ""
  /// Labels above the columns, from the first on.
  public var columnLabels: [String] = []
  /// Labels beside the rows, from the first on.
  public var rowLabels: [String] = []
  /// The side in pixels of the square that one pixel of the largest picture becomes; nil chooses it so that the
  /// picture reaches `comfortable` pixels.
  public var magnification: Int?

  /// Makes a sheet; `render` checks it.
  public init(
    _ rows: [[Cell]], title: String = "", columnLabels: [String] = [], rowLabels: [String] = [],
    magnification: Int? = nil
  ) {
    self.rows = rows
    self.title = title
    self.columnLabels = columnLabels
    self.rowLabels = rowLabels
    self.magnification = magnification
  }

  /// The height up to which small pictures are magnified.
  public static let comfortable = 192

  /// Throws where a sheet of these columns and rows would be too large; `width` and `height` are those of the largest
  /// picture.
  public static func requireSize(width: Int, height: Int, columns: Int, rows: Int, magnification: Int?) throws {
    let magnification = max(1, magnification ?? comfortable / max(1, height))
    try Canvas.requireSize(width, magnification, columns, height, magnification, rows)
  }

  /// The height and width of a sheet, from what is known before its pictures are. Throws where it would be too large.
  ///
  /// - Parameters:
  ///   - labels: the label of each cell, by rows, at least one.
  ///   - height: that of the tallest picture in pixels, at least 1.
  ///   - width: that of the widest.
  public static func size(
    labels: [[String]], columnLabels: [String] = [], rowLabels: [String] = [], title: String = "",
    magnification: Int? = nil, height: Int, width: Int
  ) throws -> (height: Int, width: Int) {
    let layout = try Layout(
      labels: labels, heads: columnLabels, sides: rowLabels, title: title, magnification: magnification, height: height,
      width: width)
    return (layout.height, layout.width)
  }

  private static let margin = 16
  private static let gap = 12
  /// The distance between a picture and its label.
  private static let labelGap = 4
  private static let labelLines = 3
  private static let rowLabelWidth = 150

  /// The sheet as a picture 1×3×H×W. Smaller pictures are magnified towards the size of the largest as far as whole
  /// pixels allow. Throws `ContactSheetFault`.
  public func render() throws -> Tensor {
    let pictures = rows.joined().map(\.picture)
    guard !pictures.isEmpty else { throw ContactSheetFault.empty }
    for (index, picture) in pictures.enumerated() {
      guard picture.rank == 4, picture.shape[0] == 1, [1, 3].contains(picture.shape[1]), picture.count > 0 else {
        throw ContactSheetFault.wrongShape(index: index, shape: picture.shape)
      }
    }
    let layout = try Layout(
      labels: rows.map { $0.map(\.label) }, heads: columnLabels, sides: rowLabels, title: title,
      magnification: magnification, height: pictures.map { $0.shape[2] }.max()!,
      width: pictures.map { $0.shape[3] }.max()!)
    var canvas = try Canvas(width: layout.width, height: layout.height)
    for (line, y) in zip(layout.title, stride(from: Self.margin, to: .max, by: LabelFont.large.lineHeight)) {
      canvas.write(line, .large, x: Self.margin, y: y)
    }
    for (column, lines) in layout.heads.enumerated() {
      // Column labels are aligned at the bottom, next to the pictures.
      let top = layout.firstRow - Self.labelGap - lines.count * LabelFont.small.lineHeight
      canvas.write(lines, centre: layout.columnX(column) + layout.cellWidth / 2, y: top)
    }
    for (row, cells) in rows.enumerated() {
      let top = layout.rowY[row]
      if row < layout.sides.count {
        let lines = layout.sides[row]
        let y = top + (layout.cellHeight - lines.count * LabelFont.small.lineHeight) / 2
        for (i, line) in lines.enumerated() {
          canvas.write(
            line, .small, x: layout.firstColumn - Self.gap - LabelFont.small.width(line),
            y: y + i * LabelFont.small.lineHeight)
        }
      }
      for (column, cell) in cells.enumerated() {
        canvas.paint(
          cell.picture.coloured(.rgb), x: layout.columnX(column), y: top, width: layout.cellWidth,
          height: layout.cellHeight)
        canvas.write(
          layout.labels[row][column], centre: layout.columnX(column) + layout.cellWidth / 2,
          y: top + layout.cellHeight + Self.labelGap)
      }
    }
    return canvas.picture
  }

  /// The positions of all parts, in pixels.
  private struct Layout {
    var cellWidth: Int
    var cellHeight: Int
    var title: [String]
    var heads: [[String]]
    var sides: [[String]]
    var labels: [[[String]]]
    var firstColumn: Int
    var firstRow: Int
    var rowY: [Int] = []
    var width: Int
    var height: Int

    /// - Parameters:
    ///   - texts: the label of each cell, by rows; none is empty.
    ///   - tallest: the height of the tallest picture in pixels.
    ///   - widest: the width of the widest.
    init(
      labels texts: [[String]], heads columnLabels: [String], sides rowLabels: [String], title text: String,
      magnification: Int?, height tallest: Int, width widest: Int
    ) throws {
      let small = LabelFont.small
      let magnification = max(1, magnification ?? ContactSheet.comfortable / tallest)
      let columns = texts.map(\.count).max()!
      // This bounds every size below, so that none overflows.
      try Canvas.requireSize(widest, magnification, columns)
      try Canvas.requireSize(tallest, magnification, texts.count)
      (cellWidth, cellHeight) = (widest * magnification, tallest * magnification)
      let cellWidth = cellWidth
      let wrap = { (text: String) in small.wrap(text, width: cellWidth, lines: labelLines) }
      labels = texts.map { $0.map(wrap) }
      heads = columnLabels.prefix(columns).map(wrap)
      sides = rowLabels.prefix(texts.count).map { small.wrap($0, width: rowLabelWidth, lines: labelLines) }
      let side = sides.joined().map { small.width($0) }.max() ?? 0
      firstColumn = margin + (side > 0 ? side + gap : 0)
      width = firstColumn + columns * (cellWidth + gap) - gap + margin
      title = LabelFont.large.wrap(text, width: width - 2 * margin, lines: labelLines)
      let headLines = heads.map(\.count).max() ?? 0
      firstRow =
        margin + (title.isEmpty ? 0 : title.count * LabelFont.large.lineHeight + gap)
        + (headLines > 0 ? headLines * small.lineHeight + labelGap : 0)
      var y = firstRow
      for row in labels {
        rowY.append(y)
        let lines = row.map(\.count).max() ?? 0
        y += cellHeight + (lines > 0 ? labelGap + lines * small.lineHeight : 0) + gap
      }
      height = y - gap + margin
    }

    func columnX(_ column: Int) -> Int { firstColumn + column * (cellWidth + gap) }
  }
}

/// An error in a contact sheet.
public enum ContactSheetFault: Fault {
  /// There are no pictures.
  case empty
  /// A picture is not 1×C×H×W with C = 1 or 3 and at least one pixel.
  case wrongShape(index: Int, shape: [Int])
  /// The sheet would have more pixels than a picture may have.
  case tooLarge

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .empty: "a contact sheet needs at least one picture, found none"
    case .wrongShape(let index, let shape):
      "picture \(index + 1) of a contact sheet: expected 1×1×H×W (gray) or 1×3×H×W (RGB), found \(Tensor.text(shape))"
    case .tooLarge:
      "the contact sheet would have more than \(ImageFile.largest / 1_000_000) megapixels; magnify less or show fewer"
    }
  }
}
