public import Basics
public import Foundation

/// The instruction sets that kernels are compiled for, the highest first.
public enum InstructionSet: String, Sendable, CaseIterable {
  /// AVX-512.
  case avx512
  /// AVX2.
  case avx2
  /// Portable code for any processor.
  case generic
}

/// The code that multiplies matrices.
public enum ProductLibrary: String, Sendable, CaseIterable {
  /// This package's kernels, on packed operands.
  case own
  /// OpenBLAS, on operands as they are stored.
  case openBLAS = "openblas"
}

/// The processor, as far as the choice of algorithms depends on it. Two environment variables override it:
///
/// - PIPELINEKIT_ISA names the highest instruction set that kernels may use, so that a processor can be measured as
///   if it were an older one.
/// - PIPELINEKIT_PRODUCTS names the library that multiplies matrices.
public struct Processor: Sendable, Hashable {
  /// The highest instruction set that kernels use.
  public var instructionSet: InstructionSet
  /// The library that multiplies matrices; nil where `ProductPlan` decides.
  public var products: ProductLibrary?

  /// Describes a processor; nothing is checked.
  public init(instructionSet: InstructionSet, products: ProductLibrary? = nil) {
    (self.instructionSet, self.products) = (instructionSet, products)
  }

  /// This machine's processor, limited by the environment variables.
  public static let current = Processor(
    instructionSet: Kernels.instructionSet,
    products: ProcessInfo.processInfo.environment[EnvironmentFault.products].flatMap(ProductLibrary.init))

  /// Throws where a variable has an unknown value or names an instruction set that the processor lacks. Programs call
  /// it when they start.
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

/// An error in the variables that `Processor` reads.
public enum EnvironmentFault: Fault {
  static let instructionSet = "PIPELINEKIT_ISA"
  static let products = "PIPELINEKIT_PRODUCTS"

  /// The variable's value is none of the choices.
  case unknown(_ variable: String, _ name: String, choices: [String])
  /// The processor lacks the instruction set; `choices` are those that it has.
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
