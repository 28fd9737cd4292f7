/// At most 256 colours for a film, and the pictures in them.
///
/// The colours of an RGB film are the means of boxes in colour space. The box whose colours differ most, by the sum of
/// their squared distances from its mean along one axis, is divided at that mean, until there are enough boxes (Wan,
/// Wong and Prusinkiewicz 1988, "An algorithm for multidimensional data clustering"). A gray film has all 256 grays.
struct Palette {
  /// Red, green and blue, 0…255.
  typealias Colour = SIMD3<Int32>

  let colours: [Colour]
  private let isGray: Bool
  /// The index of the colour nearest to the middle of each cell of 4×4×4 colours; −1 where it isn't known yet.
  private var nearest = [Int16](repeating: -1, count: 1 << 18)

  /// Chooses the colours by all frames of a film.
  init(of film: Animation, _ name: String) throws {
    isGray = film.channels == 1
    if isGray {
      colours = (0...255).map { Colour(repeating: $0) }
      return
    }
    var histogram = Histogram()
    try film.forEachFrame(name) { _, frame in histogram.add(frame) }
    colours = Self.means(of: histogram.cells)
  }

  private static func means(of cells: [Histogram.Cell]) -> [Colour] {
    var boxes = [Box(cells)]
    while boxes.count < 256 {
      let widest = boxes.indices.max { boxes[$0].spread < boxes[$1].spread }!
      guard let (lower, upper) = boxes[widest].halves else { break }
      boxes[widest] = lower
      boxes.append(upper)
    }
    return boxes.map { Colour($0.mean, rounding: .toNearestOrAwayFromZero) }
  }

  /// The indices of the colours of a frame, one for each pixel. The error at each RGB pixel is distributed among its
  /// neighbours (Floyd and Steinberg 1976, "An adaptive algorithm for spatial grey scale").
  mutating func indices(_ frame: Samples) -> Samples {
    if isGray { return frame }
    let (width, height) = (frame.width, frame.height)
    var indices = [UInt8](repeating: 0, count: width * height)
    // In sixteenths, for each column and one beyond either side.
    var errors = [Colour](repeating: .zero, count: width + 2)
    for y in 0..<height {
      var below = [Colour](repeating: .zero, count: width + 2)
      for x in 0..<width {
        let pixel = y * width + x
        let wanted = Colour(
          Int32(frame.bytes[3 * pixel]), Int32(frame.bytes[3 * pixel + 1]), Int32(frame.bytes[3 * pixel + 2]))
        // A shift rounds down, whatever the sign.
        let aim = (wanted &+ (errors[x + 1] &+ 8) &>> 4).clamped(lowerBound: .zero, upperBound: Colour(repeating: 255))
        let index = index(of: aim)
        indices[pixel] = UInt8(index)
        let error = aim &- colours[index]
        errors[x + 2] &+= 7 &* error
        below[x] &+= 3 &* error
        below[x + 1] &+= 5 &* error
        below[x + 2] &+= error
      }
      errors = below
    }
    return Samples(width: width, height: height, channels: 1, bytes: indices)
  }

  /// The index of the nearest colour, to within the size of a cell.
  private mutating func index(of colour: Colour) -> Int {
    let cell = colour &>> 2
    let place = Int(cell.x << 12 | cell.y << 6 | cell.z)
    if nearest[place] < 0 {
      let middle = cell &<< 2 &+ 2
      func distance(_ index: Int) -> Int32 {
        let difference = colours[index] &- middle
        return (difference &* difference).wrappedSum()
      }
      nearest[place] = Int16(colours.indices.min { distance($0) < distance($1) }!)
    }
    return Int(nearest[place])
  }
}

/// The colours of a film, in cells of 8×8×8.
private struct Histogram {
  /// Pixels of similar colours.
  struct Cell {
    var count = 0.0
    var sum = SIMD3<Double>.zero

    var mean: SIMD3<Double> { sum / count }
  }

  private var all = [Cell](repeating: Cell(), count: 1 << 15)

  /// The cells that have pixels.
  var cells: [Cell] { all.filter { $0.count > 0 } }

  mutating func add(_ frame: Samples) {
    for pixel in 0..<frame.width * frame.height {
      let (red, green, blue) = (frame.bytes[3 * pixel], frame.bytes[3 * pixel + 1], frame.bytes[3 * pixel + 2])
      let cell = Int(red >> 3) << 10 | Int(green >> 3) << 5 | Int(blue >> 3)
      all[cell].count += 1
      all[cell].sum += SIMD3(Double(red), Double(green), Double(blue))
    }
  }
}

/// Some cells of the histogram.
private struct Box {
  let cells: [Histogram.Cell]
  let mean: SIMD3<Double>
  /// The axis along which the colours differ most.
  private let axis: Int
  /// The sum of the squared distances from the mean along this axis.
  let spread: Double

  init(_ cells: [Histogram.Cell]) {
    self.cells = cells
    let (count, sum) = cells.reduce(into: (0, .zero)) { $0 = ($0.0 + $1.count, $0.1 + $1.sum) }
    let mean = sum / count
    self.mean = mean
    let spreads = cells.reduce(into: SIMD3<Double>.zero) {
      let distance = $1.mean - mean
      $0 += $1.count * distance * distance
    }
    axis = (0..<3).max { spreads[$0] < spreads[$1] }!
    spread = spreads[axis]
  }

  /// The cells on either side of the mean; nil where all are on one.
  var halves: (Box, Box)? {
    let lower = cells.filter { $0.mean[axis] <= mean[axis] }
    let upper = cells.filter { $0.mean[axis] > mean[axis] }
    return lower.isEmpty || upper.isEmpty ? nil : (Box(lower), Box(upper))
  }
}
