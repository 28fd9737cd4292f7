import Foundation
import Tensors
import TestSupport
import Testing

/// What is said of files that can't be read or written, before and while it is tried.
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
      let long = String(repeating: "ü", count: 120)
      #expect(obstacle(long) == "\(long): can't be written: its name takes 240 bytes, at most 230 are possible")
      #expect(AtomicFile.obstacle(to: "o", named: "o") == nil)
      #expect(AtomicFile.obstacle(to: "/dev/null", named: "n")?.description.hasSuffix("a device, not a file") == true)
      #expect(throws: FileFault.self) { try AtomicFile.write([1], to: "/dev/null") }
    }
  }

  @Test(arguments: [
    ("o", "."), ("o.png", "."), ("a/b", "a"), ("a/b/", "a"), ("/a", "/"), ("/", "/"), ("./a", "."), ("a//b", "a/"),
  ]) func folders(_ path: String, _ folder: String) { #expect(AtomicFile.folder(of: path) == folder) }

  @Test func whatIsNoFile() throws {
    try withTemporaryFolder { folder in
      func fault(_ path: String) -> String {
        let fault = #expect(throws: FileFault.self) { try FileFault.contents(of: path) }
        return fault?.description ?? ""
      }
      #expect(fault(folder + "/x") == "\(folder)/x: no such file")
      #expect(fault(folder) == "\(folder): can't be read: it is a folder")
      #expect(fault("/dev/zero") == "/dev/zero: can't be read: it is a device, not a file")
      #expect(fault("a\0b") == "a\0b: no such file")
    }
  }

  @Test func pipesAreRead() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/pipe"
      try #require(mkfifo(path, 0o600) == 0)
      let writer = Thread { try? FileHandle(forWritingAtPath: path)?.write(contentsOf: Data([1, 2, 3])) }
      writer.start()
      #expect(try FileFault.contents(of: path) == [1, 2, 3])
    }
  }
}
