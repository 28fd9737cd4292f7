public import Basics
public import Foundation
import Images
public import Tensors

/// Pictures that a test keeps beside it as PNG files: what is made must look like them.
public struct GoldenPictures: Sendable {
  public let folder: String
  /// The largest difference at any sample that is allowed, in steps of 1/255.
  public let tolerance: Float
  private let isWriting: Bool

  /// - Parameter isWriting: whether to write the pictures anew in place of comparing; by default where the environment
  ///   variable PIPELINEKIT_WRITE_GOLDEN is set.
  public init(
    folder: String, tolerance: Float = 1,
    isWriting: Bool = ProcessInfo.processInfo.environment["PIPELINEKIT_WRITE_GOLDEN"] != nil
  ) {
    (self.folder, self.tolerance, self.isWriting) = (folder, tolerance, isWriting)
  }

  /// Throws unless `picture`, 1×C×H×W in −1…1, is as the one that is kept as NAME.png.
  public func compare(_ picture: Tensor, _ name: String) throws {
    let path = "\(folder)/\(name).png"
    if isWriting {
      try AtomicFile.write(ImageFile.encode(picture, as: .png, named: path, texts: []), to: path)
      return
    }
    let kept = try ImageFile.read(path)
    guard kept.shape == picture.shape else {
      throw GoldenFault.shape(path: path, kept: kept.shape, found: picture.shape)
    }
    // What is kept has 256 steps from −1 to 1.
    let found = picture.map { ((min(max($0, -1), 1) + 1) * 127.5).rounded() / 127.5 - 1 }
    let difference = found.maximumDifference(from: kept) * 127.5
    guard difference <= tolerance + 1e-3 else {
      throw GoldenFault.differs(path: path, by: difference, allowed: tolerance)
    }
  }
}

/// How a picture differs from the one that is kept.
public enum GoldenFault: Fault {
  case shape(path: String, kept: [Int], found: [Int])
  case differs(path: String, by: Float, allowed: Float)

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .shape(let path, let kept, let found):
      "\(path): is \(Tensor.text(kept)), found a picture of \(Tensor.text(found))"
    case .differs(let path, let difference, let allowed):
      "\(path): differs by up to \(difference) of 255, at most \(allowed) is allowed; where the change is meant, "
        + "PIPELINEKIT_WRITE_GOLDEN=1 writes it again"
    }
  }
}
