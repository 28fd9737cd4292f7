public import Basics
import Foundation
import PipelineKit
import Tensors

/// A file in the format of the MNIST database: two zero bytes, a number type (8: bytes), the number of axes, each axis'
/// length as four bytes (big-endian), and the elements. It may be gzipped.
public struct IDX: Sendable, Equatable {
  /// The length of each axis.
  public let shape: [Int]
  /// The length of the first axis in the file, of which less may be kept.
  public let total: Int
  /// The elements, row by row.
  public let bytes: [UInt8]

  /// The limit on a file's elements, in bytes.
  private static let limit = 1 << 31

  /// Reads a file. Throws if it isn't in this format, is truncated, or has another number of axes.
  ///
  /// - Parameter first: how many elements of the first axis to keep; the file is checked as a whole. Nil for all.
  public init(path: String, axes: Int, first: Int? = nil) throws {
    let length = 4 + 4 * axes
    var content = try FileFault.contents(of: path)
    var count = content.count
    var shape: [Int] = []
    /// The length of the file as far as it is kept, by its header.
    func kept(_ start: [UInt8]) throws -> Int {
      shape = try Self.shape(start, path: path, axes: axes)
      if let first { shape[0] = min(first, shape[0]) }
      return length + shape.reduce(1, *)
    }
    if Gzip.isGzip(content) {
      (content, count) = try Gzip.unpacked(content, path: path, limit: length + Self.limit, keeping: kept)
    }
    let whole = try Self.shape(content, path: path, axes: axes)
    let expected = length + whole.reduce(1, *)
    guard count == expected else {
      throw IDXFault.wrongLength(path: path, shape: whole, expected: expected, found: count)
    }
    content.removeLast(content.count - (try kept(content)))
    content.removeFirst(length)
    (self.shape, total, bytes) = (shape, whole[0], content)
  }

  /// The shape that a header says.
  private static func shape(_ content: [UInt8], path: String, axes: Int) throws -> [Int] {
    guard content.count >= 4 else { throw IDXFault.truncated(path: path, expected: 4, found: content.count) }
    guard content[0] == 0, content[1] == 0, content[2] == 8 else {
      throw IDXFault.notIDX(path: path, start: Array(content[..<4]))
    }
    guard content[3] == UInt8(axes) else { throw IDXFault.axes(path: path, expected: axes, found: Int(content[3])) }
    let header = 4 + 4 * axes
    guard content.count >= header else { throw IDXFault.truncated(path: path, expected: header, found: content.count) }
    let shape = (0..<axes).map { axis in (0..<4).reduce(0) { $0 << 8 | Int(content[4 + 4 * axis + $1]) } }
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow, product <= limit else { throw IDXFault.tooLarge(path: path, shape: shape) }
      count = product
    }
    return shape
  }
}

/// The location of a file of the MNIST database, however it was unpacked.
extension IDX {
  /// The path of the file `name` (`train-images-idx3-ubyte`) in a folder. These are tried in order: that name or the
  /// spelling with a dot before `idx`, plain or with `.gz`; the same in other case; the same in a folder with such a
  /// name, as some unpackers make; the same in `MNIST/raw` and `raw`, as torchvision makes. Throws if there is no such
  /// file.
  public static func path(of name: String, in folder: String) throws -> String {
    if FileSystem.exists(folder), !FileSystem.isFolder(folder) { throw IDXFault.notAFolder(path: folder) }
    if let path = file(name, in: folder) { return path }
    let wanted = Set(names(name).map { $0.lowercased() })
    for inner in content(folder) where wanted.contains(inner.lowercased()) {
      if let path = file(name, in: "\(folder)/\(inner)") { return path }
    }
    for inner in ["MNIST/raw", "raw"] where FileSystem.isFolder("\(folder)/\(inner)") {
      if let path = try? path(of: name, in: "\(folder)/\(inner)") { return path }
    }
    throw IDXFault.missing(folder: folder, isThere: FileSystem.isFolder(folder), names: spellings(name))
  }

  private static func spellings(_ name: String) -> [String] {
    [name, name.replacingOccurrences(of: "-idx", with: ".idx")]
  }

