public import PipelineKit

/// An element of a list: of what a loop collected, of timesteps, of a parameter. Its kind is that of the list's elements.
public struct Select: Stage {
  static let list = Input<[AnyValue]>("list", "the list, of values of any kind")
  static let index = Input<Int>(
    "index", "which element, counted from 0; negative numbers count from the end, -1 is the last",
    in: -1_000_000_000...1_000_000_000)
  static let element = Output<AnyValue>("element", "the element", sameAs: "list")
  public static let declaration = Declaration(
    "select", "An element of a list.", inputs: [list, index], outputs: [element])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    guard let elements = inputs.elements(list), let index = inputs.known(index),
      let position = try? position(of: index, in: elements.count)
    else { return KnownOutputs() }
    return KnownOutputs(element, elements[position])
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    guard let elements = inputs.elements(Self.list), let index = inputs.known(Self.index) else { return [] }
    do { _ = try Self.position(of: index, in: elements.count) } catch { return [Problem(error, port: Self.index)] }
    return []
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.element, self(inputs[Self.list], index: inputs[Self.index]))
  }

  /// The element at `index`, which counts from 0, or from the end if it is negative. Throws if there is none.
  public func callAsFunction<Element>(_ list: [Element], index: Int) throws -> Element {
    list[try Self.position(of: index, in: list.count)]
  }

  /// The position of an element from the start. Throws if a list of `count` has none there.
  private static func position(of index: Int, in count: Int) throws -> Int {
    guard (-count..<count).contains(index) else {
      throw StageFault.outOfRange(
        port: "index",
        expected: count == 0
          ? "nothing for an empty list" : "-\(count) … \(count - 1) for a list of \(count)", found: "\(index)")
    }
    return index < 0 ? count + index : index
  }
}
