import Foundation

/// The JSON Schema (draft 2020-12) of pipeline files, made from the declarations of registered stages: editors complete and
/// check files with it. It knows the form of a file and each stage's inputs; what references mean is for `runner check`.
public struct PipelineSchema {
  private let registry: Registry

  /// A schema of files that may name what `registry` holds.
  public init(_ registry: Registry) { self.registry = registry }

  /// The schema as JSON.
  public var text: String { JSONSchema.text(object) }

  private var object: [String: Any] {
    let stages = registry.stages.map { $0.declaration }.sorted { $0.name < $1.name }
    var definitions: [String: Any] = [
      "reference": JSONSchema.pattern("^[@$][^@$]", "A reference: @stage, @stage.output or $parameter"),
      "name": JSONSchema.pattern("^[^\\s.,:;@$/(){}]+$", "Letters, digits, - and _"),
      "value": ["type": ["string", "number", "boolean", "array", "object"]],
      "parameter": parameter, "stages": stagesObject(stages.map(\.name)), "loop": loop,
      "kind": ["type": "string", "minLength": 1],
    ]
    for stage in stages { definitions["stage-" + stage.name] = self.stage(stage) }
    return [
      "$schema": JSONSchema.draft, "title": "PipelineKit pipeline file", "type": "object", "$defs": definitions,
      "required": ["stages"], "additionalProperties": false,
      "properties": [
        "$schema": ["type": "string"], "format": ["const": DocumentReader.format],
        "pipeline": ["type": ["string", "number", "boolean"], "description": "The file's name"],
        "about": ["type": ["string", "number", "boolean"], "description": "What it shows"],
        "parameters": named("parameter", "Values that the command line may set"),
        "inputs": named("kind", "What another file must feed, by kind; only in parts"),
        "outputs": named("value", "What the file gives"), "stages": ["$ref": "#/$defs/stages"],
      ],
    ]
  }

  private func named(_ definition: String, _ about: String) -> [String: Any] {
    [
      "type": "object", "description": about, "propertyNames": ["$ref": "#/$defs/name"],
      "additionalProperties": ["$ref": "#/$defs/\(definition)"],
    ]
  }

  private var parameter: [String: Any] {
    let plain: [String: Any] = ["type": ["string", "number", "boolean"]]
    let value: [String: Any] = ["anyOf": [plain, ["type": "array"]]]
    let described: [String: Any] = [
      "type": "object", "required": ["default"], "additionalProperties": false,
      "properties": [
        "default": value, "about": ["type": "string"],
        "choices": ["type": "array", "items": plain, "minItems": 1],
        "range": ["type": "array", "items": ["type": "number"], "minItems": 2, "maxItems": 2],
      ],
    ]
    return ["anyOf": [plain, ["type": "array"], described]]
  }

  // MARK: Stages

  /// Stages by name: each is checked by its kind, a file's path by form alone.
  private func stagesObject(_ names: [String]) -> [String: Any] {
    let known: [String: Any] = [
      "anyOf": [["enum": names + ["loop"]], ["type": "string", "pattern": "(/|\\.json$|\\.ya?ml$)"]]
    ]
    func when(_ name: String, _ definition: String) -> [String: Any] {
      [
        "if": ["properties": ["stage": ["const": name]], "required": ["stage"]],
        "then": ["$ref": "#/$defs/\(definition)"],
      ]
    }
    let entry: [String: Any] = [
      "type": "object", "required": ["stage"], "properties": ["stage": known],
      "allOf": names.map { when($0, "stage-" + $0) } + [when("loop", "loop")],
    ]
    return ["type": "object", "propertyNames": ["$ref": "#/$defs/name"], "additionalProperties": entry]
  }

  private func stage(_ declaration: Declaration) -> [String: Any] {
    var properties: [String: Any] = ["stage": ["const": declaration.name]]
    for port in declaration.inputs.map(registry.completed) { properties[port.name] = input(port) }
    return [
      "description": declaration.summary, "properties": properties, "additionalProperties": false,
      "required": ["stage"] + declaration.inputs.filter(\.isRequired).map(\.name),
    ]
  }

  private func input(_ port: Port) -> [String: Any] {
    var about = port.summary
    if let absence = port.absence { about += "; by default \(absence.text)" }
    var alternatives: [[String: Any]] = [["$ref": "#/$defs/reference"]]
    // A text may hold values in braces, which are known in the run alone.
    if let choices = port.choices {
      alternatives += [["enum": choices], ["type": "string", "pattern": "\\{[^}]+\\}"]]
    } else {
      alternatives += literals(port.kind, port.range)
    }
    return ["description": about, "anyOf": alternatives]
  }

  /// The literals that a kind can be written as; none for what only stages give.
  private func literals(_ kind: Kind, _ range: ClosedRange<Double>?) -> [[String: Any]] {
    func number(_ type: String) -> [String: Any] {
      var object: [String: Any] = ["type": type]
      if let low = range?.lowerBound, low.isFinite { object["minimum"] = JSONSchema.number(low) }
      if let high = range?.upperBound, high.isFinite { object["maximum"] = JSONSchema.number(high) }
      return object
    }
    switch kind {
    case .number: return [number("number")]
    case .integer, .timestep: return [number("integer")]
    case .text: return [["type": "string"]]
    case .flag: return [["type": "boolean"]]
    case .anything: return [["$ref": "#/$defs/value"]]
    case .list(let element):
      let items = [["$ref": "#/$defs/reference"]] + literals(element, range)
      return [["type": "array", "items": ["anyOf": items]]]
    case .object: return [["type": "object"]]
    case .oneOf(let kinds): return kinds.flatMap { literals($0, range) }
    default: return kind.accepts(.number) ? [["type": "number"]] : []
    }
  }

  private var loop: [String: Any] {
    [
      "description": "Runs a body for every element of a list", "required": ["stage", "each", "body"],
      "additionalProperties": false,
      "properties": [
        "stage": ["const": "loop"], "each": named("value", "Names, each bound to the elements of a list"),
        "carry": named("value", "Names that change, with the values they start with"),
        "next": named("value", "What each carried name becomes"),
        "collect": named("value", "Names, each the list of a value of every iteration"),
        "body": ["$ref": "#/$defs/stages"],
      ],
    ]
  }
}

/// What schemas of several files have in common.
package enum JSONSchema {
  /// The dialect.
  package static let draft = "https://json-schema.org/draft/2020-12/schema"

  /// The schema as text, keys sorted.
  package static func text(_ object: [String: Any]) -> String {
    let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = (try? JSONSerialization.data(withJSONObject: object, options: options)) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  package static func pattern(_ pattern: String, _ about: String) -> [String: Any] {
    ["type": "string", "pattern": pattern, "description": about]
  }

  /// A number that JSON writes without a point where it is whole.
  package static func number(_ value: Double) -> Any {
    value == value.rounded() && abs(value) < 0x1p53 ? Int(value) : value
  }
}
