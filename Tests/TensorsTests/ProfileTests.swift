import Foundation
import Tensors
import Testing

@Suite struct ProfileTests {
  private func wait(_ seconds: Double) { Thread.sleep(forTimeInterval: seconds) }

  @Test func workInsideOfWorkCountsOnce() {
    let profile = Profile()
    let start = Date()
    Profile.$current.withValue(profile) {
      Profile.measure("outer", .whole) {
        wait(0.02)
        Profile.measure("inner", .whole) { wait(0.02) }
        Profile.measure("layer") { wait(0.02) }
      }
      for _ in 0..<3 { Profile.measure("layer") { wait(0.01) } }
    }
    let all = Date().timeIntervalSince(start)
    let work = Dictionary(uniqueKeysWithValues: profile.work.map { ($0.name, $0) })
    // A layer inside of a whole is part of it.
    #expect(work.mapValues(\.calls) == ["outer": 1, "inner": 1, "layer": 3])
    #expect(work["outer"]!.seconds >= 0.04 && work["inner"]!.seconds >= 0.02 && work["layer"]!.seconds >= 0.03)
    #expect(work.values.reduce(0) { $0 + $1.seconds } <= all)
    #expect(profile.work.map(\.seconds) == profile.work.map(\.seconds).sorted(by: >))
  }

  @Test func errorsEndTheirWork() {
    struct Odd: Error {}
    let profile = Profile()
    Profile.$current.withValue(profile) {
      #expect(throws: Odd.self) { try Profile.measure("whole", .whole) { throw Odd() } }
      Profile.measure("layer") {}
    }
    #expect(Set(profile.work.map(\.name)) == ["whole", "layer"])
  }

  @Test func stagesAndBatchesAddUp() {
    let profile = Profile()
    for seconds in [1.0, 2] { profile.noteStage("a", kind: "k", seconds: seconds, spared: 1) }
    profile.noteStage("b", kind: "k", seconds: 4, spared: 0)
    Profile.noteBatch(of: 7)
    Profile.$current.withValue(profile) { for n in [3, 1] { Profile.noteBatch(of: n) } }
    #expect(profile.evaluations == (4, 2))
    #expect(profile.stages.map(\.name) == ["a", "b"] && profile.stages.map(\.calls) == [2, 1])
    #expect(profile.stages[0].seconds == 3 && profile.stages[0].spared == 2)
  }
}
