import Basics
import Dispatch
import Foundation

/// `--time-limit`: the end of a run that takes too long.
struct TimeLimit {
  let seconds: Double

  /// The most seconds: a year.
  private static let most = 366.0 * 24 * 3600

  /// Reads the value of an option: a number of seconds, or one with `m` or `h` for minutes or hours. Throws for anything
  /// else.
  init(_ text: String, option: String = "--time-limit") throws {
    let units = ["s": 1.0, "m": 60.0, "h": 3600.0]
    let unit = text.last.flatMap { units[String($0)] }
    guard let number = Double(unit == nil ? text : String(text.dropLast())), number > 0,
      number * (unit ?? 1) <= TimeLimit.most
    else { throw CommandFault.time(text, option: option) }
    seconds = number * (unit ?? 1)
  }

  /// Starts the clock. At its end `end` is called with what to say.
  func start(_ end: @escaping @Sendable (any Fault) -> Void) {
    let fault = TimeLimitFault(seconds: seconds)
    DispatchQueue.global(qos: .userInteractive).asyncAfter(deadline: .now() + seconds) {
      end(fault)
    }
  }
}

/// A run that took longer than `--time-limit` allows.
struct TimeLimitFault: Fault {
  let seconds: Double

  var cause: FaultCause { .limit }
  var description: String {
    "the run took longer than \(String(format: "%g", seconds)) \(seconds == 1 ? "second" : "seconds"), the limit that --time-limit sets"
  }
}
