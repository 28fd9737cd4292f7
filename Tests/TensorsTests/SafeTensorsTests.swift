import Basics
import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct SafeTensorsTests {
  @Test func roundTrip() throws {
    try withTemporaryFolder { folder in
      let a = Tensor([2, 3], [1, -2, 3.5, 0, 1e-30, -7])
      let b = Tensor([], [4])
      try SafeTensors.write(
        [("a", a), ("b.c", b), ("none", Tensor([0, 4], []))], to: folder + "/x.safetensors", metadata: ["k": "v"])
      let file = try SafeTensors(path: folder + "/x.safetensors")
      #expect(file.names == ["a", "b.c", "none"])
      #expect(try file.tensor("a") == a)
      #expect(try file.tensor("b.c") == b)
      #expect(try file.tensor("none").shape == [0, 4])
      #expect(file.metadata == ["k": "v"])
    }
  }

  /// Tensors that are made one by one take the same bytes; numbers of 8 bits are among the types.
  @Test func oneByOne() throws {
    try withTemporaryFolder { folder in
      let tensors = [
        ("a", Tensor([2, 3], [1, -2, 3.5, 0, 1e-30, -7])), ("b", Tensor([], [4])), ("c", Tensor([0], [])),
      ]
      let path = folder + "/x.safetensors"
      try SafeTensors.write(
        tensors.map { .init($0.0, $0.0 == "a" ? .f16 : .f32, $0.1.shape) }, to: path, metadata: ["k": "v"]
      ) { planned in tensors.first { $0.0 == planned.name }!.1 }
      #expect(
        try FileFault.contents(of: path)
          == SafeTensors.encoded(
            tensors.map { (name: $0.0, tensor: $0.1) }, metadata: ["k": "v"], types: ["a": .f16]))
      try SafeTensors.write([.init("q", .i8, [4])], to: path) { _ in Tensor([4], [-127, 127, 300, 2.5]) }
      let file = try SafeTensors(path: path)
      #expect(file.type(of: "q") == .i8)
      #expect(try file.tensor("q").values == [-127, 127, 127, 3])
      #expect(
        fault {
          try SafeTensors.write([.init("q", .i8, [1]), .init("q", .f32, [1])], to: path) { _ in Tensor([1], [0]) }
        }
          == "two tensors would be written as 'q'")
    }
  }

  /// A header that reads as one before stands for the file that it is in, and no other.
  @Test func equalHeaders() throws {
    func bytes(_ name: String, _ values: [UInt8]) -> [UInt8] {
      let header = Array(#"{"\#(name)":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#.utf8)
      return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header + values
    }
    try withTemporaryFolder { folder in
      let (x, y) = (folder + "/x", folder + "/y")
      try AtomicFile.write(bytes("a", [1, 2]), to: x)
      try AtomicFile.write(bytes("a", [3, 4]), to: y)
      for _ in 0..<2 {
        #expect(try SafeTensors(path: x).tensor("a").values == [1, 2])
        #expect(try SafeTensors(path: y).tensor("a").values == [3, 4])
      }
      try AtomicFile.write(bytes("a", [5, 6]), to: x)
      #expect(try SafeTensors(path: x).tensor("a").values == [5, 6])
      try AtomicFile.write(bytes("b", [5, 6]), to: x)
      #expect(try SafeTensors(path: x).names == ["b"])
      try AtomicFile.write(bytes("a", [5]), to: x)
      #expect(throws: SafeTensorsFault.self) { try SafeTensors(path: x) }
      try AtomicFile.write(bytes("a", [5, 6, 7]), to: x)
      #expect(throws: SafeTensorsFault.self) { try SafeTensors(path: x) }
    }
  }

  /// Rounded to the nearest half.
  @Test func halfPrecision() throws {
    try withTemporaryFolder { folder in
      let (a, b) = (Tensor([4], [1.0001, -2.5, 6e-8, 65504]), Tensor([2], [70000, 1]))
      try SafeTensors.write([("a", a), ("b", b)], to: folder + "/x.safetensors", types: ["a": .f16])
      let file = try SafeTensors(path: folder + "/x.safetensors")
      #expect(file.type(of: "a") == .f16 && file.type(of: "b") == .f32)
      #expect(try file.tensor("a").values == [1, -2.5, 0x1p-24, 65504])
      #expect(try file.tensor("b") == b)
      // Numbers of all sizes, halfway between two halves among them.
      let generator = Generator(seed: 3)
      let many = Tensor(
        [8192],
        (0..<8192).map { i in
          let bits =
            UInt32(generator.integer(below: 1 << 16)) << 16
            | UInt32(i % 2 == 0 ? generator.integer(below: 1 << 16) : 0x1000)
          let value = Float(bitPattern: i % 3 == 0 ? bits & 0x8fff_ffff | 0x3000_0000 : bits)
          return value.isNaN ? 0 : value
        })
      try SafeTensors.write([("c", many)], to: folder + "/y.safetensors", types: ["c": .f16])
      #expect(
        try SafeTensors(path: folder + "/y.safetensors").tensor("c").values == many.values.map { Float(Float16($0)) })
    }
  }

  /// Every half there is, against the processor's own conversion.
  @Test func numberTypes() throws {
    func file(_ type: String, _ size: Int, _ bytes: [UInt8], in folder: String) throws -> Tensor {
      let header = Array(
        #"{"x":{"dtype":"\#(type)","shape":[\#(bytes.count / size)],"data_offsets":[0,\#(bytes.count)]}}"#.utf8)
      let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
      try AtomicFile.write(length + header + bytes, to: folder + "/x")
      return try SafeTensors(path: folder + "/x").tensor("x")
    }
    try withTemporaryFolder { folder in
      let halves = (0...UInt16.max).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
      let bf16 = try file("BF16", 2, halves, in: folder)
      for i in 0...Int(UInt16.max) { #expect(bf16.values[i].bitPattern == UInt32(i) << 16) }
      let f16 = try file("F16", 2, halves, in: folder)
      for bits in 0...UInt16.max {
        let (exponent, fraction) = (Int(bits >> 10 & 31), Float(bits & 1023))
        let magnitude: Float =
          exponent == 31
          ? (fraction == 0 ? .infinity : .nan)
          : exponent == 0
            ? fraction * 0x1p-24 : Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
        let found = f16.values[Int(bits)]
        #expect(found.isNaN ? magnitude.isNaN : found == (bits & 0x8000 == 0 ? magnitude : -magnitude))
      }
      #expect(try file("I64", 8, [5, 0, 0, 0, 0, 0, 0, 0], in: folder).values == [5])
      #expect(try file("I32", 4, [254, 255, 255, 255], in: folder).values == [-2])
      #expect(try file("I16", 2, [254, 255, 1, 2], in: folder).values == [-2, 513])
      #expect(try file("I8", 1, [128, 255, 127], in: folder).values == [-128, -1, 127])
      #expect(try file("U64", 8, [UInt8](repeating: 255, count: 8), in: folder).values == [0x1p64])
      #expect(try file("U32", 4, [1, 0, 0, 128], in: folder).values == [0x1p31])
      #expect(try file("U16", 2, [254, 255], in: folder).values == [65534])
      #expect(try file("U8", 1, [128, 255], in: folder).values == [128, 255])
      #expect(try file("F64", 8, [0, 0, 0, 0, 0, 0, 0xf8, 0x3f], in: folder).values == [1.5])
      #expect(try file("BOOL", 1, [1, 0], in: folder).values == [1, 0])
    }
  }

  /// Damaged files, and what is said of them after the path.
  @Test(
    arguments: [
      ([], ": 0 bytes are too few for a safetensors header"),
      (Array("PNG".utf8), ": 3 bytes are too few for a safetensors header"),
      (
        [255, 0, 0, 0, 0, 0, 0, 0, 1],
        ": its header should take 255 bytes, but 1 follow; is it truncated, or not safetensors?"
      ),
      (
        [255, 255, 255, 255, 255, 255, 255, 255, 1],
        ": its header should take 18446744073709551615 bytes, but 1 follow; is it truncated, or not safetensors?"
      ),
      ([2, 0, 0, 0, 0, 0, 0, 0, 91, 93], ": its header is not an object"),
      ([2, 0, 0, 0, 0, 0, 0, 0, 91, 91], ": its header is not an object"),
      (
        [3, 0, 0, 0, 0, 0, 0, 0, 123, 93, 32],
        ": its header is not JSON: expected a name in double quotes at its byte 1"
      ),
      (header(#"{"w":1}"#), ": its header holds tensor 'w', which is not an object"),
      (header("{} ") + [0], ": 1 bytes follow its last tensor; the format allows none"),
      (
        header(
          #"{"v":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"w":{"dtype":"?","shape":[1],"data_offsets":[2,3]}}"#)
          + [0, 0, 0],
        ": tensor 'w' begins at byte 2; the tensor before it ends at 1, and the format allows neither holes nor overlaps"
      ),
      (
        header(#"{"w":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}}"#) + [0],
        ": its header has tensor 'w': its shape takes whole numbers from 0 to 2⁶⁴−1 alone"
      ),
      (
        header(#"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#),
        ": tensor 'w' takes bytes 0 to 4; 2 F32 needs 8"
      ),
      (
        header(#"{"w":{"dtype":"F32","shape":[9223372036854775807,3],"data_offsets":[0,4]}}"#),
        ": tensor 'w' has shape 9223372036854775807×3; at most 1073741824 elements are possible, empty axes counted as 1"
      ),
      (
        header(#"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#),
        ": tensor 'w' ends at byte 8 of 0: the file is truncated"
      ),
      (header(#"{"w":{"dtype":"F32"}}"#), ": its header gives tensor 'w' no dtype, shape and two data_offsets"),
    ] as [([UInt8], String)])
  func damaged(bytes: [UInt8], message: String) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/x.safetensors"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let fault = #expect(throws: SafeTensorsFault.self) { try SafeTensors(path: path) }
      #expect(fault?.description == path + message)
    }
  }

  /// What the reference library says of files (make_safetensors.py): the same is accepted and the same refused, but for
  /// what we refuse on purpose.
  @Test func verdicts() throws {
    struct Row: Decodable { var what, header, verdict: String, length, refused: String?, taken: Bool?, bytes: Int }
    let rows = try JSONDecoder().decode(
      [Row].self, from: Data(FileFault.contents(of: Fixtures.path("safetensors.json"))))
    #expect(rows.count > 120)
    try withTemporaryFolder { folder in
      let path = folder + "/x.safetensors"
      for row in rows {
        let length = row.length.map { UInt64($0)! } ?? UInt64(row.header.utf8.count)
        try AtomicFile.write(
          withUnsafeBytes(of: length.littleEndian) { Array($0) } + Array(row.header.utf8)
            + [UInt8](repeating: 0, count: row.bytes), to: path)
        let said = fault { _ = try SafeTensors(path: path) }
        if let reason = row.refused {
          #expect(said.contains(reason), "\(row.what): \(said)")
        } else {
          #expect(
            said.isEmpty == (row.verdict == "accept" || row.taken == true), "\(row.what): \(row.verdict), but \(said)")
        }
      }
    }
  }

  /// Every number of the 8-bit types, as ml_dtypes reads them.
  @Test func eightBits() throws {
    let types = try JSONDecoder().decode(
      [String: [String]].self, from: Data(FileFault.contents(of: Fixtures.path("float8.json"))))
    #expect(types.count == 5)
    try withTemporaryFolder { folder in
      for (type, expected) in types {
        try AtomicFile.write(
          header(#"{"x":{"dtype":"\#(type)","shape":[16,16],"data_offsets":[0,256]}}"#) + Array(0...UInt8.max),
          to: folder + "/x")
        let found = try SafeTensors(path: folder + "/x").tensor("x").values
        for (number, text) in zip(found, expected) {
          let wanted = Float(text)!
          #expect(wanted.isNaN ? number.isNaN : number.bitPattern == wanted.bitPattern, "\(type): \(text)")
        }
      }
    }
  }

  /// A tensor of a type that isn't read is an error where it is asked for, and there alone.
  @Test func neighbours() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/x"
      try AtomicFile.write(
        header(
          #"{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"y":{"dtype":"Q3","shape":[5],"data_offsets":[1,3]}"#
            + #","z":{"dtype":"F4","shape":[2],"data_offsets":[3,4]}}"#) + [7, 0, 0, 0], to: path)
      let file = try SafeTensors(path: path)
      #expect(file.names == ["x", "y", "z"] && file.type(of: "y") == nil)
      #expect(try file.tensor("x").values == [7])
      for (name, type) in [("y", "Q3"), ("z", "F4")] {
        let said =
          "\(path): tensor '\(name)' has type \(type); expected one of F64, F32, F16, BF16, F8_E4M3, F8_E5M2, F8_E8M0, "
          + "F8_E4M3FNUZ, F8_E5M2FNUZ, I64, I32, I16, I8, U64, U32, U16, U8, BOOL"
        #expect(fault { _ = try file.tensor(name) } == said)
        #expect(fault { try file.check(name) } == said)
      }
    }
  }

  /// Names are their bytes: two that look alike are two tensors.
  @Test func names() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/x"
      let (one, two) = ("\u{fc}", "u\u{308}")
      let odd = "\"\\\u{1}\n/\u{7f}\u{2028}😀"
      let tensors = [one, two, odd, ""].enumerated().map { (name: $1, tensor: Tensor([1], [Float($0)])) }
      try SafeTensors.write(tensors, to: path, metadata: [odd: odd])
      let file = try SafeTensors(path: path)
      #expect(file.metadata == [odd: odd] && file.names.count == 4)
      for (name, tensor) in tensors { #expect(try file.tensor(name) == tensor) }
      try SafeTensors.write([(one, Tensor([1], [0]))], to: path)
      #expect(
        fault { _ = try SafeTensors(path: path).tensor(two) }
          == "\(path): there is no tensor '\(two)' (u\\u{308}); there is one that looks alike, '\(one)' (\\u{fc})")
      #expect(
        fault { try SafeTensors.write([("a", Tensor([1], [0])), ("__metadata__", Tensor([1], [0]))], to: path) }
          == "a tensor can't be called '__metadata__': the format keeps that name for its notes")
      #expect(
        fault { try SafeTensors.write([("a", Tensor([1], [0])), ("a", Tensor([1], [0]))], to: path) }
          == "two tensors would be written as 'a'")
    }
  }

  @Test func missing() throws {
    try withTemporaryFolder { folder in
      #expect(throws: FileFault.self) { try SafeTensors(path: folder + "/none") }
      try SafeTensors.write([("weight", Tensor([1], [0]))], to: folder + "/x")
      let file = try SafeTensors(path: folder + "/x")
      let fault = #expect(throws: SafeTensorsFault.self) { try file.tensor("wieght") }
      #expect(fault?.description == "\(folder)/x: there is no tensor 'wieght'; did you mean 'weight'?")
    }
  }
}

/// The bytes of a file that is only a header.
private func header(_ json: String) -> [UInt8] {
  withUnsafeBytes(of: UInt64(json.utf8.count).littleEndian) { Array($0) } + Array(json.utf8)
}

/// What a fault says, or nothing where there is none.
private func fault(_ body: () throws -> Void) -> String {
  do {
    try body()
    return ""
  } catch { return "\(error)" }
}
