import Basics
import Foundation
import Tensors
import TestSupport
import Testing

/// Files that come through pipes: each can be read once, and is.
@Suite struct PipeTests {
  /// Reads `picture` twice, once to check and once to run, and once more in another stage; writes what it saw.
  private static let pipeline = #"""
    {"parameters": {"i": "i.png"}, "stages": {
      "a": {"stage": "read-image", "from": "$i"}, "b": {"stage": "read-image", "from": "$i", "colour": "gray"},
      "w": {"stage": "write-tensor", "tensors": {"a": "@a", "b": "@b"}, "to": "o.safetensors"}}}
    """#

  private func inFolder(_ body: (Program, String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(Self.pipeline.utf8), to: folder + "/p.json")
      try FileManager.default.copyItem(atPath: Fixtures.path("pictures/rgb-8.png"), toPath: folder + "/i.png")
      try body(Program(folder: folder), folder)
    }
  }

  /// The tensors that a run of the pipeline left.
  private func written(_ folder: String) throws -> [Tensor] {
    let file = try SafeTensors(path: folder + "/o.safetensors")
    return try [file.tensor("a"), file.tensor("b")]
  }

  /// What the pipeline writes when nothing comes through a pipe.
  private func expected(_ folder: String) throws -> [Tensor] {
    let result = try Program(folder: folder)("p.json")
    try #require(result.exit == 0)
    defer { try? FileSystem.remove(folder + "/o.safetensors") }
    return try written(folder)
  }

  @Test(arguments: [
    #"cat p.json | "$0" /dev/stdin"#, #"cat p.json | "$0" /dev/fd/3 3<&0"#, #"cat p.json | "$0" /proc/self/fd/0"#,
    #""$0" /dev/stdin < p.json"#, #"mkfifo f; cat p.json > f & "$0" f"#,
    #"cat i.png | "$0" p.json i=/dev/stdin"#, #"mkfifo f; cat i.png > f & "$0" p.json i=f"#,
    #"mkfifo f g; cat p.json > f & cat i.png > g & "$0" f i=g"#,
  ]) func runs(_ script: String) throws {
    try inFolder { program, folder in
      let expected = try expected(folder)
      let result = try program.shell(script)
      #expect(result.exit == 0 && result.errors.hasPrefix("done in"))
      #expect(result.output == "wrote o.safetensors\n")
      #expect(try written(folder) == expected)
    }
  }

  @Test func checks() throws {
    try inFolder { program, folder in
      for (script, says) in [
        (#"cat p.json | "$0" check /dev/stdin"#, "/dev/stdin: fine\nreads i.png\nwrites o.safetensors\n"),
        (#"mkfifo f; cat p.json > f & "$0" check f"#, "f: fine\nreads i.png\nwrites o.safetensors\n"),
      ] {
        let result = try program.shell(script)
        #expect(result.output == says && result.errors.isEmpty && result.exit == 0)
      }
    }
  }

  /// Recipes are looked at twice, too: for what they are, and for what they say.
  @Test func recipes() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(
        Array(#"{"recipe": "x", "network": {}, "objective": {}, "data": {}, "run": {}}"#.utf8), to: folder + "/r.json")
      let program = Program(folder: folder)
      let plain = try program("train", "r.json")
      let piped = try program.shell(#"cat r.json | "$0" train /dev/stdin"#)
      #expect(plain.exit == 65 && piped.exit == 65 && plain.errors.contains("r.json:1:"))
      #expect(piped.errors == plain.errors.replacing("r.json:", with: "/dev/stdin:"))
    }
  }

  /// A part, a mask and a tensor file, each through a pipe of its own.
  @Test func everyFile() throws {
    try inFolder { program, folder in
      let files = [
        "main.json": #"""
        {"stages": {"p": {"stage": "./part"}, "m": {"stage": "read-mask", "from": "mask"},
          "t": {"stage": "read-tensor", "from": "tensors", "name": "b"},
          "w": {"stage": "write-tensor", "tensors": {"p": "@p", "m": "@m", "t": "@t"}, "to": "all.safetensors"}}}
        """#,
        "part.json": #"{"outputs": {"o": "@a"}, "stages": {"a": {"stage": "read-image", "from": "i.png"}}}"#,
      ]
      for (name, text) in files { try AtomicFile.write(Array(text.utf8), to: folder + "/" + name) }
      try #require(try program("p.json").exit == 0)
      let result = try program.shell(
        #"mkfifo part mask tensors; cat part.json > part & cat i.png > mask & cat o.safetensors > tensors & "$0" main.json"#
      )
      #expect(result.errors.hasPrefix("done in") && result.exit == 0)
      let (all, one) = try (
        SafeTensors(path: folder + "/all.safetensors"), SafeTensors(path: folder + "/o.safetensors")
      )
      #expect(try all.tensor("p") == one.tensor("a") && all.tensor("t") == one.tensor("b"))
    }
  }

  @Test(arguments: [
    (#""$0" check /dev/null"#, "error: /dev/null: can't be read: it is a device, not a file\n"),
    (#""$0" /dev/zero"#, "error: /dev/zero: can't be read: it is a device, not a file\n"),
    (#": | "$0" /dev/stdin"#, "/dev/stdin:1:1: error: the file is empty\n"),
    (
      #""$0" p.json i=/dev/zero"#,
      // Once, though two stages read it.
      "error: parameter 'i': stage 'a': /dev/zero: can't be read: it is a device, not a file\n"
    ),
    (
      #"mkfifo o.png; "$0" w.json"#,
      "w.json:2:54: error: stage 'w': o.png: can't be written: it is a pipe, not a file\n"
    ),
  ]) func refuses(_ script: String, _ errors: String) throws {
    try inFolder { program, folder in
      let text = #"""
        {"stages": {"a": {"stage": "read-image", "from": "i.png"},
          "w": {"stage": "write-image", "image": "@a", "to": "o.png"}}}
        """#
      try AtomicFile.write(Array(text.utf8), to: folder + "/w.json")
      let result = try program.shell(script)
      #expect(result.errors == errors && result.output.isEmpty && result.exit != 0)
    }
  }

  /// Nobody writes into the pipe: Ctrl-C ends the wait.
  @Test(arguments: [["f"], ["p.json", "i=f"], ["train", "f"], ["evaluate", "f"]])
  func interruptedWait(_ arguments: [String]) throws {
    try inFolder { program, folder in
      try #require(mkfifo(folder + "/f", 0o600) == 0)
      var writer: Int32 = -1
      let result = try program.run(arguments) { process in
        // It can be opened so once somebody wants to read.
        while process.isRunning, writer < 0 {
          writer = open(folder + "/f", O_WRONLY | O_NONBLOCK)
          Thread.sleep(forTimeInterval: 0.01)
        }
        process.interrupt()
      }
      close(writer)
      #expect(result.exit == 130 && result.errors == "interrupted\n")
    }
  }
}
