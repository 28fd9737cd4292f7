import Basics
import Foundation
import Tensors
import TestSupport
import Testing

/// Files of `torch.save`: those of make_pth.py, damaged ones, and those that are written here.
@Suite struct PyTorchTests {
  /// What make_pth.py says of its files.
  struct Expected: Decodable {
    var read: [String: [String: Values]]
    var refused: [String: String]
  }
  struct Values: Decodable {
    var shape: [Int]
    var values: [Float]
  }

  static let expected: Expected = {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // swift-format-ignore: NeverUseForceTry
    return try! decoder.decode(
      Expected.self, from: Data(FileFault.contents(of: Fixtures.path("pytorch/expected.json"))))
  }()

  static func bytes(_ name: String) throws -> [UInt8] { try FileFault.contents(of: Fixtures.path("pytorch/\(name)")) }

  /// All types, views, nested dictionaries, parameters, protocols: the values that PyTorch has.
  @Test(arguments: expected.read.keys.sorted()) func read(_ name: String) throws {
    let file = try TensorFormat.open(Fixtures.path("pytorch/\(name)"))
    let expected = Self.expected.read[name]!
    #expect(file is PyTorchFile && file.metadata.isEmpty)
    #expect(
      Set(file.names).subtracting(["complex64"]) == Set(expected.keys) && Set(file.names).count == file.names.count)
    for (name, wanted) in expected {
      #expect(file.shape(of: name) == wanted.shape)
      try file.check(name)
      let tensor = try file.tensor(name)
      #expect(tensor.shape == wanted.shape, "\(name)")
      let isSame = tensor.values.elementsEqual(wanted.values) {
        $0.isNaN ? $1.isNaN : $0 == $1 && $0.sign == $1.sign
      }
      #expect(isSame, "\(name): \(tensor.values), not \(wanted.values)")
    }
  }

  /// In the order of the dictionary.
  @Test func order() throws {
    #expect(
      try PyTorchFile(path: Fixtures.path("pytorch/nested.pth")).names
        == ["prompt_embeds", "text.long", "text.deep.0", "list.0", "list.2.0", "é", "3"])
  }

  @Test(arguments: expected.refused.keys.sorted()) func refused(_ name: String) throws {
    let path = Fixtures.path("pytorch/\(name)")
    let said = fault { _ = try TensorFormat.open(path) }
    #expect(said.hasPrefix("\(path): ") && said.contains(Self.expected.refused[name]!), "\(said)")
  }

  @Test func messages() throws {
    let types = try PyTorchFile(path: Fixtures.path("pytorch/types.pth"))
    #expect(
      types.type(of: "bfloat16") == .bf16 && types.type(of: "nothing") == nil && types.shape(of: "nothing") == nil)
    let table: [(String, String)] = [
      (
        fault { _ = try types.tensor("float46") },
        "\(types.path): there is no tensor 'float46'; did you mean 'float16'?"
      ),
      (
        fault { try types.check("complex64") },
        "\(types.path): tensor 'complex64' has type C64; expected one of F64, F32, F16, BF16, F8_E4M3, F8_E5M2, F8_E8M0, "
          + "F8_E4M3FNUZ, F8_E5M2FNUZ, I64, I32, I16, I8, U64, U32, U16, U8, BOOL"
      ),
      (
        fault { _ = try PyTorchFile(Self.bytes("system.pth"), name: "f") },
        "f: its pickle names 'posix.system', and only tensors are read from it; save it again in Python with "
          + #"'torch.save({"name": tensor.cpu().contiguous()}, "new.pth")', or as safetensors"#
      ),
      (
        fault { _ = try PyTorchFile(Self.bytes("legacy.pth"), name: "f") },
        "f: it is a pickle without a zip file, as PyTorch wrote before 1.6; convert it in Python with "
          + #"'torch.save(torch.load("old.pth", weights_only=True), "new.pth")'"#
      ),
      (
        fault { _ = try PyTorchFile(Self.bytes("negated.pth"), name: "f") },
        "f: tensor 'x' is conjugated or negated where it is read; save 'tensor.resolve_conj().resolve_neg()' in Python"
      ),
    ]
    for (found, wanted) in table { #expect(found == wanted) }
  }

  /// Cut off anywhere, a file is an error; with any byte changed it is one, or it reads as something.
  @Test func damaged() throws {
    let whole = try Self.bytes("pair.pth")
    func read(_ bytes: [UInt8]) -> String {
      fault {
        let file = try PyTorchFile(bytes, name: "f")
        for name in file.names { _ = try file.tensor(name) }
      }
    }
    #expect(read(whole).isEmpty)
    for count in stride(from: 0, to: whole.count, by: 7) {
      #expect(read(Array(whole[..<count])) == "f: its zip directory is missing: is it truncated?", "\(count) bytes")
    }
    for place in stride(from: 0, to: whole.count, by: 3) {
      var bytes = whole
      bytes[place] ^= 0xFF
      _ = read(bytes)
    }
    // A number within a storage.
    let place = whole.firstRange(of: [0, 0, 0x80, 0xBF, 0, 0, 0x60, 0xBF] as [UInt8])!.lowerBound
    var bytes = whole
    bytes[place] = 1
    #expect(read(bytes) == "f: 'pair/data/0' doesn't have its checksum: the file is damaged")
  }

  /// Pickles of few bytes that would take much memory or time, or lead astray.
  @Test(
    arguments: [
      ("", "its pickle ends too early"),
      (".", "its pickle lacks a value at byte 1"),
      ("\u{80}\u{7}N.", "its pickle has protocol 7; 2 to 5 are read"),
      ("i", "its pickle has the operation INST (0x69)"),
      ("\u{ff}", "its pickle has the operation (0xff)"),
      ("cos\nsystem\n.", "its pickle names 'os.system'"),
      ("\u{8c}\u{2}os\u{8c}\u{6}system\u{93}.", "its pickle names 'os.system'"),
      ("N(((.", "its pickle lacks a value at byte 5"),
      ("N)R.", "its pickle calls what is no function"),
      ("t.", "its pickle lacks a mark at byte 1"),
      ("Nb.", "its pickle lacks a value"),
      ("]Nb.", "its pickle sets the state of what is no dictionary"),
      ("h\u{5}.", "its pickle refers to a value that it lacks"),
      ("}Na.", "its pickle adds to what is no list or dictionary"),
      ("]q\u{1}h\u{1}a.", "a dictionary or list in it holds itself"),
      (
        String(repeating: "]", count: 40) + String(repeating: "a", count: 39) + ".",
        "its values are nested deeper than 16"
      ),
      ("NNu.", "its pickle lacks a mark"),
      ("X\u{7f}\u{7f}\u{7f}\u{7f}x.", "its pickle ends too early"),
      ("})]s.", "a dictionary in it has a key that is neither a text nor an integer"),
      ("})Ns.", "it holds no tensors"),
      ("NQ.", "its pickle lacks a tuple"),
      ("(NNNNNtQ.", "its pickle has a storage of another form"),
      (
        tensor(count: "J\0\0\0\u{40}", shape: "J\0\0\0\u{40}"),
        "tensor 'tensor' has 1073741824 numbers, but 'a/data/0' takes 4 bytes"
      ),
      (
        tensor(count: "\u{8a}\u{8}\0\0\0\0\0\0\0\u{7f}", shape: "K\u{1}"),
        "tensor 'tensor' has 9151314442816847872 numbers, but 'a/data/0' takes 4 bytes"
      ),
      (
        tensor(shape: "\u{8a}\u{8}\0\0\0\0\0\0\0\u{7f}"),
        "tensor 'tensor' has shape 9151314442816847872; at most 1073741824 elements are possible"
      ),
      (tensor(shape: "J\0\0\0\u{20}", stride: "K\0"), "tensor 'tensor' repeats its 1 numbers to 536870912"),
      (tensor(shape: "K\u{2}"), "tensor 'tensor' reaches beyond its storage of 1 numbers"),
      (tensor(offset: "K\u{1}"), "tensor 'tensor' reaches beyond its storage of 1 numbers"),
      (
        tensor(offset: "\u{8a}\u{8}\u{ff}\u{ff}\u{ff}\u{ff}\u{ff}\u{ff}\u{ff}\u{7f}", shape: "K\u{3}"),
        "reaches beyond its storage"
      ),
      (
        tensor(shape: "K\u{3}", stride: "\u{8a}\u{8}\u{ff}\u{ff}\u{ff}\u{ff}\u{ff}\u{ff}\u{ff}\u{7f}"),
        "reaches beyond its storage"
      ),
      (tensor(shape: "K\u{2}", stride: "J\u{ff}\u{ff}\u{ff}\u{ff}"), "tensor 'tensor' has a stride of -1"),
      (tensor(offset: "J\u{ff}\u{ff}\u{ff}\u{ff}"), "its pickle has a tensor of another form"),
      (tensor(shape: "J\u{ff}\u{ff}\u{ff}\u{ff}"), "tensor 'tensor' has shape -1"),
      (tensor(shape: "", stride: "K\u{1}"), "its pickle has a tensor of another form"),
      (tensor(shape: "N"), "its pickle has a shape or strides that are no integers"),
      (
        tensor(shape: String(repeating: "K\u{1}", count: 65), stride: ""),
        "its pickle has a tensor of more than 64 axes"
      ),
      (tensor(), ""),
    ])
  func pickles(_ pickle: String, says: String) throws {
    // Each character is a byte.
    let bytes = pickle.unicodeScalars.map { UInt8($0.value) }
    let said = fault {
      let file = try PyTorchFile(zip([("a/data.pkl", bytes), ("a/data/0", [0, 0, 0xC0, 0x3F])]), name: "f")
      if file.names.isEmpty && !says.isEmpty { throw SafeTensorsFault.damaged(path: "f", "it holds no tensors") }
      for name in file.names { #expect(try file.tensor(name) == Tensor([1], [1.5])) }
    }
    #expect(says.isEmpty ? said.isEmpty : said.hasPrefix("f: ") && said.contains(says), "\(said)")
  }

  /// A pickle of a tensor alone, whose parts may be other operations.
  static func tensor(
    count: String = "K\u{1}", offset: String = "K\u{0}", shape: String = "K\u{1}", stride: String = "K\u{1}"
  ) -> String {
    "ctorch._utils\n_rebuild_tensor_v2\n((X\u{7}\0\0\0storagectorch\nFloatStorage\nX\u{1}\0\0\00X\u{3}\0\0\0cpu\(count)tQ"
      + "\(offset)(\(shape)t(\(stride)t\u{89}NtR."
  }

  /// Zip files that are wrong by themselves.
  @Test func zips() throws {
    let pickle = ("a/data.pkl", Array("N.".utf8))
    func said(_ bytes: [UInt8]) -> String { fault { _ = try PyTorchFile(bytes, name: "f") } }
    #expect(said(zip([pickle])).isEmpty)
    #expect(said(zip([pickle]) + [1]) == "f: its zip directory is missing: is it truncated?")
    #expect(said(zip([pickle, pickle])) == "f: its zip directory names 'a/data.pkl' twice")
    #expect(
      said(zip([("a/data.pkl", [UInt8](repeating: 0x4E, count: 9_000_000))]))
        == "f: 'a/data.pkl' takes 9000000 bytes; at most 8388608 are read")
    #expect(said([]) == "f: its zip directory is missing: is it truncated?")
    // The directory's size, place and number of bytes of an entry.
    let whole = zip([pickle])
    let directory = whole.firstRange(of: Array("PK\u{1}\u{2}".utf8))!.lowerBound
    let end = whole.firstRange(of: Array("PK\u{5}\u{6}".utf8))!.lowerBound
    for (place, wanted) in [
      (end + 15, "its zip directory is missing: is it truncated?"),
      (end + 19, "its zip directory is missing: is it truncated?"),
      (directory, "its zip directory is damaged at entry 1"),
      (directory + 29, "its zip directory is damaged at entry 1"),
      (directory + 23, "its zip directory is damaged at entry 1"),
      (directory + 45, "'a/data.pkl' takes more bytes than the file has: is it truncated?"),
      (directory + 8, "'a/data.pkl' is compressed or encrypted; torch.save stores entries as they are"),
      (0, "'a/data.pkl' is not where the zip directory says: is it damaged?"),
      (26, "'a/data.pkl' is not where the zip directory says: is it damaged?"),
      (28, "'a/data.pkl' is not where the zip directory says: is it damaged?"),
      (30, "'a/data.pkl' is not where the zip directory says: is it damaged?"),
    ] {
      var bytes = whole
      bytes[place] ^= 0x7F
      #expect(said(bytes) == "f: \(wanted)", "byte \(place)")
    }
  }

  /// What is written is read again, with its notes; the same input gives the same bytes, those of a file that torch.load
  /// was seen to read (make_pth.py).
  @Test func writing() throws {
    let x = Tensor([2, 3, 4], (0..<24).map { Float($0) / 8 - 1 })
    let tensors: [(name: String, tensor: Tensor)] = [
      ("x", x), ("é.variance", Tensor([1], [-1.5])), ("scalar", Tensor([], [0.25])), ("empty", Tensor([2, 0], [])),
    ]
    let notes = ["software": "PipelineKit", "pipeline": "{\n\"a\": \"é\"}\n"]
    let bytes = try PyTorchFile.encoded(tensors, metadata: notes)
    let path = Fixtures.path("pytorch/written.pth")
    if ProcessInfo.processInfo.environment["PIPELINEKIT_WRITE_DOCS"] != nil { try AtomicFile.write(bytes, to: path) }
    #expect(try bytes == FileFault.contents(of: path))
    let file = try PyTorchFile(bytes, name: "f")
    #expect(file.metadata == notes && file.names == tensors.map(\.name))
    for (name, tensor) in tensors { #expect(try file.tensor(name) == tensor) }
    #expect(try PyTorchFile(PyTorchFile.encoded(tensors), name: "f").metadata.isEmpty)
    #expect(
      fault { _ = try PyTorchFile.encoded([("a", x), ("a", x)]) } == "two tensors would be written as 'a'")
    #expect(
      PyTorchFile.fault(inSizes: [1 << 30]).map { "\($0)" }
        == "the tensors take 4294967808 bytes; a .pth file takes at most 4293918719 here, a .safetensors file more")
    #expect(PyTorchFile.fault(inSizes: [1 << 29, 1 << 28]) == nil)
  }

  /// The name's ending chooses what is written, the content what is read.
  @Test func formats() throws {
    for (name, format) in [
      ("a.safetensors", .safeTensors), ("A.SafeTensors", .safeTensors), ("b/a.pth", .pyTorch), ("a.PT", .pyTorch),
      (".pth", nil), ("a/.safetensors", nil), ("a.pth/", nil), ("a.ckpt", nil), ("pth", nil), ("", nil),
    ] as [(String, TensorFormat?)] {
      #expect(TensorFormat(of: name) == format, "\(name)")
    }
    try withTemporaryFolder { folder in
      let tensors = [(name: "a", tensor: Tensor([1], [2]))]
      try AtomicFile.write(TensorFormat.pyTorch.encoded(tensors), to: folder + "/a.safetensors")
      try AtomicFile.write(TensorFormat.safeTensors.encoded(tensors), to: folder + "/a.pth")
      #expect(try TensorFormat.open(folder + "/a.safetensors") is PyTorchFile)
      #expect(try TensorFormat.open(folder + "/a.pth") is SafeTensors)
      for name in ["/a.safetensors", "/a.pth"] {
        #expect(try TensorFormat.open(folder + name).tensor("a") == tensors[0].tensor)
      }
      // A header of safetensors that is 0x280 bytes long begins as a pickle does.
      let header = Array(#"{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#.utf8)
      let long = header + [UInt8](repeating: 0x20, count: 0x280 - header.count) + [7]
      try AtomicFile.write([0x80, 2, 0, 0, 0, 0, 0, 0] + long, to: folder + "/x")
      #expect(try TensorFormat.open(folder + "/x").tensor("x").values == [7])
    }
  }
}

