import Basics
import Foundation
import Tensors
import TestSupport
import Testing

/// What a killed process left is removed, and nothing else.
@Suite struct LeftoverTests {
  /// The name that this machine's kernel gives its run, as the names of parts hold it.
  private static let boot = (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)).map {
    String($0.prefix(8))
  }

  private func files(in folder: String, _ parts: [String], age: Double = 0) throws {
    for name in parts {
      let path = folder + "/" + name
      try Data([1]).write(to: URL(fileURLWithPath: path))
      try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: path)
    }
  }

  @Test func partsOfThisMachine() throws {
    let boot = try #require(Self.boot)
    try withTemporaryFolder { folder in
      let others = [
        "o.part", ".o.part", ".o.png.12.part", ".o.png.12-\(boot)", ".o.png.-\(boot).part", ".o.png.x-\(boot).part",
        "o.png.12-\(boot).part", ".o.png.12-\(boot)0.part", ".o.png.12-ffffffff.part",
      ]
      try files(in: folder, others + [".o.png.12-\(boot).part", ".a.b.c.4194303-\(boot).part"])
      try AtomicFile.write([1], to: folder + "/o.png")
      #expect(try FileSystem.names(in: folder).sorted() == (others + ["o.png"]).sorted())
    }
  }

  /// A lock says that somebody is still writing.
  @Test func partsThatAreBeingWritten() throws {
    let boot = try #require(Self.boot)
    try withTemporaryFolder { folder in
      let part = ".o.png.12-\(boot).part"
      try files(in: folder, [part])
      let writer = open(folder + "/" + part, O_RDWR)
      try #require(writer >= 0 && flock(writer, LOCK_EX) == 0)
      defer { close(writer) }
      try AtomicFile.write([1], to: folder + "/o.png")
      #expect(try FileSystem.names(in: folder) == [part, "o.png"])
    }
  }

  /// Of another machine, or of this one before it was started again: after a day.
  @Test func partsOfOthers() throws {
    try withTemporaryFolder { folder in
      try files(in: folder, [".a.1-0123abcd.part"], age: 3600)
      try files(in: folder, [".b.1-0123abcd.part"], age: 2 * 86_400)
      try #require(symlink("target", folder + "/.c.1-0123abcd.part") == 0)
      try AtomicFile.write([1], to: folder + "/o.png")
      #expect(try FileSystem.names(in: folder) == [".a.1-0123abcd.part", ".c.1-0123abcd.part", "o.png"])
    }
  }
}
