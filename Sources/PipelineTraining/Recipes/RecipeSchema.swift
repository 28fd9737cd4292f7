import Foundation
import PipelineKit
import Tensors

/// A setting that a recipe's reader asks for.
struct RecipeSetting {
  /// What it may be.
  enum Form {
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case seed
    case flag
    case choice([String])
    case path
    case text
    case texts
    case integers(ClosedRange<Int>)

    /// As messages say what is expected.
    var words: String {
      switch self {
      case .integer(let range): "an integer from \(range.lowerBound) to \(range.upperBound)"
      case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
      case .seed: "an integer from -2^63 to 2^64-1"
      case .flag: "true or false"
      case .choice(let words): words.map { "'\($0)'" }.joined(separator: " or ")
      case .path: "a path"
      case .text: "text"
      case .texts: "a list of texts"
      case .integers(let range): "a list of integers from \(range.lowerBound) to \(range.upperBound)"
      }
    }

    /// The values that a reader may go on differently for.
    fileprivate var alternatives: [Literal] {
      switch self {
      case .flag: [.flag(false), .flag(true)]
      case .choice(let words): words.map(Literal.text)
      default: []
      }
    }
  }

  var section: String
  var key: String
  var form: Form
  /// Whether a file that is asked for it must have it.
  var isRequired: Bool
  fileprivate var name: String { "\(section).\(key)" }
}

/// Notes what a recipe's reader asks for, and answers it: so that a schema needs no second description of a recipe.
final class SettingsRecording {
  /// Choices and flags by `section.key`.
  private let answers: [String: Literal]
  fileprivate private(set) var settings: [RecipeSetting] = []

  fileprivate init(_ answers: [String: Literal]) { self.answers = answers }

  /// The value for a setting that is asked for; nil for any that fits.
  func answer(_ setting: RecipeSetting) -> Argument? {
    settings.append(setting)
    let literal = answers[setting.name] ?? setting.form.alternatives.first
    return literal.map { Argument(position: Position(file: "", line: 1, column: 1), form: .literal($0)) }
  }
}

/// The JSON Schema (draft 2020-12) of recipes, made from what the registered kinds of recipes ask of their files.
public struct RecipeSchema {
  private let registry: RecipeRegistry

  /// A schema of recipes that `registry` reads.
  public init(_ registry: RecipeRegistry) { self.registry = registry }

  /// The schema as JSON.
  public var text: String {
    let kinds = registry.kinds.map { kind -> [String: Any] in
      ["if": ["required": [kind.key]], "then": object(RecipeSchema.settings(of: kind))]
    }
    let plain: [String: Any] = ["type": ["string", "number", "boolean", "array", "object"]]
    return JSONSchema.text([
      "$schema": JSONSchema.draft, "title": "PipelineKit recipe", "type": "object",
      "properties": [
        "$schema": ["type": "string"], "format": ["const": 1], "recipe": ["type": "string", "minLength": 1],
        "about": ["type": "string"], "parameters": ["type": "object", "additionalProperties": plain],
      ],
      "anyOf": registry.kinds.map { ["required": [$0.key]] }, "allOf": kinds,
      "$defs": ["parameter": JSONSchema.pattern("^\\$[^$]", "A parameter: $name")],
    ])
  }

  private func object(_ settings: [(setting: RecipeSetting, isAlwaysRequired: Bool)]) -> [String: Any] {
    var sections: [String: [String: Any]] = [:]
    var required: [String: [String]] = [:]
    for (setting, isAlwaysRequired) in settings {
      sections[setting.section, default: [:]][setting.key] = [
        "anyOf": [["$ref": "#/$defs/parameter"], RecipeSchema.value(setting.form)]
      ]
      if isAlwaysRequired { required[setting.section, default: []].append(setting.key) }
    }
    let properties = sections.reduce(into: [String: Any]()) { all, section in
      all[section.key] =
        [
          "type": "object", "properties": section.value, "additionalProperties": false,
          "required": (required[section.key] ?? []).sorted(),
        ] as [String: Any]
    }
    let head = ["$schema", "format", "recipe", "about", "parameters"]
    return [
      "properties": head.reduce(into: properties) { $0[$1] = true }, "additionalProperties": false,
      "required": sections.keys.sorted(),
    ]
  }

  private static func value(_ form: RecipeSetting.Form) -> [String: Any] {
    let parameter: [String: Any] = ["$ref": "#/$defs/parameter"]
    switch form {
    case .integer(let range): return ["type": "integer", "minimum": range.lowerBound, "maximum": range.upperBound]
    case .number(let range):
      return [
        "type": "number", "minimum": JSONSchema.number(range.lowerBound),
        "maximum": JSONSchema.number(range.upperBound),
      ]
    case .seed: return ["type": "integer"]
    case .flag: return ["type": "boolean"]
    case .choice(let words): return ["enum": words]
    case .path: return ["type": "string", "minLength": 1]
    case .text: return ["type": "string"]
    case .texts: return ["type": "array", "items": ["anyOf": [parameter, ["type": "string"]]]]
    case .integers(let range):
      let item: [String: Any] = ["type": "integer", "minimum": range.lowerBound, "maximum": range.upperBound]
      return ["type": "array", "items": ["anyOf": [parameter, item]]]
    }
  }

  /// The most ways through a reader that are looked at.
  private static let mostWays = 512

  /// Everything that a kind of recipe asks for, whatever it is answered, in the order of asking.
  private static func settings(
    of kind: any TrainingRecipe.Type
  ) -> [(setting: RecipeSetting, isAlwaysRequired: Bool)] {
    var found: [(setting: RecipeSetting, isAlwaysRequired: Bool)] = []
    var waiting: [[String: Literal]] = [[:]]
    var seen: Set<[String: Literal]> = [[:]]
    var ways = 0
    while let answers = waiting.popLast(), ways < mostWays {
      ways += 1
      let recording = SettingsRecording(answers)
      _ = try? kind.init(RecipeSettings(recording), path: "")
      let asked = recording.settings
      for setting in asked {
        if let index = found.firstIndex(where: { $0.setting.name == setting.name }) {
          if !setting.isRequired { found[index].isAlwaysRequired = false }
        } else {
          found.append((setting, setting.isRequired && ways == 1))
        }
        for alternative in setting.form.alternatives {
          var next = answers
          next[setting.name] = alternative
          if seen.insert(next).inserted { waiting.append(next) }
        }
      }
      for index in found.indices where !asked.contains(where: { $0.name == found[index].setting.name }) {
        found[index].isAlwaysRequired = false
      }
    }
    return found
  }
}
