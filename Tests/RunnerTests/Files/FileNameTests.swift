import Basics
import Foundation
import Images
import Tensors
import TestSupport
import Testing

/// Files whose names are not what a terminal, or Swift, would like.
@Suite struct FileNameTests {
  private func inFolder(_ pipeline: String, _ body: (Program, String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(pipeline.utf8), to: folder + "/p.json")
      try body(Program(folder: folder), folder)
    }
  }

  private func picture(_ path: String, _ value: Float) throws {
    try ImageFile.write(Tensor([1, 1, 2, 2], repeating: value), to: path)
  }

  private static let copy = #"""
    {"parameters": {"i": "i.png", "o": "o.png"}, "stages": {
      "r": {"stage": "read-image", "from": "$i"}, "w": {"stage": "write-image", "image": "@r", "to": "$o"}}}
    """#

  /// A picture, an output and a folder of names in Latin-1.
  @Test func bytesThatAreNotUTF8() throws {
    try inFolder(Self.copy) { program, folder in
      let name = FileName.text([0x6C, 0xE9])
      try picture("\(folder)/\(name).png", -1)
      let result = try program.shell(#""$0" p.json i="$(printf 'l\351.png')" o="$(printf 'd\377/\350.png')""#)
      #expect(result.output == "wrote d\\xFF/\\xE8.png\n" && result.exit == 0)
      let written = folder + "/" + FileName.text([0x64, 0xFF, 0x2F, 0xE8, 0x2E, 0x70, 0x6E, 0x67])
      #expect(try ImageFile.read(written).values.allSatisfy { $0 == -1 })
      let texts = try ImageFile.texts(written)
      #expect(texts.contains { $0.name == "parameters" && $0.text == #"{"i": "l\\xE9.png", "o": "d\\xFF/\\xE8.png"}"# })

      let json = try program.shell(#""$0" p.json --json i="$(printf 'l\351.png')" --out "$(printf 'o\351')""#)
      #expect(json.output.contains(#"{"event":"wrote","path":"o\\xE9/o.png","time":""#) && json.exit == 0)
      #expect(FileSystem.exists(folder + "/" + FileName.text([0x6F, 0xE9]) + "/o.png"))

      let missing = try program.shell(#""$0" check p.json i="$(printf 'x\351.png')""#)
      #expect(missing.errors == "error: parameter 'i': stage 'r': x\\xE9.png: no such file\n" && missing.exit == 66)
    }
  }

  /// The pipeline itself, its folder, and a part beside it.
  @Test func pipelinesOfSuchNames() throws {
    try inFolder(Self.copy) { program, folder in
      let inner = folder + "/" + FileName.text([0xE9])
      try AtomicFile.write(
        Array(#"{"stages": {"c": {"stage": "./part.json"}, "x": {"stage": "flop"}}}"#.utf8), to: inner + "/q.json")
      try AtomicFile.write(Array(Self.copy.utf8), to: inner + "/part.json")
      let result = try program.shell(#""$0" check "$(printf '\351/q.json')""#)
      #expect(
        result.errors == """
          \\xE9/q.json:1:59: error: there is no stage 'flop'; did you mean 'flip'?
          \\xE9/part.json:2:40: error: stage 'r': i.png: no such file

          """)
    }
  }

  /// As text, which a network reads, such bytes mean nothing.
  @Test func noTextOfSuchBytes() throws {
    try inFolder(#"{"parameters": {"t": "a"}, "stages": {"x": {"stage": "read-tensor", "from": "f", "name": "$t"}}}"#) {
      program, _ in
      let result = try program.shell(#""$0" check p.json t="$(printf 'caf\351')""#)
      #expect(result.errors.contains("'name' takes text, found bytes that are not UTF-8: 'caf\\xE9'\n"))
      #expect(result.exit == 64)
    }
  }

  /// ü as one character and as two: two pictures, two files.
  @Test func twins() throws {
    try inFolder(
      #"""
      {"stages": {"a": {"stage": "read-image", "from": "ü.png"}, "b": {"stage": "read-image", "from": "ü.png"},
        "w": {"stage": "write-tensor", "tensors": {"a": "@a", "b": "@b"}, "to": "o.safetensors"},
        "x": {"stage": "write-image", "image": "@a", "to": "o/ü.png"}}}
      """#.replacing(
        #""b": {"stage": "read-image", "from": "ü.png"}"#,
        with: "\"b\": {\"stage\": \"read-image\", \"from\": \"u\u{308}.png\"}")
    ) { program, folder in
      try picture(folder + "/\u{FC}.png", -1)
      try picture(folder + "/u\u{308}.png", 1)
      let result = try program("p.json")
      #expect(result.exit == 0)
      let tensors = try SafeTensors(path: folder + "/o.safetensors")
      #expect(try tensors.tensor("a").values.allSatisfy { $0 == -1 })
      #expect(try tensors.tensor("b").values.allSatisfy { $0 == 1 })
      #expect(try FileSystem.names(in: folder + "/o").map(FileName.bytes) == [Array("\u{FC}.png".utf8)])
    }
  }

  /// Control characters of a file's are shown, and a name with a line end makes no line.
  @Test func controlCharacters() throws {
    let text =
      #"{"stages": {"x": {"stage": "read-image", "from": "a\u001b]0;pwn\u0007\u001b[2J.png"}, "w": {"stage": "nope\nwrote x\u202e"}}}"#
    try inFolder(text) { program, _ in
      let result = try program("check", "p.json")
      let lines = result.errors.split(separator: "\n").map(String.init)
      #expect(lines.count == 2 && result.output.isEmpty)
      #expect(lines.first == #"p.json:1:50: error: stage 'x': a\u{1b}]0;pwn\u{7}\u{1b}[2J.png: no such file"#)
      #expect(lines.last?.hasPrefix(#"p.json:1:102: error: there is no stage 'nope\u{a}wrote x\u{202e}'"#) == true)
    }
  }

  @Test func controlCharactersOfTheCommandLine() throws {
    try inFolder(Self.copy) { program, folder in
      try picture(folder + "/i.png", 0)
      let name = "o\u{1B}[31m\nwrote x\u{9B}\u{202E}.png"
      let shown = #"o\u{1b}[31m\u{a}wrote x\u{9b}\u{202e}.png"#
      #expect(try program("p.json", "o=" + name).output == "wrote \(shown)\n")
      let json = try program("p.json", "--json", "o=" + name).output
      #expect(json.contains(#""path":"o\u001b[31m\nwrote x\u009b\u202e.png""#))
      #expect(
        try program("check", "x\u{1B}[2J\nerror: y").errors
          == "error: there is no command, installed pipeline or file 'x\\u{1b}[2J\\u{a}error: y'; 'runner --help' lists the commands, 'runner pipelines' the installed pipelines\n"
      )
      let option = try program("p.json", "--x\u{1B}[2J\nerror: y").errors
      #expect(option.hasPrefix("error: Unknown option '--x\\u{1b}[2J\\u{a}error: y'\n"))
    }
  }

  /// A file that is written over keeps its mode, and a link stays one.
  @Test func linksAndModes() throws {
    try inFolder(Self.copy) { program, folder in
      try picture(folder + "/i.png", 0)
      try AtomicFile.write([], to: folder + "/t.png")
      try #require(chmod(folder + "/t.png", 0o600) == 0 && symlink("t.png", folder + "/o.png") == 0)
      #expect(try program("p.json", "--overwrite").output == "wrote o.png\n")
      #expect(FileSystem.linkTarget(folder + "/o.png") == "t.png")
      #expect(try FileFault.contents(of: folder + "/t.png").count > 50)
      #expect(try FileManager.default.attributesOfItem(atPath: folder + "/t.png")[.posixPermissions] as? Int == 0o600)
    }
  }
}
