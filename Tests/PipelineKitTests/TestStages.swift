import Basics
import Foundation
import PipelineKit
import Synchronization
import Tensors

/// Small stages on numbers, enough to see what the graph does with any stage.

/// Gives the number it is given.
struct Number: Stage {
  static let value = Input<Double>("value", "a number", in: -1000...1000)
  static let number = Output<Double>("number", "the same")
  static let declaration = Declaration("number", "A number.", inputs: [value], outputs: [number])
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs { Outputs(Self.number, try inputs[Self.value]) }
}

/// Sums numbers; also gives how many there were.
struct Sum: Stage {
  static let numbers = Input<[Double]>("inputs", "numbers")
  static let sum = Output<Double>("sum", "their sum")
  static let count = Output<Int>("count", "how many")
  static let declaration = Declaration("sum", "A sum.", inputs: [numbers], outputs: [sum, count])
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    let numbers = try inputs[Self.numbers]
    var outputs = Outputs(Self.sum, numbers.reduce(0, +))
    outputs[Self.count] = numbers.count
    return outputs
  }
}

/// A generator.
struct Seeded: Stage {
  static let seed = Input<Int>("seed", "a seed")
  static let generator = Output<Generator>("generator", "a stream of draws")
  static let declaration = Declaration("generator", "A generator.", inputs: [seed], outputs: [generator])
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    Outputs(Self.generator, Generator(seed: UInt64(try inputs[Self.seed])))
  }
}

/// One normal draw, plus a number.
struct Draw: Stage {
  static let generator = Input<Generator>("generator", "draws")
  static let plus = Input<Double>("plus", "a number to add", default: 0)
  static let number = Output<Double>("number", "the draw")
  static let declaration = Declaration(
    "draw", "A draw.", inputs: [generator, plus], outputs: [number], effects: [.draws])
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    Outputs(Self.number, Double(try inputs[Self.generator].normal([1]).values[0]) + (try inputs[Self.plus]))
  }
}

/// Adds to what it gave in the iteration before.
struct Accumulate: Stage {
  static let value = Input<Double>("value", "a number")
  static let previous = OptionalInput<Double>("previous", "the total so far", feedback: "total")
  static let total = Output<Double>("total", "the new total")
  static let declaration = Declaration("accumulate", "A total.", inputs: [value, previous], outputs: [total])
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    Outputs(Self.total, try inputs[Self.value] + (inputs[Self.previous] ?? 0))
  }
}

/// Gives its number plus what it was given in the step before of the walk along its number.
struct Follow: Stage {
  static let value = Input<Double>("value", "a number")
  static let previous = OptionalInput<Double>("previous", "the last", feedback: "value", along: "value")
  static let sum = Output<Double>("sum", "this and the last")
  static let same = Output<Double>("value", "this")
  static let declaration = Declaration("follow", "Follows.", inputs: [value, previous], outputs: [sum, same])
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    var outputs = Outputs(Self.sum, try inputs[Self.value] + (inputs[Self.previous] ?? 0))
    outputs[Self.same] = try inputs[Self.value]
    return outputs
  }
}

/// Reports a number as a file that was written: `path=number`.
struct Save: Stage {
  static let value = Input<Double>("value", "a number")
  static let to = Input<Path>("to", "where", path: .writes)
  static let declaration = Declaration(
    "save", "Saves.", inputs: [value, to], outputs: [], effects: [.writes])
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    context.wrote("\(try inputs[Self.to].resolved)=\(try inputs[Self.value])")
    return Outputs()
  }
}

/// Gives one of two numbers: the first if `which` is below 2, otherwise the second; without it their sum.
struct Choose: SelectiveStage {
  static let which = OptionalInput<Double>("which", "below 2 for the first")
  static let first = Input<Double>("first", "a number")
  static let second = Input<Double>("second", "a number")
  static let chosen = Output<Double>("number", "one of them")
  static let declaration = Declaration("choose", "Chooses.", inputs: [which, first, second], outputs: [chosen])
  static var decider: any InputPort { which }
  static func unread(_ inputs: KnownInputs) -> [any InputPort] {
    inputs.known(which).map { $0 < 2 ? [second] : [first] } ?? []
  }
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    guard let which = try inputs[Self.which] else {
      return Outputs(Self.chosen, try inputs[Self.first] + inputs[Self.second])
    }
    return Outputs(Self.chosen, try which < 2 ? inputs[Self.first] : inputs[Self.second])
  }
}

/// A file to read, which must exist.
struct Open: Stage {
  static let from = Input<Path>("from", "a file", path: .reads)
  static let how = OptionalInput<How>("how", "how to open it")
  static let text = Output<String>("path", "its path")
  static let declaration = Declaration("open", "Opens.", inputs: [from, how], outputs: [text])
  enum How: String, Choice { case gently, quickly }
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    Outputs(Self.text, try inputs[Self.from].resolved)
  }
  func problems(_ inputs: KnownInputs) -> [Problem] {
    guard let path = inputs.known(Self.from), path.text.contains("missing") else { return [] }
    return [Problem("there is no file '\(path.text)'", port: Self.from, cause: .missingInput)]
  }
}

struct MakeImage: Stage {
  static let image = Output<Tensor>("image", "an image", kind: .image)
  static let declaration = Declaration("make-image", "An image.", inputs: [], outputs: [image])
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs { Outputs(Self.image, Tensor([1, 1, 1, 1], [2])) }
}

