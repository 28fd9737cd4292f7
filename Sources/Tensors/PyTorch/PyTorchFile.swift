public import Basics

/// A file that `torch.save` writes since PyTorch 1.6: a zip file whose entry `NAME/data.pkl` is a pickle that describes
/// tensors, and whose entries `NAME/data/KEY` are their storages. Read are tensors of any strides, alone or in
/// dictionaries, lists and tuples. Nothing of the pickle is executed; a name of Python that stands for no tensor is an
/// error.
///
/// A tensor in a dictionary is called by its key, one in a list or tuple by its place from 0, one in a dictionary
/// within another by both, joined by a dot: `text.0`. A tensor alone is called `tensor`. Other values are left out.
public struct PyTorchFile: TensorFile {
  /// The path that the file was opened at.
  public let path: String
  /// The texts that `encoded` stored beside the tensors; none in a file of `torch.save`.
  public let metadata: [String: String]
  /// The names of the tensors, in the order of the file.
  public let names: [String]
  private let views: [ExactName: Pickle.View]
  private let archive: ZipArchive
  /// The folder of all entries, `NAME`.
  private let folder: String

  /// The entry of the texts beside the tensors, which PyTorch ignores.
  static let metadataEntry = "provenance.json"
  /// The longest pickle and text that are read, in bytes.
  private static let longest = 8 << 20
  /// The most elements of a tensor in which elements of its storage stand several times.
  private static let mostRepeated = 1 << 22

  /// Opens a file and checks the zip file's directory, the pickle, and that each tensor is within its storage.
  public init(path: String) throws { try self.init(OpenFile(path: path)) }

  /// Reads bytes as a file and checks them in the same way; messages call them `name`.
  public init(_ bytes: [UInt8], name: String) throws { try self.init(OpenFile(bytes, path: name)) }

  init(_ file: OpenFile) throws {
    let path = file.path
    self.path = path
    if try Self.isBarePickle(file) { throw PyTorchFault.bare(path: path) }
    let archive = try ZipArchive(file)
    let suffix = "/data.pkl"
    guard let pickleName = archive.names.first(where: { $0.hasSuffix(suffix) }) else {
      throw PyTorchFault.damaged(path: path, "it is a zip file without 'data.pkl', so not one of torch.save")
    }
    folder = String(pickleName.dropLast(suffix.count))
    self.archive = archive
    let order = folder + "/byteorder"
    if archive.size(of: order) != nil, try archive.read(order, limit: 16) != Array("little".utf8) {
      throw PyTorchFault.damaged(path: path, "it is not little-endian; save it again on a machine that is")
    }
    let pickle: Pickle
    do { pickle = try PickleReader.read(archive.read(pickleName, limit: Self.longest)) } catch {
      switch error {
      case PickleReader.Fault.damaged(let what): throw PyTorchFault.damaged(path: path, "its pickle \(what)")
      case PickleReader.Fault.refused(let what): throw PyTorchFault.refused(path: path, what)
      default: throw error
      }
    }
    var listing = Listing(pickle: pickle, path: path)
    try listing.list()
    (names, views) = (listing.names, listing.views)
    for name in names { try Self.check(views[ExactName(name)]!, name, in: archive, folder, path) }
    metadata = try Self.metadata(of: archive, folder, path)
  }

  /// Whether a file is one of PyTorch, or a bare pickle, which is refused as such.
  static func isOne(_ file: OpenFile) throws -> Bool {
    try file.size >= 4 && (file.read(0..<2).elementsEqual("PK".utf8) && [3, 5].contains(file.read(2..<3)[0]))
      || isBarePickle(file)
  }

  /// Whether a file begins as a pickle does. A file of safetensors, whose header may be as long as these bytes say, has
  /// zeros from the fifth byte on, and then a header.
  private static func isBarePickle(_ file: OpenFile) throws -> Bool {
    guard file.size >= 9 else { return false }
    let bytes = try file.read(0..<9)
    return bytes[0] == 0x80 && (2...5).contains(bytes[1]) && (bytes[4..<8] != [0, 0, 0, 0] || bytes[8] == 0)
  }

  private static func metadata(of archive: ZipArchive, _ folder: String, _ path: String) throws -> [String: String] {
    let name = "\(folder)/\(metadataEntry)"
    if archive.size(of: name) == nil { return [:] }
    do { return try SafeTensorsHeader(archive.read(name, limit: longest)).metadata } catch {
      guard let fault = error as? SafeTensorsHeader.Fault else { throw error }
      throw PyTorchFault.damaged(path: path, "its entry '\(name)' \(fault.what)")
    }
  }

