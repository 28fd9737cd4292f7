import Basics
import Images
import Logging
import PipelineKit
import Tensors

extension KnownInputs {
  /// Problems that will prevent writing a file, as far as they can be found before.
  func writingProblems(_ port: Input<Path>) -> [Problem] {
    guard let path = known(port), let fault = AtomicFile.obstacle(to: path.target, named: path.text) else {
      return []
    }
    return [Problem("\(fault)", port: port, cause: fault.cause)]
  }
}

extension StageFault {
  /// Throws where a shape is not that of pictures that files hold.
  static func requirePictures(_ shape: [Int], port: some InputPort) throws {
    guard shape.count == 4, !shape.contains(0), [1, 3].contains(shape[1]) else {
      throw StageFault.wrongShape(
        port: port.port.name, expected: "N×1×H×W (gray) or N×3×H×W (RGB)", found: shape)
    }
  }
}

extension Context {
  /// The provenance of a picture, under names that a PNG takes.
  func pictureTexts() throws -> [(name: String, text: String)] {
    let made = try provenance()
    return zip(ImageFile.textNames(made.map(\.name)), made.map(\.text)).map { (name: $0, text: $1) }
  }

  /// Warns of infinite values in pictures that are written to `path`.
  func warnOfInfinity(in images: [Tensor], _ path: Path) {
    let infinite = images.reduce(0) { $0 + $1.values.count(where: \.isInfinite) }
    if infinite == 0 { return }
    let count = images.reduce(0) { $0 + $1.count }
    log.warning("\(path.text): \(infinite) of the \(count) values are infinite; they become black or white")
  }
}
