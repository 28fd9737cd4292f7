import Basics
public import PipelineKit
import Tensors

extension RecipeSettings {
  /// The settings in one section. Values that can't be read are recorded for `finish`, and a placeholder is returned.
  public struct Section {
    let settings: RecipeSettings
    let name: String
    let position: Position
    /// nil if the section is missing, which was reported.
    let members: [Named<Argument>]?

    /// A whole number in `range`; required unless there is a default.
    public func integer(_ key: String, in range: ClosedRange<Int>, default fallback: Int? = nil) -> Int {
      read(key, .integer(range), fallback, range.lowerBound) { value, _ in
        RecipeSettings.integer(value, in: range)
      }
    }

    /// A generator's seed. Negative seeds count modulo 2^64, as in PyTorch.
    public func seed(_ key: String, default fallback: UInt64? = nil) -> UInt64 {
      read(key, .seed, fallback, 0) { value, _ in
        guard case .literal(let literal) = value.form else { return nil }
        switch literal.whole {
        case .integer(let integer): return UInt64(bitPattern: Int64(integer))
        case .unsigned(let integer): return integer
        default: return nil
        }
      }
    }

    /// A number in `range`; required unless there is a default.
    public func number(_ key: String, in range: ClosedRange<Double>, default fallback: Double? = nil) -> Double {
      optionalNumber(key, in: range, default: fallback.map { .some($0) }) ?? range.lowerBound
    }

    /// The number, or `fallback` if the file has none; with nil as `fallback` the setting is required, with
    /// `.some(nil)` it may be missing.
    public func optionalNumber(
      _ key: String, in range: ClosedRange<Double>, default fallback: Double?? = .some(nil)
    ) -> Double? {
      read(key, .number(range), fallback, nil) { value, _ in
        guard case .literal(let literal) = value.form, let number = literal.number else { return nil }
        return range.contains(number) ? .some(number) : nil
      }
    }

    /// True or false; required unless there is a default.
    public func flag(_ key: String, default fallback: Bool? = nil) -> Bool {
      read(key, .flag, fallback, false) { value, _ in
        if case .literal(.flag(let flag)) = value.form { flag } else { nil }
      }
    }

    /// One of the given words, as its value; required unless there is a default.
    public func choice<Value>(_ key: String, _ choices: KeyValuePairs<String, Value>, default fallback: Value? = nil)
      -> Value
    {
      read(key, .choice(choices.map(\.key)), fallback, choices.first!.value) { value, _ in
        guard case .literal(.text(let word)) = value.form else { return nil }
        return choices.first { $0.key == word }?.value
      }
    }

    /// A required path. It starts from the file's folder, or from the working directory if the command line gave it.
    public func path(_ key: String) -> String { location(key).resolved }

    /// A required path as written, for settings that may also be a name.
    public func location(_ key: String) -> Path {
      read(key, .path, nil, Path("")) { value, folder in
        guard case .literal(.text(let text)) = value.form, !text.isEmpty, !ServerAddress.isOne(text) else { return nil }
        return Path(text, base: folder)
      }
    }

    /// A text, or `fallback` if the file has none.
    public func text(_ key: String, default fallback: String?) -> String? {
      read(key, .text, .some(fallback), nil) { value, _ in
        if case .literal(.text(let text)) = value.form, !FileName.holdsBytes(text) { .some(text) } else { nil }
      }
    }

    /// A list of texts; required unless there is a default.
    public func texts(_ key: String, default fallback: [String]? = nil) -> [String] {
      read(key, .texts, fallback, []) { value, _ in
        guard case .list(let elements) = value.form else { return nil }
        let texts = elements.compactMap { element -> String? in
          guard case .literal(.text(let text)) = settings.resolved(element)?.0.form, !FileName.holdsBytes(text) else {
            return nil
          }
          return text
        }
        return texts.count == elements.count ? texts : nil
      }
    }

    /// A list of whole numbers in `range`; required unless there is a default.
    public func integers(_ key: String, in range: ClosedRange<Int>, default fallback: [Int]? = nil) -> [Int] {
      read(key, .integers(range), fallback, []) { value, _ in
        guard case .list(let elements) = value.form else { return nil }
        let integers = elements.compactMap { element -> Int? in
          settings.resolved(element).flatMap { RecipeSettings.integer($0.value, in: range) }
        }
        return integers.count == elements.count ? integers : nil
      }
    }

    /// Reports the keys in this section that were never requested.
    public func finish() {
      if settings.recording != nil || settings.unclear.contains(name) { return }
      let prefix = name + "."
      let known = settings.asked.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }.sorted()
      for member in members ?? [] where !known.contains(member.name) {
        settings.report(.unknownKey(member.name, of: "'\(name)'", known: known), member.position)
      }
    }

    private func read<Value>(
      _ key: String, _ form: RecipeSetting.Form, _ fallback: Value?, _ placeholder: Value,
      _ convert: (Argument, String) -> Value?
    ) -> Value {
      settings.asked.insert("\(name).\(key)")
      if let recording = settings.recording {
        let setting = RecipeSetting(section: name, key: key, form: form, isRequired: fallback == nil)
        return recording.answer(setting).flatMap { convert($0, ".") } ?? placeholder
      }
      guard let members, !settings.unclear.contains(name) else { return placeholder }
      var decides: Bool { if case .choice = form { fallback == nil } else { false } }
      guard let member = members.first(where: { $0.name == key }) else {
        if let fallback { return fallback }
        settings.report(.missingKey(key, of: "'\(name)'"), position)
        if decides { settings.unclear.insert(name) }
        return placeholder
      }
      if case .parameter(let parameter) = member.value.form { settings.bindings["\(name).\(key)"] = parameter }
      guard let (value, folder) = settings.resolved(member.value) else { return placeholder }
      if let result = convert(value, folder) {
        if let path = result as? Path { settings.check(path, of: member.value) }
        return result
      }
      settings.report(
        .wrongForm(what: "'\(key)'", expected: form.words, found: RecipeSettings.words(value)), member.value.position)
      if decides { settings.unclear.insert(name) }
      return placeholder
    }
  }
}
