import Basics
import CLibCrypto
package import Foundation
package import Tensors

/// MD5 in hexadecimal, for old data sets that are published with it: it detects damage, not tampering.
public func md5(_ bytes: [UInt8]) -> String {
  var digest = [UInt8](repeating: 0, count: 16)
  EVP_Digest(bytes, bytes.count, &digest, nil, EVP_md5(), nil)
  return hexadecimal(digest)
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// SHA-256 of data that is added piece by piece.
package struct SHA256 {
  private final class Context {
    let pointer = EVP_MD_CTX_new()
    deinit { EVP_MD_CTX_free(pointer) }
  }

  private let context = Context()

  package init() { EVP_DigestInit_ex(context.pointer, EVP_sha256(), nil) }

  package func update(_ bytes: some ContiguousBytes) {
    _ = bytes.withUnsafeBytes { EVP_DigestUpdate(context.pointer, $0.baseAddress, $0.count) }
  }

  /// Adds the bytes of the elements.
  package func update(_ tensor: Tensor) {
    tensor.values.withUnsafeBytes { _ = EVP_DigestUpdate(context.pointer, $0.baseAddress, $0.count) }
  }

  /// The digest in hexadecimal; nothing may be added afterwards.
  package func finish() -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    EVP_DigestFinal_ex(context.pointer, &digest, nil)
    return hexadecimal(digest)
  }

  /// The digest of a file's content. Where the file is a link to a blob of a Hugging Face cache, which is named by
  /// this digest, the name is returned without reading gigabytes.
  static func file(_ path: String) throws -> String {
    if let name = blob(path) { return name }
    let file = try OpenFile(path: path)
    let sum = SHA256()
    for start in stride(from: 0, to: file.size, by: 1 << 20) {
      sum.update(try file.read(start..<min(file.size, start + 1 << 20)))
    }
    return sum.finish()
  }

  /// The name of a Hugging Face cache's blob, which is the digest of its content, where the file is a link to one.
  static func blob(_ path: String) -> String? {
    guard let target = FileSystem.linkTarget(path) else { return nil }
    let name = FileName.last(of: target)
    guard FileName.last(of: FileName.folder(of: target)) == "blobs", name.utf8.count == 64,
      name.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
    else { return nil }
    return name
  }
}