struct MakeEstimate: Stage {
  static let estimate = Output<Estimate>("estimate", "an estimate")
  static let declaration = Declaration("make-estimate", "An estimate.", inputs: [], outputs: [estimate])
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    Outputs(Self.estimate, Estimate(noise: Tensor([1, 1, 1, 1], [3])))
  }
}

struct Negate: Stage {
  static let input = Input<Filterable>("input", "anything")
  static let output = Output<Filterable>("output", "its negative", sameAs: "input")
  static let declaration = Declaration("negate", "Negates.", inputs: [input], outputs: [output])
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    Outputs(Self.output, try inputs[Self.input].mapNoise { -$0 })
  }
}

struct AddAll: Stage {
  static let terms = Input<[Filterable]>("inputs", "what to add")
  static let output = Output<Filterable>("output", "the sum", sameAs: "inputs")
  static let declaration = Declaration("add", "Adds.", inputs: [terms], outputs: [output])
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs { Outputs(Self.output, try inputs[Self.terms][0]) }
}

/// Gives the names of what a picture would carry of its making.
struct Origin: Stage {
  static let names = Output<[String]>("names", "names")
  static let declaration = Declaration("origin", "Origin.", inputs: [], outputs: [names])
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    Outputs(Self.names, try context.provenance().map(\.name))
  }
}

/// Takes two values of one kind.
struct Pair: Stage {
  static let one = Input<Filterable>("one", "either kind")
  static let other = Input<Filterable>("other", "the same", sameAs: "one")
  static let output = Output<Filterable>("output", "the one", sameAs: "one")
  static let declaration = Declaration("pair", "Pairs.", inputs: [one, other], outputs: [output])
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs { Outputs(Self.output, try inputs[Self.one]) }
}

struct MeanOfImage: Stage {
  static let image = Input<Tensor>("image", "an image", kind: .image)
  static let number = Output<Double>("number", "its mean")
  static let declaration = Declaration("mean", "Mean.", inputs: [image], outputs: [number])
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    Outputs(Self.number, Double(try inputs[Self.image].mean))
  }
}

struct Fail: Stage {
  static let value = Input<Double>("value", "a number")
  static let number = Output<Double>("number", "never")
  static let declaration = Declaration("fail", "Fails.", inputs: [value], outputs: [number])
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    throw StageFault.outOfRange(port: "value", expected: "nothing", found: "\(try inputs[Self.value])")
  }
}

/// Squares numbers from 0 on, and says how many it squared at once.
struct Square: BatchedStage {
  static let value = Input<Double>("value", "a number")
  static let by = OptionalInput<Double>("by", "what those squared at once share")
  static let square = Output<Double>("square", "its square")
  static let together = Output<Int>("together", "how many were squared at once")
  static let declaration = Declaration("square", "Squares.", inputs: [value, by], outputs: [square, together])
  static var sharedInputs: [any InputPort] { [by] }
  static func runTogether(_ runs: [Inputs], in context: Context) throws -> [Outputs] {
    try runs.map { inputs in
      let number = try inputs[value]
      guard number >= 0 else { throw StageFault.outOfRange(port: "value", expected: "at least 0", found: "\(number)") }
      var outputs = Outputs(square, number * number)
      outputs[together] = runs.count
      return outputs
    }
  }
  func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Self.runTogether([inputs], in: context)[0]
  }
}

func testRegistry() throws -> Registry {
  var registry = Registry()
  try registry.register([
    Number.self, Sum.self, Seeded.self, Draw.self, Accumulate.self, Save.self, Open.self, MakeImage.self,
    MakeEstimate.self, Negate.self, AddAll.self, MeanOfImage.self, Fail.self, Follow.self, Pair.self, Origin.self,
    Square.self, Choose.self,
  ])
  return registry
}

/// What a run did: the stages in the order they ran, and what was written.
struct Trace: Sendable {
  var stages: [String] = []
  var written: [String] = []
}

func load(
  _ text: String, _ arguments: [(name: String, text: String)] = [], folder: String = "/files",
  writing: WriteRules = WriteRules(folder: "out")
) throws
  -> Pipeline
{
  try Pipeline(
    text: text, file: "f.json", folder: folder, arguments: arguments, registry: testRegistry(), writing: writing)
}

func trace(_ pipeline: Pipeline, plainly: Bool = false) throws -> (trace: Trace, outputs: NamedValues) {
  let trace = Mutex(Trace())
  let observe: @Sendable (RunEvent) -> Void = { event in
    switch event {
    case .stage(let name, _): trace.withLock { $0.stages.append(name) }
    case .wrote(let path): trace.withLock { $0.written.append(path) }
    default: break
    }
  }
  let outputs = try plainly ? pipeline.runPlainly(observe: observe) : pipeline.run(observe: observe)
  return (trace.withLock { $0 }, outputs)
}

/// What a pipeline's `outputs` hold, as numbers.
func numbers(_ text: String, _ arguments: [(name: String, text: String)] = []) throws -> [String: Double] {
  try trace(load(text, arguments)).outputs.reduce(into: [:]) { numbers, output in
    guard let number = Double(output.value) else { throw StageFault.other("\(output.value) is no number") }
    numbers[output.name] = number
  }
}
