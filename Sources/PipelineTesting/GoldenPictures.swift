public import Basics
public import Foundation
import Images
public import Tensors

/// Compares pictures with PNG files that are kept beside a test.
public struct GoldenPictures: Sendable {
  /// The folder with the PNG files.
  public let folder: String
  /// The largest allowed difference at any sample, in steps of 1/255.
  public let tolerance: Float
  private let isWriting: Bool

  ///
  /// - Parameter isWriting: whether to write the pictures instead of comparing them; by default if the environment
  ///   variable PIPELINEKIT_WRITE_GOLDEN is set.
  public init(
    folder: String, tolerance: Float = 1,
    isWriting: Bool = ProcessInfo.processInfo.environment["PIPELINEKIT_WRITE_GOLDEN"] != nil
  ) {
    (self.folder, self.tolerance, self.isWriting) = (folder, tolerance, isWriting)
  }

  /// Throws unless `picture`, 1×C×H×W in −1…1, equals the file NAME.png up to `tolerance`.
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
    // The file has 256 steps from −1 to 1.
    let found = picture.map { ((min(max($0, -1), 1) + 1) * 127.5).rounded() / 127.5 - 1 }
    let difference = found.maximumDifference(from: kept) * 127.5
    guard difference <= tolerance + 1e-3 else {
      throw GoldenFault.differs(path: path, by: difference, allowed: tolerance)
    }
  }
}

/// A difference between a picture and its file.
public enum GoldenFault: Fault {
  /// The shapes differ.
  case shape(path: String, kept: [Int], found: [Int])
  /// The largest difference, in steps of 1/255, exceeds the allowed one.
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
