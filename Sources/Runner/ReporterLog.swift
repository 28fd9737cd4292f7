import Logging

/// The log on its way to the user: a line each, through the reporter, so that it doesn't run into a progress line.
struct ReporterLog: LogHandler {
  let reporter: any Reporter
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let notes = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
    let details = notes.map { " \($0.key)=\($0.value)" }.joined()
    reporter.logged((event.level >= .warning ? "\(event.level): " : "") + "\(event.message)\(details)")
  }
}
