import Basics
import PipelineKit
import Tensors

/// What a program should give, and its reading from the file that it gave.
struct ProgramOutputs {
  private let named: NamedOutputs

  init(_ named: NamedOutputs) { self.named = named }

  /// The kinds that are tensors, with the number of their axes where it is fixed, and what to expect.
  private static let tensors: [(kind: Kind, axes: Int?, expected: String)] = [
    (.image, 4, "N×C×H×W, none of them 0"), (.mask, 4, "N×C×H×W, none of them 0"),
    (.estimate, 4, "N×C×H×W, none of them 0"), (.condition, 3, "N×L×D, none of them 0"), (.tensor, nil, "any shape"),
  ]
  /// The kinds that are texts of the file's metadata.
  private static let texts: [Kind] = [.number, .integer, .text, .flag]

  /// Throws where a program can't give what is named. Kinds that are no kinds at all are reported before.
  ///
  /// - Parameter inputs: the names of the program's inputs; nil if they aren't known.
  func check(_ inputs: [String]?) throws {
    if named.all.isEmpty { throw ProgramUseFault.nothing }
    for output in named.all {
      guard let kind = output.kind(nil) else { continue }
      let isTensor = Self.tensors.contains { $0.kind == kind }
      guard isTensor || Self.texts.contains(kind) else { throw ProgramUseFault.kind(name: output.name, kind) }
      guard let like = output.like else { continue }
      guard isTensor else { throw ProgramUseFault.noShape(name: output.name, kind) }
      if let inputs, !inputs.contains(like) {
        throw ProgramUseFault.noInput(name: output.name, like: like, inputs: inputs)
      }
    }
  }

  /// The values in the file that a program gave. Throws where one is missing, or is not what was named.
  ///
  /// - Parameter shapes: the shapes of the program's inputs, by their names.
  func values(in file: SafeTensors, shapes: [String: [Int]]) throws -> [String: Value] {
    try named.all.reduce(into: [:]) { values, output in
      guard let kind = output.kind(nil) else { throw ProgramUseFault.word(name: output.name, output.words) }
      guard let form = Self.tensors.first(where: { $0.kind == kind }) else {
        values[output.name] = try Self.value(output.name, kind, in: file)
        return
      }
      let tensor = try Self.tensor(output.name, in: file)
      if let axes = form.axes, tensor.rank != axes || tensor.count == 0 {
        throw ProgramUseFault.shape(name: output.name, tensor.shape, expected: form.expected)
      }
      if let like = output.like {
        guard let shape = shapes[like] else { throw ProgramUseFault.notATensor(name: output.name, like: like) }
        if shape != tensor.shape {
          throw ProgramUseFault.shape(
            name: output.name, tensor.shape, expected: "\(Tensor.text(shape)), as '\(like)' is")
        }
      }
      switch kind {
      case .estimate: values[output.name] = .estimate(try Self.estimate(output.name, tensor, in: file))
      case .condition: values[output.name] = .condition(Condition(tensor))
      default: values[output.name] = tensor.value(as: kind)
      }
    }
  }

  private static func estimate(_ name: String, _ noise: Tensor, in file: SafeTensors) throws -> Estimate {
    guard file.shape(of: name + ".variance") != nil else { return Estimate(noise: noise) }
    let variance = try tensor(name + ".variance", in: file)
    guard variance.shape == noise.shape else {
      throw ProgramUseFault.shape(
        name: name + ".variance", variance.shape, expected: "\(noise.shapeText), as '\(name)' is")
    }
    return Estimate(noise: noise, variance: variance)
  }

  private static func tensor(_ name: String, in file: SafeTensors) throws -> Tensor {
    guard file.shape(of: name) != nil else {
      throw ProgramUseFault.missing("tensor", name: name, found: file.names)
    }
    let tensor = try file.tensor(name)
    let odd = tensor.values.count { !$0.isFinite }
    if odd > 0 { throw ProgramUseFault.notFinite(name: name, count: odd, of: tensor.count) }
    return tensor
  }

  private static func value(_ name: String, _ kind: Kind, in file: SafeTensors) throws -> Value {
    guard let text = file.metadata[name] else {
      throw ProgramUseFault.missing("\(kind)", name: name, found: file.metadata.keys.sorted())
    }
    let value: Value? =
      switch kind {
      case .number: Double(text).flatMap { $0.isFinite ? .number($0) : nil }
      case .integer: Int(text).map(Value.integer)
      case .flag: Bool(text).map(Value.flag)
      default: .text(text)
      }
    guard let value else { throw ProgramUseFault.text(name: name, kind, found: text) }
    return value
  }
}

/// An error in how a program is described, or in what it gave.
enum ProgramUseFault: Fault {
  /// No program is named.
  case noProgram
  /// No output is named.
  case nothing
  /// A kind that no program can give.
  case kind(name: String, Kind)
  /// A word that names no kind.
  case word(name: String, String)
  /// `like` for a kind without a shape.
  case noShape(name: String, Kind)
  /// `like` names an input that is no tensor.
  case notATensor(name: String, like: String)
  /// `like` names none of the program's inputs.
  case noInput(name: String, like: String, inputs: [String])
  /// The program's output lacks an item, a `what`; `found` are the names of those that it holds.
  case missing(_ what: String, name: String, found: [String])
  /// A tensor of a wrong shape.
  case shape(name: String, [Int], expected: String)
  /// A tensor with values that are infinite or not numbers.
  case notFinite(name: String, count: Int, of: Int)
  /// A text that can't be read as the kind.
  case text(name: String, Kind, found: String)

  var cause: FaultCause { .data }

  var description: String {
    switch self {
    case .noProgram: return "'program' is an empty list; expected a program and its arguments"
    case .nothing: return "'outputs' names nothing that the program gives"
    case .kind(let name, let kind):
      return "'\(name)' can't be \(kind): a program gives image, mask, estimate, condition, tensor, number, integer, "
        + "text or flag"
    case .word(let name, let words): return "'\(name)': there is no kind '\(words)'"
    case .noShape(let name, let kind): return "'\(name)' is \(kind), which has no shape: 'like' is for tensors"
    case .notATensor(let name, let like): return "'\(name)' should be like '\(like)', which has no shape"
    case .noInput(let name, let like, let inputs):
      let hint = nearest(like, inputs).map { "; did you mean '\($0)'?" }
      let known = inputs.isEmpty ? "; it has no inputs" : "; its inputs are \(listed(inputs))"
      return "'\(name)' should be like '\(like)', which is no input of the program\(hint ?? known)"
    case .missing(let what, let name, let found):
      let hint = nearest(name, found).map { "; did it mean '\($0)'?" }
      let known = found.isEmpty ? "" : "; it gives \(listed(found))"
      return "the program gives no \(what) '\(name)'\(hint ?? known)"
    case .shape(let name, let shape, let expected):
      return "the program gives '\(name)' as \(Tensor.text(shape)), expected \(expected)"
    case .notFinite(let name, let count, let all):
      return "the program gives '\(name)' with \(count) of \(all) values infinite or not a number (NaN)"
    case .text(let name, let kind, let found):
      return "the program gives '\(name)' as '\(found)', expected \(kind == .flag ? "true or false" : "\(kind)")"
    }
  }
}
