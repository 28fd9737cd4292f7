import Basics

/// Where the boxes of a drawing stand: in layers from top to bottom, each box below those that it takes values from
/// (Sugiyama et al. 1981). A frame is laid out by itself and then stands as one box. All numbers are pixels.
struct DrawingLayout {
  struct Rectangle: Sendable {
    var x = 0.0
    var y = 0.0
    var width: Double
    var height: Double
  }

  /// By the boxes' ids.
  private(set) var rectangles: NameTable<Rectangle> = [:]
  /// For arrows that pass layers: where they cross them, by the arrow's index.
  private(set) var bends: [Int: [(x: Double, y: Double)]] = [:]
  private(set) var width = 0.0
  private(set) var height = 0.0

  static let line = 16.0
  static let padding = 10.0
  /// Of a frame's title.
  static let title = 24.0
  private static let gap = 26.0
  private static let rise = 46.0
  /// The width of a letter, about.
  private static let letter = 7.2

  private let drawing: PipelineDrawing
  /// The frames around each box, outermost first, and the box.
  private var paths: NameTable<[String]> = [:]

  init(_ drawing: PipelineDrawing) {
    self.drawing = drawing
    func note(_ boxes: [PipelineDrawing.Box], _ path: [String]) {
      for box in boxes {
        paths[box.id] = path + [box.id]
        note(box.inner, path + [box.id])
      }
    }
    note(drawing.boxes, [])
    let size = place(drawing.boxes, depth: 0)
    (width, height) = size
  }

  /// The text lines of a box.
  static func lines(_ box: PipelineDrawing.Box) -> [String] {
    (box.stage.isEmpty || box.stage == box.title ? [box.title] : [box.title, box.stage]) + box.values
  }

  /// A place in a layer: a box's, or where an arrow passes.
  private struct Place {
    /// Nil for an arrow that passes.
    var box: Int?
    var arrow: Int?
    var width: Double
    var height: Double
    var x = 0.0
    /// Places in the layer above that lead here.
    var above: [Int] = []
    /// And in the layer below.
    var below: [Int] = []
  }

  /// Lays out boxes that stand side by side in a frame, from its upper left corner; gives its size.
  private mutating func place(_ boxes: [PipelineDrawing.Box], depth: Int) -> (width: Double, height: Double) {
    if boxes.isEmpty { return (0, 0) }
    var sizes: [(width: Double, height: Double)] = []
    for box in boxes {
      if box.role == .loop {
        let inner = place(box.inner, depth: depth + 1)
        let title = Double(box.title.count + 5) * Self.letter + 2 * Self.padding
        sizes.append((max(inner.width + 2 * Self.padding, title), inner.height + Self.title + 2 * Self.padding))
      } else {
        let lines = Self.lines(box)
        let letters = lines.map(\.count).max() ?? 0
        sizes.append(
          (Double(letters) * Self.letter + 2 * Self.padding, Double(lines.count) * Self.line + 1.2 * Self.padding))
      }
    }
    let (layers, places) = self.layers(boxes, sizes, depth)
    let ordered = Self.ordered(layers, places)
    return position(ordered.layers, ordered.places, boxes)
  }

  /// Which of `boxes` holds a box at this depth; nil for one elsewhere.
  private func owner(_ id: String, _ depth: Int, _ indices: NameTable<Int>) -> Int? {
    guard let path = paths[id], path.count > depth else { return nil }
    return indices[path[depth]]
  }

  /// The rectangle that an arrow leaves: the box's, or for what lies outside of its loop the outermost frame's that it
  /// leaves, as loops give their results when they have ended.
  func exit(of arrow: PipelineDrawing.Arrow) -> Rectangle? {
    guard let from = paths[arrow.from], let to = paths[arrow.to] else { return nil }
    let common = zip(from, to).prefix { $0.isExactly($1) }.count
    return rectangles[from[min(common, from.count - 1)]]
  }

