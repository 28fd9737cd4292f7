import Basics

/// A data set that recipes refer to by name and `runner fetch` downloads: pictures of 28 × 28 pixels of ten classes, in the
/// format of the MNIST database.
public struct DataSet: Sendable {
  /// Its name in recipes, in `runner fetch`, and of its folder: `mnist`.
  public let name: String
  /// Its name in messages: `the MNIST database`.
  public let title: String
  /// What it is, for a model's card.
  public let source: String
  /// The download of its files.
  public let fetch: Fetch
  /// What the classes show, in their order; nil for digits, which are their own names.
  public let classNames: [String]?

  /// The data sets, in the order in which messages list them.
  public static let all = [mnist, fashionMNIST]

  /// Handwritten digits.
  public static let mnist = DataSet(
    name: "mnist", title: "the MNIST database", source: "MNIST (LeCun, Cortes & Burges), training digits",
    fetch: .mnist,
    classNames: nil)

  /// Pictures of clothes: another data set for whatever learns from digits.
  public static let fashionMNIST = DataSet(
    name: "fashion-mnist", title: "Fashion-MNIST",
    source: "Fashion-MNIST (Xiao, Rasul & Vollgraf 2017), training pictures", fetch: .fashionMNIST,
    classNames: [
      "T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
    ])

  /// The data set of this name; nil if there is none.
  public static func named(_ name: String) -> DataSet? { all.first { $0.name == name } }

  /// The data set whose name a folder has; nil for other folders.
  public static func inFolder(_ path: String) -> DataSet? { named(FileName.last(of: path)) }
}
