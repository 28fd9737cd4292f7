public import PipelineKit
public import Tensors

/// Runs a stage alone as a pipeline does: values are checked against ports, and rules are checked.
///
///     let trial = StageTrial(Posterize())
///     #expect(try trial.outputs(of: Inputs().with(Posterize.image, picture))[Posterize.posterized] == expected)
///     #expect(trial.problems(with: Inputs().with(Posterize.levels, 1)) == ["…"])
public struct StageTrial<S: Stage> {
  /// The stage under test.
  public let stage: S

  /// Makes a trial of a stage.
  public init(_ stage: S) { self.stage = stage }

  /// The stage's outputs. Throws what a run would report: a value that a port doesn't take, a broken rule, an error of
  /// the stage.
  public func outputs(of inputs: Inputs, in context: Context = Context()) throws -> Outputs {
    try stage.outputs(of: admitted(inputs), in: context)
  }

  /// The messages of `runner check` for inputs that are known, and others that are `given` but not known yet.
  public func problems(with inputs: Inputs, given: Set<String> = []) -> [String] {
    let values: [String: Value]
    do { values = try admitted(inputs).given } catch { return ["\(error)"] }
    return stage.allProblems(KnownInputs(values: values, given: given.union(values.keys))).map(\.message)
  }

  /// The shapes that the stage foresees for its outputs, by name, from the shapes of its inputs.
  public func foreseenShapes(_ shapes: [String: [Int]]) -> [String: [Int]] {
    let known = KnownInputs(shapes.mapValues { Known(shape: $0) }, given: Set(shapes.keys))
    let outputs = S.foresee(known)
    return S.declaration.outputs.reduce(into: [:]) { $0[$1.name] = outputs[named: $1.name]?.shape }
  }

  private func admitted(_ inputs: Inputs) throws -> Inputs {
    var values = inputs.given
    for port in S.declaration.inputs {
      guard let value = values[port.name] else { continue }
      values[port.name] = try port.admit(value, folder: ".", PathPlaces(outputFolder: "."))
    }
    return Inputs(values)
  }
}

extension Tensor {
  /// The largest absolute difference from `other`; infinity if the shapes differ.
  public func difference(from other: Tensor) -> Float {
    shape == other.shape ? maximumDifference(from: other) : .infinity
  }
}
