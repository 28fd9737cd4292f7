import ModelServer
import Testing

/// The memory that evaluations have beside requests.
@Suite struct MemoryRoomTests {
  /// 1/8 of the memory for bodies, each of which exists four times.
  private let budget = RequestBudget(most: 9, largest: 1000, memory: 8000)

  @Test func most() {
    // Of 8000 bytes, 1000 are used and 2000 are weights: half of the rest is for bodies at most.
    #expect(MemoryRoom(budget, weights: 2000, limit: 8000, used: 1000).most == 2500)
    // 4·1000 bytes for bodies.
    #expect(MemoryRoom(budget, limit: 20000, used: 1000).most == 15000)
  }

  @Test func now() throws {
    let room = MemoryRoom(budget, limit: 20000, used: 0) { 10000 }
    #expect(room.now(wanted: 1) == 6000)
    let arrival = try budget.arrive()
    try arrival.take(500)
    // The bytes that have come are among those in use.
    #expect(room.now(wanted: 1) == 8000)
    withExtendedLifetime(arrival) {}
  }

  /// Where the system doesn't tell what is free.
  @Test func unknown() { #expect(MemoryRoom(budget, limit: 20000, used: 0, free: { nil }).now(wanted: 1) == 16000) }

  @Test func refusals() throws {
    let room = MemoryRoom(budget, limit: 20000, used: 0)
    let own = try budget.arrive()
    #expect(room.refusal("a") == .tooLarge("a"))
    let other = try budget.arrive()
    #expect(room.refusal("a") == .full)
    withExtendedLifetime((own, other)) {}
  }
}
