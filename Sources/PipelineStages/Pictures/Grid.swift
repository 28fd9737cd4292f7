import Images
import Logging
public import PipelineKit
public import Tensors

/// A contact sheet: pictures in rows and columns on white, with labels. Small pictures are magnified by whole numbers,
/// so their pixels stay sharp.
public struct Grid: Stage {
  static let images = Input<GridPictures>(
    "images", "one batch, a list of pictures, or a list of lists (rows); a batch gives a cell per picture; masks 0…1")
  static let columns = OptionalInput<Int>(
    "columns", "pictures in a row, where images is not a list of lists", in: 1...1000,
    otherwise:
      "a list of batches, or of pictures with a row label each, has a row for each; a batch with a column label for each picture one row, anything else rows of up to 8"
  )
  /// The text under each picture, in reading order; none without labels.
  public static let labels = Input<GridLabels>(
    "labels", "the text under each picture, in reading order", default: [])
  /// The text above each column.
  public static let columnLabels = Input<GridLabels>("column-labels", "the text above each column", default: [])
  /// The text to the left of each row.
  public static let rowLabels = Input<GridLabels>("row-labels", "the text to the left of each row", default: [])
  /// The text at the top.
  public static let title = Input<String>("title", "the text at the top", default: "")
  static let magnify = OptionalInput<Int>(
    "magnify", "how many times larger each picture is drawn", in: 1...64,
    otherwise: "the factor that brings the tallest picture to \(ContactSheet.comfortable) pixels")
  package static let sheet = Output<Tensor>("image", "the sheet, 1×3×H×W, −1…1", kind: .image)
  public static let declaration = Declaration(
    "grid", "A contact sheet with labels.",
    inputs: [images, columns, labels, columnLabels, rowLabels, title, magnify], outputs: [sheet])

  /// Makes the stage, which has no settings.
  public init() {}

