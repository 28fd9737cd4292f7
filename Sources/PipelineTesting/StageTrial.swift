public import PipelineKit
public import Tensors

/// A stage alone, as a pipeline treats it: values are admitted to ports, rules are checked.
///
///     let trial = StageTrial(Posterize())
///     #expect(try trial.outputs(of: Inputs().with(Posterize.image, picture))[Posterize.posterized] == expected)
///     #expect(trial.problems(with: Inputs().with(Posterize.levels, 1)) == ["…"])
public struct StageTrial<S: Stage> {
  public let stage: S

  public init(_ stage: S) { self.stage = stage }

  /// What the stage gives. Throws what a run would report: a value that a port doesn't take, a rule between ports that is
  /// broken, a fault of the stage.
  public func outputs(of inputs: Inputs, in context: Context = Context()) throws -> Outputs {
    try stage.outputs(of: admitted(inputs), in: context)
  }

  /// What `runner check` would say of inputs that are known, and of others that are `given` but not known yet.
  public func problems(with inputs: Inputs, given: Set<String> = []) -> [String] {
    let values: [String: Value]
    do { values = try admitted(inputs).given } catch { return ["\(error)"] }
    return stage.allProblems(KnownInputs(values: values, given: given.union(values.keys))).map(\.message)
  }

  /// The shapes that are foreseen for outputs, by name, for inputs of such shapes.
  public func foreseenShapes(_ shapes: [String: [Int]]) -> [String: [Int]] {
    let known = KnownInputs(shapes.mapValues { Known(shape: $0) }, given: Set(shapes.keys))
    let outputs = S.foresee(known)
    return S.declaration.outputs.reduce(into: [:]) { $0[$1.name] = outputs[named: $1.name]?.shape }
  }

  private func admitted(_ inputs: Inputs) throws -> Inputs {
    var values = inputs.given
    for port in S.declaration.inputs {
      guard let value = values[port.name] else { continue }
      values[port.name] = try port.admit(value, folder: ".", outputFolder: ".")
    }
    return Inputs(values)
  }
}

extension Tensor {
  /// The largest difference from `other` at any number, or infinity where the shapes differ.
  public func difference(from other: Tensor) -> Float {
    shape == other.shape ? maximumDifference(from: other) : .infinity
  }
}
