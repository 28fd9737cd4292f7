package import Tensors

/// The 8-bit samples of a picture in the order of files: rows from the top, pixels from the left, channels together.
package struct Samples {
  package var width: Int
  package var height: Int
  /// 1 gray, 3 RGB.
  package var channels: Int
  package var bytes: [UInt8]

  /// Makes a picture of samples that exist; their number is not checked.
  init(width: Int, height: Int, channels: Int, bytes: [UInt8]) {
    (self.width, self.height, self.channels, self.bytes) = (width, height, channels, bytes)
  }

  /// Converts a picture 1×C×H×W: round((x + 1)·127.5), limited to 0…255. Throws for another shape, a picture that is
  /// too large, and NaN.
  package init(_ image: Tensor, _ name: String) throws {
    guard image.rank == 4, image.shape[0] == 1, image.shape[1] == 1 || image.shape[1] == 3, image.count > 0 else {
      throw ImageFault.wrongShape(path: name, shape: image.shape)
    }
    let (_, c, h, w) = image.nchw
    try ImageFile.requireSize(w, h, name)
    (channels, height, width) = (c, h, w)
    bytes = [UInt8](repeating: 0, count: image.count)
    let values = image.values
    for channel in 0..<c {
      for pixel in 0..<h * w {
        let value = values[channel * h * w + pixel]
        if value.isNaN {
          throw ImageFault.notANumber(path: name, channel: channel, x: pixel % w, y: pixel / w)
        }
        bytes[pixel * c + channel] = UInt8(min(max((value + 1) * 127.5, 0), 255).rounded())
      }
    }
  }
}
