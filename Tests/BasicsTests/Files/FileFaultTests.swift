import Basics
import Foundation
import Tensors
import TestSupport
import Testing

/// What is read, and what is said of what can't be. One after the other: whether the program waits for a pipe is one answer for
/// all tests.
@Suite(.serialized) struct FileFaultTests {
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

  /// The kernel says of such a file that it is empty.
  @Test func filesWithoutASize() throws {
    #expect(try FileFault.contents(of: "/proc/self/status").count > 100)
  }

  @Test func pipesAreReadOnce() throws {
    try withTemporaryFolder { folder in
      let paths = ["a", "b"].map { folder + "/" + $0 }
      let contents: [[UInt8]] = [(0..<200_000).map { UInt8($0 % 251) }, [1, 2, 3]]
      for (path, content) in zip(paths, contents) {
        try #require(mkfifo(path, 0o600) == 0)
        Thread { try? FileHandle(forWritingAtPath: path)?.write(contentsOf: Data(content)) }.start()
      }
      try #require(symlink("a", folder + "/link") == 0)
      for _ in 0..<2 {
        for (path, content) in zip(paths, contents) { #expect(try FileFault.contents(of: path) == content) }
      }
      #expect(try FileFault.contents(of: folder + "/link") == contents[0])
      #expect(!PipeContent.isAwaited)
    }
  }

  /// Tensors are read by their position, and so from what a pipe gave.
  @Test func tensorsFromAPipe() throws {
    try withTemporaryFolder { folder in
      let (file, pipe) = (folder + "/x.safetensors", folder + "/pipe")
      let x = Tensor([2, 3], [1, 2, 3, 4, 5, 6])
      try SafeTensors.write([("x", x), ("y", Tensor([1], [7]))], to: file)
      let bytes = try FileFault.contents(of: file)
      try #require(mkfifo(pipe, 0o600) == 0)
      Thread { try? FileHandle(forWritingAtPath: pipe)?.write(contentsOf: Data(bytes)) }.start()
      #expect(try SafeTensors(path: pipe).tensor("y").values == [7])
      #expect(try SafeTensors(path: pipe).tensor("x") == x)
    }
  }
}
