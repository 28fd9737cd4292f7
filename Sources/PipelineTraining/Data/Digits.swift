import Inference
public import Tensors

/// Images of digits with their labels, in the format of the MNIST database.
public struct Digits: Sendable {
  /// The two parts of the database.
  public enum Part: String, Sendable {
    /// The training set.
    case training = "train"
    /// The test set.
    case test = "t10k"
  }

  /// The images' height in pixels, a multiple of 28.
  public let height: Int
  /// The images' width in pixels, a multiple of 28.
  public let width: Int
  /// The class of each image, 0 ..< the number of classes.
  public let labels: [Int]
  private let pixels: [UInt8]

  /// The number of images in the files, of which fewer may be kept.
  public let total: Int

  /// The number of images.
  public var count: Int { labels.count }

  /// The number of digit classes; recipes for other data (letters, clothes) set `classes`.
  public static let classes = 10

  /// Reads `train-images-idx3-ubyte` and `train-labels-idx1-ubyte` (or `t10k-…`) from a folder, gzipped or not. Throws
  /// if a file is missing or damaged, or a label isn't in 0 ..< `classes`.
  ///
  /// - Parameter first: how many images to keep in memory; nil for all.
  public init(folder: String, _ part: Part, classes: Int = Digits.classes, first: Int? = nil) throws {
    let imagesPath = try IDX.path(of: "\(part.rawValue)-images-idx3-ubyte", in: folder)
    let labelsPath = try IDX.path(of: "\(part.rawValue)-labels-idx1-ubyte", in: folder)
    let images = try IDX(path: imagesPath, axes: 3, first: first)
    let labels = try IDX(path: labelsPath, axes: 1)
    guard images.total == labels.total else {
      throw IDXFault.countsDiffer(
        images: imagesPath, count: images.total, labels: labelsPath, labelCount: labels.total)
    }
    guard images.shape[0] > 0 else { throw IDXFault.empty(path: imagesPath) }
    (height, width) = (images.shape[1], images.shape[2])
    guard height > 0, width > 0, height % 28 == 0, width % 28 == 0 else {
      throw IDXFault.size(path: imagesPath, height: height, width: width)
    }
    if let wrong = labels.bytes.firstIndex(where: { Int($0) >= classes }) {
      throw IDXFault.label(path: labelsPath, index: wrong, found: Int(labels.bytes[wrong]), classes: classes)
    }
    self.labels = labels.bytes.prefix(images.shape[0]).map(Int.init)
    total = images.total
    pixels = images.bytes
  }

  /// SHA-256 of the images, in their order and size, in hexadecimal.
  var imagesDigest: String {
    let sum = SHA256()
    sum.update(Array("\(height)×\(width)\n".utf8))
    sum.update(pixels)
    return sum.finish()
  }

  /// SHA-256 of the labels, in hexadecimal.
  var labelsDigest: String {
    let sum = SHA256()
    sum.update(labels.map { UInt8($0) })
    return sum.finish()
  }

  /// The images at these indices, N×1×H×W, with values from `black` to `white`.
  public func images(_ indices: [Int], black: Double = -1, white: Double = 1) -> Tensor {
    let area = height * width
    let table = (0..<256).map { Float(black + (white - black) * Double($0) / 255) }
    var values: [Float] = []
    values.reserveCapacity(indices.count * area)
    for index in indices { for pixel in pixels[index * area..<(index + 1) * area] { values.append(table[Int(pixel)]) } }
    return Tensor([indices.count, 1, height, width], values)
  }
}
