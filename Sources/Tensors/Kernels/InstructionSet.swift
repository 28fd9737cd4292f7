import Basics
import Foundation

/// The instruction sets that kernels are compiled for. The environment variable PIPELINEKIT_ISA names the highest that
/// they may use, so that a processor can be measured as if it were an older one.
public enum InstructionSet {
  /// The variable's values, the highest first.
  static let names = ["avx512", "avx2", "generic"]

  /// Throws where the variable names none of them, or one that the processor lacks. Programs call it as they start.
  public static func checkLimit(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws {
    guard let name = environment["PIPELINEKIT_ISA"], !name.isEmpty else { return }
    if !names.contains(name) { throw InstructionSetFault.unknown(name, choices: names) }
    let there = names.filter(Kernels.supports)
    if !there.contains(name) { throw InstructionSetFault.lacking(name, choices: there) }
  }
}

/// What can be wrong with the instruction set that a user asks for.
public enum InstructionSetFault: Fault {
  case unknown(String, choices: [String])
  case lacking(String, choices: [String])

  public var cause: FaultCause { .usage }

  public var description: String {
    switch self {
    case .unknown(let name, let choices):
      "the environment variable PIPELINEKIT_ISA takes \(Self.words(choices)), found '\(name)'"
    case .lacking(let name, let choices):
      "the environment variable PIPELINEKIT_ISA is '\(name)', which this processor lacks; expected \(Self.words(choices))"
    }
  }

  private static func words(_ choices: [String]) -> String {
    let quoted = choices.map { "'\($0)'" }
    return quoted.count < 2 ? quoted.joined() : quoted.dropLast().joined(separator: ", ") + " or " + quoted.last!
  }
}
