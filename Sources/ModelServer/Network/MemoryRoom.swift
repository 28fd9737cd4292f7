import Tensors

/// The memory that evaluations have beside the weights and the requests.
package struct MemoryRoom: Sendable {
  /// The most bytes of an evaluation; no single tensor may be larger.
  package let most: Double
  private let budget: RequestBudget
  private let free: @Sendable () -> Int?

  /// How often the bytes of a body exist while it is read: as they came, as a copy, and as numbers of up to twice its
  /// size.
  private static let copies = 4.0

  /// - Parameters:
  ///   - budget: what requests may take.
  ///   - weights: the bytes of weights that will be loaded.
  ///   - limit: the bytes that the process may use.
  ///   - used: those that it uses before it takes requests.
  ///   - free: those that it may still allocate; nil where the system doesn't tell.
  package init(
    _ budget: RequestBudget, weights: Double = 0, limit: Int = MachineMemory.limit,
    used: Int = MachineMemory.used ?? 0, free: @escaping @Sendable () -> Int? = { MachineMemory.free }
  ) {
    (self.budget, self.free) = (budget, free)
    let rest = Double(limit) - Double(used) - weights
    most = min(Self.part(of: rest, besides: budget.bytes), 4 * Double(TensorSize.largest))
  }

  /// The part of free memory that evaluations may take beside so many bytes of bodies that may come: at least half.
  private static func part(of free: Double, besides bytes: Int) -> Double {
    free - min(copies * Double(bytes), free / 2)
  }

  /// The bytes that an evaluation may take now, beside all requests that may still arrive.
  ///
  /// - Parameter wanted: if there are fewer, freed memory is given back to the system first.
  package func now(wanted: Double) -> Double {
    func room() -> Double { free().map { Self.part(of: Double($0), besides: budget.left) } ?? most }
    if room() < wanted { MemoryUse.lean.giveBack() }
    return min(room(), most)
  }

  /// Why an evaluation that doesn't fit now is refused: it may fit later if other requests are there.
  package func refusal(_ text: String) -> ServiceError { budget.requests > 1 ? .full : .tooLarge(text) }
}
