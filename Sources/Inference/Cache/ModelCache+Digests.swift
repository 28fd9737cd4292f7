import Basics
import Tensors

/// Digests of files, stored by file stamp: digests/STAMP. Hashing a large encoder takes longer than everything that
/// its digest saves.
extension ModelCache {
  /// The SHA-256 of a file's content.
  func digest(ofFile path: String) throws -> String {
    guard let stamp = FileStamp(path), stamp.isSettled else { return try SHA256.file(path) }
    let entry = entry(path, stamp)
    if let kept = kept(entry) { return kept }
    let digest = try SHA256.file(path)
    // Nothing is kept where the file was replaced in the meantime.
    if FileStamp(path) == stamp { keep { try AtomicFile.write(Array(digest.utf8), to: entry) } }
    return digest
  }

  /// The digest of a file's content where it is kept; nil otherwise.
  func keptDigest(ofFile path: String) -> String? {
    guard let stamp = FileStamp(path), stamp.isSettled else { return nil }
    return kept(entry(path, stamp))
  }

  private func entry(_ path: String, _ stamp: FileStamp) -> String {
    let sum = SHA256()
    sum.update(Array("\(path)\n\(stamp.text)".utf8))
    return "\(digestFolder)/\(sum.finish())"
  }

  private func kept(_ entry: String) -> String? {
    guard let kept = try? String(decoding: FileFault.contents(of: entry), as: UTF8.self), Self.isDigest(kept[...])
    else { return nil }
    return kept
  }
}