  private static func check(
    _ view: Pickle.View, _ name: String, in archive: ZipArchive, _ folder: String, _ path: String
  ) throws {
    func damaged(_ what: String) -> PyTorchFault { .damaged(path: path, "tensor '\(name)' \(what)") }
    guard let count = TensorSize.count(of: view.shape) else {
      throw damaged(
        "has shape \(view.shape.map(String.init).joined(separator: "×")); at most \(TensorSize.largest) elements are "
          + "possible, empty axes counted as 1")
    }
    let entry = "\(folder)/data/\(view.storage.key)"
    guard let bytes = archive.size(of: entry) else { throw damaged("lacks its numbers, the zip file's '\(entry)'") }
    let wanted = view.storage.count.multipliedReportingOverflow(by: (view.storage.type?.bits ?? 8) / 8)
    guard !wanted.overflow, bytes == wanted.partialValue else {
      throw damaged("has \(view.storage.count) numbers, but '\(entry)' takes \(bytes) bytes")
    }
    // The last element's place.
    var end = (place: view.offset, overflow: false)
    for (axis, stride) in zip(view.shape, view.strides) where axis > 0 {
      guard stride >= 0 else { throw damaged("has a stride of \(stride)") }
      let span = (axis - 1).multipliedReportingOverflow(by: stride)
      let next = end.place.addingReportingOverflow(span.partialValue)
      end = (next.partialValue, end.overflow || span.overflow || next.overflow)
    }
    let available = bytes / (view.type.bits / 8)
    guard count == 0 || !end.overflow && end.place < available else {
      throw damaged("reaches beyond its storage of \(available) numbers")
    }
    guard count <= max(available, mostRepeated) else {
      throw PyTorchFault.view(
        path: path, "tensor '\(name)' repeats its \(available) numbers to \(count)", fix: "contiguous()")
    }
    guard !view.isMarked else {
      throw PyTorchFault.view(
        path: path, "tensor '\(name)' is conjugated or negated where it is read", fix: "resolve_conj().resolve_neg()")
    }
  }

  public func shape(of name: String) -> [Int]? { views[ExactName(name)]?.shape }

  /// The number type of a tensor; nil where there is no such tensor.
  public func type(of name: String) -> SafeTensors.NumberType? { views[ExactName(name)]?.type }

  public func check(_ name: String) throws { _ = try view(name) }

  private func view(_ name: String) throws -> Pickle.View {
    guard let view = views[ExactName(name)] else {
      throw SafeTensorsFault.missing(path: path, name: name, names: names)
    }
    guard view.type.isRead else {
      throw SafeTensorsFault.unread(path: path, name: name, type: view.type.rawValue)
    }
    return view
  }

  public func tensor(_ name: String) throws -> Tensor {
    let view = try view(name)
    if view.shape.contains(0) { return Tensor(view.shape, []) }
    let bytes = view.elements(of: try archive.read("\(folder)/data/\(view.storage.key)"))
    guard let tensor = Tensor(view.shape, bytes: bytes, as: view.type) else {
      preconditionFailure("a tensor that was checked")
    }
    return tensor
  }
}

extension Pickle.View {
  /// The bytes of its elements in row-major order, from those of its storage. Only for tensors that are not empty.
  fileprivate func elements(of storage: [UInt8]) -> ArraySlice<UInt8> {
    let (size, count) = (type.bits / 8, shape.reduce(1, *))
    // Axes of length 1 have any stride.
    let axes = zip(shape, strides).filter { $0.0 > 1 }
    var dense = 1
    let isDense = axes.reversed().allSatisfy { axis, stride in
      defer { dense *= axis }
      return stride == dense
    }
    if isDense { return storage[offset * size..<(offset + count) * size] }
    var elements: [UInt8] = []
    elements.reserveCapacity(count * size)
    var index = [Int](repeating: 0, count: axes.count)
    var place = offset
    for _ in 0..<count {
      elements += storage[place * size..<(place + 1) * size]
      // The next index, its last axis first.
      for axis in axes.indices.reversed() {
        index[axis] += 1
        place += axes[axis].1
        if index[axis] < axes[axis].0 { break }
        place -= axes[axis].0 * axes[axis].1
        index[axis] = 0
      }
    }
    return elements[...]
  }
}

