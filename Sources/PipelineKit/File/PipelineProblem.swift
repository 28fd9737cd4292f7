public import Basics
import Foundation
import Tensors

/// A problem with a pipeline file, or with the parameters that the command line gives it.
public indirect enum PipelineProblem: Sendable {
  /// The text is not valid in the file format; the value is the message.
  case syntax(String)
  /// Names or keys that are given more than once.
  case duplicate(names: [String])
  /// `what` should have been written as `expected`.
  case wrongForm(what: String, expected: String, found: String)
  /// A key that its owner (the pipeline, a stage, a parameter) doesn't have; `known` are those that it has.
  case unknownKey(String, of: String, known: [String])
  /// A required key that its owner lacks.
  case missingKey(String, of: String)
  /// A name with characters other than letters, digits, `-` and `_`.
  case badName(String)
  /// A text that starts as a reference does but isn't one.
  case badReference(String)
  /// A name that is already defined on `line`.
  case nameTaken(String, line: Int)

  /// A stage that isn't registered; `known` are those that are.
  case unknownStage(String, known: [String])
  /// An input that the stage doesn't declare.
  case unknownInput(String, stage: String, known: [String])
  /// A required input that isn't given.
  case missingInput(String, stage: String, kind: Kind)
  /// A reference to a name that isn't defined in its scope.
  case unknownReference(String, known: [String])
  /// A reference to an output that the stage doesn't have.
  case unknownOutput(String, stage: String, known: [String])
  /// A reference that has to name one of several outputs and doesn't.
  case outputNotChosen(stage: String, outputs: [String])
  /// A reference to a stage without outputs.
  case noOutput(stage: String)
  /// A word that names no kind; `custom` are the kinds that packages add.
  case unknownKind(String, custom: [String] = [])
  /// A value of a kind that the input doesn't take.
  case wrongKind(input: String, expected: Kind, found: String)
  /// A value that the input doesn't take although its kind fits: a number out of range, a shape that doesn't fit.
  case unfit(StageFault)
  /// A text that isn't one of the words that the input takes.
  case notAChoice(input: String, choices: [String], found: String)
  /// A loop's `each` entry that is neither a list nor timesteps.
  case notAList(name: String, found: Kind)
  /// A carried value that `next` sets to a value of another kind than it starts with.
  case kindChanges(name: String, from: Kind, to: Kind)
  /// A carried value without an entry in `next`.
  case nothingNext(name: String)
  /// A list for an input that takes values of one kind, with elements of several.
  case mixedKinds(input: String, kinds: [Kind])
  /// Stages that refer to each other in a circle, in its order.
  case cycle([String])
  /// The pipeline has more stages than `limit`.
  case tooManyStages(limit: Int)
  /// Loops and included files are nested more than `limit` deep.
  case tooDeep(limit: Int)
  /// Lists and objects are nested more than `limit` deep.
  case nestedTooDeep(limit: Int)
  /// An element of a loop's list that a stage in the loop refuses; `index` counts from 0.
  case element(index: Int, stage: String, Problem)
  /// A loop that would run its body more than `limit` times.
  case tooManyIterations(loop: String, limit: Int)
  /// A text that the values in it make longer than `limit` bytes.
  case textTooLong(limit: Int)
  /// A loop that would collect more than `limit` numbers under one name.
  case collectsTooMuch(loop: String, name: String, limit: Int)
  /// Two lists of one loop with different numbers of elements: name as it is shown, count, name, count.
  case lengthsDiffer(String, Int, String, Int)
  /// A file that two stages write; `by` is the first of them.
  case writtenTwice(String, by: String)
  /// A file that two stages may write: `by` numbers the pictures of a batch that it writes to `batch`.
  case numberedTwice(String, batch: String, by: String)

  /// A reference to a parameter that the file doesn't declare.
  case unknownParameter(String, known: [String])
  /// A parameter given on the command line that the file doesn't declare.
  case noSuchParameter(String, known: [String])
  /// A parameter whose text on the command line can't be read as its kind.
  case parameterKind(String, expected: Kind, found: String)
  /// A value that the file says its parameter doesn't take.
  case parameterValue(String, expected: String, found: String, isGiven: Bool = false)
  /// A value of this parameter, given on the command line, that a stage doesn't take.
  case given(parameter: String, PipelineProblem)
  /// A file in a newer format than `known`, the newest that this program reads.
  case newerFormat(Int, known: Int)
  /// Files that include each other in a circle, in its order.
  case includesItself([String])
  /// A file that doesn't exist.
  case missingFile(String)
  /// A file that exists but can't be read; the value is the message.
  case unreadable(String)
  /// The file is a part: it can only be run by another file that sets its inputs.
  case part(inputs: [String])
  /// A problem that a stage's own check found; `name` is the stage's name in the file.
  case stage(name: String, Problem)

  /// A part of a text that looks as if it meant a value, and what to write instead. A warning.
  case staysLiteral(String, advice: String)
  /// A value named in a text's braces that is no number, text, flag or timestep.
  case notInText(String, kind: Kind)
  /// A stage that writes nothing and whose outputs nothing uses. A warning.
  case unused(stage: String)
  /// A loop over an empty list. A warning.
  case emptyEach(loop: String)
  /// A stage that writes the same file in every iteration of a loop. A warning.
  case overwrites(stage: String, file: String, loop: String)

  /// What the process's exit status says: wrong usage, a missing input file, or wrong data.
  public var cause: FaultCause {
    switch self {
    case .noSuchParameter, .parameterKind, .parameterValue(_, _, _, isGiven: true): .usage
    case .missingFile, .unreadable: .missingInput
    case .stage(_, let problem), .element(_, _, let problem), .given(_, .stage(_, let problem)): problem.cause
    case .given: .usage
    case .unfit(let fault): fault.cause
    default: .data
    }
  }

  /// Whether it is about a value, wherever this comes from.
  var isAboutValue: Bool {
    switch self {
    case .wrongKind, .unfit, .notAChoice, .mixedKinds, .element, .stage: true
    default: isOfText
    }
  }

  /// Whether it is about a name in a text's braces.
  var isOfText: Bool {
    switch self {
    case .staysLiteral, .notInText: true
    default: false
    }
  }

  /// The severity, unless the reporter states another.
  var severity: Diagnostic.Severity { if case .stage(_, let problem) = self { problem.severity } else { .error } }
}