  /// Where arrows begin and end, by their indices: side by side along the edges of boxes, so that they don't cross there.
  func ends() -> [Int: (start: (x: Double, y: Double), end: (x: Double, y: Double))] {
    var starts: [String: [(index: Int, from: Rectangle, to: Rectangle)]] = [:]
    var finishes: [ExactName: [(index: Int, from: Rectangle, to: Rectangle)]] = [:]
    var ends: [Int: (start: (x: Double, y: Double), end: (x: Double, y: Double))] = [:]
    for (index, arrow) in drawing.arrows.enumerated() {
      guard let from = exit(of: arrow), let to = rectangles[arrow.to] else { continue }
      ends[index] = ((from.x + from.width / 2, from.y + from.height), (to.x + to.width / 2, to.y))
      if arrow.isNext { continue }
      starts["\(from.x) \(from.y)", default: []].append((index, from, to))
      finishes[ExactName(arrow.to), default: []].append((index, from, to))
    }
    for group in starts.values {
      let sorted = group.sorted { $0.to.x + $0.to.width / 2 < $1.to.x + $1.to.width / 2 }
      for (place, item) in sorted.enumerated() { ends[item.index]!.start.x = along(item.from, place, of: sorted.count) }
    }
    for group in finishes.values {
      func from(_ item: (index: Int, from: Rectangle, to: Rectangle)) -> Double {
        bends[item.index]?.last?.x ?? item.from.x + item.from.width / 2
      }
      let sorted = group.sorted { from($0) < from($1) }
      for (place, item) in sorted.enumerated() { ends[item.index]!.end.x = along(item.to, place, of: sorted.count) }
    }
    return ends
  }

  /// The x of one of several places along a rectangle's edge, around its middle.
  private func along(_ r: Rectangle, _ place: Int, of count: Int) -> Double {
    let step = min(14, r.width * 0.8 / Double(max(count, 1)))
    return r.x + r.width / 2 + step * (Double(place) - Double(count - 1) / 2)
  }

  // MARK: Layers

  private func layers(
    _ boxes: [PipelineDrawing.Box], _ sizes: [(width: Double, height: Double)], _ depth: Int
  ) -> (layers: [[Int]], places: [Place]) {
    let indices = NameTable(boxes.enumerated().map { ($1.id, $0) })
    var links: [(from: Int, to: Int, arrow: Int)] = []
    for (index, arrow) in drawing.arrows.enumerated() where !arrow.isNext {
      guard let from = owner(arrow.from, depth, indices), let to = owner(arrow.to, depth, indices), from != to else {
        continue
      }
      links.append((from, to, index))
    }
    var layer = Array(repeating: 0, count: boxes.count)
    // References have no circles, so this ends; a damaged drawing's are cut off.
    for _ in boxes.indices {
      var changed = false
      for link in links where layer[link.to] <= layer[link.from] {
        layer[link.to] = layer[link.from] + 1
        changed = true
      }
      if !changed { break }
    }
    // A box that nothing leads to stands right above the first that it leads to.
    for index in boxes.indices where !links.contains(where: { $0.to == index }) {
      if let next = links.filter({ $0.from == index }).map({ layer[$0.to] }).min() { layer[index] = next - 1 }
    }
    var places = boxes.indices.map { Place(box: $0, width: sizes[$0].width, height: sizes[$0].height) }
    var layers = Array(repeating: [Int](), count: (layer.max() ?? 0) + 1)
    for index in boxes.indices { layers[layer[index]].append(index) }
    func link(_ a: Int, _ b: Int) {
      places[a].below.append(b)
      places[b].above.append(a)
    }
    for (from, to, arrow) in links where layer[to] > layer[from] {
      var last = from
      for passed in layer[from] + 1..<max(layer[to], layer[from] + 1) {
        places.append(Place(arrow: arrow, width: 12, height: 0))
        layers[passed].append(places.count - 1)
        link(last, places.count - 1)
        last = places.count - 1
      }
      link(last, to)
    }
    return (layers, places)
  }

  /// Each layer in an order with few crossings: by the mean place of the neighbours above, then below, a few times.
  private static func ordered(_ layers: [[Int]], _ places: [Place]) -> (layers: [[Int]], places: [Place]) {
    var layers = layers
    var rank: [Int: Double] = [:]
    func number(_ layer: [Int]) { for (index, place) in layer.enumerated() { rank[place] = Double(index) } }
    layers.forEach(number)
    for round in 0..<8 {
      let isDown = round % 2 == 0
      for index in isDown ? Array(layers.indices.dropFirst()) : layers.indices.dropLast().reversed() {
        let keyed = layers[index].enumerated().map { position, place in
          let near = isDown ? places[place].above : places[place].below
          let mean = near.isEmpty ? Double(position) : near.reduce(0) { $0 + rank[$1]! } / Double(near.count)
          return (key: mean, position: position, place: place)
        }
        layers[index] = keyed.sorted { ($0.key, $0.position) < ($1.key, $1.position) }.map(\.place)
        number(layers[index])
      }
    }
    return (layers, places)
  }

