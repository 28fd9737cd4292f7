/// Converts the samples of a picture file to numbers in −1…1.
package struct SampleScale: Sendable {
  /// The value in −1…1 of each sample.
  private let values: [Double]
  /// The opacity in 0…1 of each sample.
  private let opacities: [Double]

  /// `bits` is 8 or 16.
  package init(bits: Int) {
    let largest = Double(1 << bits - 1)
    values = (0..<1 << bits).map { Double($0) / (largest / 2) - 1 }
    opacities = (0..<1 << bits).map { Double($0) / largest }
  }

  /// The picture, 1×C×rows×width, of rows × width × channels samples: rows from the top, pixels from the left,
  /// channels together. Of 2 or 4 channels, the last is opacity and composites the others over `backdrop`, −1…1.
  package func picture(
    _ samples: UnsafePointer<UInt8>, width: Int, rows: Int, channels: Int, over backdrop: Double
  ) -> Tensor {
    scaled(samples, width, rows, channels, backdrop)
  }

  /// The picture of samples of 16 bits.
  package func picture(
    _ samples: UnsafePointer<UInt16>, width: Int, rows: Int, channels: Int, over backdrop: Double
  ) -> Tensor {
    scaled(samples, width, rows, channels, backdrop)
  }

  /// Generic but private to this module, so that it is compiled for both sample types.
  @inline(__always)
  private func scaled<Sample: FixedWidthInteger & UnsignedInteger>(
    _ samples: UnsafePointer<Sample>, _ width: Int, _ rows: Int, _ channels: Int, _ backdrop: Double
  ) -> Tensor {
    let hasAlpha = channels % 2 == 0
    let colours = hasAlpha ? channels - 1 : channels
    return Tensor([1, colours, rows, width]) { out in
      let out = out.baseAddress!
      values.withUnsafeBufferPointer { values in
        opacities.withUnsafeBufferPointer { opacities in
          for row in 0..<rows {
            let from = samples + row * width * channels
            for channel in 0..<colours {
              let to = out + (channel * rows + row) * width
              if hasAlpha {
                for x in 0..<width {
                  let opacity = opacities[Int(from[x * channels + colours])]
                  to[x] = Float(opacity * values[Int(from[x * channels + channel])] + (1 - opacity) * backdrop)
                }
              } else {
                for x in 0..<width { to[x] = Float(values[Int(from[x * channels + channel])]) }
              }
            }
          }
        }
      }
    }
  }
}
