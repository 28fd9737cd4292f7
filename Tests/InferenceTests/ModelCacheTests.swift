import Basics
import Foundation
import Inference
import Synchronization
import Tensors
import TestSupport
import Testing

/// What is kept between runs is what would be worked out again, or it isn't taken.
@Suite struct ModelCacheTests {
  private static let model = Fixtures.path("reference/if-stage1")

  /// Stands for an encoder, and counts.
  private final class Encoder: Sendable {
    let calls = Mutex(0)
    let width: Int
    init(_ directory: DeepFloydFolder) { width = directory.unet.textWidth }
    func callAsFunction(_ prompt: String) -> Tensor {
      calls.withLock { $0 += 1 }
      let seed = prompt.utf8.reduce(UInt64(7)) { ($0 &* 31 &+ UInt64($1)) & 0xFFFF }
      return Generator(seed: seed).normal([1, 77, width])
    }
  }

  private func withCache(_ body: (ModelCache, DeepFloydFolder, Encoder) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let directory = try DeepFloydFolder(path: Self.model)
      try body(ModelCache(folder: folder + "/cache/pipelinekit"), directory, Encoder(directory))
    }
  }

  private func encoding(
    _ prompt: String, _ cache: ModelCache, _ directory: DeepFloydFolder, _ encoder: Encoder
  ) throws -> Tensor {
    try cache.encoding(of: prompt, by: directory, model: "m") { encoder(prompt) }
  }

  @Test func keptToTheLastBit() throws {
    try withCache { cache, directory, encoder in
      let prompts = ["", "a cat", "A cat", "a cat ", "äöü 😀 \"quoted\"\n\u{0}", String(repeating: "x", count: 9999)]
      let first = try prompts.map { try encoding($0, cache, directory, encoder) }
      #expect(encoder.calls.withLock { $0 } == prompts.count)
      let second = try prompts.map { try encoding($0, cache, directory, encoder) }
      #expect(encoder.calls.withLock { $0 } == prompts.count)
      for (a, b) in zip(first, second) {
        #expect(a.shape == b.shape && a.values.map(\.bitPattern) == b.values.map(\.bitPattern))
      }
      #expect(Set(cache.entries().compactMap(\.origin?.prompt)) == Set(prompts))
    }
  }

  /// What is kept is known without reading weights, if their digests are kept too.
  @Test func knowsWhatItHolds() throws {
    try withCache { cache, directory, encoder in
      #expect(!cache.holds("a cat", by: directory))
      _ = try encoding("a cat", cache, directory, encoder)
      #expect(cache.holds("a cat", by: directory) && !cache.holds("a dog", by: directory))
      try FileManager.default.removeItem(atPath: cache.folder + "/digests")
      #expect(!cache.holds("a cat", by: directory))
    }
  }

  @Test func damagedEntriesAreMadeAnew() throws {
    try withCache { cache, directory, encoder in
      let good = try encoding("a cat", cache, directory, encoder)
      let path = try #require(cache.entries().first?.path)
      let bytes = try FileFault.contents(of: path)
      var damages: [[UInt8]] = [0, 1, 7, 8, 100, bytes.count - 1].map { Array(bytes.prefix($0)) }
      damages += [Array("nonsense".utf8), bytes + [0], [UInt8](repeating: 255, count: bytes.count)]
      for place in stride(from: 3, to: bytes.count, by: bytes.count / 37) {
        var flipped = bytes
        flipped[place] ^= 4
        damages.append(flipped)
      }
      for damage in damages {
        try AtomicFile.write(damage, to: path)
        #expect(try encoding("a cat", cache, directory, encoder) == good)
        #expect(try encoding("a cat", cache, directory, encoder) == good)
      }
      // Another prompt's entry under this one's name.
      let other = try encoding("a dog", cache, directory, encoder)
      let otherPath = try #require(cache.entries().first { $0.origin?.prompt == "a dog" }?.path)
      try AtomicFile.write(FileFault.contents(of: path), to: otherPath)
      #expect(try encoding("a dog", cache, directory, encoder) == other)
      #expect(try FileFault.contents(of: path) == bytes)
    }
  }

  @Test func whatCannotBeKeptIsNoError() throws {
    try withTemporaryFolder { folder in
      let directory = try DeepFloydFolder(path: Self.model)
      let encoder = Encoder(directory)
      try AtomicFile.write([], to: folder + "/file")
      for place in [folder + "/file", "/proc/none/pipelinekit"] {
        let notes = Mutex<[String]>([])
        let cache = ModelCache(folder: place) { note in notes.withLock { $0.append(note) } }
        let count = encoder.calls.withLock { $0 }
        #expect(try encoding("a cat", cache, directory, encoder) == encoder("a cat"))
        #expect(encoder.calls.withLock { $0 } == count + 2)
        #expect(notes.withLock { $0.contains { $0.hasPrefix("not kept for the next run: ") } })
        #expect(cache.entries().isEmpty)
        try cache.clear()
      }
    }
  }

  /// An encoder with other weights, another tokenizer or other options is another.
  @Test func otherFilesAreOtherEncoders() throws {
    try withTemporaryFolder { folder in
      let cache = ModelCache(folder: folder + "/cache")
      try FileManager.default.copyItem(atPath: Self.model, toPath: folder + "/m")
      func entries() throws -> Int {
        let directory = try DeepFloydFolder(path: folder + "/m")
        let encoder = Encoder(directory)
        _ = try encoding("a cat", cache, directory, encoder)
        _ = try encoding("a cat", cache, directory, encoder)
        return cache.entries().count
      }
      #expect(try entries() == 1)
      let weights = try FileManager.default.contentsOfDirectory(atPath: folder + "/m/text_encoder")
        .first { $0.hasSuffix(".safetensors") }!
      for (count, file) in ["text_encoder/\(weights)", "tokenizer/spiece.model"].enumerated() {
        var bytes = try FileFault.contents(of: folder + "/m/" + file)
        bytes[bytes.count - 1] ^= 1
        // Of the same size, and dated back: only the system's own date of change tells.
        let path = folder + "/m/" + file
        let dates = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate]!
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.modificationDate: dates], ofItemAtPath: path)
        #expect(try entries() == count + 2)
      }
      #expect(
        try DeepFloydFolder(path: folder + "/m").digest(keptIn: cache) == DeepFloydFolder(path: folder + "/m").digest())
    }
  }

  /// Digests of files that have not changed for long are kept, and are those of the files.
  @Test func digestsAreKept() throws {
    try withCache { cache, directory, _ in
      let digest = try directory.digest()
      for _ in 0..<2 { #expect(try directory.digest(keptIn: cache) == digest) }
      let kept = try FileManager.default.contentsOfDirectory(atPath: cache.folder + "/digests")
      #expect(!kept.isEmpty)
      for name in kept { try AtomicFile.write(Array("damaged".utf8), to: cache.folder + "/digests/" + name) }
      #expect(try directory.digest(keptIn: cache) == digest)
    }
  }

  @Test func manyAtOnce() throws {
    try withCache { cache, directory, encoder in
      let expected = (0..<3).map { encoder("prompt \($0)") }
      let wrong = Mutex(0)
      DispatchQueue.concurrentPerform(iterations: 48) { i in
        let found = try? encoding("prompt \(i % 3)", cache, directory, encoder)
        if found != expected[i % 3] { wrong.withLock { $0 += 1 } }
        if i % 16 == 15 { _ = try? cache.clear() }
      }
      #expect(wrong.withLock { $0 } == 0)
    }
  }

  @Test func pruning() throws {
    try withCache { cache, directory, encoder in
      func fill() throws {
        for (days, prompt) in ["new", "middle", "old"].enumerated() {
          _ = try encoding(prompt, cache, directory, encoder)
          let path = cache.entries().first { $0.origin?.prompt == prompt }!.path
          try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -86400 * (Double(days) + 0.5))], ofItemAtPath: path)
        }
      }
      func prompts() -> [String] { cache.entries().compactMap(\.origin?.prompt) }
      let strangers = ["/mine.txt", "/prompts/mine.safetensors", "/digests/mine", "/prompts/sub/a.safetensors"]
      for stranger in strangers { try AtomicFile.write([1], to: cache.folder + stranger) }
      try fill()
      #expect(prompts() == ["new", "middle", "old"])
      let bytes = cache.entries()[0].bytes
      #expect(try cache.prune(unusedSince: Date(timeIntervalSinceNow: -86400 * 2)).map(\.origin?.prompt) == ["old"])
      try fill()
      #expect(try cache.prune(unusedSince: .distantPast, limit: bytes * 2 + 50).count == 1)
      #expect(prompts() == ["new", "middle"])
      // Used again, a prompt is new again.
      _ = try encoding("middle", cache, directory, encoder)
      #expect(prompts() == ["middle", "new"])
      // What a stopped process left, and what is damaged.
      let folder = FileName.folder(of: cache.entries()[0].path)
      try AtomicFile.write([1], to: folder + "/.x.safetensors.1.part")
      try AtomicFile.write([1], to: cache.entries()[0].path)
      #expect(try cache.prune(unusedSince: .distantPast).count == 1)
      try cache.clear()
      #expect(cache.entries().isEmpty && !FileManager.default.fileExists(atPath: folder))
      for stranger in strangers { #expect(try FileFault.contents(of: cache.folder + stranger) == [1]) }
      for stranger in strangers { try FileManager.default.removeItem(atPath: cache.folder + stranger) }
      try? FileManager.default.removeItem(atPath: cache.folder + "/prompts/sub")
      try cache.clear()
      #expect(!FileManager.default.fileExists(atPath: cache.folder))
    }
  }
}
