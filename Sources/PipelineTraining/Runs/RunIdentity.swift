import Tensors

/// Identifies a run: the settings of its recipe that affect the weights, and the content of its data. A saved state can
/// be resumed only by a run with the same identity.
public struct RunIdentity: Sendable, Equatable {
  /// A setting of a recipe.
  public struct Setting: Sendable, Equatable {
    /// Its name in the recipe: `run.epochs`.
    public var name: String
    /// Its name for the user: the parameter that sets it, otherwise `name`.
    public var shown: String
    /// The value as written on a command line.
    public var value: String
  }

  /// Something that the run learns from, identified by its content; its location doesn't matter.
  public struct Content: Sendable, Equatable {
    /// What it is: `training images`.
    public var name: String
    /// The number of items; nil for a single one.
    public var count: Int?
    /// SHA-256 in hexadecimal.
    public var digest: String
    /// The folder of its files; empty where a saved state doesn't say.
    public var folder = ""
    /// Whether only earlier versions saved this digest.
    public var isOfEarlierVersions = false
  }

  /// The settings that affect the weights.
  public var settings: [Setting]
  /// The data that the run learns from.
  public var contents: [Content]

  /// `names` are the parameters that set settings, by the settings' names.
  init(_ settings: [(name: String, value: String)], names: [String: String] = [:], _ contents: [Content]) {
    self.settings = settings.map { Setting(name: $0.name, shown: names[$0.name] ?? $0.name, value: $0.value) }
    self.contents = contents
  }

  /// An identity of settings that have their names for the user.
  init(_ settings: [Setting], _ contents: [Content]) { (self.settings, self.contents) = (settings, contents) }

  /// How a saved run differs from this one, one phrase per difference; contents are compared if both runs have them.
  public func differences(from saved: RunIdentity) -> [String] {
    var differences = RunIdentity.differences(saved.settings, from: settings).map(\.words)
    var (counts, others): ([[Int]], [String]) = ([], [])
    for content in contents {
      guard let other = saved.contents.first(where: { $0.name == content.name }) else { continue }
      if let there = other.count, let here = content.count, there != here {
        // Images and their labels differ together; that is reported once.
        if !counts.contains([there, here]) { differences.append("\(there) \(content.name), not \(here)") }
        counts.append([there, here])
      } else if other.digest != content.digest, content.count == nil {
        differences.append("another \(content.name) than \(content.folder)")
      } else if other.digest != content.digest {
        others.append(content.name)
      }
    }
    if let folder = contents.first(where: { others.contains($0.name) })?.folder {
      let names = others.dropLast().joined(separator: ", ") + (others.count > 1 ? " and " : "") + others.last!
      differences.append("other \(names) than those in \(folder)")
    }
    return differences
  }

  /// A setting with different values in two runs, and the words for it, such as `epochs=2, not 3`.
  public typealias Difference = (setting: Setting, words: String)

  /// The settings in `there` that differ from `here`, in the order of `here`.
  public static func differences(_ there: [Setting], from here: [Setting]) -> [Difference] {
    let others = Dictionary(there.map { ($0.name, $0.value) }) { first, _ in first }
    let known = Set(here.map(\.name))
    func words(_ setting: Setting, _ there: String?, _ here: String?) -> Difference {
      (setting, "\(setting.shown)=\(there ?? "none"), not \(here ?? "none")")
    }
    return here.filter { others[$0.name] != $0.value }.map { words($0, others[$0.name], $0.value) }
      + there.filter { !known.contains($0.name) }.map { words($0, $0.value, nil) }
  }

  /// A number as written on a command line.
  static func text(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }
}

/// An identity in the notes of a saved state.
extension RunIdentity {
  /// The version of this format. States of version 1 hold an identity in words (`EarlierIdentity`); those of version 2
  /// have this format, but don't state it.
  static let version = 3

  private static let versionNote = "version"
  private static let setting = "setting."
  private static let content = "content."
  private static let folder = "folder."

  var notes: [String: String] {
    var notes = Dictionary(uniqueKeysWithValues: settings.map { (Self.setting + $0.name, $0.value) })
    notes[Self.versionNote] = "\(Self.version)"
    for content in contents where !content.isOfEarlierVersions {
      notes[Self.content + content.name] = content.count.map { "\($0) \(content.digest)" } ?? content.digest
      // Where the data was is no part of the identity; it helps to find the data again.
      if content.count != nil, !content.folder.isEmpty { notes[Self.folder + content.name] = content.folder }
    }
    return notes
  }

  /// The version in the notes if this program doesn't know it, otherwise nil.
  static func unknownVersion(in notes: [String: String]) -> String? {
    notes[versionNote].flatMap { Int($0).map { (2...version).contains($0) } == true ? nil : $0 }
  }

  /// Whether notes hold an identity in this format.
  static func isNoted(in notes: [String: String]) -> Bool { notes.keys.contains { $0.hasPrefix(setting) } }

  /// The identity in notes; nil if they hold none.
  init?(notes: [String: String]) {
    guard Self.isNoted(in: notes) else { return nil }
    let sorted = notes.sorted { $0.key < $1.key }
    var settings = sorted.filter { $0.key.hasPrefix(Self.setting) }
      .map { (name: String($0.key.dropFirst(Self.setting.count)), value: $0.value) }
    // States of programs that knew no parts don't have the setting.
    if !settings.contains(where: { $0.name == TrainingPlan.partsSetting }) {
      settings.append((TrainingPlan.partsSetting, "1"))
    }
    // Those of programs whose networks all predicted noise don't say so.
    if settings.contains(where: { $0 == ("objective.learn", "estimate") }),
      !settings.contains(where: { $0.name == "objective.predicts" })
    {
      settings.append(("objective.predicts", "noise"))
    }
    let contents = sorted.filter { $0.key.hasPrefix(Self.content) }.map { key, text in
      let parts = text.split(separator: " ")
      let name = String(key.dropFirst(Self.content.count))
      return Content(
        name: name, count: parts.count == 2 ? Int(parts[0]) : nil, digest: parts.last.map(String.init) ?? "",
        folder: notes[Self.folder + name] ?? "")
    }
    self.init(settings, contents)
  }
}