  // MARK: Coordinates

  private mutating func position(
    _ layers: [[Int]], _ places: [Place], _ boxes: [PipelineDrawing.Box]
  ) -> (width: Double, height: Double) {
    var places = places
    for layer in layers { Self.spread(layer, &places) }
    // Towards the neighbours, as far as those beside let it.
    for round in 0..<12 {
      for layer in round % 2 == 0 ? layers : layers.reversed() {
        let wished = layer.map { place in
          let near = places[place].above + places[place].below
          return near.isEmpty ? places[place].x : near.reduce(0) { $0 + places[$1].x } / Double(near.count)
        }
        Self.settle(layer, wished, &places)
      }
    }
    let left = places.map { $0.x - $0.width / 2 }.min() ?? 0
    var y = 0.0
    var right = 0.0
    for layer in layers {
      let height = layer.map { places[$0].height }.max() ?? 0
      for place in layer {
        let x = places[place].x - left
        right = max(right, x + places[place].width / 2)
        if let box = places[place].box {
          move(boxes[box], to: x - places[place].width / 2, y + (height - places[place].height) / 2, places[place])
        } else if let arrow = places[place].arrow {
          bends[arrow, default: []].append((x, y + height / 2))
        }
      }
      y += height + Self.rise
    }
    return (right, y - Self.rise)
  }

  /// Side by side, around 0.
  private static func spread(_ layer: [Int], _ places: inout [Place]) {
    let total = layer.reduce(0) { $0 + places[$1].width } + gap * Double(layer.count - 1)
    var x = -total / 2
    for place in layer {
      places[place].x = x + places[place].width / 2
      x += places[place].width + gap
    }
  }

  /// As near to the wished places as the order and the gaps allow: the mean of pushing from the left and from the right.
  private static func settle(_ layer: [Int], _ wished: [Double], _ places: inout [Place]) {
    func distance(_ a: Int, _ b: Int) -> Double { (places[layer[a]].width + places[layer[b]].width) / 2 + gap }
    var fromLeft = wished
    for index in fromLeft.indices.dropFirst() {
      fromLeft[index] = max(fromLeft[index], fromLeft[index - 1] + distance(index - 1, index))
    }
    var fromRight = wished
    for index in fromRight.indices.dropLast().reversed() {
      fromRight[index] = min(fromRight[index], fromRight[index + 1] - distance(index, index + 1))
    }
    for (index, place) in layer.enumerated() { places[place].x = (fromLeft[index] + fromRight[index]) / 2 }
  }

  /// Puts a box, with what stands in it, at a place.
  private mutating func move(_ box: PipelineDrawing.Box, to x: Double, _ y: Double, _ place: Place) {
    rectangles[box.id] = Rectangle(x: x, y: y, width: place.width, height: place.height)
    if box.role == .loop { shift(box.inner, x + Self.padding, y + Self.title + Self.padding) }
  }

  private mutating func shift(_ boxes: [PipelineDrawing.Box], _ x: Double, _ y: Double) {
    let ids = Set(boxes.map(\.id))
    for box in boxes {
      rectangles[box.id]?.x += x
      rectangles[box.id]?.y += y
      shift(box.inner, x, y)
    }
    // Bends of arrows between boxes that stand here.
    let depth = (paths[boxes.first?.id ?? ""]?.count ?? 1) - 1
    for (index, points) in bends {
      let arrow = drawing.arrows[index]
      guard let from = paths[arrow.from], let to = paths[arrow.to], from.count > depth, to.count > depth,
        from[depth] != to[depth], ids.contains(from[depth]), ids.contains(to[depth])
      else { continue }
      bends[index] = points.map { ($0.x + x, $0.y + y) }
    }
  }
}
