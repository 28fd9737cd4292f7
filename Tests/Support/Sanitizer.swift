import Foundation

/// What the tests run under: `make sanitize` names it in PIPELINEKIT_SANITIZER.
public enum Sanitizer: String, Sendable {
  /// `short` is `address` in CI, in a few minutes.
  case address, short, thread, valgrind

  /// Nil where the tests run as they are.
  public static let current = ProcessInfo.processInfo.environment["PIPELINEKIT_SANITIZER"].flatMap(Sanitizer.init)

  /// How many times as long a program may take.
  public static let slowness: Double = current == nil ? 1 : 10

  /// All of a test's many cases; of those with long arithmetic every fifth under the thread sanitizer and in CI, and
  /// every fifteenth under Valgrind. (Neither is even: cases often take turns.)
  public static func cases<Cases: Collection>(_ all: Cases) -> [Cases.Element] {
    let step =
      switch current {
      case nil, .address: 1
      case .thread, .short: 5
      case .valgrind: 15
      }
    return all.enumerated().filter { $0.offset % step == 0 }.map(\.element)
  }
}
