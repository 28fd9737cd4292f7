import Basics
import Foundation
import PipelineKit
import Tensors
import TestSupport
import Testing

/// Where pipelines may write, what they may replace, and which files they would write twice.
@Suite struct WriteRulesTests {
  /// Writes its number to a file that names its maker, or as many as it says to numbered ones.
  struct Put: Stage {
    static let value = Input<Double>("value", "a number")
    static let image = OptionalInput<Tensor>("image", "of whose batch each picture gets a file", kind: .image)
    static let to = Input<Path>("to", "where", path: .writes, numberedBy: "image")
    static let declaration = Declaration(
      "put", "Puts.", inputs: [value, image, to], outputs: [], effects: [.writes])
    static func maker(of path: String) -> String? {
      guard let text = try? String(contentsOfFile: path, encoding: .utf8), text.hasPrefix("by ") else { return nil }
      return String(text.dropFirst(3))
    }
    func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
      let count = try inputs[Self.image]?.shape[0] ?? 1
      let name = try context.provenance().first { $0.name == "comment" }!.text.split(separator: " ").last!
      try context.write(inputs[Self.to].numbered(count).map { ($0, Array("by \(name)".utf8)) })
      return Outputs()
    }
  }

  /// A batch of pictures, whose size is known before the run or isn't.
  struct Pictures: Stage {
    static let count = Input<Int>("count", "how many")
    static let isKnown = OptionalInput<Bool>("known", "whether the size is known before")
    static let image = Output<Tensor>("image", "pictures", kind: .image)
    static let declaration = Declaration("pictures", "Pictures.", inputs: [count, isKnown], outputs: [image])
    static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
      let count = inputs.known(isKnown) == false ? nil : inputs.known(count)
      return KnownOutputs(image, shape: count.map { [$0, 1, 1, 1] })
    }
    func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
      Outputs(Self.image, Tensor([try inputs[Self.count], 1, 1, 1], repeating: 0))
    }
  }

  private func pipeline(
    _ stages: String, parameters: String = "{}", given arguments: [(name: String, text: String)] = [],
    _ rules: WriteRules, folder: String = "/"
  ) throws -> Pipeline {
    var registry = try testRegistry()
    try registry.register([Put.self, Pictures.self])
    return try Pipeline(
      text: "{\"pipeline\": \"mine\", \"parameters\": \(parameters), \"stages\": {\n\(stages)\n}}", file: "f.json",
      folder: folder, arguments: arguments, registry: registry, writing: rules)
  }

  /// What is said of a pipeline before it runs; `~` stands for `folder`.
  private func check(
    _ stages: String, parameters: String = "{}", given arguments: [(name: String, text: String)] = [],
    _ rules: WriteRules, in folder: String
  ) throws -> [String] {
    do {
      let pipeline = try self.pipeline(stages, parameters: parameters, given: arguments, rules, folder: folder)
      return pipeline.warnings.map(\.description)
    } catch let fault as PipelineFault {
      return fault.diagnostics.map { $0.description.replacing(folder, with: "~") }
    }
  }

  /// The tests' folder, without links, with `out` in it.
  private func withFolder(_ body: (String, WriteRules) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let folder = try AtomicFile.destination(of: folder)
      try FileManager.default.createDirectory(atPath: folder + "/out", withIntermediateDirectories: true)
      try body(folder, WriteRules(folder: folder + "/out"))
    }
  }

  private func outside(_ name: String, _ end: String, line: Int = 2, column: Int, parameter: String? = nil) -> String {
    "f.json:\(line):\(column): error: stage 's': \(name): can't be written: it leads to \(end), outside of ~/out; "
      + "'--allow-write \(end)' allows that" + (parameter.map { ", and so does '\($0)=\(name)'" } ?? "")
  }

  @Test func pathsOfFilesStayInTheFolder() throws {
    try withFolder { folder, rules throws in
      let manager = FileManager.default
      try manager.createDirectory(atPath: folder + "/out/sub", withIntermediateDirectories: true)
      try manager.createDirectory(atPath: folder + "/outer", withIntermediateDirectories: true)
      try manager.createSymbolicLink(atPath: folder + "/out/link", withDestinationPath: "../outer")
      try manager.createSymbolicLink(atPath: folder + "/out/x.png", withDestinationPath: "../x.png")
      try manager.createSymbolicLink(atPath: folder + "/out/in.png", withDestinationPath: "sub/in.png")
      func put(_ name: String) -> String { #""s": {"stage": "put", "value": 1, "to": "\#(name)"}"# }
      for name in ["a.png", "./a.png", "sub/../a.png", "new/../a.png", "in.png", "\(folder)/out/a.png", "a/b/c.png"] {
        #expect(try check(put(name), rules, in: folder) == [], "\(name)")
      }
      for (name, end) in [
        ("../a.png", ""), ("sub/../../a.png", ""), ("new/../../a.png", ""), ("link/a.png", "/outer"), ("x.png", ""),
        ("link/../a.png", ""), ("../outer/a.png", "/outer"),
      ] {
        #expect(try check(put(name), rules, in: folder) == [outside(name, "~" + end, column: 41)], "\(name)")
        // The folder, one above it, and one beside it.
        for (allowed, isFine) in [("/outer", end == "/outer"), ("", true), ("/sub", false)] {
          let rules = WriteRules(folder: rules.folder, allowed: [folder + "/elsewhere", folder + allowed])
          #expect(try check(put(name), rules, in: folder).isEmpty == isFine, "\(name)")
        }
      }
      #expect(try check(put("/x.png"), rules, in: folder) == [outside("/x.png", "/", column: 41)])
      try manager.createSymbolicLink(atPath: folder + "/out/loop", withDestinationPath: "loop")
      #expect(
        try check(put("loop"), rules, in: folder) == [
          "f.json:2:41: error: stage 's': loop: can't be written: it leads nowhere: its symbolic links go in circles"
        ])
    }
  }

  /// Names that come through parameters, lists, loops and carried values.
  @Test func namesTravel() throws {
    try withFolder { folder, rules throws in
      let put = #""s": {"stage": "put", "value": 1, "to": "$p"}"#
      let parameter = #"{"p": "../x"}"#
      #expect(
        try check(put, parameters: parameter, rules, in: folder) == [outside("../x", "~", column: 41, parameter: "p")])
      for given in ["../x", "/tmp/x", "../../y"] {
        #expect(try check(put, parameters: parameter, given: [("p", given)], rules, in: folder) == [])
      }
      let loop = """
        "l": {"stage": "loop", "each": {"n": "$p"}, "body": {
        "s": {"stage": "put", "value": 1, "to": "@n"}}}
        """
      let list = #"{"p": ["a", "../x", "../outer/y"]}"#
      #expect(
        try check(loop, parameters: list, rules, in: folder) == [
          outside("../x", "~", line: 1, column: 48),
          outside("../outer/y", "~/outer", line: 1, column: 56),
        ])
      for given in ["../x,/tmp/y", #"["../x", "/tmp/y"]"#] {
        #expect(try check(loop, parameters: list, given: [("p", given)], rules, in: folder) == [])
      }
      // Only what the user gave is the user's.
      let mixed = loop.replacing("\"$p\"", with: "[\"$p\", \"../z\"]")
      #expect(
        try check(mixed, parameters: parameter, given: [("p", "../x")], rules, in: folder) == [
          outside("../z", "~", line: 2, column: 45)
        ])
      let nested = """
        "k": {"stage": "loop", "each": {"row": [["a", "b"], ["../x", "c"]]}, "body": {
        "l": {"stage": "loop", "each": {"n": "@row"}, "body": {"s": {"stage": "put", "value": 1, "to": "@n"}}}}}
        """
      #expect(try check(nested, rules, in: folder) == [outside("../x", "~", line: 3, column: 96)])
      let carried = """
        "l": {"stage": "loop", "each": {"i": [1, 2]}, "carry": {"n": "a"}, "next": {"n": "../x"}, "body": {
        "s": {"stage": "put", "value": "@i", "to": "@n"}}},
        "t": {"stage": "put", "value": 1, "to": "@l.n"}
        """
      #expect(try check(carried, rules, in: folder).contains(outside("../x", "~", line: 3, column: 44)))
    }
  }

  @Test func partsHaveNoMoreRightsThanFiles() throws {
    try withFolder { folder, rules throws in
      let part =
        #"{"parameters": {"to": "../x", "n": 1.0}, "stages": {"s": {"stage": "put", "value": "$n", "to": "$to"}}}"#
      try AtomicFile.write(Array(part.utf8), to: folder + "/part.json")
      func check(_ arguments: String, _ given: [(name: String, text: String)] = []) throws -> [String] {
        try self.check(
          "\"a\": {\"stage\": \"./part.json\"\(arguments)}", parameters: #"{"p": "../y"}"#, given: given, rules,
          in: folder
        ).map { $0.split(separator: "error: ").last.map(String.init) ?? "" }
      }
      let refused = "can't be written: it leads to ~, outside of ~/out; '--allow-write ~' allows that"
      #expect(try check("") == ["stage 'a/s': ../x: \(refused)"])
      #expect(try check(#", "to": "../z""#) == ["stage 'a/s': ../z: \(refused)"])
      #expect(try check(#", "to": "$p""#) == ["stage 'a/s': ../y: \(refused), and so does 'p=../y'"])
      #expect(try check(#", "to": "$p""#, [("p", "../y")]) == [])
      #expect(try check("", [("p", "../y")]) == ["stage 'a/s': ../x: \(refused)"])
    }
  }

  /// What was fine when the file was checked may lead elsewhere by the time that it is written.
  @Test func linksMadeSince() throws {
    try withFolder { folder, rules throws in
      let manager = FileManager.default
      for (name, link, target) in [("a.txt", "a.txt", "../a.txt"), ("sub/a.txt", "sub", "..")] {
        let pipeline = try self.pipeline(#""s": {"stage": "put", "value": 1, "to": "\#(name)"}"#, rules)
        try manager.createSymbolicLink(atPath: folder + "/out/" + link, withDestinationPath: target)
        let fault = #expect(throws: RunFault.self) { try pipeline.run() }
        #expect(
          fault?.description == "f.json:2:1: error: stage 's': \(name): can't be written: it leads to \(folder), "
            + "outside of \(folder)/out; '--allow-write \(folder)' allows that")
        #expect(fault?.cause == .cannotWrite && !manager.fileExists(atPath: folder + "/a.txt"))
      }
    }
  }

  @Test func onlyOnesOwnFilesAreReplaced() throws {
    try withFolder { folder, rules throws in
      let put = #""s": {"stage": "put", "value": 1, "to": "$to"}"#
      let parameters = #"{"to": "a.txt"}"#
      let path = folder + "/out/a.txt"
      func fault(_ text: String, given arguments: [(name: String, text: String)] = [], _ rules: WriteRules) throws
        -> String
      {
        try AtomicFile.write(Array(text.utf8), to: path)
        do {
          try self.pipeline(put, parameters: parameters, given: arguments, rules).run()
          #expect(try FileFault.contents(of: path) == Array("by mine".utf8))
          return ""
        } catch let fault as PipelineFault {
          #expect(try FileFault.contents(of: path) == Array(text.utf8))
          return fault.description
        }
      }
      let place = "f.json:2:41: error: stage 's': a.txt: can't be written: the existing file "
      let hint = "; --overwrite replaces it, and so does 'to=a.txt'"
      #expect(try fault("by mine", rules) == "")
      #expect(try fault("a photograph", rules) == place + "was not made by pipeline 'mine'" + hint)
      #expect(try fault("", rules) == place + "was not made by pipeline 'mine'" + hint)
      #expect(try fault("by other", rules) == place + "was made by pipeline 'other', not by 'mine'" + hint)
      #expect(try fault("a photograph", given: [("to", "a.txt")], rules) == "")
      #expect(try fault("a photograph", WriteRules(folder: rules.folder, overwrites: true)) == "")
      // A file that came since the check.
      try FileManager.default.removeItem(atPath: path)
      let pipeline = try self.pipeline(put, parameters: parameters, rules)
      try AtomicFile.write(Array("new".utf8), to: path)
      let late = #expect(throws: RunFault.self) { try pipeline.run() }
      #expect(late?.description.hasSuffix("was not made by pipeline 'mine'" + hint) == true)
      #expect(try FileFault.contents(of: path) == Array("new".utf8))
    }
  }

  /// Who names a picture to be read has not asked for it to be replaced.
  @Test func namesOfWhatIsReadAreNotGivenForWriting() throws {
    try withFolder { folder, rules throws in
      let stages = """
        "o": {"stage": "open", "from": "$p"}, "s": {"stage": "put", "value": 1, "to": "$p"},
        "t": {"stage": "put", "value": 1, "to": "@o"}
        """
      try AtomicFile.write(Array("mine".utf8), to: folder + "/photo")
      let given = [(name: "p", text: folder + "/photo")]
      let parameters = #"{"p": "x"}"#
      let said = try check(stages, parameters: parameters, given: given, rules, in: folder)
      #expect(said.count == 1 && said[0].hasSuffix("was not made by pipeline 'mine'; --overwrite replaces it"))
      let written = #"{"p": "\#(folder)/out/photo"}"#
      try AtomicFile.write(Array("mine".utf8), to: folder + "/out/photo")
      #expect(
        try check(stages, parameters: written, rules, in: folder).map { $0.hasSuffix("--overwrite replaces it") } == [
          true
        ])
      let overwriting = WriteRules(folder: rules.folder, overwrites: true)
      let other = try check(stages, parameters: parameters, given: given, overwriting, in: folder)
      #expect(!other.contains { $0.contains("error") })
    }
  }

  /// A batch's names are the program's, whoever gave the one that they are made of.
  @Test func numberedNamesAreNotGiven() throws {
    try withFolder { folder, rules throws in
      for isKnown in [true, false] {
        let stages = """
          "p": {"stage": "pictures", "count": 3, "known": \(isKnown)},
          "s": {"stage": "put", "value": 1, "image": "@p", "to": "$to"}
          """
        try AtomicFile.write(Array("mine".utf8), to: folder + "/out/a-1.txt")
        var found: (any Fault)?
        do {
          try pipeline(stages, parameters: #"{"to": "b.txt"}"#, given: [("to", "a.txt")], rules).run()
        } catch { found = error as? any Fault }
        let fault = try #require(found)
        #expect(
          fault.description.hasSuffix(
            "stage 's': a-1.txt: can't be written: the existing file was not made by pipeline 'mine'; --overwrite replaces it"
          ))
        #expect((fault is PipelineFault) == isKnown)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/out") == ["a-1.txt"])
      }
    }
  }

  @Test func noFileTwice() throws {
    try withFolder { folder, rules throws in
      try FileManager.default.createDirectory(atPath: folder + "/out/d", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(atPath: folder + "/out/link", withDestinationPath: "d")
      func check(_ names: String..., batches: [String] = []) throws -> [String] {
        let puts = names.enumerated().map { index, name in
          let image = index < batches.count ? "\"image\": \"@p\(index)\", " : ""
          return "\"s\(index)\": {\"stage\": \"put\", \"value\": 1, \(image)\"to\": \"\(name)\"}"
        }
        let pictures = batches.enumerated().map { "\"p\($0)\": {\"stage\": \"pictures\", \($1)}" }
        return try self.check((puts + pictures).joined(separator: ",\n"), rules, in: folder).map {
          $0.split(separator: "error: ").last.map(String.init) ?? ""
        }
      }
      for name in ["a.txt", "./a.txt", "d/../a.txt", "new/../a.txt", "\(folder)/out/a.txt"] {
        #expect(
          try check("a.txt", name) == ["stage 's0' writes '\(name.replacing(folder, with: "~"))' already"], "\(name)")
      }
      #expect(try check("d/a.txt", "link/a.txt") == ["stage 's0' writes 'link/a.txt' already"])
      for other in ["A.txt", "a.tx", "b/a.txt", "d/a.txt", "a-0.txt"] { #expect(try check("a.txt", other) == []) }
      // One ü, and u with a combining mark.
      #expect(try check("\u{fc}", "u\u{308}") == [])

      let (two, many, one) = (#""count": 2"#, #""count": 12"#, #""count": 1"#)
      let unknown = #""count": 2, "known": false"#
      #expect(try check("a.txt", "a-0.txt", batches: [two]) == ["stage 's0' writes 'a-0.txt' already"])
      #expect(try check("a.txt", "a-1.txt", batches: [two]) == ["stage 's0' writes 'a-1.txt' already"])
      #expect(try check("a.txt", "a-2.txt", batches: [two]) == [])
      #expect(try check("a.txt", "a.txt", batches: [two]) == [])
      #expect(try check("a.txt", "a-0.txt", batches: [one]) == [])
      #expect(try check("a.txt", "a-0.txt", batches: [many]) == [])
      #expect(try check("a.txt", "a-07.txt", batches: [many]) == ["stage 's0' writes 'a-07.txt' already"])
      #expect(try check("a-0.txt", "a.txt", batches: [one, two]) == ["stage 's0' writes 'a-0.txt' already"])
      #expect(try check("d/a.txt", "link/a-1.txt", batches: [two]) == ["stage 's0' writes 'link/a-1.txt' already"])
      let maybe = "'a-0.txt' may be written twice: stage 's0' numbers a batch that it writes to 'a.txt'"
      #expect(try check("a.txt", "a-0.txt", batches: [unknown]) == [maybe])
      #expect(
        try check("a-0.txt", "a.txt", batches: [one, unknown]) == [maybe.replacing("stage 's0'", with: "stage 's1'")])
      #expect(try check("a.txt", "a-x.txt", batches: [unknown]) == [])
      #expect(try check("a.txt", "b-0.txt", batches: [unknown]) == [])
      #expect(try check("a.txt", "a-0.text", batches: [unknown]) == [])
    }
  }

  @Test func noFileTwiceInLoops() throws {
    try withFolder { folder, rules throws in
      func loop(_ each: String, to: String) -> String {
        "\"l\": {\"stage\": \"loop\", \"each\": {\(each)}, \"body\": {\n\"s\": {\"stage\": \"put\", \"value\": \"@i\", \"to\": \"\(to)\"}}}"
      }
      #expect(
        try check(loop(#""i": [1, 2], "n": ["a", "a"]"#, to: "@n"), rules, in: folder) == [
          "f.json:3:44: error: stage 's' writes 'a' already"
        ])
      #expect(try check(loop(#""i": [1, 2], "n": ["a", "b"]"#, to: "@n"), rules, in: folder) == [])
      #expect(
        try check(
          loop(#""i": [1, 2]"#, to: "a") + #", "t": {"stage": "put", "value": 1, "to": "a"}"#, rules, in: folder)
          == ["f.json:3:92: error: stage 's' writes 'a' already"])
      // Names of an inner loop come again with every iteration of the outer one.
      let nested = """
        "k": {"stage": "loop", "each": {"v": [1, 2]}, "body": {
        "l": {"stage": "loop", "each": {"n": ["a", "b"]}, "body": {
        "s": {"stage": "put", "value": "@v", "to": "@n"}}}}}
        """
      #expect(
        try check(nested, rules, in: folder) == [
          "f.json:4:44: error: 's' writes 'a' in every iteration of loop 'k', so only the last version remains"
        ])
      #expect(try check(nested.replacing("[1, 2]", with: "[1]"), rules, in: folder) == [])
      // A name that stands at the stage is written anew, as a warning says; one that a loop makes twice is not.
      let anew = try self.pipeline(loop(#""i": [1, 2]"#, to: "a"), rules)
      #expect(anew.warnings.count == 1)
      #expect(try trace(anew).trace.written == Array(repeating: folder + "/out/a", count: 2))
      let carried = """
        "l": {"stage": "loop", "each": {"i": [1, 2, 3]}, "carry": {"n": "b", "m": "c"}, "next": {"n": "@m", "m": "@m"},
        "body": {"s": {"stage": "put", "value": "@i", "to": "@n"}}}
        """
      let fault = #expect(throws: RunFault.self) { try pipeline(carried, rules).run() }
      #expect(fault?.description == "f.json:3:10: error: stage 's': stage 's' writes 'c' already")
    }
  }

  @Test func whatIsReadAndWritten() throws {
    try withFolder { folder, rules throws in
      try AtomicFile.write(
        Array(#"{"stages": {"s": {"stage": "put", "value": 1, "to": "part.txt"}}}"#.utf8), to: folder + "/part.json")
      let pipeline = try self.pipeline(
        """
        "o": {"stage": "open", "from": "in.png"}, "again": {"stage": "open", "from": "in.png", "how": "quickly"},
        "part": {"stage": "./part.json"},
        "p": {"stage": "pictures", "count": 12}, "b": {"stage": "put", "value": 1, "image": "@p", "to": "b.txt"},
        "l": {"stage": "loop", "each": {"n": ["x", "y"]}, "body": {"s": {"stage": "put", "value": 1, "to": "@n"}}},
        "c": {"stage": "put", "value": 1, "to": "@o"}
        """, rules, folder: folder)
      #expect(pipeline.reads == ["\(folder)/part.json", "\(folder)/in.png"])
      #expect(
        pipeline.writes.map { $0.replacing(folder, with: "~") } == [
          "~/out/part.txt", "~/out/b-00.txt … ~/out/b-11.txt", "~/out/x", "~/out/y", "what the run names for stage 'c'",
        ])
    }
  }

  @Test(arguments: [
    ("a/wave.png", 1, ["a/wave.png"]), ("wave.png", 2, ["wave-0.png", "wave-1.png"]), ("a.b/wave", 1, ["a.b/wave"]),
    ("a.b/wave", 2, ["a.b/wave-0", "a.b/wave-1"]), (".png", 2, [".png-0", ".png-1"]),
    ("a.b.c", 2, ["a.b-0.c", "a.b-1.c"]), ("e\u{301}.png", 2, ["e\u{301}-0.png", "e\u{301}-1.png"]), ("a.png", 0, []),
  ]) func numbers(_ name: String, _ count: Int, _ expected: [String]) {
    #expect(Path(name).numbered(count).map { Array($0.text.utf8) } == expected.map { Array($0.utf8) })
  }

  /// So many digits that the names sort as the pictures stand in the batch.
  @Test(arguments: [(10, 1), (11, 2), (100, 2), (101, 3), (1000, 3), (1001, 4)])
  func numbersSort(_ count: Int, _ digits: Int) {
    let names = Path("o.png").numbered(count).map(\.text)
    #expect(names == names.sorted() && names.count == count)
    #expect(names.allSatisfy { $0.utf8.count == "o-.png".utf8.count + digits })
  }
}
