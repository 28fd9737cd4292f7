import Basics

/// Where the boxes of a drawing stand, and how its arrows run between them. A frame is laid out by itself and then stands as
/// one box in the layers around it; an arrow into a frame goes on between the boxes there. All numbers are pixels.
struct DrawingLayout {
  struct Rectangle: Sendable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    var middle: Double { x + width / 2 }
    var bottom: Double { y + height }
  }

  /// A frame's inside, or the whole drawing.
  private struct Level {
    var layering: Layering
    /// The places of its boxes in the layering, by their ids.
    var indices: NameTable<Int>
    var sizes: [(width: Double, height: Double)]
    /// The arrows to the next iteration, which run around the right side.
    var returns: [Int]
    /// Its upper left corner in the drawing.
    var origin = (x: 0.0, y: 0.0)
  }

  /// The boxes and frames by their ids.
  private(set) var rectangles: NameTable<Rectangle> = [:]
  private(set) var width = 0.0
  private(set) var height = 0.0

  static let line = 16.0
  static let padding = 10.0
  /// Of a frame's title.
  static let title = 30.0
  /// The width of a letter, about.
  private static let letter = 7.2

  let drawing: PipelineDrawing
  /// The frames around each box, outermost first, and the box.
  private var paths: NameTable<[String]> = [:]
  /// By the frame's id; empty for the whole drawing.
  private var levels: NameTable<Level> = [:]
  /// The line of each arrow: arrows of one value share their line.
  private var lines: [Int] = []

  init(_ drawing: PipelineDrawing) {
    self.drawing = drawing
    func note(_ boxes: [PipelineDrawing.Box], _ path: [String]) {
      for box in boxes {
        paths[box.id] = path + [box.id]
        note(box.inner, path + [box.id])
      }
    }
    note(drawing.boxes, [])
    var known: [ExactName: Int] = [:]
    for arrow in drawing.arrows {
      let name = ExactName("\(arrow.from) \(arrow.output) \(arrow.isNext)")
      known[name] = known[name] ?? known.count
      lines.append(known[name]!)
    }
    (width, height) = place(drawing.boxes, in: "", depth: 0)
    put(drawing.boxes, in: "", at: (0, 0))
  }

  /// The text lines of a box.
  static func lines(_ box: PipelineDrawing.Box) -> [String] {
    (box.stage.isEmpty || box.stage == box.title ? [box.title] : [box.title, box.stage]) + box.values
  }

  // MARK: Boxes

  /// Lays out what stands in a frame; gives its size.
  private mutating func place(
    _ boxes: [PipelineDrawing.Box], in frame: String, depth: Int
  ) -> (width: Double, height: Double) {
    let sizes = boxes.map { box in
      if box.role == .loop {
        let inner = place(box.inner, in: box.id, depth: depth + 1)
        let title = Double(box.title.count + 5) * Self.letter + 2 * Self.padding
        return (max(inner.width + 2 * Self.padding, title), inner.height + Self.title + 2 * Self.padding)
      }
      let lines = Self.lines(box)
      let letters = lines.map(\.count).max() ?? 0
      return (Double(letters) * Self.letter + 2 * Self.padding, Double(lines.count) * Self.line + 1.2 * Self.padding)
    }
    let indices = NameTable(boxes.enumerated().map { ($1.id, $0) })
    var links: [Layering.Link] = []
    var returns: [Int] = []
    var seen: Set<[Int]> = []
    for (index, arrow) in drawing.arrows.enumerated() {
      guard let to = owner(arrow.to, depth, indices) else { continue }
      let from = owner(arrow.from, depth, indices)
      if arrow.isNext, from != nil, paths[arrow.to]?.count == depth + 1 {
        returns.append(index)
      } else if from != to, seen.insert([from ?? -1, to, lines[index]]).inserted {
        var offset = 0.0
        if boxes[to].role == .loop { offset = Self.padding + entry(index, into: boxes[to].id) - sizes[to].0 / 2 }
        links.append(Layering.Link(from: from, to: to, line: lines[index], offset: offset))
      }
    }
    let layering = Layering(sizes.map { (width: $0.0, height: $0.1) }, links)
    levels[frame] = Level(layering: layering, indices: indices, sizes: sizes, returns: returns)
    let beside = returns.isEmpty ? 0 : Self.returnWidth * Double(returns.count + 1)
    return (layering.width + beside, layering.height + (returns.isEmpty ? 0 : 14))
  }

  /// Which box of a level holds a box; nil for one elsewhere.
  private func owner(_ id: String, _ depth: Int, _ indices: NameTable<Int>) -> Int? {
    guard let path = paths[id], path.count > depth else { return nil }
    return indices[path[depth]]
  }

  /// Where an arrow from outside enters a frame, from the left of what stands in it.
  private func entry(_ arrow: Int, into frame: String) -> Double {
    guard let level = levels[frame], let path = paths[drawing.arrows[arrow].to],
      let depth = path.firstIndex(where: { $0.isExactly(frame) }), let box = level.indices[path[depth + 1]]
    else { return 0 }
    return level.layering.x(of: lines[arrow], in: 0) ?? level.layering.x(of: box)
  }

  /// Puts what stands in a frame, whose inside begins at `origin`, at its place in the drawing.
  private mutating func put(_ boxes: [PipelineDrawing.Box], in frame: String, at origin: (x: Double, y: Double)) {
    levels[frame]?.origin = origin
    guard let level = levels[frame] else { return }
    for (index, box) in boxes.enumerated() {
      let edges = level.layering.edges[level.layering.layer(of: index)]
      let (width, height) = level.sizes[index]
      let rectangle = Rectangle(
        x: origin.x + level.layering.x(of: index) - width / 2,
        y: origin.y + (edges.top + edges.bottom - height) / 2, width: width, height: height)
      rectangles[box.id] = rectangle
      if box.role == .loop {
        put(box.inner, in: box.id, at: (rectangle.x + Self.padding, rectangle.y + Self.title + Self.padding))
      }
    }
  }

  // MARK: Arrows

  typealias Point = (x: Double, y: Double)

  /// The points that each arrow runs through, by its index: from the lower edge of a box to the upper edge of another.
  /// Where two points have the same x, the arrow may pass boxes beside it; elsewhere it is between two layers. What
  /// lies outside of a loop begins at the outermost frame that it leaves, as loops give their results when they have
  /// ended.
  func routes() -> [Int: [Point]] {
    var routes: [Int: Route] = [:]
    for index in drawing.arrows.indices { routes[index] = route(index) }
    // Side by side along the edges of boxes, so that they don't cross there.
    var starts: [ExactName: [Int: [Int]]] = [:]
    var ends: [ExactName: [Int]] = [:]
    for (index, route) in routes.sorted(by: { $0.key < $1.key }) {
      starts[ExactName(route.exit), default: [:]][lines[index], default: []].append(index)
      ends[ExactName(drawing.arrows[index].to), default: []].append(index)
    }
    for group in starts.values {
      let sorted = group.sorted { (routes[$0.value[0]]!.leaves, $0.key) < (routes[$1.value[0]]!.leaves, $1.key) }
      for (place, (_, arrows)) in sorted.enumerated() {
        for arrow in arrows {
          routes[arrow]!.start = along(rectangles[routes[arrow]!.exit]!, place, of: sorted.count)
        }
      }
    }
    for group in ends.values {
      let sorted = group.sorted { (routes[$0]!.arrives, $0) < (routes[$1]!.arrives, $1) }
      for (place, arrow) in sorted.enumerated() {
        routes[arrow]!.end = along(rectangles[drawing.arrows[arrow].to]!, place, of: sorted.count)
      }
    }
    return routes.mapValues(\.points)
  }

  /// How an arrow runs.
  private struct Route {
    /// The box or frame that it leaves.
    var exit: String
    /// The points between its first vertical part and its last; the x of those that stand at the first or the last is nil.
    var inner: [(x: Double?, y: Double)]
    /// Of its two ends.
    var start: Double
    var end: Double
    var top: Double
    var bottom: Double

    /// Where it goes from its start, and comes from to its end.
    var leaves: Double { inner.lazy.compactMap(\.x).first ?? end }
    var arrives: Double { inner.lazy.compactMap(\.x).last ?? start }

    /// From `bottom`, the lower edge of the box that it leaves, to `top`, the upper edge of the box that it leads to.
    var points: [Point] {
      let first = inner.firstIndex { $0.x != nil } ?? min(1, inner.count)
      return [(start, bottom)] + inner.enumerated().map { ($1.x ?? ($0 < first ? start : end), $1.y) } + [(end, top)]
    }
  }

  private static let returnWidth = 12.0

  private func route(_ index: Int) -> Route? {
    let arrow = drawing.arrows[index]
    guard let from = paths[arrow.from], let to = paths[arrow.to], let target = rectangles[arrow.to] else { return nil }
    let common = zip(from, to).prefix { $0.isExactly($1) }.count
    var depth = min(common, from.count - 1)
    let exit = from[depth]
    var frame = depth == 0 ? "" : from[depth - 1]
    guard let box = rectangles[exit], let level = levels[frame], to.count > depth else { return nil }
    var route = Route(
      exit: exit, inner: [], start: box.middle, end: target.middle, top: target.y, bottom: box.bottom)
    if let place = level.returns.firstIndex(of: index) {
      // Below its layer to the right, up beside the layers, and back above that of its target.
      let x = level.origin.x + level.layering.width + Self.returnWidth * Double(place + 1)
      let step = min(5, 24 / Double(level.returns.count)) * Double(place)
      let (below, above) = (
        edges(of: exit, in: level).bottom + 9 + step, edges(of: arrow.to, in: level).top - 9 - step / 2
      )
      route.inner = [(nil, below), (x, below), (x, above), (nil, above)]
      return route
    }
    route.inner.append((nil, edges(of: exit, in: level).bottom))
    var next = level.indices[exit].map { level.layering.layer(of: $0) + 1 } ?? 0
    while let level = levels[frame], let box = level.indices[to[depth]] {
      let edges = level.layering.edges
      let last = level.layering.layer(of: box)
      for layer in next..<max(next, last) {
        guard let x = level.layering.x(of: lines[index], in: layer) else { continue }
        route.inner.append((level.origin.x + x, level.origin.y + edges[layer].top))
        route.inner.append((level.origin.x + x, level.origin.y + edges[layer].bottom))
      }
      let top = level.origin.y + edges[last].top
      if depth == to.count - 1 {
        route.inner.append((nil, top))
        break
      }
      // Into a frame, straight down to its first layer.
      (frame, depth, next) = (to[depth], depth + 1, 0)
      guard let inner = levels[frame] else { break }
      let isAtEnd = depth == to.count - 1 && inner.layering.x(of: lines[index], in: 0) == nil
      route.inner.append((isAtEnd ? nil : inner.origin.x + entry(index, into: frame), top))
    }
    return route
  }

  /// The edges of the layer that a box stands in.
  private func edges(of id: String, in level: Level) -> (top: Double, bottom: Double) {
    guard let box = level.indices[id] else { return (0, 0) }
    let edges = level.layering.edges[level.layering.layer(of: box)]
    return (level.origin.y + edges.top, level.origin.y + edges.bottom)
  }

  /// The x of one of several places along a rectangle's edge, around its middle.
  private func along(_ r: Rectangle, _ place: Int, of count: Int) -> Double {
    let step = min(14, r.width * 0.8 / Double(max(count, 1)))
    return r.middle + step * (Double(place) - Double(count - 1) / 2)
  }
}
