import Basics
import Tensors

extension Port {
  /// A value as this port takes it: checks numbers against the range and texts against the choices, and gives paths the
  /// folder that they start from. Used before a run and during it.
  ///
  /// - Parameters:
  ///   - folder: the folder that relative paths to read start from, unless the path has its own.
  ///   - places: where other relative paths start.
  package func admit(_ value: Value, folder: String, _ places: PathPlaces) throws -> Value {
    var value = value
    // Whole numbers are integers in any notation.
    if !kind.accepts(value.kind), kind.accepts(value.withWholeNumbers.kind) { value = value.withWholeNumbers }
    if !kind.accepts(value.kind) {
      if case .number(let number) = value, number == number.rounded(), kind.accepts(.integer) {
        throw StageFault.outOfRange(port: name, expected: "an integer from -2^63 to 2^64-1", found: String(number))
      }
      throw StageFault.wrongKind(port: name, expected: kind, found: value.kind)
    }
    switch value {
    case .integer(let number): try checkRange(Double(number), String(number))
    case .unsigned(let number): try checkRange(number)
    case .number(let number): try checkRange(number, String(number))
    case .text(let text): return try admit(Path(text), folder: folder, places)
    case .path(let path): return try admit(path, folder: folder, places)
    case .list(let elements) where kind.element != nil && path != nil:
      return .list(try elements.map { try single.admit($0, folder: folder, places) })
    case .list(let elements) where kind.element != nil:
      for case .integer(let number) in elements { try checkRange(Double(number), String(number)) }
      for case .unsigned(let number) in elements { try checkRange(number) }
      for case .number(let number) in elements { try checkRange(number, String(number)) }
    default: break
    }
    return value
  }

  /// Only ports whose range allows it take integers above `Int.max`.
  private func checkRange(_ number: UInt64) throws {
    if range == nil, !kind.accepts(.number), kind.element?.accepts(.number) != true {
      throw StageFault.outOfRange(port: name, expected: "at most \(Int.max)", found: String(number))
    }
    try checkRange(Double(number), String(number))
  }

  private func checkRange(_ number: Double, _ text: String) throws {
    guard let range, !range.contains(number) else { return }
    throw StageFault.outOfRange(port: name, expected: describe(range), found: text)
  }

  private func admit(_ path: Path, folder: String, _ places: PathPlaces) throws -> Value {
    if let choices, !choices.contains(path.text) {
      throw StageFault.other(
        PipelineProblem.notAChoice(input: name, choices: choices, found: "'\(path.text)'").description)
    }
    if self.path != nil, self.path != .runs, path.text.isEmpty {
      throw StageFault.other("'\(name)' takes a file's name, found an empty text")
    }
    switch self.path {
    case .reads:
      var base = path.base.isEmpty ? folder : path.base
      if path.isGiven, path.text == "-" { return .path(Path("/dev/stdin", base: ".", origin: path.origin)) }
      if !path.isGiven { base = places.reading.folder(of: path.text, besides: base) }
      let found = Path(path.text, base: base, origin: path.origin)
      // Before anything looks into the file, and once more just before a stage does.
      if let refusal = places.reading.refusal(of: found) {
        throw StageFault.other(refusal.description, cause: refusal.cause)
      }
      return .path(found)
    case .writes:
      var named = Path(path.text, base: places.outputFolder, origin: path.origin)
      if let naming = places.naming, !path.isNamed { named.text = naming(path) }
      named.isNamed = true
      return .path(named)
    case .runs:
      // On the command line, words start from the working directory.
      var base = path.base.isEmpty ? folder : path.base
      if !path.isGiven { base = places.reading.folder(of: path.text, besides: base) }
      return .path(Path(path.text, base: base, origin: path.origin))
    case nil: return .path(path)
    }
  }
}

extension ClosedRange<Double> {
  /// The range in words: `0 … 1`, `at least 1`.
  package var words: String { describe(self) }
}

/// A range of numbers in words: `0 … 1`, `at least 1`.
func describe(_ range: ClosedRange<Double>) -> String {
  func text(_ x: Double) -> String { x == x.rounded() && abs(x) < 1e15 ? String(Int(x)) : String(x) }
  switch (
    range.lowerBound.isFinite && abs(range.lowerBound) < 1e15, range.upperBound.isFinite && range.upperBound < 1e15
  ) {
  case (true, true): return "\(text(range.lowerBound)) … \(text(range.upperBound))"
  case (true, false): return "at least \(text(range.lowerBound))"
  case (false, true): return "at most \(text(range.upperBound))"
  case (false, false): return "any number"
  }
}
