public import Basics
public import Foundation

/// The instruction sets that kernels are compiled for, the highest first.
public enum InstructionSet: String, Sendable, CaseIterable { case avx512, avx2, generic }

/// Who multiplies matrices: kernels of our own on packed operands, or OpenBLAS on operands as they lie.
public enum ProductLibrary: String, Sendable, CaseIterable {
  case own
  case openBLAS = "openblas"
}

/// What algorithms are chosen by beside shapes. Two environment variables say it where the processor should not:
///
/// - PIPELINEKIT_ISA names the highest instruction set that kernels may use, so that a processor can be measured as if it
///   were an older one.
/// - PIPELINEKIT_PRODUCTS names who multiplies.
public struct Processor: Sendable, Hashable {
  public var instructionSet: InstructionSet
  /// Who multiplies; nil where `ProductPlan` decides.
  public var products: ProductLibrary?

  public init(instructionSet: InstructionSet, products: ProductLibrary? = nil) {
    (self.instructionSet, self.products) = (instructionSet, products)
  }

  /// This one, as the environment limits it.
  public static let current = Processor(
    instructionSet: Kernels.instructionSet,
    products: ProcessInfo.processInfo.environment[EnvironmentFault.products].flatMap(ProductLibrary.init))

  /// Throws where a variable names nothing that there is, or an instruction set that the processor lacks. Programs call
  /// it as they start.
  public static func checkEnvironment(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws {
    if let name = environment[EnvironmentFault.instructionSet], !name.isEmpty {
      let all = InstructionSet.allCases
      guard let wanted = InstructionSet(rawValue: name) else {
        throw EnvironmentFault.unknown(EnvironmentFault.instructionSet, name, choices: all.map(\.rawValue))
      }
      let there = all.filter(Kernels.supports)
      if !there.contains(wanted) { throw EnvironmentFault.lacking(name, choices: there.map(\.rawValue)) }
    }
    if let name = environment[EnvironmentFault.products], !name.isEmpty, ProductLibrary(rawValue: name) == nil {
      throw EnvironmentFault.unknown(
        EnvironmentFault.products, name, choices: ProductLibrary.allCases.map(\.rawValue))
    }
  }
}

/// What can be wrong with the variables that `Processor` reads.
public enum EnvironmentFault: Fault {
  static let instructionSet = "PIPELINEKIT_ISA"
  static let products = "PIPELINEKIT_PRODUCTS"

  case unknown(_ variable: String, _ name: String, choices: [String])
  /// Of an instruction set.
  case lacking(String, choices: [String])

  public var cause: FaultCause { .usage }

  public var description: String {
    switch self {
    case .unknown(let variable, let name, let choices):
      "the environment variable \(variable) takes \(quoted(choices, "or")), found '\(name)'"
    case .lacking(let name, let choices):
      "the environment variable \(Self.instructionSet) is '\(name)', which this processor lacks; expected \(quoted(choices, "or"))"
    }
  }
}