  /// It is one picture, whose size depends on the labels too.
  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(sheet, Known(shape: size(inputs).map { [1, 3, $0.height, $0.width] }, batch: 1))
  }

  /// The size of the sheet; nil where something that decides it isn't known, or where there can't be such a sheet.
  private static func size(_ inputs: KnownInputs) -> (height: Int, width: Int)? {
    guard let rows = inputs.facts(images).flatMap(GridPictures.shapes), let labels = inputs.known(labels)?.texts,
      let columnLabels = inputs.known(columnLabels)?.texts, let rowLabels = inputs.known(rowLabels)?.texts,
      let title = inputs.known(title), !inputs.isGiven(columns) || inputs.known(columns) != nil,
      !inputs.isGiven(magnify) || inputs.known(magnify) != nil
    else { return nil }
    let pictures = rows.joined().filter { !$0.contains(0) }
    let isTable = inputs.facts(images)?.elements?.contains { $0.elements != nil } == true
    let counts = counts(
      rows.map { $0.map { $0[0] } }, inputs.known(columns), labels: (rowLabels.count, columnLabels.count),
      isTable: isTable)
    let total = counts.reduce(0, +)
    guard !pictures.isEmpty, total <= 1 << 20, labels.isEmpty || labels.count == total else { return nil }
    var start = 0
    let texts = counts.map { count in
      defer { start += count }
      return labels.isEmpty ? [String](repeating: "", count: count) : Array(labels[start..<start + count])
    }
    return try? ContactSheet.size(
      labels: texts, columnLabels: columnLabels, rowLabels: rowLabels, title: title,
      magnification: inputs.known(magnify), height: pictures.map { $0[2] }.max()!, width: pictures.map { $0[3] }.max()!)
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    let ports = [Self.labels, Self.columnLabels, Self.rowLabels]
    func warnings(_ labels: [String], _ port: any InputPort) -> [Problem] {
      LabelFont.warnings(for: labels).map { Problem($0, port: port, severity: .warning) }
    }
    return unfit(inputs) + ports.flatMap { warnings(inputs.known($0)?.texts ?? [], $0) }
      + warnings([inputs.known(Self.title) ?? ""], Self.title)
  }

  private func unfit(_ inputs: KnownInputs) -> [Problem] {
    guard let rows = inputs.facts(Self.images).flatMap(GridPictures.shapes) else { return [] }
    if rows.joined().isEmpty { return [Problem(StageFault.noPictures(port: Self.images), port: Self.images)] }
    do { for shape in rows.joined() { try StageFault.requirePictures(shape, port: Self.images) } } catch {
      return [Problem(error, port: Self.images)]
    }
    guard !inputs.isGiven(Self.columns) || inputs.known(Self.columns) != nil
    else { return [] }
    let isTable = inputs.facts(Self.images)?.elements?.contains { $0.elements != nil } == true
    if rows.count > 1, let columns = inputs.known(Self.columns) {
      return [Problem("\(Self.noColumns(rows.count, columns))", port: Self.columns)]
    }
    let counts = Self.counts(
      rows.map { $0.map { $0[0] } }, inputs.known(Self.columns),
      labels: (inputs.known(Self.rowLabels)?.texts.count ?? 0, inputs.known(Self.columnLabels)?.texts.count ?? 0),
      isTable: isTable)
    let (total, widest) = (counts.reduce(0, +), counts.max() ?? 0)
    var problems: [Problem] = []
    func check(_ port: any InputPort, _ body: () throws -> Void) {
      do { try body() } catch { problems.append(Problem(error, port: port)) }
    }
    check(Self.labels) {
      try Self.require("labels", inputs.known(Self.labels)?.texts ?? [], total, "picture", Self.hint)
    }
    check(Self.columnLabels) {
      try Self.require("column-labels", inputs.known(Self.columnLabels)?.texts ?? [], widest, "column")
    }
    check(Self.rowLabels) {
      try Self.require("row-labels", inputs.known(Self.rowLabels)?.texts ?? [], counts.count, "row")
    }
    check(inputs.isGiven(Self.magnify) ? Self.magnify : Self.images) {
      let pictures = rows.joined()
      try ContactSheet.requireSize(
        width: pictures.map { $0[3] }.max() ?? 1, height: pictures.map { $0[2] }.max() ?? 1, columns: widest,
        rows: counts.count, magnification: inputs.isGiven(Self.magnify) ? inputs.known(Self.magnify) ?? 1 : nil)
    }
    return problems
  }

  /// The number of pictures in each row, for rows of batches.
  ///
  /// - Parameter labels: the numbers of labels of rows and above columns.
  private static func counts(_ rows: [[Int]], _ columns: Int?, labels: LabelCounts, isTable: Bool) -> [Int] {
    let totals = rows.map { $0.reduce(0, +) }
    guard rows.count == 1, !isTable || columns != nil else { return totals }
    let columns = max(1, columns ?? columnCount(of: rows[0], labels: labels))
    return stride(from: 0, to: totals[0], by: columns).map { min(columns, totals[0] - $0) }
  }

  private typealias LabelCounts = (rows: Int, columns: Int)

  /// The number of columns for a flat list of batches with these numbers of pictures.
  private static func columnCount(of batches: [Int], labels: LabelCounts) -> Int {
    let batch = batches.first ?? 1
    if batches.count == 1, batch == labels.columns { return batch }
    let isTable =
      batches.count > 1 && (batch > 1 || batches.count == labels.rows) && batches.allSatisfy { $0 == batch }
    return isTable ? batch : min(8, max(1, batches.reduce(0, +)))
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    let images = try inputs[Self.images]
    let (labels, columnLabels) = try (inputs[Self.labels].texts, inputs[Self.columnLabels].texts)
    let (rowLabels, title) = try (inputs[Self.rowLabels].texts, inputs[Self.title])
    for warning in LabelFont.warnings(for: labels + columnLabels + rowLabels + [title]) {
      context.log.warning("\(warning)")
    }
    // A single row that the user made stays one row.
    let ownColumns =
      images.isTable && images.rows.count == 1 ? images.rows[0].reduce(0) { $0 + ($1.shape.first ?? 1) } : nil
    return try Outputs(
      Self.sheet,
      self(
        images: images.rows, columns: inputs[Self.columns] ?? ownColumns.map { max($0, 1) },
        labels: labels, columnLabels: columnLabels, rowLabels: rowLabels, title: title, magnify: inputs[Self.magnify]))
  }

  /// The contact sheet, 1×3×H×W in −1…1. Throws if there are no pictures, if labels don't match the pictures, columns
  /// or rows in number, or if the sheet would be too large.
  ///
  /// - Parameter images: rows of batches N×C×H×W. If there is one row, `columns` breaks it.
  public func callAsFunction(
    images: [[Tensor]], columns: Int? = nil, labels: [String] = Self.labels.defaultValue.texts,
    columnLabels: [String] = Self.columnLabels.defaultValue.texts,
    rowLabels: [String] = Self.rowLabels.defaultValue.texts, title: String = Self.title.defaultValue,
    magnify: Int? = nil
  ) throws -> Tensor {
    for (port, number) in [("columns", columns), ("magnify", magnify)] {
      if let number, number < 1 {
        throw StageFault.outOfRange(port: port, expected: "at least 1", found: "\(number)")
      }
    }
    let rows =
      try images.count == 1
      ? Self.broken(images[0], columns, labels: (rowLabels.count, columnLabels.count)) : Self.given(images, columns)
    let count = rows.reduce(0) { $0 + $1.count }
    if count == 0 { throw StageFault.noPictures(port: Self.images) }
    let widest = rows.map(\.count).max() ?? 0
    try Self.require("labels", labels, count, "picture", Self.hint)
    try Self.require("column-labels", columnLabels, widest, "column")
    try Self.require("row-labels", rowLabels, rows.count, "row")
    let texts = labels.isEmpty ? [String](repeating: "", count: count) : labels
    var cells: [[ContactSheet.Cell]] = []
    var next = 0
    for row in rows {
      cells.append(zip(row, texts[next...]).map { .init($0, label: $1) })
      next += row.count
    }
    return try ContactSheet(
      cells, title: title, columnLabels: columnLabels, rowLabels: rowLabels, magnification: magnify
    ).render()
  }

  /// A flat list of batches broken into rows.
  private static func broken(_ batches: [Tensor], _ columns: Int?, labels: LabelCounts) throws -> [[Tensor]] {
    let pictures = try separate(batches)
    let columns = columns ?? columnCount(of: batches.map { $0.shape[0] }, labels: labels)
    return stride(from: 0, to: pictures.count, by: columns).map {
      Array(pictures[$0..<min($0 + columns, pictures.count)])
    }
  }

  /// The rows that the user made.
  private static func given(_ rows: [[Tensor]], _ columns: Int?) throws -> [[Tensor]] {
    if let columns { throw noColumns(rows.count, columns) }
    return try rows.map(separate)
  }

  private static func separate(_ batches: [Tensor]) throws -> [Tensor] {
    for batch in batches { try StageFault.requirePictures(batch.shape, port: Self.images) }
    return batches.flatMap { batch in (0..<batch.shape[0]).map(batch.element) }
  }

  private static func noColumns(_ rows: Int, _ columns: Int) -> StageFault {
    .other("'columns' goes with one list of pictures, found a list of \(rows) rows and columns \(columns)")
  }

  private static let hint = "'column-labels' and 'row-labels' name columns and rows"

  private static func require(
    _ port: String, _ labels: [String], _ expected: Int, _ what: String, _ hint: String = ""
  ) throws {
    if labels.isEmpty || labels.count == expected { return }
    let found = "\(labels.count) for \(expected) \(what)\(expected == 1 ? "" : "s")"
    throw StageFault.outOfRange(
      port: port, expected: "one label for each \(what)", found: found + (hint.isEmpty ? "" : " (\(hint))"))
  }
}

