import PipelineTraining

/// IDX files, gzipped or not, and gzip alone.
struct IDXSubject: Subject {
  static let name = "idx"
  private let file: InputFile

  init(in scratch: Scratch) throws { file = try scratch.file("data") }

  func read(_ bytes: [UInt8]) {
    file.hold(bytes)
    for axes in [1, 3] {
      guard let data = attempt({ try IDX(path: file.path, axes: axes) }) else { continue }
      precondition(data.shape.count == axes && data.shape.reduce(1, *) == data.bytes.count)
    }
    attempt { try Gzip.unpacked(bytes, path: file.path, limit: 1 << 20) }
  }
}
