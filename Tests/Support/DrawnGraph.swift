import Foundation

/// What a graph's SVG draws: its boxes, and points along its arrows.
public struct DrawnGraph {
  /// A box of a stage, a variable, an input or an output; frames of loops are none.
  public struct Box: Sendable {
    /// The left edge.
    public var x: Double
    /// The upper edge.
    public var y: Double
    var width: Double
    var height: Double

    /// Whether a point is in the box, not on its edge.
    public func holds(_ point: (x: Double, y: Double)) -> Bool {
      point.x > x + 0.5 && point.x < x + width - 0.5 && point.y > y + 0.5 && point.y < y + height - 0.5
    }
  }

  /// The boxes.
  public private(set) var boxes: [Box] = []
  /// Points along each arrow's line, at most a few pixels apart.
  public private(set) var arrows: [[(x: Double, y: Double)]] = []

  /// Reads what `runner graph` wrote.
  public init(_ svg: String) {
    for line in svg.split(separator: "\n") {
      if let match = line.firstMatch(
        of: /^<rect x="([-0-9.]+)" y="([-0-9.]+)" width="([-0-9.]+)" height="([-0-9.]+)"/), !line.contains("dasharray")
      {
        boxes.append(
          Box(x: Double(match.1)!, y: Double(match.2)!, width: Double(match.3)!, height: Double(match.4)!))
      } else if let match = line.firstMatch(of: /^<path d="([^"]+)" fill="none"/) {
        arrows.append(Self.points(String(match.1)))
      }
    }
  }

  /// Points along a path of the commands M, L and C with absolute coordinates.
  private static func points(_ path: String) -> [(x: Double, y: Double)] {
    var points: [(x: Double, y: Double)] = []
    for part in path.matches(of: /([MLC])([-0-9. ]+)/) {
      let numbers = part.2.split(separator: " ").map { Double($0)! }
      let end = (x: numbers[numbers.count - 2], y: numbers[numbers.count - 1])
      guard let start = points.last else {
        points.append(end)
        continue
      }
      let (a, b) =
        numbers.count == 6 ? ((numbers[0], numbers[1]), (numbers[2], numbers[3])) : ((start.x, start.y), (end.x, end.y))
      for step in 1...100 {
        let t = Double(step) / 100
        let weights = ((1 - t) * (1 - t) * (1 - t), 3 * (1 - t) * (1 - t) * t, 3 * (1 - t) * t * t, t * t * t)
        points.append(
          (
            weights.0 * start.x + weights.1 * a.0 + weights.2 * b.0 + weights.3 * end.x,
            weights.0 * start.y + weights.1 * a.1 + weights.2 * b.1 + weights.3 * end.y
          ))
      }
    }
    return points
  }
}
