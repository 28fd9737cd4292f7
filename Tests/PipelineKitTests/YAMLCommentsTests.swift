import Basics
import PipelineKit
import PipelineTesting
import Tensors
import Testing

/// Comments of other languages in YAML are told where they stand, and none is taken for text.
@Suite struct YAMLCommentsTests {
  private func problems(_ text: String, file: String) -> [String] {
    PipelineFile.problems(in: text, file: file, registry: try! testRegistry()).map {
      String($0.dropFirst(file.count + 1))
    }
  }

  private func said(_ mark: String, _ place: String) -> String {
    "\(place): error: YAML comments begin with #, not \(mark); put a text that contains \(mark) in quotes"
  }

  @Test(arguments: [
    ("parameters:\n  n: 1 // c\nstages: {}\n", "2:8"), ("parameters:\n  n: 1// c\nstages: {}\n", "2:7"),
    ("parameters:\n  n: true // c\nstages: {}\n", "2:11"), ("parameters:\n  n: a dog // c\nstages: {}\n", "2:12"),
    ("parameters:\n  n: \"a\" // c\nstages: {}\n", "2:10"), ("parameters:\n  n: [1, 2] // c\nstages: {}\n", "2:13"),
    ("parameters:\n  // c\n  n: 1\nstages: {}\n", "2:3"), ("parameters:\n  n: 1\n  // c\nstages: {}\n", "3:3"),
    ("parameters:\n  n: 1\n// c\nstages: {}\n", "3:1"), ("// c\n// d\nparameters: {}\nstages: {}\n", "1:1"),
    ("parameters:\n  n: 1 // c: d\nstages: {}\n", "2:8"), ("parameters:\n  é: a dog\n    // c\nstages: {}\n", "3:5"),
    ("stages: {}\n// c\n", "2:1"), ("stages:\n  g: {stage: number, value: 1} // c\n", "2:32"),
    ("stages:\n  g: // c\n    stage: number\n    value: 1\n", "2:6"), ("stages: // c\n  g: {}\n", "1:9"),
    ("about: http://x/y // c\nstages: {}\n", "1:19"), ("parameters: {n: 1 // c\n}\nstages: {}\n", "1:19"),
    ("stages:\r\n  g:\r\n    // c\r\n    stage: number\r\n", "3:5"),
    ("{stages: {}, parameters: {n: 1 // c\n}}", "1:32"), ("{parameters: {n: \"1\" // c\n}, stages: {}}", "1:22"),
    ("{parameters: {it: it's, r: 5 // b\n}, stages: {}}", "1:30"),
  ])
  func slashes(text: String, place: String) {
    #expect(problems(text, file: "f.yaml") == [said("//", place)])
    let stars = text.replacing(/\/\/ (c: d|[a-d])/) { "/* \($0.1) */" }
    if !text.hasPrefix("//") { #expect(problems(stars, file: "f.yaml") == [said("/*", place)]) }
    if !text.hasPrefix("{") { #expect(problems(text, file: "f.json").first?.hasPrefix(place) == true) }
  }

  @Test func several() {
    #expect(
      problems(
        "stages:\n  g:\n    stage: number // c\n    value: 1\n  h: {stage: number, value: 1} // d\n", file: "f.yml")
        == [said("//", "3:19"), said("//", "5:32")])
    #expect(
      problems("/* a\n   b: c\n */\nparameters: {}\nstages: {}\n", file: "f.yaml") == [said("/*", "1:1")])
    #expect(
      problems("about: |\n  // text\nstages: {}\n// c\ninputs: {}\n", file: "f.yaml") == [said("//", "4:1")])
  }

  /// Slashes that are no comments stay text.
  @Test func texts() throws {
    let text = """
      about: |
        // text
        /* text */
      parameters:
        a: http://x/y//z  # 'a' // "b
        b: //server/folder
        c: 'd // e'
        f: "/* g */"
        h: /*.png
        i: [a//b, "c // d"]
      stages: {}
      """
    let pipeline = try Pipeline(text: text, file: "f.yaml", folder: "", registry: testRegistry())
    #expect(pipeline.about == "// text\n/* text */\n")
    #expect(
      pipeline.parameters.map(\.text) == [
        #""http://x/y//z""#, #""//server/folder""#, #""d // e""#, #""/* g */""#, #""/*.png""#, #"["a//b", "c // d"]"#,
      ])
    #expect(
      problems(text + "\ninputs: [", file: "f.yaml") == [
        "12:10: error: neither JSON nor YAML: did not find expected node content"
      ])
    // Nothing in the words of a command line is a comment.
    let list = try Pipeline(
      text: #"{"parameters": {"p": ["a"]}, "stages": {}}"#, file: "f.json", folder: "",
      arguments: [("p", "[a // b, c]")], registry: testRegistry())
    #expect(list.parameters[0].text == #"["a // b", "c"]"#)
  }

  @Test func semicolons() {
    #expect(
      problems("parameters:\n  n: 1;\nstages: {}\n", file: "f.yaml") == [
        "2:6: error: expected a number, true or false, found '1;'; put texts in quotes"
      ])
    #expect(problems("about: one; two;\nstages: {}\n", file: "f.yaml").isEmpty)
  }
}
