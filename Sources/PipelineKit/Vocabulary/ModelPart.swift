/// A part of a model on disk: its network, its text encoder, its tokenizer.
public struct ModelPart: Sendable {
  /// What it is, in a word or two.
  public var name: String
  /// The paths of its files that are there.
  public var files: [String]
  /// The number of its weights; nil if it has none, or they can't be counted.
  public var weights: Int?
  /// The files that it lacks, as paths from the model's folder.
  public var missing: [String]

  /// Makes a description; nothing is read.
  public init(_ name: String, files: [String], weights: Int? = nil, missing: [String] = []) {
    (self.name, self.files, self.weights, self.missing) = (name, files, weights, missing)
  }
}
