import Basics
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

  /// The most axes of a tensor; none that a network takes or gives has more than four.
  package static let mostAxes = 8

  package let name, datatype: String
  package let shape: [Int]
  package let numbers: Numbers

  /// Texts of the sender are cut to a length that a message may have.
  package init(_ name: String, _ datatype: String, _ shape: [Int], _ numbers: Numbers) {
    (self.name, self.datatype) = (ShownText.brief(name), ShownText.brief(datatype))
    (self.shape, self.numbers) = (shape, numbers)
  }

  /// Throws if its type isn't one that is exchanged, or if it has not as many numbers as its shape says. The numbers
  /// themselves aren't looked at.
  package func check() throws(Flaw) { _ = try checkedType() }

  private func checkedType() throws(Flaw) -> ElementType {
    guard let type = ElementType(rawValue: datatype) else {
      throw Flaw(what: "gives '\(name)' as \(datatype); expected \(TensorPort.types())")
    }
    guard shape.count <= Self.mostAxes else {
      throw Flaw(what: "gives '\(name)' with \(shape.count) axes; expected at most \(Self.mostAxes)")
    }
    let count =
      switch numbers {
      case .list(let list): list.count
      case .bytes(let bytes): bytes.count % type.size == 0 ? bytes.count / type.size : -1
      }
    guard TensorSize.count(of: shape) == count else {
      throw Flaw(what: "gives '\(name)' of \(Tensor.text(shape)) with too few or too many numbers")
    }
    return type
  }

  /// Its numbers. Throws as `check` does, and if one is NaN or infinite.
  package func tensor() throws(Flaw) -> Tensor {
    let type = try checkedType()
    let tensor =
      switch numbers {
      case .list(let list): Tensor(shape, list)
      // There are as many as the shape says.
      case .bytes(let bytes): Tensor(shape, bytes: bytes, as: type.layout)!
      }
    if let index = tensor.values.firstIndex(where: { !$0.isFinite }) {
      let found = tensor.values[index].isNaN ? "NaN" : "an infinite number"
      throw Flaw(what: "gives \(found) in '\(name)', at \(Self.place(index, in: shape))")
    }
    return tensor
  }

  /// The indices of an element by its place in row-major order.
  private static func place(_ index: Int, in shape: [Int]) -> [Int] {
    var rest = index
    let place = shape.reversed().map { (axis: Int) -> Int in
      defer { rest /= axis }
      return rest % axis
    }
    return place.reversed()
  }
}

extension [SentTensor] {
  /// The output of a port, which must have this shape and finite numbers.
  ///
  /// - Parameter shown: makes texts of the server fit for a message.
  func output(_ port: TensorPort, shape: [Int], shown: (String) -> String) throws(SentTensor.Flaw) -> Tensor {
    guard let output = first(where: { $0.name == port.name }) else {
      throw SentTensor.Flaw(what: "its answer has no output '\(port.name)'")
    }
    guard output.shape == shape else {
      let found = output.shape.count <= SentTensor.mostAxes ? Tensor.text(output.shape) : "\(output.shape.count) axes"
      throw SentTensor.Flaw(what: "gives '\(port.name)' of \(found), expected \(Tensor.text(shape))")
    }
    return try SentTensor(output.name, shown(output.datatype), shape, output.numbers).tensor()
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
  /// The index of its list among those of the message.
  private let data: Int?

  /// The tensors that JSON and the bytes after it describe.
  ///
  /// - Parameters:
  ///   - lists: those of the JSON.
  ///   - subject: what was sent, such as `its answer`; empty where its sender's words end with it.
  package static func tensors(
    _ headers: [TensorHeader], lists: [[Float]], _ numbers: ArraySlice<UInt8>, of subject: String
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
        header.data.flatMap { lists.indices.contains($0) ? .list(lists[$0]) : nil }
          ?? .bytes(numbers[start..<start + sizes[index]]))
    }
  }
}
