public import Tensors

/// What an evaluation of a UNet keeps for a later one.
public struct KeptFeatures: Sendable, Equatable {
  /// What they are kept for.
  public let reuse: FeatureReuse
  /// The shape of the network's input, N×C×H×W.
  public let input: [Int]
  /// Where the upward path goes on: N×C×H×W.
  public let deep: Tensor
  /// The skip connections that the rest of the upward path joins with, topmost first, N×C×H×W each; none if it makes them
  /// itself.
  public let skips: [Tensor]

  init(_ reuse: FeatureReuse, of input: [Int], deep: Tensor, skips: [Tensor]) {
    (self.reuse, self.input, self.deep, self.skips) = (reuse, input, deep, skips)
  }

  /// How many numbers they hold.
  public var count: Int { skips.reduce(deep.count) { $0 + $1.count } }

  /// Those of some of the pictures.
  public func slice(_ pictures: Range<Int>) -> KeptFeatures {
    KeptFeatures(
      reuse, of: [pictures.count] + input[1...], deep: deep.slice(axis: 0, pictures),
      skips: skips.map { $0.slice(axis: 0, pictures) })
  }

  /// Those of the pictures of all parts, in their order; nil for no parts.
  public static func concatenated(_ parts: [KeptFeatures]) -> KeptFeatures? {
    guard let first = parts.first else { return nil }
    if parts.count == 1 { return first }
    return KeptFeatures(
      first.reuse, of: [parts.reduce(0) { $0 + $1.input[0] }] + first.input[1...],
      deep: .concatenated(parts.map(\.deep), axis: 0),
      skips: first.skips.indices.map { index in .concatenated(parts.map { $0.skips[index] }, axis: 0) })
  }

  /// Whether both can be taken over in one batch.
  public func fits(_ other: KeptFeatures) -> Bool {
    reuse == other.reuse && input[1...] == other.input[1...]
  }
}
