import Tensors

/// Some rows of a picture that is being decoded.
struct Band {
  /// How many rows are decoded at a time: enough to share them among threads, and little memory.
  static let rows = 32

  /// Where the first row lies.
  var y: Int
  /// 1×C×rows×W.
  var pixels: Tensor
}
