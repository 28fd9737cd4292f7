import Basics
import Foundation
import Images
import PipelineTraining
import Tensors
import TestSupport
import Testing

/// A damaged state is told, whatever is damaged.
@Suite struct SavedStateTests {
  /// A folder with the digits, the recipe and the state of an earlier version, which has no checksum.
  static func inFolder(_ body: (_ folder: String, _ recipe: DigitRecipe, _ state: String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let state = folder + "/run/state.safetensors"
      try DigitFiles.writeEarlier(recipe: folder + "/recipe.json", state: state)
      try DigitFiles.write(20, to: folder)
      try body(folder, DigitRecipe(path: folder + "/recipe.json"), state)
    }
  }

  /// A byte anywhere in a state that has a checksum.
  @Test func aByteChanged() throws {
    try Self.inFolder { folder, recipe, state in
      _ = ResumeTests.resume(recipe, folder, limit: 2)
      let whole = try FileFault.contents(of: state)
      #expect(ResumeTests.resume(recipe, folder, limit: 2) == [])
      let generator = Generator(seed: 7)
      let header = (0..<8).reduce(0) { $0 | Int(whole[$1]) << (8 * $1) }
      for trial in 0..<60 {
        var bytes = whole
        // Half of them in the header.
        let place =
          trial % 2 == 0
          ? 8 + generator.integer(below: header) : 8 + header + generator.integer(below: whole.count - header - 8)
        bytes[place] ^= UInt8(1 << generator.integer(below: 7))
        try AtomicFile.write(bytes, to: state)
        let told = ResumeTests.resume(recipe, folder, limit: 2)
        #expect(told.count == 1 && told[0].hasPrefix("run/state.safetensors: "), "byte \(place): \(told)")
      }
      for length in [0, 7, 100, header, whole.count - 1] {
        try AtomicFile.write(whole.prefix(length), to: state)
        #expect(ResumeTests.resume(recipe, folder, limit: 2).first?.hasPrefix("run/state.safetensors: ") == true)
      }
      // A weight.
      var bytes = whole
      bytes[whole.count - 2] ^= 1
      try AtomicFile.write(bytes, to: state)
      #expect(
        ResumeTests.resume(recipe, folder) == [
          "run/state.safetensors: damaged: its checksum differs; start the run again in another folder with --out"
        ])
    }
  }

  /// A state says its version; one that this program doesn't know is refused.
  @Test func versions() throws {
    try Self.inFolder { folder, recipe, state in
      _ = ResumeTests.resume(recipe, folder, limit: 2)
      let file = try SafeTensors(path: state)
      #expect(file.metadata["version"] == "3")
      for version in ["4", "1", "-1", "x"] {
        try SafeTensors.write(
          file.names.map { ($0, try file.tensor($0)) }, to: state,
          metadata: file.metadata.merging(["version": version]) { $1 })
        #expect(
          ResumeTests.resume(recipe, folder) == [
            "run/state.safetensors: is a state of version \(version), but this program knows versions up to 3; resume the run with the program that began it"
          ])
      }
    }
  }

  /// Two tensors whose names look alike, of which the run has neither.
  @Test func namesThatLookAlike() throws {
    try Self.inFolder { folder, recipe, state in
      let file = try SafeTensors(path: state)
      let more = ["\u{E9}", "e\u{301}"].map { (name: $0, tensor: Tensor([1], [1])) }
      try SafeTensors.write(
        file.names.map { ($0, try file.tensor($0)) } + more, to: state, metadata: file.metadata)
      #expect(ResumeTests.resume(recipe, folder, limit: 3).allSatisfy { $0.hasPrefix("warning: ") })
    }
  }

  /// Numbers out of range in a state that has no checksum.
  @Test func rangesWithoutAChecksum() throws {
    try Self.inFolder { folder, recipe, state in
      let file = try SafeTensors(path: state)
      let tensors = try file.names.map { (name: $0, tensor: try file.tensor($0)) }
      func told(_ notes: [String: String?] = [:], _ change: (String, Tensor)? = nil) throws -> String {
        let metadata = file.metadata.merging(notes.mapValues { $0 ?? "" }) { $1 }.filter { notes[$0.key] != .some(nil) }
        var changed = tensors.filter { $0.name != change?.0 }
        if let change { changed.append((change.0, change.1)) }
        try SafeTensors.write(changed, to: state, metadata: metadata)
        let told = ResumeTests.resume(recipe, folder, limit: 3)
        let (start, end) = ("run/state.safetensors: damaged: ", "; start the run again in another folder with --out")
        guard told.count == 1, told[0].hasPrefix(start), told[0].hasSuffix(end) else { return "\(told)" }
        return String(told[0].dropFirst(start.count).dropLast(end.count))
      }
      let generator = file.metadata["generator"]!
      for step in ["-1", "9223372036854775808", "2.5", "", "x"] {
        #expect(try told(["step": step]) == "'step' should be a number from 0 to 6, found '\(step)'")
      }
      #expect(try told(["step": nil]) == "'step' should be a number from 0 to 6, found nothing")
      #expect(
        try told(["step": "9223372036854775807"]).contains(
          "it has done 9223372036854775807 steps, more than the 6 of this one"))
      let since = "'since' should be a sum of losses and how many, found "
      let (nan, infinite, huge) = (Double.nan.bitPattern, Double.infinity.bitPattern, (1e300).bitPattern)
      for text in [
        "", "1", "0 3", "0 9223372036854775807", "0 -1", "\(nan) 2", "\(infinite) 2", "\(huge) 2", "1 2 3",
        "18446744073709551616 1",
      ] {
        #expect(try told(["since": text]) == since + "'\(text)'")
      }
      for key in ["generator", "epoch"] {
        let words = generator.split(separator: " ")
        let beyond = words.prefix(626).joined(separator: " ") + " 271"
        let spare = words.prefix(627).joined(separator: " ") + " \(String(nan, radix: 16))"
        for text in [
          "", "torch", "torch 3", "torch 3 1 2", beyond, spare, "philox 0 1 2 3 4 5 6", "numpy 0 1", generator + " 1 1",
        ] {
          #expect(try told([key: text]) == "'\(key)' is not a generator's state", "\(text.suffix(40))")
        }
      }
      func history(_ rows: [Float]...) throws -> String {
        try told([:], ("history", Tensor([rows.count, 3], rows.flatMap { $0 })))
      }
      for wrong: [Float] in [
        [0, 1, 0.1], [-1, 1, 0.1], [3, 1, 0.1], [1e30, 1, 0.1], [2, 1, 2], [2, 1, -1],
      ] {
        #expect(
          try history([1, 1, 0.1], wrong).hasPrefix(
            "row 2 of 'history' should be a step up to 2, a loss and a rate, found "))
      }
      for odd in [Float.nan, .infinity, -.infinity] {
        for at in 0..<3 {
          var row: [Float] = [1, 1, 0.1]
          row[at] = odd
          #expect(try history(row) == "'history' should be rows of 3 finite numbers, found 1×3")
        }
      }
      #expect(
        try told([:], ("history", Tensor([2, 2], repeating: 1)))
          == "'history' should be rows of 3 finite numbers, found 2×2")
      let weight = "last.bias"
      #expect(
        try told([:], ("weight." + weight, Tensor([2], repeating: 1))) == "'weight.last.bias' should be 1, found 2")
      for part in ["weight", "first", "second", "average"] {
        #expect(
          try told([:], ("\(part).\(weight)", Tensor([1], repeating: .nan)))
            == "'\(part).last.bias' holds numbers that are not finite")
      }
      #expect(
        try told([:], ("second." + weight, Tensor([1], repeating: -1)))
          == "'second.last.bias' should have no number below 0")
      #expect(try told(["run.plan": "TrainingPlan(epochs: 2)"]) == "it does not say which run it belongs to")
      #expect(try told(["run.objective": "fly"]) == "it does not say which run it belongs to")
      #expect(
        try told(["run.objective": "estimate in 99999999999999999999, without class 0.1"])
          == "it does not say which run it belongs to")
      // Losses that are odd and finite are plotted.
      for losses: [Float] in [[3e38], [.leastNonzeroMagnitude], [0], [-1], [3e38, .leastNonzeroMagnitude], [1, 1]] {
        #expect(
          try told([:], ("history", Tensor([losses.count, 3], losses.flatMap { [1, $0, 0.001] }))).contains(
            "an earlier version wrote it"), "\(losses)")
      }
    }
  }
}