/// The pictures of `grid` and `write-animation` as rows of batches. Masks, 0…1, are shown from black to white.
public struct GridPictures: PortValue {
  /// Batches N×C×H×W by row; one row for a single batch or list, which `columns` may break.
  public var rows: [[Tensor]]
  /// Whether the user gave the rows as lists, even a single one.
  public var isTable: Bool

  /// Makes rows of batches; `Grid` checks their shapes.
  public init(rows: [[Tensor]], isTable: Bool = false) {
    self.rows = rows
    self.isTable = isTable
  }

  public static var kind: Kind {
    let cell = Kind.oneOf([.image, .mask, .list(.oneOf([.image, .mask]))])
    return .oneOf([.image, .mask, .list(cell), .list(.list(cell))])
  }

  /// Takes one batch, a list of batches, or a list with lists in it, each of which is a row. Nil for other values.
  public init?(_ value: Value) {
    guard case .list(let elements) = value, elements.contains(where: GridPictures.isList) else {
      guard let row = GridPictures.pictures(value) else { return nil }
      self.init(rows: [row])
      return
    }
    let rows = elements.compactMap(GridPictures.pictures)
    guard rows.count == elements.count else { return nil }
    self.init(rows: rows, isTable: true)
  }

  /// The shapes of the batches in each row; nil unless all are known.
  static func shapes(_ images: Known) -> [[[Int]]]? {
    func flat(_ known: Known) -> [[Int]]? {
      if let shape = known.shape { return shape.count == 4 ? [shape] : nil }
      guard let parts = known.elements?.map(flat), parts.allSatisfy({ $0 != nil }) else { return nil }
      return parts.flatMap { $0! }
    }
    guard let elements = images.elements, elements.contains(where: { $0.elements != nil }) else {
      return flat(images).map { [$0] }
    }
    let rows = elements.compactMap(flat)
    return rows.count == elements.count ? rows : nil
  }

