import Foundation
import PipelineKit
import Tensors
import TestSupport

/// A picture of the fixtures that the Images tests share.
func picturePath(_ name: String) -> Path { Path(name, base: Fixtures.path("pictures")) }

/// What a stage says before anything runs, of literal inputs.
func problems(_ stage: any Stage, _ inputs: [String: Value]) -> [String] {
  stage.allProblems(KnownInputs(values: inputs, given: Set(inputs.keys))).map(\.message)
}

/// What an expression throws, as a user reads it; nil if it doesn't.
func thrown(_ body: () throws -> Any) -> String? {
  do {
    _ = try body()
    return nil
  } catch { return "\(error)" }
}
