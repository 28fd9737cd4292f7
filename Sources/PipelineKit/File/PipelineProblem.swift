public import Basics
import Foundation
import Tensors

/// What can be wrong with a pipeline file.
public enum PipelineProblem: Sendable {
  case syntax(String)
  case duplicate(names: [String])
  /// `what` should have been written as `expected`.
  case wrongForm(what: String, expected: String, found: String)
  case unknownKey(String, of: String, known: [String])
  case missingKey(String, of: String)
  case badName(String)
  case badReference(String)
  case nameTaken(String, line: Int)

  case unknownStage(String, known: [String])
  case unknownInput(String, stage: String, known: [String])
  case missingInput(String, stage: String, kind: Kind)
  case unknownReference(String, known: [String])
  case unknownOutput(String, stage: String, known: [String])
  case outputNotChosen(stage: String, outputs: [String])
  case noOutput(stage: String)
  case unknownKind(String, custom: [String] = [])
  case wrongKind(input: String, expected: Kind, found: String)
  case unfit(StageFault)
  case notAChoice(input: String, choices: [String], found: String)
  case notAList(name: String, found: Kind)
  case kindChanges(name: String, from: Kind, to: Kind)
  case nothingNext(name: String)
  case mixedKinds(input: String, kinds: [Kind])
  case cycle([String])
  /// More stages than a pipeline may have.
  case tooManyStages(limit: Int)
  /// Loops and files that are stages in each other.
  case tooDeep(limit: Int)
  /// Lists and objects in each other.
  case nestedTooDeep(limit: Int)
  /// An element that a loop puts into an input of a stage that does not take it.
  case element(index: Int, stage: String, fault: String)
  case tooManyIterations(loop: String, limit: Int)
  case collectsTooMuch(loop: String, name: String, limit: Int)
  /// Lists that a loop walks through side by side.
  case lengthsDiffer(String, Int, String, Int)
  case writtenTwice(String, by: String)
  /// A name that a batch of another stage, written to `batch`, may get too.
  case numberedTwice(String, batch: String, by: String)

  case unknownParameter(String, known: [String])
  /// Of the command line.
  case noSuchParameter(String, known: [String])
  case parameterKind(String, expected: Kind, found: String)
  case includesItself([String])
  case missingFile(String)
  case unreadable(String)
  /// The file is a part: it can only be run by another file that feeds its inputs.
  case part(inputs: [String])
  case stage(name: String, Problem)

  case unused(stage: String)
  case emptyEach(loop: String)
  /// A stage that writes one file in every iteration of a loop.
  case overwrites(stage: String, file: String, loop: String)

  public var cause: FaultCause {
    switch self {
    case .noSuchParameter, .parameterKind: .usage
    case .missingFile, .unreadable: .missingInput
    case .stage(_, let problem): problem.cause
    default: .data
    }
  }

  /// What it is where nothing else is said.
  var severity: Diagnostic.Severity { if case .stage(_, let problem) = self { problem.severity } else { .error } }
}

extension PipelineProblem: CustomStringConvertible {
  public var description: String { statement + hint }

  /// What is wrong, without what to try in its place.
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
      return "'\(a)' has \(m) elements to iterate over, but '\(b)' has \(n)"
    case .writtenTwice(let path, let stage): return "stage '\(stage)' writes '\(path)' already"
    case .element(let index, let stage, let fault):
      return "stage '\(stage)', element \(index + 1) of the list that its loop iterates over: \(fault)"
    case .tooManyIterations(let loop, let limit):
      return "loop '\(loop)' would run its body more than \(limit) times, which is the limit"
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
    case .parameterKind(let name, let expected, let found):
      return "parameter '\(name)' takes \(article(expected)), found '\(found)'"
    case .includesItself(let files): return "the file includes itself: \(files.joined(separator: " → "))"
    case .missingFile(let path): return "there is no file '\(path)'"
    case .unreadable(let what): return what
    case .part(let inputs):
      return
        "this file is a part: another file must feed its \(inputs.count == 1 ? "input" : "inputs") \(listed(inputs))"
    case .stage(let name, let problem): return "stage '\(name)': \(problem.message)"

    case .unused(let stage): return "nothing uses '\(stage)' and it writes nothing"
    case .overwrites(let stage, let file, let loop):
      return "'\(stage)' writes '\(file)' in every iteration of loop '\(loop)', so only the last version remains"
    case .emptyEach(let loop): return "loop '\(loop)' has an empty list to iterate over, so its body never runs"
    }
  }

  /// What to try in place of a name that is not known. Searching for the nearest one takes time, so it is done for what
  /// is shown alone.
  private var hint: String {
    switch self {
    case .unknownKey(let name, _, let known), .unknownStage(let name, let known), .unknownInput(let name, _, let known),
      .unknownReference(let name, let known), .unknownOutput(let name, _, let known),
      .unknownParameter(let name, let known), .noSuchParameter(let name, let known):
      PipelineKit.hint(name, known)
    case .unknownKind(let text, let custom):
      PipelineKit.hint(text, Kind.words.map(\.word) + custom) + ", or 'list of' one"
    case .notAChoice(_, let choices, let found): suggestion(found, choices)
    default: ""
    }
  }
}

/// What to try in place of an unknown name: the nearest one, or all.
private func hint(_ name: String, _ known: [String]) -> String {
  if let name = nearest(name, known) { return "; did you mean '\(name)'?" }
  if known.isEmpty { return "; there are none" }
  return "; expected \(known.count == 1 ? "" : "one of ")\(listed(known, limit: 12))"
}

private func suggestion(_ name: String, _ known: [String]) -> String {
  nearest(name.trimmingCharacters(in: ["'"]), known).map { "; did you mean '\($0)'?" } ?? ""
}

private func orList(_ names: [String]) -> String {
  let quoted = names.map { "'\($0)'" }
  return quoted.count < 2 ? quoted.joined() : quoted.dropLast().joined(separator: ", ") + " or " + quoted.last!
}

/// A kind with its article: an integer, a list of text.
private func article(_ kind: Kind) -> String {
  switch kind {
  case .text: "text"
  case .flag: "true or false"
  default: ("aeiou".contains(kind.description.first!) ? "an " : "a ") + kind.description
  }
}
