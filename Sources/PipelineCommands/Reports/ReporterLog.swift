import Logging
import Synchronization

/// The log on its way to the user: a line each, through the reporter, so that it doesn't run into a progress line.
struct ReporterLog: LogHandler {
  let reporter: any Reporter
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  private let warnings = Warnings()

  /// - Parameter told: warnings that the user has read.
  init(reporter: any Reporter, logLevel: Logger.Level, told: [String] = []) {
    self.reporter = reporter
    self.logLevel = logLevel
    warnings.given.withLock { $0.formUnion(told) }
  }

  /// The warnings that were given: a loop's stages say the same in every iteration.
  private final class Warnings: Sendable {
    let given = Mutex<Set<String>>([])
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let notes = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
    let details = notes.map { " \($0.key)=\($0.value)" }.joined()
    let line = "\(event.message)\(details)"
    guard event.level >= .warning else { return reporter.logged(line) }
    if warnings.given.withLock({ $0.insert(line).inserted }) { reporter.logged("\(event.level): \(line)") }
  }
}