extension PipelineProblem: CustomStringConvertible {
  public var description: String { statement + hint }

  /// What is wrong, without the suggestion.
  var statement: String {
    switch self {
    case .syntax(let what): return what
    case .duplicate(let names): return "\(listed(names)) \(names.count == 1 ? "is" : "are") given more than once"
    case .wrongForm(let what, let expected, let found): return "\(what) should be \(expected), found \(found)"
    case .unknownKey(let key, let owner, _): return "\(owner) has no key '\(key)'"
    case .missingKey(let key, let owner): return "\(owner) lacks the key '\(key)'"
    case .badName(let name): return "'\(name)' can't be a name: letters, digits, '-' and '_' make one"
    case .badReference(let text):
      return
        "'\(text)' is not a reference; expected '@stage', '@stage.output' or '$parameter' (write '@@' or '$$' for the sign itself)"
    case .nameTaken(let name, let line): return "the name '\(name)' is taken on line \(line) already"

    case .unknownStage(let name, _): return "there is no stage '\(name)'"
    case .unknownInput(let name, let stage, _):
      return "stage '\(stage)' has no input '\(name)'"
    case .missingInput(let name, let stage, let kind): return "stage '\(stage)' lacks its input '\(name)' (\(kind))"
    case .unknownReference(let name, _): return "nothing here is called '\(name)'"
    case .unknownOutput(let name, let stage, _):
      return "'\(stage)' has no output '\(name)'"
    case .outputNotChosen(let stage, let outputs):
      return "'\(stage)' has several outputs; expected one of \(listed(outputs.map { "@\(stage).\($0)" }))"
    case .noOutput(let stage): return "'\(stage)' has no output to refer to"
    case .unknownKind(let text, _):
      return "there is no kind '\(text)'"
    case .wrongKind(let input, let expected, let found): return "'\(input)' takes \(expected), found \(found)"
    case .unfit(let fault): return fault.description
    case .notAChoice(let input, let choices, let found):
      return "'\(input)' takes \(orList(choices)), found \(found)"
    case .notAList(let name, let found): return "'\(name)' iterates over a list or timesteps, found \(found)"
    case .kindChanges(let name, let from, let to):
      return "carried '\(name)' starts as \(from), but 'next' makes it \(to)"
    case .nothingNext(let name): return "carried '\(name)' has no entry in 'next' that says what it becomes"
    case .mixedKinds(let input, let kinds):
      return "'\(input)' takes values of one kind, found \(kinds.map(\.description).joined(separator: " and "))"
    case .lengthsDiffer(let a, let m, let b, let n):
      return "\(a) has \(m) \(m == 1 ? "element" : "elements") to iterate over, but \(b) has \(n)"
    case .writtenTwice(let path, let stage): return "stage '\(stage)' writes '\(path)' already"
    case .element(let index, let stage, let problem):
      return "stage '\(stage)', element \(index + 1) of the list that its loop iterates over: \(problem.message)"
    case .tooManyIterations(let loop, let limit):
      return "loop '\(loop)' would run its body more than \(limit) times, which is the limit"
    case .textTooLong(let limit): return TextFault(limit: limit).description
    case .collectsTooMuch(let loop, let name, let limit):
      return "loop '\(loop)' would collect more than \(limit) numbers as '\(name)', which is the limit"
    case .tooManyStages(let limit):
      return "with those of files that are stages, the pipeline has more than \(limit) stages, which is the limit"
    case .tooDeep(let limit): return "loops and files that are stages are nested more than \(limit) deep"
    case .nestedTooDeep(let limit): return "lists and objects are nested more than \(limit) deep"
    case .numberedTwice(let path, let batch, let stage):
      return "'\(path)' may be written twice: stage '\(stage)' numbers a batch that it writes to '\(batch)'"
    case .cycle(let names): return "each of these waits for the next: \(names.joined(separator: " → "))"

    case .unknownParameter(let name, _), .noSuchParameter(let name, _):
      return "there is no parameter '\(name)'"
    case .parameterKind(let name, .integer, let found) where found.wholeMatch(of: /[+-]?[0-9]+/) != nil:
      return "parameter '\(name)' takes an integer from \(Int.min) to \(UInt64.max), found \(found)"
    case .parameterKind(let name, let expected, let found):
      return "parameter '\(name)' takes \(article(expected)), found '\(found)'"
    case .parameterValue(let name, let expected, let found, _):
      return "parameter '\(name)' takes \(expected), found \(found)"
    case .given(let name, let problem): return "parameter '\(name)': \(problem.statement)"
    case .newerFormat(let format, let known):
      return "the file is of format \(format), and this program reads format \(known); a newer program is needed"
    case .includesItself(let files): return "the file includes itself: \(files.joined(separator: " → "))"
    case .missingFile(let path): return "there is no file '\(path)'"
    case .unreadable(let what): return what
    case .part(let inputs):
      return
        "this file is a part: another file must feed its \(inputs.count == 1 ? "input" : "inputs") \(listed(inputs))"
    case .stage(let name, let problem): return "stage '\(name)': \(problem.message)"

    case .staysLiteral(let sign, let advice): return "'\(sign)' stays as it is, as part of a text; \(advice)"
    case .notInText(let name, let kind):
      return "'{\(name)}' is \(article(kind)); only numbers, texts, flags and timesteps can stand in a text"
    case .unused(let stage): return "nothing uses '\(stage)' and it writes nothing"
    case .overwrites(let stage, let file, let loop):
      return "'\(stage)' writes '\(file)' in every iteration of loop '\(loop)', so only the last version remains"
    case .emptyEach(let loop): return "loop '\(loop)' has an empty list to iterate over, so its body never runs"
    }
  }

