import Foundation

/// A model of the Open Inference Protocol as a function of its inputs: what a `FakeServer` answers. The protocol is
/// written here a second time, without the code under test.
public struct FakeModel: Sendable {
  /// A tensor: its shape, and its numbers in row-major order.
  public struct Numbers: Sendable, Equatable {
    public var shape: [Int]
    public var values: [Float]
    public init(_ shape: [Int], _ values: [Float]) { (self.shape, self.values) = (shape, values) }
  }

  /// A tensor in the description of the model.
  public struct Port: Sendable {
    public var name, type: String
    public var shape: [Int]
    public init(_ name: String, _ shape: [Int], _ type: String = "FP32") {
      (self.name, self.shape, self.type) = (name, shape, type)
    }
    var json: String { #"{"name": "\#(name)", "datatype": "\#(type)", "shape": \#(shape)}"# }
  }

  public var name: String
  public var inputs: [Port]
  public var output: Port
  /// The configuration's limit on pictures in a request; nil for a server without this path.
  public var largest: Int?
  /// Whether numbers are lists in JSON, as of a server without binary tensors.
  public var isPlain = false
  /// The output of inputs, by their names.
  public var run: @Sendable ([String: Numbers]) -> Numbers

  public init(
    _ name: String, _ inputs: [Port], _ output: Port, run: @escaping @Sendable ([String: Numbers]) -> Numbers
  ) {
    (self.name, self.inputs, self.output, self.run) = (name, inputs, output, run)
  }

  /// The answer to a request.
  public func answer(_ request: FakeServer.Request) -> FakeServer.Reply {
    switch request.path {
    case "/v2":
      let extensions = isPlain ? "" : #""binary_tensor_data""#
      return .json(#"{"name": "fake", "version": "1.5", "extensions": [\#(extensions)]}"#)
    case "/v2/models/\(name)":
      let ports = inputs.map(\.json).joined(separator: ", ")
      return .json(
        #"{"name": "\#(name)", "versions": ["1"], "platform": "fake", "inputs": [\#(ports)], "outputs": [\#(output.json)]}"#
      )
    case "/v2/models/\(name)/config":
      return largest.map { .json(#"{"name": "\#(name)", "max_batch_size": \#($0)}"#) }
        ?? .json(#"{"error": "no such path"}"#, status: 404)
    case "/v2/models/\(name)/infer": return reply(run(Self.tensors(request)))
    default: return .json(#"{"error": "no such path"}"#, status: 404)
    }
  }

  /// The answer with an output.
  public func reply(_ numbers: Numbers) -> FakeServer.Reply {
    let beginning =
      #"{"model_name": "\#(name)", "model_version": "1", "outputs": [{"name": "\#(output.name)", "datatype": "\#(output.type)", "shape": \#(numbers.shape), "#
    if isPlain { return .json(beginning + #""data": \#(numbers.values)}]}"#) }
    let bytes = Self.bytes(numbers.values, output.type)
    let header = Array((beginning + #""parameters": {"binary_data_size": \#(bytes.count)}}]}"#).utf8)
    return .answer(
      200, ["Content-Type": "application/octet-stream", "Inference-Header-Content-Length": "\(header.count)"],
      header + bytes)
  }

  /// The inputs of a request.
  public static func tensors(_ request: FakeServer.Request) -> [String: Numbers] {
    let length = request.headers["inference-header-content-length"].map { Int($0)! } ?? request.body.count
    let header = try! JSONSerialization.jsonObject(with: Data(request.body[..<length])) as! [String: Any]
    var start = length
    var tensors: [String: Numbers] = [:]
    for input in header["inputs"] as! [[String: Any]] {
      if let list = input["data"] as? [Double] {
        tensors[input["name"] as! String] = Numbers(input["shape"] as! [Int], list.map { Float($0) })
        continue
      }
      let size = (input["parameters"] as! [String: Any])["binary_data_size"] as! Int
      tensors[input["name"] as! String] = Numbers(
        input["shape"] as! [Int], numbers(request.body[start..<start + size], input["datatype"] as! String))
      start += size
    }
    return tensors
  }

  private static func numbers(_ bytes: ArraySlice<UInt8>, _ type: String) -> [Float] {
    func all<T>(_: T.Type, _ number: (T) -> Float) -> [Float] {
      let bytes = Array(bytes)
      return bytes.withUnsafeBytes { raw in
        (0..<raw.count / MemoryLayout<T>.size).map {
          number(raw.loadUnaligned(fromByteOffset: $0 * MemoryLayout<T>.size, as: T.self))
        }
      }
    }
    switch type {
    case "FP32": return all(Float.self) { $0 }
    case "FP64": return all(Double.self) { Float($0) }
    case "FP16": return all(Float16.self) { Float($0) }
    case "INT64": return all(Int64.self) { Float($0) }
    default: fatalError("the fake server reads no \(type)")
    }
  }

  private static func bytes(_ values: [Float], _ type: String) -> [UInt8] {
    switch type {
    case "FP64": values.map(Double.init).withUnsafeBytes { Array($0) }
    case "FP16": values.map(Float16.init).withUnsafeBytes { Array($0) }
    default: values.withUnsafeBytes { Array($0) }
    }
  }
}
