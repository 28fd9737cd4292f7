import Basics
import Foundation
public import Tensors

/// Prompts' encodings, by the digest of the text encoder and the exact text: prompts/ENCODER/TEXT.safetensors.
extension ModelCache {
  /// To be raised when the tokens or the encoder's numbers change for the same files.
  private static let edition = "2"

  /// The encoding of `prompt` by the model's text encoder, 1×L×width: the one that is kept, or `make`'s, which is then.
  ///
  /// - Parameter model: what to call the model in lists.
  public func encoding(
    of prompt: String, by directory: DeepFloydFolder, model: String, make: () throws -> Tensor
  ) throws -> Tensor {
    let encoder = try directory.textDigest(keptIn: self)
    let path = "\(promptFolder)/\(encoder)/\(Self.digest(prompt)).safetensors"
    if let kept = Self.read(path, width: directory.unet.textWidth) {
      // Its date tells when it was last used.
      FileSystem.touch(path)
      return kept
    }
    let encoding = try make()
    keep {
      try SafeTensors.write(
        [(Self.tensor, encoding)], to: path,
        metadata: ["model": model, "prompt": prompt, "sha256": Self.digest(encoding, path)])
    }
    return encoding
  }

  private static let tensor = "encoding"

  /// What a file holds, or nil where it is missing, of another edition, or damaged.
  private static func read(_ path: String, width: Int) -> Tensor? {
    guard let file = try? SafeTensors(path: path), let shape = file.shape(of: tensor), shape.count == 3,
      shape[0] == 1, shape[1] > 0, shape[2] == width, let encoding = try? file.tensor(tensor),
      file.metadata["sha256"] == digest(encoding, path)
    else { return nil }
    return encoding
  }

  private static func digest(_ prompt: String) -> String {
    let sum = SHA256()
    sum.update(Array("\(edition)\n\(prompt)".utf8))
    return sum.finish()
  }

  /// Of an encoding and what it is of: a file of another name is not taken for it.
  private static func digest(_ encoding: Tensor, _ path: String) -> String {
    let sum = SHA256()
    sum.update(Array(path.split(separator: "/").suffix(2).joined(separator: "/").utf8))
    sum.update(encoding)
    return sum.finish()
  }
}
