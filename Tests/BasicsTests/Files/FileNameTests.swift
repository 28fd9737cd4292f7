import Basics
import Foundation
import Tensors
import TestSupport
import Testing

/// Names of files as the system has them, as bytes.
@Suite struct FileNameTests {
  @Test(
    arguments: [
      ("lat\u{E9}n.png".unicodeScalars.map { UInt8($0.value) }, #"lat\xE9n.png"#), ([0x80], #"\x80"#),
      (Array("ü u\u{308} 猫".utf8), "ü u\u{308} 猫"), ([0xC3], #"\xC3"#), ([0xC3, 0x28], #"\xC3("#),
      ([0xE2, 0x82], #"\xE2\x82"#), ([0xF0, 0x9F, 0x98, 0x41], #"\xF0\x9F\x98A"#),
      ([0xFF, 0xFE, 0xC3, 0xBC], #"\xFF\xFEü"#),
      // A surrogate, and a character of those that stand for bytes.
      ([0xED, 0xA0, 0x80], #"\xED\xA0\x80"#), (Array("\u{10FEE9}".utf8), #"\xF4\x8F\xBB\xA9"#), ([], ""),
    ] as [([UInt8], String)])
  func shown(_ bytes: [UInt8], _ shown: String) {
    let name = FileName.text(bytes)
    #expect(FileName.bytes(name) == bytes)
    #expect(Array(FileName.shown(name).utf8) == Array(shown.utf8))
    #expect(FileName.holdsBytes(name) == shown.contains("\\"))
  }

  /// As Python's os.path.relpath finds them.
  @Test(
    arguments: [
      ("/x/a/b", "/x/a", "b"), ("/x/a", "/x/a/b", ".."), ("/x/a", "/x/a", "."),
      ("/x/ü/c", "/x/u\u{308}/d", "../../ü/c"),
      ("/x/a/../c", "/x/./b/", "../c"), ("/x", "/", "x"), ("/", "/x/y", "../.."),
      ("/x/lat\u{10FEE9}n", "/x", "lat\u{10FEE9}n"),
    ])
  func way(_ path: String, _ folder: String, _ way: String) {
    #expect(Array(FileName.way(to: path, from: folder).utf8) == Array(way.utf8))
  }

  /// Any bytes come back, and what is UTF-8 is what Swift reads.
  @Test func roundTrip() {
    var random = SystemRandomNumberGenerator()
    let pieces: [[UInt8]] = [
      [0x41], [0xC3, 0xBC], [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x98, 0x80], [0xF4, 0x8F, 0xBB, 0xA9],
    ]
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...8, using: &random)).flatMap { _ in
        Bool.random(using: &random)
          ? [UInt8.random(in: 0...255, using: &random)] : pieces.randomElement(using: &random)!
      }
      let name = FileName.text(bytes)
      #expect(FileName.bytes(name) == bytes)
      if !FileName.holdsBytes(name) { #expect(String(decoding: bytes, as: UTF8.self) == name) }
      #expect(String(validating: FileName.shown(name).utf8, as: UTF8.self) != nil)
    }
  }

  @Test(arguments: [
    ("o", ".", "o"), ("o.png", ".", "o.png"), ("a/b", "a", "b"), ("a/b/", "a", "b"), ("/a", "/", "a"), ("/", "/", "/"),
    ("./a", ".", "a"), ("a//b", "a/", "b"), ("", ".", ""), ("a/\u{301}b", "a", "\u{301}b"),
  ]) func parts(_ path: String, _ folder: String, _ last: String) {
    #expect(FileName.folder(of: path) == folder && FileName.last(of: path) == last)
  }

  @Test(arguments: [
    ("a/p.json", "p"), ("p", "p"), (".p", ".p"), ("a.b/p", "p"), ("p.tar.gz", "p.tar"), ("/dev/fd/63", "63"),
  ])
  func stems(_ path: String, _ stem: String) { #expect(FileName.stem(of: path) == stem) }

  @Test func environment() { #expect(FileName.environment["PATH"] == ProcessInfo.processInfo.environment["PATH"]) }

  @Test(arguments: [
    ("o", "a", "a/o"), ("o", "a/", "a/o"), ("o", ".", "o"), ("o", "", "o"), ("/o", "a", "/o"),
    ("\u{301}", "a", "a/\u{301}"),
  ]) func joined(_ name: String, _ folder: String, _ path: String) { #expect(FileName.path(name, in: folder) == path) }

  /// Names that look alike, and one that is not UTF-8, are files of their own.
  @Test func filesByBytes() throws {
    try withTemporaryFolder { folder in
      let names = ["\u{FC}", "u\u{308}", FileName.text([0x6C, 0xE9]), FileName.text([0x6C, 0xEA])]
      for (index, name) in names.enumerated() { try AtomicFile.write([UInt8(index)], to: folder + "/" + name) }
      for (index, name) in names.enumerated() {
        #expect(try FileFault.contents(of: folder + "/" + name) == [UInt8(index)])
      }
      let listed = try FileSystem.names(in: folder)
      #expect(listed.map(FileName.bytes) == [[0x6C, 0xE9], [0x6C, 0xEA], [0x75, 0xCC, 0x88], [0xC3, 0xBC]])
      #expect(FileSystem.canonical(folder + "/" + names[2]).unicodeScalars.last == names[2].unicodeScalars.last)
    }
  }
}
