import Foundation
import NIOCore
import Tensors

/// The answer to a request: outputs in binary after a JSON header, or as lists in JSON where a server doesn't know the
/// extension of binary tensors.
struct InferenceReply {
  /// An error in an answer, in words.
  struct Flaw: Error { let what: String }

  private let header: Header
  private let numbers: ArraySlice<UInt8>

  /// - Parameters:
  ///   - headerLength: of the JSON header; nil where all is JSON.
  init(_ body: ByteBuffer, headerLength: Int?) throws(Flaw) {
    let bytes = Array(body.readableBytesView)
    let length = headerLength ?? bytes.count
    guard (0...bytes.count).contains(length) else {
      throw Flaw(what: "its answer should begin with \(length) bytes of JSON, found \(bytes.count) bytes in all")
    }
    do { header = try JSONDecoder().decode(Header.self, from: Data(bytes[..<length])) } catch {
      throw Flaw(what: "its answer is not the JSON that the protocol describes")
    }
    numbers = bytes[length...]
    let sizes = header.outputs.map { $0.parameters?.size ?? 0 }
    // A single size may be any integer; the sum of small ones can't overflow.
    let expected = sizes.first { !(0...Int(UInt32.max)).contains($0) } ?? sizes.reduce(0, +)
    guard numbers.count == expected else {
      throw Flaw(what: "its answer should hold \(expected) bytes of numbers, found \(numbers.count)")
    }
  }

  /// The output of a port, which must have this shape and finite numbers.
  func output(_ port: TensorPort, shape: [Int]) throws(Flaw) -> Tensor {
    var start = numbers.startIndex
    for output in header.outputs {
      let size = output.parameters?.size ?? 0
      guard output.name == port.name else {
        start += size
        continue
      }
      guard output.shape == shape else {
        throw Flaw(what: "gives '\(port.name)' of \(Tensor.text(output.shape)), expected \(Tensor.text(shape))")
      }
      guard let type = ElementType(rawValue: output.datatype) else {
        throw Flaw(what: "gives '\(port.name)' as \(output.datatype); expected \(TensorPort.types)")
      }
      let tensor =
        if let list = output.data {
          TensorSize.count(of: shape) == list.numbers.count ? Tensor(shape, list.numbers) : nil
        } else {
          Tensor(shape, bytes: numbers[start..<start + size], as: type.layout)
        }
      guard let tensor else {
        throw Flaw(what: "gives '\(port.name)' of \(Tensor.text(shape)) with too few or too many numbers")
      }
      if let index = tensor.values.firstIndex(where: { !$0.isFinite }) {
        let found = tensor.values[index].isNaN ? "NaN" : "an infinite number"
        throw Flaw(what: "gives \(found) in '\(port.name)', at \(Self.place(index, in: shape))")
      }
      return tensor
    }
    throw Flaw(what: "its answer has no output '\(port.name)'")
  }

  /// The indices of an element by its place in row-major order.
  private static func place(_ index: Int, in shape: [Int]) -> [Int] {
    var (rest, place) = (index, [Int]())
    for axis in shape.reversed() {
      place.insert(rest % axis, at: 0)
      rest /= axis
    }
    return place
  }

  /// The protocol's names.
  private struct Header: Decodable {
    struct Output: Decodable {
      struct Parameters: Decodable {
        let size: Int?
        enum CodingKeys: String, CodingKey { case size = "binary_data_size" }
      }
      let name, datatype: String
      let shape: [Int]
      let parameters: Parameters?
      let data: NumberList?
    }
    let outputs: [Output]
  }

  /// Numbers in lists of any depth.
  private struct NumberList: Decodable {
    let numbers: [Float]

    init(from decoder: any Decoder) throws {
      if let number = try? decoder.singleValueContainer().decode(Float.self) {
        numbers = [number]
        return
      }
      var list = try decoder.unkeyedContainer()
      var numbers: [Float] = []
      while !list.isAtEnd { numbers += try list.decode(NumberList.self).numbers }
      self.numbers = numbers
    }
  }
}
