import Tensors

/// Some rows of a picture that is being decoded.
struct Band {
  /// Rows that are decoded at a time: enough to share among threads, and little memory.
  static let rows = 32

  /// The row of the picture that the band begins at.
  var y: Int
  /// 1×C×rows×W.
  var pixels: Tensor
}
