import FoundationEssentials
import PipelineKit
import PipelineModels
import PipelineStages
import TestSupport
import Testing

/// `runner stages`: everything it says comes from the stages' declarations, which are held to one style.
@Suite struct StageListingTests {
  private static let declarations = (estimatorStages + commonStages).map { $0.declaration }

  @Test(arguments: declarations.map(\.name)) func declaration(_ name: String) throws {
    let declaration = try #require(Self.declarations.first { $0.name == name })
    #expect(name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil)
    #expect(declaration.summary.first?.isUppercase == true && declaration.summary.hasSuffix("."))
    #expect(!declaration.summary.hasSuffix(".."))
    for ports in [declaration.inputs, declaration.outputs] {
      #expect(Set(ports.map(\.name)).count == ports.count)
      for port in ports {
        #expect(!port.summary.isEmpty && !port.summary.hasSuffix("."), "\(port.name)")
        #expect(port.name.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil, "\(port.name)")
        #expect(port.kind.description.count <= 60, "\(port.kind)")
      }
    }
  }

  @Test func all() throws {
    try withTemporaryFolder { folder in
      let result = try Program(folder: folder)("stages")
      let names = result.output.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
      #expect(result.exit == 0 && names == (Self.declarations.map(\.name) + ["loop"]).sorted())
      for declaration in Self.declarations { #expect(result.output.contains(declaration.summary)) }
    }
  }

  @Test(arguments: declarations.map(\.name) + ["loop"]) func one(_ name: String) throws {
    try withTemporaryFolder { folder in
      let result = try Program(folder: folder)("stages", name)
      #expect(result.exit == 0 && result.output.hasPrefix("\(name) – "))
      #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
      guard let declaration = Self.declarations.first(where: { $0.name == name }) else { return }
      let words = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      for port in declaration.inputs + declaration.outputs {
        #expect(words.contains("\(port.name) ") && words.contains(port.summary), "\(port.name)")
        for choice in port.choices ?? [] { #expect(words.contains(choice)) }
      }
    }
  }

  @Test func grid() throws {
    try withTemporaryFolder { folder in
      let result = try Program(folder: folder)("stages", "grid")
      #expect(result.output.contains("  images         image or mask, or lists of these\n"))
    }
  }

  /// docs/stages.md says what the program says; `make docs` writes it.
  @Test func thePageIsUpToDate() throws {
    let page = try String(contentsOfFile: Fixtures.package + "/docs/stages.md", encoding: .utf8)
    try withTemporaryFolder { folder in
      let listing = try Program(folder: folder)("stages", "--all").output
      #expect(listing.count > 1000)
      #expect(page.contains(listing))
    }
  }
}
