public import Basics
public import PipelineKit
import Tensors

/// A permutation of a picture's pixels or tiles, which are numbered row by row from 0.
public struct Permutation: Sendable, Equatable {
  /// At each place, the number of the pixel or tile that goes there: each of 0 ..< n once.
  public let order: [Int]
  /// Its name in errors: that of its file.
  public let name: String

  /// The most places: larger numbers aren't exact in Float32.
  private static let largest = 1 << 24

  /// A permutation. Throws unless `order` holds each of 0 ..< n once. Errors call it `name`.
  public init(_ order: [Int], named name: String = "permutation") throws {
    guard !order.isEmpty else { throw PermutationFault.empty(name: name) }
    guard order.count <= Self.largest else { throw PermutationFault.tooLong(name: name, limit: Self.largest) }
    var places = [Int?](repeating: nil, count: order.count)
    for (place, number) in order.enumerated() {
      guard order.indices.contains(number) else {
        throw PermutationFault.outside(name: name, count: order.count, "\(number)", place: place)
      }
      if let other = places[number] { throw PermutationFault.twice(name: name, number, places: other, place) }
      places[number] = place
    }
    (self.order, self.name) = (order, name)
  }

  /// Reads a permutation from a file of one tensor of any shape (`TensorFormat`), or from a text of whole numbers with
  /// spaces, commas or line breaks between them. Throws if the file can't be read or holds no permutation.
  public init(_ path: Path) throws {
    let numbers: [Int]
    if TensorFormat(of: path.text) != nil {
      let file = try TensorFormat.open(path.resolved)
      guard file.names.count == 1 else { throw PermutationFault.tensors(name: path.text, file.names) }
      let values = try file.tensor(file.names[0]).values
      numbers = try values.enumerated().map { place, value in
        guard let number = Int(exactly: value) else {
          throw PermutationFault.outside(name: path.text, count: values.count, "\(value)", place: place)
        }
        return number
      }
    } else {
      let bytes = try FileFault.contents(of: path.resolved)
      if bytes.starts(with: [0x93] + Array("NUMPY".utf8)) { throw PermutationFault.numpy(name: path.text) }
      let text = String(decoding: bytes, as: UTF8.self)
      let words = text.split { $0.isWhitespace || $0 == "," }
      numbers = try words.enumerated().map { place, word in
        guard let number = Int(word) else {
          throw PermutationFault.outside(
            name: path.text, count: words.count, "'\(word.prefix(20))'", place: place)
        }
        return number
      }
    }
    try self.init(numbers, named: path.text)
  }
}

/// An error in a permutation; places count from 0.
public enum PermutationFault: Fault {
  /// It has no places.
  case empty(name: String)
  /// It has more places than `limit`.
  case tooLong(name: String, limit: Int)
  /// What stands at `place` isn't a whole number below `count`, the number of places.
  case outside(name: String, count: Int, String, place: Int)
  /// A number stands at two places.
  case twice(name: String, Int, places: Int, Int)
  /// An array that NumPy wrote.
  case numpy(name: String)
  /// A file without tensors, or with several.
  case tensors(name: String, [String])

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .empty(let name): "\(name): expected the whole numbers of a permutation, found none"
    case .tooLong(let name, let limit): "\(name): expected a permutation of at most \(limit) places, found a longer one"
    case .outside(let name, let count, let found, let place):
      "\(name): expected the whole numbers 0 … \(count - 1), each once, found \(found) at place \(place)"
    case .twice(let name, let number, let first, let second):
      "\(name): expected each number once, found \(number) at places \(first) and \(second)"
    case .numpy(let name):
      "\(name): expected a text, safetensors or .pth file, found an array of NumPy; save it as a text: "
        + "numpy.savetxt('order.txt', array, fmt='%d')"
    case .tensors(let name, let names):
      "\(name): expected one tensor, found \(names.isEmpty ? "none" : listed(names))"
    }
  }
}