  private static func names(_ name: String) -> [String] { spellings(name).flatMap { [$0, $0 + ".gz"] } }

  private static func file(_ name: String, in folder: String) -> String? {
    let names = names(name)
    func path(_ name: String) -> String? {
      let path = "\(folder)/\(name)"
      return FileSystem.exists(path) && !FileSystem.isFolder(path) ? path : nil
    }
    for name in names { if let path = path(name) { return path } }
    let content = content(folder)
    for name in names {
      for other in content where other.lowercased() == name { if let path = path(other) { return path } }
    }
    return nil
  }

  private static func content(_ folder: String) -> [String] {
    (try? FileSystem.names(in: folder)) ?? []
  }
}

/// An error in data in IDX files.
public enum IDXFault: Fault {
  /// No file has any of these `names`; `isThere` tells whether the folder exists.
  case missing(folder: String, isThere: Bool, names: [String])
  /// A file where a folder is expected.
  case notAFolder(path: String)
  /// The file doesn't start with 00 00 08; `start` are its first bytes.
  case notIDX(path: String, start: [UInt8])
  /// The file has another number of axes than expected.
  case axes(path: String, expected: Int, found: Int)
  /// The file ends within its header; sizes are in bytes.
  case truncated(path: String, expected: Int, found: Int)
  /// The shape in the header exceeds the limit.
  case tooLarge(path: String, shape: [Int])
  /// The file's size doesn't match its shape; sizes are in bytes.
  case wrongLength(path: String, shape: [Int], expected: Int, found: Int)
  /// Images and labels differ in number.
  case countsDiffer(images: String, count: Int, labels: String, labelCount: Int)
  /// The file has no images.
  case empty(path: String)
  /// The images' height or width isn't a multiple of 28.
  case size(path: String, height: Int, width: Int)
  /// The images don't have the side that a classifier takes.
  case unequal(folder: String, height: Int, width: Int, expected: Int)
  /// A label that is not below `classes`; `index` counts from 0.
  case label(path: String, index: Int, found: Int, classes: Int)

  public var cause: FaultCause { if case .missing = self { .missingInput } else { .data } }

  /// The data set that a folder seems to be for.
  private func set(_ folder: String) -> DataSet { DataSet.inFolder(folder) ?? .mnist }

  public var description: String {
    switch self {
    case .missing(let folder, let isThere, let names):
      (isThere
        ? "\(folder): holds neither \(names.map { "'\($0)'" }.joined(separator: " nor ")), plain or .gz, nor a folder of "
          + "such a name that does"
        : "\(folder): no such folder")
        + (FileName.last(of: folder) == DataFolder.drawings
          ? "; Scripts/drawings_idx.py makes them"
          : "; '\(ProgramName.current) fetch \(set(folder).name) --to \(folder)' gets \(set(folder).title)")
    case .notAFolder(let path): "\(path): expected a folder with files of digits, found a file; name its folder"
    case .notIDX(let path, let start):
      "\(path): is not an IDX file of bytes: it should start with 00 00 08, found "
        + start.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(separator: " ")
    case .axes(let path, let expected, let found): "\(path): should have \(expected) axes, found \(found)"
    case .truncated(let path, let expected, let found):
      "\(path): is truncated: its header takes \(expected) bytes, found \(found)"
    case .tooLarge(let path, let shape): "\(path): says it holds \(Tensor.text(shape)) bytes, more than are read"
    case .wrongLength(let path, let shape, let expected, let found):
      "\(path): \(Tensor.text(shape)) and its header take \(expected) bytes, found \(found)"
        + (found < expected ? ": it is truncated" : "")
    case .countsDiffer(let images, let count, let labels, let labelCount):
      "\(images) holds \(count) images, but \(labels) holds \(labelCount) labels"
    case .empty(let path): "\(path): holds no images"
    case .size(let path, let height, let width):
      "\(path): images should be multiples of 28 pixels high and wide, found \(height)×\(width)"
    case .unequal(let folder, let height, let width, let expected):
      "\(folder): a classifier reads images of \(expected)×\(expected) pixels, found \(height)×\(width)"
    case .label(let path, let index, let found, let classes):
      "\(path): label \(index + 1) is \(found), expected 0 to \(classes - 1)"
    }
  }
}
