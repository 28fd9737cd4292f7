import Basics
import Foundation
import Tensors
import TestSupport
import Testing

/// Every command in an `sh` block of docs/guides does what it says, in the page's order, in a fresh folder with the
/// installed program.
@Suite struct GuideCommandTests {
  static let pages: [String] = {
    let folder = Fixtures.package + "/docs/guides"
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".md") }
      .sorted()
  }()

  @Test(arguments: Sanitizer.cases(pages)) func everyCommand(page: String) throws {
    let text = try String(contentsOfFile: "\(Fixtures.package)/docs/guides/\(page)", encoding: .utf8)
    var blocks: [(language: String, lines: [Substring])] = []
    var isOpen = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        if !isOpen { blocks.append((String(line.dropFirst(3)), [])) }
        isOpen.toggle()
      } else if isOpen {
        blocks[blocks.count - 1].lines.append(line)
      }
    }
    let commands = blocks.filter { $0.language == "sh" }.flatMap(\.lines).filter { !$0.isEmpty && !$0.hasPrefix("#") }
    if commands.isEmpty { return }
    try withTemporaryFolder { root in
      let (prefix, folder) = (root + "/prefix", root + "/user")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let user = Program(folder: folder, environment: ["PATH": prefix + "/bin:/usr/bin:/bin"])
      let made = try user.shell(
        "make -s -C '\(Fixtures.package)' RUNNER='\(Program.path)' PREFIX='\(prefix)' install")
      #expect(made.exit == 0, "\(made.errors)")
      // "Saved as `NAME`" is of the block before it.
      if let name = text.firstMatch(of: /Saved as `([^`]+)`/), let file = blocks.first(where: { $0.language == "json" })
      {
        try AtomicFile.write(Array(file.lines.joined(separator: "\n").utf8), to: "\(folder)/\(name.1)")
      }
      for command in commands {
        let result = try user.shell(String(command))
        #expect(result.exit == 0, "\(command): \(result.errors)")
      }
    }
  }
}
