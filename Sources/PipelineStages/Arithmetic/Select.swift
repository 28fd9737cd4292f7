public import PipelineKit
import Tensors

/// An element of a list of pictures or estimates: what a loop collected at one of its steps.
public struct Select: Stage {
  static let list = Input<[Filterable]>("list", "pictures, or estimates")
  static let index = Input<Int>("index", "which element: 0 is the first, -1 the last", in: -1e6...1e6)
  static let element = Output<Filterable>("element", "the element", sameAs: "list")
  public static let declaration = Declaration(
    "select", "An element of a list of pictures or estimates.", inputs: [list, index], outputs: [element])

  /// Makes the stage, which has no settings.
  public init() {}

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.element, self(inputs[Self.list], at: inputs[Self.index]))
  }

  /// The element at `index`, counted from the end where it is negative. Throws where there is none.
  public func callAsFunction<Element>(_ list: [Element], at index: Int) throws -> Element {
    let place = index < 0 ? list.count + index : index
    guard list.indices.contains(place) else {
      throw StageFault.outOfRange(
        port: "index",
        expected: list.isEmpty
          ? "a list with elements" : "\(-list.count)…\(list.count - 1) for a list of \(list.count)",
        found: list.isEmpty ? "an empty one" : "\(index)")
    }
    return list[place]
  }
}
