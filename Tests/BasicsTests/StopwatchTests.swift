import Basics
import Foundation
import Testing

@Suite struct StopwatchTests {
  @Test func measures() {
    let watch = Stopwatch()
    let before = watch.seconds
    usleep(20_000)
    #expect(before >= 0 && watch.seconds >= before + 0.02)
  }
}
