import Foundation
import Images
import PipelineKit
import Tensors

/// Writes pictures as PNG or JPEG, by the name's ending; a batch becomes name-0.png, name-1.png and so on. A value of −1
/// is black, 1 is white. A PNG carries what made it (the pipeline file, parameters, seed …) in text chunks.
public struct WriteImage: Stage {
  static let image = Input<Tensor>("image", "N×C×H×W, C = 3 or 1, −1…1; what is beyond is cut off", kind: .image)
  static let to = Input<Path>("to", "a name that ends in .png, .jpg or .jpeg", path: .writes)
  public static let declaration = Declaration(
    "write-image", "Writes pictures as PNG or JPEG; a batch becomes name-0.png, name-1.png and so on.",
    inputs: [image, to],
    outputs: [])

  public init() {}

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    guard let path = inputs.known(Self.to) else { return [] }
    do { _ = try ImageFormat(ending: path.resolved, named: path.text) } catch {
      return [Problem("\(error)", port: Self.to)]
    }
    return inputs.writingProblems(Self.to)
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    let texts = try context.provenance().map { (ImageFile.textName($0.name), $0.text) }
    for path in try self(image: inputs[Self.image], to: inputs[Self.to], texts: texts) { context.wrote(path) }
    return Outputs()
  }

  /// Writes the pictures and returns the paths of their files.
  @discardableResult
  public func callAsFunction(
    image: Tensor, to path: Path, texts: [(name: String, text: String)] = []
  ) throws -> [String] {
    guard image.rank == 4, image.count > 0, [1, 3].contains(image.shape[1]) else {
      throw StageFault.wrongShape(port: "image", expected: "N×1×H×W (gray) or N×3×H×W (RGB)", found: image.shape)
    }
    let count = image.shape[0]
    var written: [String] = []
    for i in 0..<count {
      let name = count == 1 ? path : path.numbered(i)
      try ImageFile.write(image.element(i), to: name.resolved, named: name.text, texts: texts)
      written.append(name.resolved)
    }
    return written
  }
}

extension KnownInputs {
  /// What stands in the way of writing a file, as far as can be seen before.
  func writingProblems(_ port: Input<Path>) -> [Problem] {
    guard let path = known(port), let fault = AtomicFile.obstacle(to: path.resolved, named: path.text) else {
      return []
    }
    return [Problem("\(fault)", port: port, cause: fault.cause)]
  }
}

extension Path {
  /// The path with a number before its ending: out/wave.png → out/wave-3.png.
  func numbered(_ number: Int) -> Path {
    let ending = (text as NSString).pathExtension
    return Path("\((text as NSString).deletingPathExtension)-\(number).\(ending)", base: base)
  }
}
