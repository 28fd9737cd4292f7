import Foundation
import Images
import PipelineKit
import PipelineStages
import Tensors
import TestSupport
import Testing

@Suite struct LargePictureTests {
  /// The values are Pillow's, resized from all pixels in floating point; JPEGs are decoded smaller here.
  @Test func largePicturesAreMadeSmallAsPillowDoes() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: Fixtures.path("pictures/large/large.json")))
    let cases = try JSONDecoder().decode([String: [Float]].self, from: data)
    #expect(cases.count == 18)
    for (key, values) in cases {
      let words = key.split(separator: " ").map(String.init)
      let size = PictureSize(width: try #require(Int(words[1])), height: try #require(Int(words[2])))
      let fit = try #require(Fit(rawValue: words[3]))
      let path = picturePath("large/" + words[0])
      let header = try ImageFile.header(path.resolved)
      #expect(header.width * header.height > ImageFile.wholePixels)
      let isMask = words.count > 4
      let found =
        isMask ? try ReadMask()(from: path, size: size, fit: fit) : try ReadImage()(from: path, size: size, fit: fit)
      let expected = Tensor([1, isMask ? 1 : 3, size.height, size.width], values)
      #expect(found.shape == expected.shape)
      let scale: Float = isMask ? 255 : 127.5
      // A step of the 8 bits is 1.
      let difference = found.maximumDifference(from: expected) * scale
      let mean = zip(found.values, expected.values).reduce(0) { $0 + abs($1.0 - $1.1) } * scale / Float(found.count)
      if key.contains("png") {
        #expect(difference < 0.02, "\(key): \(difference)")
      } else {
        #expect(difference < 7, "\(key): \(difference)")
        #expect(mean < 0.2, "\(key): \(mean)")
      }
    }
  }
}