  private static func isList(_ value: Value) -> Bool {
    if case .list = value { return true }
    return false
  }

  /// The pictures of a value in reading order; lists are flattened.
  private static func pictures(_ value: Value) -> [Tensor]? {
    if let picture = picture(value) { return [picture] }
    guard case .list(let elements) = value else { return nil }
    let pictures = elements.compactMap(pictures)
    return pictures.count == elements.count ? pictures.flatMap { $0 } : nil
  }

  public func value(as kind: Kind) -> Value { .list(rows.map { .list($0.map(Value.image)) }) }

  private static func picture(_ value: Value) -> Tensor? {
    switch value {
    case .image(let picture), .tensor(let picture): picture
    case .mask(let mask): mask.map { 2 * $0 - 1 }
    default: nil
    }
  }
}

/// Labels: texts, numbers as people write them, and lists of these.
public struct GridLabels: PortValue, ExpressibleByArrayLiteral {
  /// The labels in reading order; nested lists are flattened.
  public var texts: [String]

  /// Makes labels from texts.
  public init(arrayLiteral elements: String...) { texts = elements }

  public static var kind: Kind {
    let label = Kind.oneOf([.text, .number])
    return .list(.oneOf([.text, .number, .list(label)]))
  }

  public init?(_ value: Value) {
    guard case .list = value, let texts = GridLabels.texts(value) else { return nil }
    self.texts = texts
  }

  private static func texts(_ value: Value) -> [String]? {
    if let text = String(value) { return [text] }
    if let integer = Int(value) { return ["\(integer)"] }
    if let number = Double(value) { return ["\(number)"] }
    guard case .list(let elements) = value else { return nil }
    let texts = elements.compactMap(texts)
    return texts.count == elements.count ? texts.flatMap { $0 } : nil
  }

  public func value(as kind: Kind) -> Value { .list(texts.map(Value.text)) }
}
