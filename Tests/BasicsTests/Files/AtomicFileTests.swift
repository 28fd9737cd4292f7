import Basics
import Foundation
import Synchronization
import Tensors
import TestSupport
import Testing

/// What is written where, and what is said of what can't be written.
@Suite struct AtomicFileTests {
  @Test func obstacles() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write([1], to: folder + "/file")
      func obstacle(_ name: String) -> String? {
        AtomicFile.obstacle(to: folder + "/" + name, named: name).map { $0.description.replacing(folder, with: "~") }
      }
      #expect(obstacle("new") == nil && obstacle("a/b/c") == nil && obstacle("file") == nil)
      #expect(obstacle("") == ": can't be written: it is a folder")
      #expect(obstacle("file/x/y") == "file/x/y: can't be written: ~/file is not a folder")
      #expect(obstacle("a/") == "a/: can't be written: expected the name of a file")
      #expect(obstacle("a\0b")?.hasSuffix("its name holds a zero byte") == true)
      let long = String(repeating: "ü", count: 128)
      #expect(obstacle(long) == "\(long): can't be written: its name takes 256 bytes, at most 255 are possible")
      let deep = String(repeating: "a/", count: 100_000) + "a"
      #expect(obstacle(deep)?.hasSuffix("bytes, at most 4095 are possible") == true)
      try #require(mkfifo(folder + "/pipe", 0o600) == 0)
      #expect(obstacle("pipe") == "pipe: can't be written: it is a pipe, not a file")
      #expect(AtomicFile.obstacle(to: "o", named: "o") == nil)
      #expect(AtomicFile.obstacle(to: "/dev/null", named: "n")?.description.hasSuffix("a device, not a file") == true)
      #expect(throws: FileFault.self) { try AtomicFile.write([1], to: "/dev/null") }
    }
  }

  /// Of many that make one file at once, one does; the file is whole, and no temporary one is left.
  @Test func pieces() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/new/x"
      try AtomicFile.write(to: path) { put in for piece: [UInt8] in [[1, 2], [], [3]] { try put(piece) } }
      #expect(try FileFault.contents(of: path) == [1, 2, 3])
      // Where a piece can't be made, its own error is told, and the file stays as it was.
      let error = #expect(throws: FileFault.self) {
        try AtomicFile.write(to: path) { put in
          try put([9])
          throw FileFault.missing(path: "source")
        }
      }
      #expect(error.map { "\($0)" } == "\(FileFault.missing(path: "source"))")
      #expect(try FileFault.contents(of: path) == [1, 2, 3])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/new") == ["x"])
    }
  }

  @Test func createdOnce() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/new/one"
      let made = Mutex<[UInt8]>([])
      DispatchQueue.concurrentPerform(iterations: 16) { index in
        let number = UInt8(index)
        if (try? AtomicFile.create([UInt8](repeating: number, count: 100_000), at: path)) == true {
          made.withLock { $0.append(number) }
        }
      }
      let winners = made.withLock { $0 }
      #expect(winners.count == 1)
      #expect(try FileFault.contents(of: path) == [UInt8](repeating: winners[0], count: 100_000))
      let again = try AtomicFile.create([1], at: path)
      #expect(!again)
      #expect(try FileSystem.names(in: folder + "/new") == ["one"])
      #expect(throws: FileFault.self) { _ = try AtomicFile.create([1], at: path + "/below") }
    }
  }

  @Test func longestNames() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/" + String(repeating: "x", count: 255)
      try AtomicFile.write([7], to: path)
      #expect(try FileFault.contents(of: path) == [7])
    }
  }

  @Test(arguments: [0o600, 0o644, 0o640, 0o751] as [mode_t])
  func modesAreKept(_ mode: mode_t) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/file"
      try AtomicFile.write([1], to: path)
      try #require(chmod(path, mode) == 0)
      try AtomicFile.write([2], to: path)
      var status = stat()
      try #require(stat(path, &status) == 0)
      #expect(status.st_mode & 0o7777 == mode)
      #expect(try FileFault.contents(of: path) == [2])
    }
  }

  /// Links by their names and targets; what is written when `o` is, and the folder's files then.
  @Test(
    arguments: [
      ([("o", "far/t")], "far/t"), ([("o", "a"), ("a", "far/b"), ("far/b", "t")], "far/t"),
      ([("o", "far/new")], "far/new"),
      ([("o", "far/new/and/newer")], "far/new/and/newer"), ([("o", "far/../far/t")], "far/t"),
      ([("f", "far"), ("o", "f/t")], "far/t"),
    ] as [([(String, String)], String)])
  func throughLinks(_ links: [(String, String)], _ end: String) throws {
    try withTemporaryFolder { folder in
      let folder = FileSystem.canonical(folder)
      try AtomicFile.write([1], to: folder + "/far/t")
      for (name, target) in links { try #require(symlink(target, folder + "/" + name) == 0) }
      #expect(try AtomicFile.destination(of: folder + "/o") == folder + "/" + end)
      try AtomicFile.write([2], to: folder + "/o")
      #expect(try FileFault.contents(of: folder + "/" + end) == [2])
      for (name, target) in links { #expect(FileSystem.linkTarget(folder + "/" + name) == target) }
    }
  }

  @Test func linksThatLeadNowhere() throws {
    try withTemporaryFolder { folder in
      for (name, target) in [
        ("a", "b"), ("b", "a"), ("self", "self"), ("folder", "."), ("device", "/dev/null"), ("lost", "x"),
      ] { try #require(symlink(target, folder + "/" + name) == 0) }
      func fault(_ name: String) throws -> String? {
        let fault = #expect(throws: FileFault.self) { try AtomicFile.write([1], to: folder + "/" + name) }
        #expect(
          fault?.description == AtomicFile.obstacle(to: folder + "/" + name, named: folder + "/" + name)?.description)
        return fault?.description.replacing(folder, with: "~")
      }
      #expect(try fault("a") == "~/a: can't be written: it is a symbolic link that leads in a circle")
      #expect(try fault("self") == "~/self: can't be written: it is a symbolic link that leads in a circle")
      #expect(try fault("folder") == "~/folder: can't be written: it is a folder")
      #expect(try fault("device") == "~/device: can't be written: it is a device, not a file")
      #expect(try fault("lost/file") == "~/lost/file: can't be written: ~/lost is a symbolic link to nothing")
      #expect(throws: FileFault.self) { try AtomicFile.destination(of: folder + "/a") }
    }
  }

  @Test func destinations() throws {
    try withTemporaryFolder { folder in
      let folder = FileSystem.canonical(folder)
      try FileSystem.makeFolders(folder + "/in/inner")
      try #require(symlink("in/inner", folder + "/link") == 0)
      for (path, end) in [
        ("o", "o"), ("./o", "o"), ("in/../o", "o"), ("link/o", "in/inner/o"), ("link/../o", "in/o"),
        ("new/er/o", "new/er/o"), ("new/../o", "o"), ("new/./o", "new/o"), ("link/new/../../o", "in/o"),
      ] { #expect(try AtomicFile.destination(of: folder + "/" + path) == folder + "/" + end) }
      #expect(try AtomicFile.destination(of: "o") == FileSystem.canonical(".") + "/o")
      #expect(try AtomicFile.destination(of: "/") == "/")
    }
  }

  /// A hard link is another name of the old content, which stays whole.
  @Test func hardLinks() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write([1], to: folder + "/a")
      try #require(link(folder + "/a", folder + "/b") == 0)
      try AtomicFile.write([2], to: folder + "/a")
      #expect(try FileFault.contents(of: folder + "/b") == [1])
    }
  }

  @Test func foldersThatAWriteMadeGoWithIt() throws {
    try withTemporaryFolder { folder in
      // The last part is too long for a file system's name, which is seen when the folder is made.
      let path = folder + "/new/" + String(repeating: "x", count: 256) + "/o"
      #expect(throws: FileFault.self) { try AtomicFile.write([1], to: path) }
      let left = try FileSystem.names(in: folder)
      #expect(left.isEmpty)
    }
  }

  /// The second of two files can't be renamed, because a folder of its name appears while its bytes are written.
  @Test func renamesThatFailLeaveNone() throws {
    try withTemporaryFolder { folder in
      let obstacle = folder + "/new/b"
      let files = [
        (bytes: Late([1]) {}, path: folder + "/new/a"), (Late([2]) { _ = mkdir(obstacle, 0o700) }, obstacle),
      ]
      let fault = #expect(throws: FileFault.self) { try AtomicFile.write(files) }
      #expect(fault?.description == "\(obstacle): can't be written: Is a directory")
      let left = try FileSystem.names(in: folder + "/new")
      #expect(left == ["b"])
    }
  }
}

/// Bytes that do something when they are read.
private struct Late: Collection {
  private let bytes: [UInt8]
  private let body: () -> Void

  init(_ bytes: [UInt8], _ body: @escaping () -> Void) { (self.bytes, self.body) = (bytes, body) }

  var startIndex: Int { 0 }
  var endIndex: Int { bytes.count }
  func index(after index: Int) -> Int { index + 1 }
  subscript(index: Int) -> UInt8 {
    body()
    return bytes[index]
  }
}
