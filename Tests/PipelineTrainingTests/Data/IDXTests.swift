import Basics
import Foundation
import PipelineTraining
import Tensors
import TestSupport
import Testing

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
        == "f: is not an IDX file of bytes: it should start with 00 00 08, found 50 4b 03 04")
    let huge = [0, 0, 8, 2] + [UInt8](repeating: 255, count: 8)
    #expect(try Self.error(huge, axes: 2) == "f: says it holds 4294967295×4294967295 bytes, more than are read")
  }

  /// Of a file with many images, only the first are kept; all of it is checked.
  @Test func theFirstElements() throws {
    let whole = DigitFiles.idx([5, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    try withTemporaryFolder { folder in
      try AtomicFile.write(whole, to: folder + "/a")
      try AtomicFile.write(Array(whole.dropLast()), to: folder + "/b")
      let file = try IDX(path: folder + "/a", axes: 2, first: 2)
      #expect(file.shape == [2, 2] && file.bytes == [1, 2, 3, 4] && file.total == 5)
      let all = try IDX(path: folder + "/a", axes: 2, first: 9)
      #expect(all.shape == [5, 2] && all.bytes.count == 10 && all.total == 5)
      #expect(throws: IDXFault.self) { try IDX(path: folder + "/b", axes: 2, first: 2) }
    }
    let packed = try Data(contentsOf: URL(fileURLWithPath: Fixtures.path("training/three.idx.gz")))
    try withTemporaryFolder { folder in
      try AtomicFile.write(packed, to: folder + "/a.gz")
      let file = try IDX(path: folder + "/a.gz", axes: 1, first: 2)
      #expect(file.bytes == [1, 2] && file.shape == [2] && file.total == 3)
    }
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
        #expect("\(error)".contains("is not a complete gzip file: it is truncated"))
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

  /// The same files as Python's gzip reads, and no others.
  @Test func gzipMembers() throws {
    struct Case: Decodable {
      let file: Data
      let length: Int?
    }
    let cases = try JSONDecoder().decode(
      [String: Case].self, from: Data(contentsOf: URL(fileURLWithPath: Fixtures.path("training/gzip.json"))))
    let text = (0..<40).flatMap { _ in [UInt8](0...255) }
    #expect(cases.count == 19)
    var errors: [String: String] = [:]
    for (name, sample) in cases {
      do {
        let unpacked = try Gzip.unpacked([UInt8](sample.file), path: "f", limit: text.count)
        #expect(unpacked == (sample.length == 0 ? [] : text) && sample.length != nil, "\(name)")
      } catch {
        errors[name] = "\(error)"
        #expect(sample.length == nil, "\(name): \(error)")
      }
    }
    let start = "f: is not a complete gzip file: "
    #expect(
      errors["trailing garbage"]
        == start + "after its 10240 unpacked bytes come 7 that are not gzip; 'gunzip' ignores them")
    #expect(
      errors["zeros and garbage"] == start
        + "after its 10240 unpacked bytes come 1 that are not gzip; 'gunzip' ignores them")
    #expect(errors["a second member without its body"] == start + "it is truncated: only 10240 bytes can be unpacked")
    #expect(
      errors["a second member without its checksum"] == start + "it is truncated: only 10240 bytes can be unpacked")
    #expect(errors["a second member with a wrong checksum"] == start + "incorrect data check (in member 2)")
    // The limit is one on all members together.
    let two = [UInt8](try #require(cases["two members"]).file)
    #expect(throws: (any Error).self) { try Gzip.unpacked(two, path: "f", limit: text.count - 1) }
  }

  /// Names under which others leave the files; the first of those that are there is read.
  @Test func names() throws {
    let name = "train-images-idx3-ubyte"
    let inOrder = [
      name, name + ".gz", "train-images.idx3-ubyte", "train-images.idx3-ubyte.gz", "TRAIN-IMAGES-IDX3-UBYTE",
      "train-images-idx3-ubyte.GZ", "Train-Images.idx3-ubyte",
    ]
    try withTemporaryFolder { folder in
      let files = FileManager.default
      #expect(throws: IDXFault.self) { try IDX.path(of: name, in: folder) }
      for file in inOrder.reversed() {
        try AtomicFile.write([1], to: "\(folder)/\(file)")
        #expect(try IDX.path(of: name, in: folder) == "\(folder)/\(file)")
      }
      // A folder of the name, as some unpackers leave it; what else lies there is not it.
      for inner in [name, "train-images.idx3-ubyte", "TRAIN-IMAGES.IDX3-UBYTE"] {
        let outer = "\(folder)/\(inner)-outer"
        try AtomicFile.write([1], to: "\(outer)/train-labels-idx1-ubyte")
        try files.createDirectory(atPath: "\(outer)/\(inner)", withIntermediateDirectories: true)
        #expect(throws: IDXFault.self) { try IDX.path(of: name, in: outer) }
        for file in inOrder.reversed() {
          try AtomicFile.write([1], to: "\(outer)/\(inner)/\(file)")
          #expect(try IDX.path(of: name, in: outer) == "\(outer)/\(inner)/\(file)")
        }
      }
    }
  }

  /// Where torchvision leaves the files, whichever of its folders is named.
  @Test func foldersOfTorchvision() throws {
    let name = "train-images-idx3-ubyte"
    try withTemporaryFolder { folder in
      try AtomicFile.write([1], to: "\(folder)/MNIST/raw/\(name).gz")
      for place in ["", "/MNIST", "/MNIST/raw"] {
        #expect(try IDX.path(of: name, in: folder + place) == "\(folder)/MNIST/raw/\(name).gz")
      }
      // What lies in the folder itself comes first.
      try AtomicFile.write([1], to: "\(folder)/\(name)")
      #expect(try IDX.path(of: name, in: folder) == "\(folder)/\(name)")
      #expect(throws: IDXFault.self) { try IDX.path(of: "t10k-images-idx3-ubyte", in: folder) }
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
          == "F: holds neither 'train-images-idx3-ubyte' nor 'train-images.idx3-ubyte', plain or .gz, nor a folder of such a name that does; 'runner fetch mnist --to F' gets the MNIST database"
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