  /// A suggestion for a name that isn't known. It is computed only for diagnostics that are shown, as the search for
  /// the nearest name takes time.
  private var hint: String {
    switch self {
    case .unknownKey(let name, _, let known), .unknownStage(let name, let known), .unknownInput(let name, _, let known),
      .unknownReference(let name, let known), .unknownOutput(let name, _, let known),
      .unknownParameter(let name, let known), .noSuchParameter(let name, let known):
      PipelineKit.hint(name, known)
    case .given(_, let problem): problem.hint
    case .unknownKind(let text, let custom):
      PipelineKit.hint(ofKind: text, Kind.words.map(\.word) + custom)
    case .notAChoice(_, let choices, let found): suggestion(found, choices)
    default: ""
    }
  }
}

/// The nearest known kind, or all known kinds if none is near.
private func hint(ofKind text: String, _ known: [String]) -> String {
  hint(text, known) + (nearest(text, known) == nil ? ", or 'list of' one" : "")
}

/// The nearest known name, or all known names if none is near.
private func hint(_ name: String, _ known: [String]) -> String {
  if let name = nearest(name, known) { return "; did you mean '\(name)'?" }
  if known.isEmpty { return "; there are none" }
  return "; expected \(known.count == 1 ? "" : "one of ")\(listed(known, limit: 12))"
}

private func suggestion(_ name: String, _ known: [String]) -> String {
  nearest(name.trimmingCharacters(in: ["'"]), known).map { "; did you mean '\($0)'?" } ?? ""
}

func orList(_ names: [String]) -> String {
  let quoted = names.map { "'\($0)'" }
  return quoted.count < 2 ? quoted.joined() : quoted.dropLast().joined(separator: ", ") + " or " + quoted.last!
}

/// A kind with its article: an integer, a list of text.
private func article(_ kind: Kind) -> String {
  switch kind {
  case .text: "text"
  case .flag: "true or false"
  case .list(.oneOf([])): "an empty list"
  default: ("aeiou".contains(kind.description.first!) ? "an " : "a ") + kind.description
  }
}
