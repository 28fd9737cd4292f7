public import Basics

/// A file of named tensors. Opening one reads and checks its description; tensors are read on demand and not kept.
public protocol TensorFile: Sendable {
  /// The path that the file was opened at.
  var path: String { get }
  /// The texts beside the tensors, such as those that say what made the file.
  var metadata: [String: String] { get }
  /// The names of the tensors.
  var names: [String] { get }

  /// The shape of a tensor; nil where there is no such tensor.
  func shape(of name: String) -> [Int]?

  /// Throws unless there is a tensor of this name whose type can be read.
  func check(_ name: String) throws

  /// The tensor of this name, converted to Float32. Throws where there is none, its type can't be read, or the file
  /// fails.
  func tensor(_ name: String) throws -> Tensor
}

/// The forms of files of named tensors.
public enum TensorFormat: CaseIterable, Sendable {
  /// `SafeTensors`.
  case safeTensors
  /// `PyTorchFile`: a zip file of `torch.save`.
  case pyTorch

  /// The endings of its files' names, each with its dot.
  public var endings: [String] {
    switch self {
    case .safeTensors: [".safetensors"]
    case .pyTorch: [".pth", ".pt"]
    }
  }

  /// The format that the ending of a file's name stands for, in capitals too; nil for other endings, and for a name
  /// that is only an ending.
  public init?(of path: String) {
    let name = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).last
      .map { String(decoding: $0, as: UTF8.self).lowercased() }
    let format = Self.allCases.first { format in
      format.endings.contains { name?.hasSuffix($0) == true && name?.utf8.count != $0.utf8.count }
    }
    guard let format else { return nil }
    self = format
  }

  /// Opens a file of either format, which its content tells, whatever its name.
  public static func open(_ path: String) throws -> any TensorFile {
    let file = try OpenFile(path: path)
    return try PyTorchFile.isOne(file) ? PyTorchFile(file) : SafeTensors(file)
  }

  /// The bytes of a file of these tensors as Float32, in the given order. The same input gives the same bytes. Throws
  /// where the format can't hold them.
  public func encoded(_ tensors: [(name: String, tensor: Tensor)], metadata: [String: String] = [:]) throws -> [UInt8] {
    switch self {
    case .safeTensors: try SafeTensors.encoded(tensors, metadata: metadata)
    case .pyTorch: try PyTorchFile.encoded(tensors, metadata: metadata)
    }
  }

  /// The error that prevents tensors of these names from being written; nil where there is none.
  public func fault(inNames names: [String]) -> (any Fault)? {
    switch self {
    case .safeTensors: SafeTensors.fault(inNames: names)
    case .pyTorch: PyTorchFile.fault(inNames: names)
    }
  }
}

extension SafeTensors: TensorFile {}
