package import Tensors

/// A tensor of a message, as it was sent.
package struct SentTensor: Sendable {
  /// A flaw, in words that follow its sender.
  package struct Flaw: Error {
    package let what: String
    package init(what: String) { self.what = what }
  }

  /// Numbers in row-major order.
  package enum Numbers: Sendable {
    /// As they lie in memory, little-endian.
    case bytes(ArraySlice<UInt8>)
    case list([Float])
  }

  package let name, datatype: String
  package let shape: [Int]
  package let numbers: Numbers

  package init(_ name: String, _ datatype: String, _ shape: [Int], _ numbers: Numbers) {
    (self.name, self.datatype, self.shape, self.numbers) = (name, datatype, shape, numbers)
  }

  /// Its numbers. Throws if they are too few or too many, NaN or infinite, or of a type that isn't exchanged.
  package func tensor() throws(Flaw) -> Tensor {
    guard let type = ElementType(rawValue: datatype) else {
      throw Flaw(what: "gives '\(name)' as \(datatype); expected \(TensorPort.types)")
    }
    let tensor =
      switch numbers {
      case .list(let list): TensorSize.count(of: shape) == list.count ? Tensor(shape, list) : nil
      case .bytes(let bytes): Tensor(shape, bytes: bytes, as: type.layout)
      }
    guard let tensor else {
      throw Flaw(what: "gives '\(name)' of \(Tensor.text(shape)) with too few or too many numbers")
    }
    if let index = tensor.values.firstIndex(where: { !$0.isFinite }) {
      let found = tensor.values[index].isNaN ? "NaN" : "an infinite number"
      throw Flaw(what: "gives \(found) in '\(name)', at \(Self.place(index, in: shape))")
    }
    return tensor
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
}

extension [SentTensor] {
  /// The output of a port, which must have this shape and finite numbers.
  func output(_ port: TensorPort, shape: [Int]) throws(SentTensor.Flaw) -> Tensor {
    guard let output = first(where: { $0.name == port.name }) else {
      throw SentTensor.Flaw(what: "its answer has no output '\(port.name)'")
    }
    guard output.shape == shape else {
      throw SentTensor.Flaw(
        what: "gives '\(port.name)' of \(Tensor.text(output.shape)), expected \(Tensor.text(shape))")
    }
    return try output.tensor()
  }
}

/// What JSON says of a tensor: its numbers are a list, or follow the JSON in binary.
package struct TensorHeader: Decodable {
  private struct Parameters: Decodable {
    let size: Int?
    enum CodingKeys: String, CodingKey { case size = "binary_data_size" }
  }
  private let name, datatype: String
  private let shape: [Int]
  private let parameters: Parameters?
  private let data: NumberList?

  /// The tensors that JSON and the bytes after it describe.
  ///
  /// - Parameter subject: what was sent, such as `its answer`; empty where its sender's words end with it.
  package static func tensors(
    _ headers: [TensorHeader], _ numbers: ArraySlice<UInt8>, of subject: String
  ) throws(SentTensor.Flaw) -> [SentTensor] {
    let sizes = headers.map { $0.parameters?.size ?? 0 }
    // A single size may be any integer; the sum of small ones can't overflow.
    let expected = sizes.first { !(0...Int(UInt32.max)).contains($0) } ?? sizes.reduce(0, +)
    guard numbers.count == expected else {
      throw SentTensor.Flaw(
        what: "\(subject.isEmpty ? "" : subject + " ")should hold \(expected) bytes of numbers, found \(numbers.count)")
    }
    var start = numbers.startIndex
    return headers.enumerated().map { index, header in
      defer { start += sizes[index] }
      return SentTensor(
        header.name, header.datatype, header.shape,
        header.data.map { .list($0.numbers) } ?? .bytes(numbers[start..<start + sizes[index]]))
    }
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
