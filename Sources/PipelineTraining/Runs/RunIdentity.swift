import Tensors

/// What makes a run the one it is: the settings of its recipe that the weights follow from, and what its data holds. A
/// saved state is taken up by a run of the same identity only.
public struct RunIdentity: Sendable, Equatable {
  /// A setting of a recipe.
  public struct Setting: Sendable, Equatable {
    /// Where the recipe has it: `run.epochs`.
    public var name: String
    /// As the user knows it: the parameter that gives the setting its value, otherwise `name`.
    public var shown: String
    /// As a command line has it.
    public var value: String
  }

  /// Something that is learned from, by its content: where the files lie does not matter.
  public struct Content: Sendable, Equatable {
    /// What it is: `training images`.
    public var name: String
    /// How many there are; nil for one thing.
    public var count: Int?
    /// SHA-256 in hexadecimal.
    public var digest: String
    /// The folder that it lies in.
    public var folder = ""
    /// Whether the digest is one that only earlier versions saved.
    public var isOfEarlierVersions = false
  }

  public var settings: [Setting]
  public var contents: [Content]

  /// `names` are the parameters that settings take their values from.
  init(_ settings: [(name: String, value: String)], names: [String: String] = [:], _ contents: [Content]) {
    self.settings = settings.map { Setting(name: $0.name, shown: names[$0.name] ?? $0.name, value: $0.value) }
    self.contents = contents
  }

  /// What a saved run has and this one has not, a phrase each; of contents, those that both runs know.
  public func differences(from saved: RunIdentity) -> [String] {
    var differences = RunIdentity.differences(saved.settings, from: settings).map(\.words)
    var (counts, others): ([[Int]], [String]) = ([], [])
    for content in contents {
      guard let other = saved.contents.first(where: { $0.name == content.name }) else { continue }
      if let there = other.count, let here = content.count, there != here {
        // What belongs together differs together, as images and their labels.
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

  /// A setting that two runs have differently, and `epochs=2, not 3`.
  public typealias Difference = (setting: Setting, words: String)

  /// How `there` differs from `here`, in the order of `here`.
  public static func differences(_ there: [Setting], from here: [Setting]) -> [Difference] {
    let others = Dictionary(there.map { ($0.name, $0.value) }) { first, _ in first }
    let known = Set(here.map(\.name))
    func words(_ setting: Setting, _ there: String?, _ here: String?) -> Difference {
      (setting, "\(setting.shown)=\(there ?? "none"), not \(here ?? "none")")
    }
    return here.filter { others[$0.name] != $0.value }.map { words($0, others[$0.name], $0.value) }
      + there.filter { !known.contains($0.name) }.map { words($0, $0.value, nil) }
  }

  /// A number as a command line has it.
  static func text(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }
}

/// An identity among the notes of a saved state.
extension RunIdentity {
  /// The version of this form. States of version 1 hold an identity in words (`EarlierIdentity`), those of version 2 as this
  /// does, but they don't say so.
  static let version = 3

  private static let versionNote = "version"
  private static let setting = "setting."
  private static let content = "content."

  var notes: [String: String] {
    var notes = Dictionary(uniqueKeysWithValues: settings.map { (Self.setting + $0.name, $0.value) })
    notes[Self.versionNote] = "\(Self.version)"
    for content in contents where !content.isOfEarlierVersions {
      notes[Self.content + content.name] = content.count.map { "\($0) \(content.digest)" } ?? content.digest
    }
    return notes
  }

  /// The version that notes name where it is one that this program does not know.
  static func unknownVersion(in notes: [String: String]) -> String? {
    notes[versionNote].flatMap { Int($0).map { (2...version).contains($0) } == true ? nil : $0 }
  }

  /// Whether notes hold an identity in this form.
  static func isNoted(in notes: [String: String]) -> Bool { notes.keys.contains { $0.hasPrefix(setting) } }

  /// The identity in notes; nil where they hold none.
  init?(notes: [String: String]) {
    guard Self.isNoted(in: notes) else { return nil }
    let sorted = notes.sorted { $0.key < $1.key }
    let settings = sorted.filter { $0.key.hasPrefix(Self.setting) }
      .map { (name: String($0.key.dropFirst(Self.setting.count)), value: $0.value) }
    let contents = sorted.filter { $0.key.hasPrefix(Self.content) }.map { key, text in
      let parts = text.split(separator: " ")
      return Content(
        name: String(key.dropFirst(Self.content.count)), count: parts.count == 2 ? Int(parts[0]) : nil,
        digest: parts.last.map(String.init) ?? "")
    }
    self.init(settings, contents)
  }
}
