import CFuzzer
import Foundation

// libFuzzer has `main` and calls these functions.

private let subjects: [any Subject.Type] = [
  PipelineSubject.self, RecipeSubject.self, MadePictureSubject.self, PNGSubject.self, JPEGSubject.self,
  SafeTensorsSubject.self, PyTorchSubject.self, ConfigurationSubject.self, TokenizerSubject.self, IDXSubject.self,
  PromptCacheSubject.self, TrainingStateSubject.self,
]

/// Set once, before the first input.
nonisolated(unsafe) private var subject: (any Subject)?

/// Takes the subject's name, the first argument, out of the arguments. Without one, lists the subjects with their
/// longest inputs, and ends.
@_cdecl("LLVMFuzzerInitialize")
func initialize(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
) -> Int32 {
  let words = arguments.pointee
  guard count.pointee > 1, let word = words[1].map({ String(cString: $0) }) else {
    for subject in subjects { print(subject.name, subject.longest) }
    exit(0)
  }
  guard let kind = subjects.first(where: { $0.name == word }) else {
    FileHandle.standardError.write(Data("there is no subject '\(word)'\n".utf8))
    exit(64)
  }
  words[1] = words[0]
  arguments.pointee = words + 1
  count.pointee -= 1
  do { subject = try kind.init(in: Scratch()) } catch { fatalError("\(error)") }
  return 0
}

/// Reads one input, with the memory that it may take: 64 times its size and 64 MB.
@_cdecl("LLVMFuzzerTestOneInput")
func take(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  pk_memory_start(64 * count + 64_000_000)
  subject?.read(Array(UnsafeBufferPointer(start: bytes, count: count)))
  _ = pk_memory_stop()
  return 0
}
