import Images
public import PipelineKit

/// A picture's size in a pipeline file: one number for a square, or [width, height].
public struct PictureSize: PortValue, Equatable {
  /// Width in pixels; a picture's is at least 1.
  public var width: Int
  /// Height in pixels; a picture's is at least 1.
  public var height: Int
  /// The numbers as given, if there aren't two.
  private var odd: [Int]?

  /// Makes a size in pixels; stages refuse one that no picture may have.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Makes the size of a square with sides of `side` pixels.
  public init(_ side: Int) { self.init(width: side, height: side) }

  public static var kind: Kind { .oneOf([.integer, .list(.integer)]) }

  public init?(_ value: Value) {
    if let side = Int(value) {
      self.init(side)
    } else if let sides = [Int](value) {
      self.init(width: sides.first ?? 0, height: sides.last ?? 0)
      if sides.count != 2 { odd = sides }
    } else {
      return nil
    }
  }

  public func value(as kind: Kind) -> Value {
    width == height ? .integer(width) : .list([.integer(width), .integer(height)])
  }

  /// A fault if no picture may have this size, otherwise nil.
  var fault: StageFault? {
    if let odd { return .outOfRange(port: "size", expected: "one number or [width, height]", found: "\(odd)") }
    let largest = ImageFile.largest
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    if width > 0, height > 0, !overflow, pixels <= largest { return nil }
    return .outOfRange(
      port: "size", expected: "at least 1 pixel each way and at most \(largest / 1_000_000) megapixels",
      found: "\(width)×\(height)")
  }

  /// Throws if no picture may have this size.
  func validate() throws { if let fault { throw fault } }
}

extension KnownInputs {
  /// The problem with a known size, if there is one.
  func problems(_ size: any InputPort, _ value: PictureSize?) -> [Problem] {
    value?.fault.map { [Problem($0.description, port: size)] } ?? []
  }
}
