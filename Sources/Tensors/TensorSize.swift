/// The limit on a tensor's size. Sizes from a user's file, a header or a command line are checked against it before
/// anything of their size is allocated or computed.
public enum TensorSize {
  /// The most elements of one tensor: 2³⁰, which is 4 GiB of Float32.
  public static let largest = 1 << 30

  /// The number of elements of a shape; nil where no tensor may have it: an axis is negative, or the product exceeds
  /// `largest` with empty axes counted as one. An empty tensor with a huge axis is refused too, because loops run
  /// over its axes.
  public static func count(of shape: [Int]) -> Int? {
    var product = 1
    for axis in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: max(1, axis))
      if axis < 0 || overflow || next > largest { return nil }
      product = next
    }
    return shape.contains(0) ? 0 : product
  }
}
