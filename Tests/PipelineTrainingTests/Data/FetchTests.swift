import Basics
import Foundation
import Inference
import PipelineTraining
import Tensors
import TestSupport
import Testing

/// Downloads from mirrors that are folders of this machine.
@Suite(.enabled(if: ["/usr/bin/curl", "/bin/curl"].contains(where: FileManager.default.isExecutableFile)))
struct FetchTests {
  /// A mirror that has `three.gz`, an empty one, and one that has something else under the name.
  static func withMirrors(_ body: (_ folder: String, _ right: Fetch.File) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let packed = try FileFault.contents(of: Fixtures.path("training/three.idx.gz"))
      try AtomicFile.write(packed, to: folder + "/good/three.gz")
      try AtomicFile.write(Array(packed.dropLast(9)), to: folder + "/cut/three.gz")
      try AtomicFile.write(Array("<html>Sign in</html>".utf8), to: folder + "/other/three.gz")
      try body(folder, ("three", md5(DigitFiles.idx([3], [1, 2, 3]))))
    }
  }

  @Test func takesTheFirstMirrorThatHasIt() throws {
    try Self.withMirrors { folder, right in
      let fetch = Fetch([right], mirrors: ["none", "cut", "other", "good"].map { "file://\(folder)/\($0)" })
      var (tried, wrote, kept): ([String], [String], [String]) = ([], [], [])
      let note = { (event: Fetch.Event) in
        switch event {
        case .trying(let url): tried.append(url)
        case .wrote(let path): wrote.append(path)
        case .kept(let path): kept.append(path)
        }
      }
      try fetch(to: folder + "/new/data", report: note)
      #expect(tried.count == 4 && wrote == [folder + "/new/data/three.gz"] && kept.isEmpty)
      #expect(try IDX(path: wrote[0], axes: 1).bytes == [1, 2, 3])
      // What is there is not fetched again, packed or not.
      try fetch(to: folder + "/new/data", report: note)
      try AtomicFile.write(DigitFiles.idx([3], [1, 2, 3]), to: folder + "/plain/three")
      try fetch(to: folder + "/plain", report: note)
      #expect(tried.count == 4 && kept == [folder + "/new/data/three.gz", folder + "/plain/three"])
      try AtomicFile.write(DigitFiles.idx([3], [1, 2, 3]), to: folder + "/unpacked/three/THREE")
      try fetch(to: folder + "/unpacked", report: note)
      #expect(tried.count == 4 && kept.last == folder + "/unpacked/three/THREE")
    }
  }

  @Test func saysWhatEachMirrorDid() throws {
    try Self.withMirrors { folder, right in
      func problem(_ mirrors: [String], to target: String) -> String {
        do {
          try Fetch([right], mirrors: mirrors)(to: folder + "/" + target)
          return "none"
        } catch { return "\(error)".replacingOccurrences(of: folder, with: "~") }
      }
      let other = md5(Array("<html>Sign in</html>".utf8))
      #expect(
        problem(
          ["none", "cut", "other"].map { "file://\(folder)/\($0)" } + ["gopher://x/", "http://[::1]:1/"], to: "new")
          == "~/new/three.gz: no mirror provided it: file://~/none/ (no such file), file://~/cut/ (sends something damaged), file://~/other/ (sends another file, of MD5 \(other)), gopher://x/ (no URL that can be fetched), http://[::1]:1/ (no connection); put the file there yourself, or name another mirror by --mirror"
      )
      #expect(!FileManager.default.fileExists(atPath: folder + "/new"))
      #expect(
        problem(["file://\(folder)/good"], to: "other")
          == "~/other/three.gz: holds something else: expected MD5 \(right.md5), found \(other) (unpacked); remove it, or name another folder by --to"
      )
      #expect(problem(["file://\(folder)/good"], to: "good/three.gz/x").contains("three.gz is not a folder"))
    }
  }

  /// Where the published checksums are of packed files, those are compared as they are sent.
  @Test func checksumsOfPackedFiles() throws {
    try Self.withMirrors { folder, right in
      let sent = md5(try FileFault.contents(of: folder + "/good/three.gz"))
      let fetch = Fetch(
        [("three", sent)], mirrors: ["cut", "other", "good"].map { "file://\(folder)/\($0)" }, checksums: .packed)
      #expect(sent != right.md5)
      var kept: [String] = []
      let note = { (event: Fetch.Event) in if case .kept(let path) = event { kept.append(path) } }
      for _ in 0..<2 { try fetch(to: folder + "/new", report: note) }
      #expect(try IDX(path: folder + "/new/three.gz", axes: 1).bytes == [1, 2, 3])
      // A file that was unpacked can't be checked, and is kept.
      try AtomicFile.write(DigitFiles.idx([3], [4, 5, 6]), to: folder + "/plain/three")
      try fetch(to: folder + "/plain", report: note)
      #expect(kept == [folder + "/new/three.gz", folder + "/plain/three"])
      try AtomicFile.write(Array(try FileFault.contents(of: folder + "/cut/three.gz")), to: folder + "/new/three.gz")
      let fault = #expect(throws: FetchFault.self) { try fetch(to: folder + "/new") }
      #expect(fault.map { "\($0)".contains("expected MD5 \(sent)") && "\($0)".contains("(packed)") } == true)
    }
  }

  @Test func dataSets() throws {
    let set = try #require(DataSet.named("fashion-mnist"))
    #expect(set.classNames?.count == Digits.classes && set.fetch.files.map(\.name) == Fetch.mnist.files.map(\.name))
    #expect(DataSet.inFolder("data/fashion-mnist")?.name == "fashion-mnist" && DataSet.inFolder("data") == nil)
    #expect(DataSet.mnist.classNames == nil && DataSet.named("minst") == nil)
  }

  @Test func checksum() {
    #expect(md5([]) == "d41d8cd98f00b204e9800998ecf8427e")
    #expect(md5(Array("The quick brown fox jumps over the lazy dog".utf8)) == "9e107d9d372bb6826bd81d3542a419d6")
  }
}