/// A zip file of stored entries without checksums.
private func zip(_ entries: [(name: String, content: [UInt8])]) -> [UInt8] {
  func number(_ value: Int, _ size: Int) -> [UInt8] { (0..<size).map { UInt8(value >> (8 * $0) & 255) } }
  var (bytes, directory): ([UInt8], [UInt8]) = ([], [])
  for (name, content) in entries {
    let sizes = number(0, 4) + number(content.count, 4) + number(content.count, 4) + number(name.utf8.count, 2)
    directory += Array("PK\u{1}\u{2}".utf8) + number(20, 2) + number(20, 2) + number(0, 8) + sizes + number(0, 12)
    directory += number(bytes.count, 4) + Array(name.utf8)
    bytes +=
      Array("PK\u{3}\u{4}".utf8) + number(20, 2) + number(0, 8) + sizes + number(0, 2) + Array(name.utf8) + content
  }
  return bytes + directory + Array("PK\u{5}\u{6}".utf8) + number(0, 4) + number(entries.count, 2)
    + number(entries.count, 2) + number(directory.count, 4) + number(bytes.count, 4) + number(0, 2)
}

/// What a fault says, or nothing where there is none.
private func fault(_ body: () throws -> Void) -> String {
  do {
    try body()
    return ""
  } catch { return "\(error)" }
}
