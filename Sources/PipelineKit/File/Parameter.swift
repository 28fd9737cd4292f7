import Basics

/// A parameter of a pipeline file.
public struct Parameter: Sendable {
  /// As the file calls it.
  public var name: String
  /// Its default's kind, which every value of it has.
  public var kind: Kind
  /// Its value in this run, as JSON.
  public var text: String
  /// What the file says that it means.
  public var about: String?
  /// The words that it may be; nil for any.
  public var choices: [String]?
  /// The numbers that it may be; nil for any.
  public var range: ClosedRange<Double>?

  /// Its value as a command line has it.
  package var word: String {
    guard text.hasPrefix("\""), let json = try? JSON(text) else { return text }
    return PipelineSource.words(json)
  }
}
