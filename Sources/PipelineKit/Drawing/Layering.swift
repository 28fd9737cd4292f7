/// Boxes in layers, each below those that lead to it, with few crossings (Sugiyama et al. 1981). A line that passes a layer
/// has a place of its own in it, as boxes do, so that it runs between them. All numbers are pixels.
struct Layering {
  /// A line's part between two boxes, or from above into a frame.
  struct Link {
    /// The index of the box that it leaves; nil if it comes from above.
    var from: Int?
    /// The index of the box that it leads to.
    var to: Int
    /// The line: links of the same line share their places.
    var line: Int
    /// Where it ends, right of the box's middle.
    var offset = 0.0
  }

  /// What stands in a layer: a box, or a line that passes.
  private struct Place {
    var isBox: Bool
    var layer: Int
    var width: Double
    var height: Double
    /// Of its middle.
    var x = 0.0
    /// The places in the layers above and below that it is linked with, and where the links end, right of their middles;
    /// `own` is that of this place.
    var above: [(place: Int, offset: Double, own: Double)] = []
    var below: [(place: Int, offset: Double, own: Double)] = []
  }

  /// The upper and the lower edge of each layer.
  private(set) var edges: [(top: Double, bottom: Double)] = []
  private(set) var width = 0.0
  var height: Double { edges.last?.bottom ?? 0 }

  private var places: [Place] = []
  private var layers: [[Int]] = []
  /// The places of lines, by line and layer.
  private var passes: [Int: [Int: Int]] = [:]

  private static let passWidth = 2.0
  /// Between two boxes, between a line and a box, and between two lines.
  private static let gaps = (boxes: 26.0, line: 14.0, lines: 9.0)
  /// Between two layers.
  private static let rise = 46.0

  init(_ sizes: [(width: Double, height: Double)], _ links: [Link]) {
    let layerOf = Self.layers(sizes.count, links)
    places = sizes.indices.map {
      Place(isBox: true, layer: layerOf[$0], width: sizes[$0].width, height: sizes[$0].height)
    }
    layers = Array(repeating: [], count: (layerOf.max() ?? 0) + 1)
    for index in sizes.indices { layers[layerOf[index]].append(index) }
    for link in links { pass(link) }
    order()
    position()
  }

  /// The layer that a box stands in.
  func layer(of box: Int) -> Int { places[box].layer }
  /// The middle of a box.
  func x(of box: Int) -> Double { places[box].x }
  /// Where a line passes a layer.
  func x(of line: Int, in layer: Int) -> Double? { passes[line]?[layer].map { places[$0].x } }

  // MARK: Layers

  private static func layers(_ count: Int, _ links: [Link]) -> [Int] {
    let links = links.filter { $0.from != nil && $0.from != $0.to }
    var layer = Array(repeating: 0, count: count)
    // References have no circles, so this ends; a damaged drawing's are cut off.
    for _ in 0..<count {
      var changed = false
      for link in links where layer[link.to] <= layer[link.from!] {
        layer[link.to] = layer[link.from!] + 1
        changed = true
      }
      if !changed { break }
    }
    // A box that nothing leads to stands right above the first that it leads to.
    let led = Set(links.map(\.to))
    var next: [Int: Int] = [:]
    for link in links { next[link.from!] = min(next[link.from!] ?? .max, layer[link.to]) }
    for index in 0..<count where !led.contains(index) { next[index].map { layer[index] = $0 - 1 } }
    return layer
  }

  /// Gives a link's line a place in every layer that it passes, and connects them.
  private mutating func pass(_ link: Link) {
    let target = places[link.to].layer
    let start = link.from.map { places[$0].layer } ?? -1
    guard target > start else { return }
    var last = link.from
    for layer in (start + 1)..<target {
      if let known = passes[link.line]?[layer] {
        last = known
        continue
      }
      places.append(Place(isBox: false, layer: layer, width: Self.passWidth, height: 0))
      let place = places.count - 1
      layers[layer].append(place)
      passes[link.line, default: [:]][layer] = place
      if let last { connect(last, place) }
      last = place
    }
    if let last { connect(last, link.to, offset: link.offset) }
  }

  private mutating func connect(_ upper: Int, _ lower: Int, offset: Double = 0) {
    places[upper].below.append((lower, offset, 0))
    places[lower].above.append((upper, 0, offset))
  }

  // MARK: Order

  /// Puts each layer in an order with few crossings: by the mean place of the neighbours above, then below, a few times.
  private mutating func order() {
    var rank = [Double](repeating: 0, count: places.count)
    func number(_ layer: [Int]) { for (index, place) in layer.enumerated() { rank[place] = Double(index) } }
    layers.forEach(number)
    for round in 0..<12 {
      let isDown = round % 2 == 0
      for index in isDown ? Array(layers.indices.dropFirst()) : layers.indices.dropLast().reversed() {
        let keyed = layers[index].enumerated().map { position, place in
          let near = isDown ? places[place].above : places[place].below
          let sum = near.reduce(0) { $0 + rank[$1.place] + $1.offset / max(1, places[$1.place].width) }
          return (key: near.isEmpty ? Double(position) : sum / Double(near.count), position: position, place: place)
        }
        layers[index] = keyed.sorted { ($0.key, $0.position) < ($1.key, $1.position) }.map(\.place)
        number(layers[index])
      }
    }
  }

  // MARK: Coordinates

  private mutating func position() {
    for layer in layers { settle(layer, layer.map { _ in 0 }) }
    // Towards the neighbours, as far as those beside let it. Lines are kept straight.
    for round in 0..<24 {
      for layer in round % 2 == 0 ? layers : layers.reversed() { settle(layer, layer.map(wish)) }
    }
    let left = places.map { $0.x - $0.width / 2 }.min() ?? 0
    for index in places.indices { places[index].x -= left }
    width = places.map { $0.x + $0.width / 2 }.max() ?? 0
    var y = 0.0
    for layer in layers {
      let height = layer.map { places[$0].height }.max() ?? 0
      edges.append((y, y + height))
      y += height + Self.rise
    }
  }

  /// Where a place would stand if it were alone: the mean of its neighbours.
  private func wish(_ place: Int) -> Double {
    var (sum, weights) = (0.0, 0.0)
    for near in places[place].above + places[place].below {
      let other = places[near.place]
      let weight = !places[place].isBox && !other.isBox ? 8.0 : places[place].isBox && other.isBox ? 2 : 1
      sum += weight * (other.x + near.offset - near.own)
      weights += weight
    }
    return weights == 0 ? places[place].x : sum / weights
  }

  /// As near to the wished places as the order and the gaps allow: the mean of pushing from the left and from the right.
  private mutating func settle(_ layer: [Int], _ wished: [Double]) {
    func distance(_ a: Int, _ b: Int) -> Double {
      let (a, b) = (places[layer[a]], places[layer[b]])
      let gap = a.isBox && b.isBox ? Self.gaps.boxes : a.isBox || b.isBox ? Self.gaps.line : Self.gaps.lines
      return (a.width + b.width) / 2 + gap
    }
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
}
