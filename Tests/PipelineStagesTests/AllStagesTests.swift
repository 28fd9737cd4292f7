import PipelineKit
import PipelineStages
import Testing

@Suite struct AllStagesTests {
  @Test func theListRegisters() throws {
    var registry = Registry()
    try registry.register(commonStages)
    let names = [
      "generator", "gaussian-noise", "add-noise", "noise", "timesteps", "guide", "clean", "step", "flip", "view",
      "glide",
      "low-pass", "high-pass", "add", "average", "scale", "blend", "read-tensor", "write-tensor",
    ]
    for name in names { #expect(registry[name] != nil, "\(name)") }
  }

  @Test func declarationsAreConsistent() {
    for stage in commonStages {
      let declaration = stage.declaration
      let (inputs, outputs) = (declaration.inputs.map(\.name), declaration.outputs.map(\.name))
      #expect(Set(inputs).count == inputs.count && Set(outputs).count == outputs.count, "\(declaration.name)")
      #expect(!inputs.contains("stage"), "\(declaration.name): 'stage' names the stage in a file")
      for port in declaration.inputs {
        if let feedback = port.feedback { #expect(outputs.contains(feedback)) }
        #expect(!port.summary.isEmpty && port.name == port.name.lowercased())
      }
      for port in declaration.outputs {
        if let input = port.sameAs { #expect(inputs.contains(input), "\(declaration.name)") }
        if port.kind == .filterable { #expect(port.sameAs != nil, "\(declaration.name)") }
      }
    }
  }
}
