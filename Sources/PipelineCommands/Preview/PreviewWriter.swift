import Basics
import Images
import PipelineKit
import Tensors

/// Writes previews to one file, each whole or not at all, so that a viewer can watch it.
struct PreviewWriter {
  private let path: String
  private static let comment = "preview of PipelineKit"

  /// Throws where the file can't be written, or is none that a preview may replace.
  init(path: String, overwrites: Bool) throws {
    self.path = path
    _ = try ImageFormat(ending: path)
    try requireReplaceable(path, as: "a preview", overwrites: overwrites) {
      (try? ImageFile.texts(path))?.contains { $0.text.hasPrefix(Self.comment) } == true
    }
  }

  /// Writes the pictures N×C×H×W of a loop's step, `index` counting from 0.
  func write(_ images: Tensor, loop: String, index: Int, count: Int) throws {
    let sheet = try PreviewSheet.sheet(images, title: "\(loop) \(index + 1)/\(count)")
    try ImageFile.write(sheet, to: path, texts: [("comment", "\(Self.comment): \(loop) \(index + 1)/\(count)")])
  }
}

/// Pictures of a batch side by side, large enough to be seen.
enum PreviewSheet {
  /// At most so many pictures are shown.
  private static let most = 16

  /// A sheet of pictures N×C×H×W in rows of four; what is no picture of one or three channels is shown by its first.
  static func sheet(_ images: Tensor, title: String) throws -> Tensor {
    let shown = (0..<min(images.shape[0], most)).map { index -> ContactSheet.Cell in
      let image = images.element(index)
      let isPicture = [1, 3].contains(image.shape[1])
      return ContactSheet.Cell(isPicture ? image : image.slice(axis: 1, 0..<1))
    }
    let rows = stride(from: 0, to: shown.count, by: 4).map { Array(shown[$0..<min($0 + 4, shown.count)]) }
    return try ContactSheet(rows, title: title).render()
  }
}
