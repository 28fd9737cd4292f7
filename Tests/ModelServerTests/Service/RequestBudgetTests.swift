import ModelServer
import Testing

/// What requests take together is bounded, and given back.
@Suite struct RequestBudgetTests {
  @Test func sizes() {
    let large = RequestBudget(most: 1, largest: 64 << 20, memory: 1 << 40)
    #expect((large.bytes, large.largest) == (256 << 20, 64 << 20))
    #expect(RequestBudget(most: 1, largest: 1 << 30, memory: 1 << 40).bytes == 1 << 30)
    let small = RequestBudget(most: 1, largest: 64 << 20, memory: 80_000_000)
    #expect((small.bytes, small.largest) == (10_000_000, 10_000_000))
  }

  @Test func requests() throws {
    let budget = RequestBudget(most: 2, largest: 10, memory: 1 << 30)
    var first: RequestBudget.Arrival? = try budget.arrive()
    let second = try budget.arrive()
    #expect(throws: ServiceError.busy(most: 2)) { try budget.arrive() }
    #expect(budget.requests == 2)
    withExtendedLifetime(first) {}
    first = nil
    _ = try budget.arrive()
    withExtendedLifetime(second) {}
  }

  @Test func bytes() throws {
    let budget = RequestBudget(most: 9, largest: 60, memory: 800)
    var first: RequestBudget.Arrival? = try budget.arrive()
    let second = try budget.arrive()
    try first?.take(50)
    #expect(
      throws: ServiceError.tooLarge("the request has more than 60 bytes, which is the most that this server takes")
    ) { try first?.take(11) }
    try second.take(40)
    #expect(throws: ServiceError.full) { try second.take(11) }
    #expect(budget.left == 10)
    first = nil
    try second.take(11)
    #expect(budget.left == 49)
  }

  /// What comes to no answer because of a full server may pass.
  @Test func whatPasses() {
    #expect([ServiceError.full, .closing, .busy(most: 1)].allSatisfy { $0.passes })
    #expect(![ServiceError.tooLarge(""), .token, .request("")].contains { $0.passes })
  }
}