/// Finds the tensors of a pickle, and their names.
private struct Listing {
  let pickle: Pickle
  let path: String
  private(set) var names: [String] = []
  private(set) var views: [ExactName: Pickle.View] = [:]
  /// The lists, tuples and dictionaries that were met, by number.
  private var met: [Int: Meeting] = [:]
  private var namesSize = 0

  private enum Meeting { case goesOn, foundTensors, foundNone }

  /// The deepest nesting.
  private static let deepest = 16
  /// The most bytes of all names together.
  private static let longestNames = 16 << 20

  init(pickle: Pickle, path: String) { (self.pickle, self.path) = (pickle, path) }

  private func damaged(_ what: String) -> PyTorchFault { .damaged(path: path, what) }

  mutating func list() throws { try list(pickle.root, named: "", depth: 0) }

  private mutating func list(_ value: Pickle.Value, named name: String, depth: Int) throws {
    guard case .object(let number) = value else { return }
    let object = pickle.objects[number]
    let keys: [Pickle.Value]
    let values: [Pickle.Value]
    switch object.kind {
    case .storage: return
    case .tensor(let tensor): return try add(pickle.tensors[tensor], depth == 0 ? "tensor" : name)
    case .list, .tuple: (keys, values) = (object.items.indices.map { .integer($0) }, object.items)
    case .dictionary:
      keys = stride(from: 0, to: object.items.count, by: 2).map { object.items[$0] }
      values = stride(from: 1, to: object.items.count, by: 2).map { object.items[$0] }
    }
    switch met[number] {
    case .goesOn: throw damaged("a dictionary or list in it holds itself")
    case .foundTensors: throw damaged("a dictionary or list of tensors stands in it twice; save a copy of it")
    case .foundNone: return
    case nil: met[number] = .goesOn
    }
    guard depth < Self.deepest else { throw damaged("its values are nested deeper than \(Self.deepest)") }
    let before = names.count
    for (key, value) in zip(keys, values) {
      guard case .object = value else { continue }
      let part: String
      switch key {
      case .text(let text): part = text
      case .integer(let integer): part = String(integer)
      default: throw damaged("a dictionary in it has a key that is neither a text nor an integer")
      }
      // A name is made only where a tensor may get it.
      try list(value, named: depth == 0 ? part : "\(name).\(part)", depth: depth + 1)
    }
    met[number] = names.count > before ? .foundTensors : .foundNone
  }

  private mutating func add(_ view: Pickle.View, _ name: String) throws {
    namesSize += name.utf8.count
    guard namesSize <= Self.longestNames else {
      throw damaged("the names of its tensors take more than \(Self.longestNames) bytes")
    }
    guard views.updateValue(view, forKey: ExactName(name)) == nil else { throw damaged("it names '\(name)' twice") }
    names.append(name)
  }
}

/// An error in a file of PyTorch, or in what to write to one.
public enum PyTorchFault: Fault {
  /// The file does not follow the format; the text says where.
  case damaged(path: String, String)
  /// The pickle holds something that isn't read; the text follows "its pickle".
  case refused(path: String, String)
  /// A pickle without a zip file, as PyTorch wrote before 1.6 and as the module pickle writes.
  case bare(path: String)
  /// A tensor that PyTorch stores in a form that isn't read, and what makes another of it.
  case view(path: String, String, fix: String)
  /// The tensors to write take too many bytes.
  case tooLarge(bytes: Int)

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .damaged(let path, let what): "\(path): \(what)"
    case .refused(let path, let what):
      "\(path): its pickle \(what), and only tensors are read from it; save it again in Python with "
        + #"'torch.save({"name": tensor.cpu().contiguous()}, "new.pth")', or as safetensors"#
    case .bare(let path):
      "\(path): it is a pickle without a zip file, as PyTorch wrote before 1.6; convert it in Python with "
        + #"'torch.save(torch.load("old.pth", weights_only=True), "new.pth")'"#
    case .view(let path, let what, let fix): "\(path): \(what); save 'tensor.\(fix)' in Python"
    case .tooLarge(let bytes):
      "the tensors take \(bytes) bytes; a .pth file takes at most \(ZipWriter.largest) here, a .safetensors file more"
    }
  }
}
