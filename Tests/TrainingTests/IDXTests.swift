import Foundation
import Tensors
import TestSupport
import Testing
import Training

@Suite struct IDXTests {
  static func error(_ bytes: [UInt8], axes: Int = 1, name: String = "f") throws -> String {
    try withTemporaryFolder { folder in
      try AtomicFile.write(bytes, to: "\(folder)/\(name)")
      do {
        _ = try IDX(path: "\(folder)/\(name)", axes: axes)
        return "none"
      } catch { return "\(error)".replacingOccurrences(of: folder + "/", with: "") }
    }
  }

  @Test func errors() throws {
    let whole = DigitFiles.idx([3], [1, 2, 3])
    #expect(try Self.error(whole) == "none")
    #expect(try Self.error([]) == "f: is truncated: its header takes 4 bytes, found 0")
    #expect(try Self.error(Array(whole[..<6])) == "f: is truncated: its header takes 8 bytes, found 6")
    #expect(try Self.error(Array(whole.dropLast())) == "f: 3 and its header take 11 bytes, found 10: it is truncated")
    #expect(try Self.error(whole + [0]) == "f: 3 and its header take 11 bytes, found 12")
    #expect(try Self.error(whole, axes: 3) == "f: should have 3 axes, found 1")
    #expect(
      try Self.error([0x50, 0x4b, 3, 4, 9])
        == "f: is no IDX file of bytes: it should start with 00 00 08, found 50 4b 03 04")
    let huge = [0, 0, 8, 2] + [UInt8](repeating: 255, count: 8)
    #expect(try Self.error(huge, axes: 2) == "f: says it holds 4294967295×4294967295 bytes, more than are read")
  }

  @Test func gzipped() throws {
    // gzip of an IDX file of the bytes 1, 2, 3, made by Python's gzip.compress(…, mtime=0).
    let packed = try Data(contentsOf: URL(fileURLWithPath: Fixtures.path("training/three.idx.gz")))
    try withTemporaryFolder { folder in
      try AtomicFile.write(packed, to: folder + "/a.gz")
      #expect(try IDX(path: folder + "/a.gz", axes: 1).bytes == [1, 2, 3])
      try AtomicFile.write(packed.dropLast(9), to: folder + "/b.gz")
      #expect(throws: (any Error).self) { try IDX(path: folder + "/b.gz", axes: 1) }
      do { _ = try IDX(path: folder + "/b.gz", axes: 1) } catch {
        #expect("\(error)".contains("is no whole gzip file: it is truncated"))
      }
      var damaged = [UInt8](packed)
      damaged[packed.count - 6] ^= 1
      try AtomicFile.write(damaged, to: folder + "/c.gz")
      do {
        _ = try IDX(path: folder + "/c.gz", axes: 1)
        Issue.record("a wrong checksum went unnoticed")
      } catch { #expect("\(error)".contains("incorrect data check")) }
    }
  }

  @Test func digits() throws {
    try withTemporaryFolder { folder in
      func error() -> String {
        do {
          _ = try Digits(folder: folder, .training)
          return "none"
        } catch { return "\(error)".replacingOccurrences(of: folder, with: "F") }
      }
      #expect(
        error()
          == "F: holds neither 'train-images-idx3-ubyte' nor 'train-images-idx3-ubyte.gz'; 'runner fetch mnist --to F' gets the MNIST database"
      )
      try DigitFiles.write(12, to: folder)
      #expect(error() == "none")
      let digits = try Digits(folder: folder, .training)
      #expect(digits.count == 12 && digits.labels[3] == 1)
      #expect(digits.images([0, 3], black: 0, white: 1).shape == [2, 1, 28, 28])
      #expect(digits.images([0], black: 0, white: 1)[0, 0, 0, 4] == 1)
      #expect(digits.images([0])[0, 0, 0, 0] == -1)
      let labels = folder + "/train-labels-idx1-ubyte"
      try AtomicFile.write(DigitFiles.idx([11], [UInt8](repeating: 0, count: 11)), to: labels)
      #expect(error() == "F/train-images-idx3-ubyte holds 12 images, but F/train-labels-idx1-ubyte holds 11 labels")
      try AtomicFile.write(DigitFiles.idx([12], [UInt8](repeating: 10, count: 12)), to: labels)
      #expect(error() == "F/train-labels-idx1-ubyte: label 1 is 10, expected 0 to 9")
      try AtomicFile.write(
        DigitFiles.idx([1, 20, 28], [UInt8](repeating: 0, count: 560)), to: folder + "/train-images-idx3-ubyte")
      try AtomicFile.write(DigitFiles.idx([1], [0]), to: labels)
      #expect(
        error() == "F/train-images-idx3-ubyte: images should be multiples of 28 pixels high and wide, found 20×28")
    }
  }
}
