import Basics
import Foundation
public import Tensors

/// Encodings of prompts, stored by the digest of the text encoder and of the exact text:
/// prompts/ENCODER/TEXT.safetensors.
extension ModelCache {
  /// Raise this when the tokens or the encoder's numbers change for the same files.
  private static let edition = "2"

  /// The encoding of `prompt` by the model's text encoder, 1×L×width: the stored one, otherwise the result of `make`,
  /// which is then stored.
  ///
  /// - Parameter model: the model's name in lists.
  public func encoding(
    of prompt: String, by directory: DeepFloydFolder, model: String, make: () throws -> Tensor
  ) throws -> Tensor {
    let encoder = try directory.textDigest(keptIn: self)
    let path = "\(promptFolder)/\(encoder)/\(Self.digest(prompt)).safetensors"
    if let kept = Self.read(path, width: directory.unet.textWidth) {
      // The date of the file records its last use.
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

  /// Whether the encoding of `prompt` is kept, as far as that can be told without reading it or weights.
  public func holds(_ prompt: String, by directory: DeepFloydFolder) -> Bool {
    guard (try? directory.textBytesToDigest(keptIn: self)) == 0,
      let encoder = try? directory.textDigest(keptIn: self)
    else { return false }
    return FileSystem.isFile("\(promptFolder)/\(encoder)/\(Self.digest(prompt)).safetensors")
  }

  private static let tensor = "encoding"

  /// The encoding in a file; nil where it is missing, of another edition, or damaged.
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

  /// The digest of an encoding and its name, so that a renamed file is not accepted.
  private static func digest(_ encoding: Tensor, _ path: String) -> String {
    let sum = SHA256()
    sum.update(Array(path.split(separator: "/").suffix(2).joined(separator: "/").utf8))
    sum.update(encoding)
    return sum.finish()
  }
}
