import Basics
import PipelineKit
import PipelineTraining
import Tensors

/// What can be wrong with a command line that it parses.
enum CommandFault: Fault {
  case threads(String)
  case memory(String)
  case maxOutput(String)
  case allowNet(String)
  case notAParameter(String, value: String?)
  case time(String, option: String)
  /// `runner help` is asked about no command.
  case noHelp(String, known: [String])
  case givenTwice(String)
  case noSuchCommand(String, nearest: String)
  case noSuchName(String)
  case noSuchRecipe(String, known: [String])
  case notAPipeline(String)
  case notARecipe(String)
  case noSuchData(String)
  case notQuantisable(String)
  /// An argument, or an option's value, is empty; it stands after `word`.
  case empty(after: String?)
  case sigma(Double)
  case samples(Int)
  case steps(Int)
  case shell(String)

  var cause: FaultCause { .usage }

  /// What is wrong with a command line that has an empty argument: no command takes one. As a folder's name it would mean
  /// the file system's root to one and the working directory to another.
  static func empty(in arguments: some Sequence<String>) -> CommandFault? {
    var last: String?
    for word in arguments {
      if word.isEmpty { return .empty(after: last) }
      if word.hasPrefix("--"), word.firstIndex(of: "=") == word.indices.last { return .empty(after: word) }
      last = word
    }
    return nil
  }

  var description: String {
    switch self {
    case .notAPipeline(let file):
      "\(file): is a recipe; '\(ProgramName.current) train \(file)' trains what it describes"
    case .notARecipe(let file): "\(file): is a pipeline; '\(ProgramName.current) \(file)' runs it"
    case .notQuantisable(let model):
      "\(model): only weights of DeepFloyd's networks and text encoders are written in 8 bits; this model is small"
    case .noSuchData(let word):
      "there is no data set '\(word)' to fetch; expected "
        + DataSet.all.map { "'\($0.name)'" }.joined(separator: " or ")
    case .empty(let word):
      "there is an empty argument\(word.map { " after '\(ShownText.brief($0))'" } ?? ""); is a variable of the shell not set?"
    case .sigma(let value): "--sigma takes a number from 0 to 1000, found \(value)"
    case .samples(let count): "--samples takes a number from 0 to 1000000, found \(count)"
    case .steps(let count): "--steps takes a number from 1 to 1000, found \(count)"
    case .shell(let text): "--generate-completion-script takes bash, zsh or fish, found '\(text)'"
    case .threads(let text): "--threads takes a number from 1 on, found '\(text)'"
    case .memory(let text):
      "--memory takes a size (8GB, 500MB), 'fast' or 'lean', or both (lean,8GB); found '\(text)'"
    case .maxOutput(let text): "--max-output takes a size (500MB, 8GB, 1TB), found '\(text)'"
    case .allowNet(let text): "--allow-net takes HOST or HOST:PORT, found '\(ShownText.brief(text))'"
    case .noHelp(let word, let known):
      "there is no command '\(word)'"
        + (nearest(word, known).map { "; did you mean '\(ProgramName.current) help \($0)'?" }
          ?? "; '\(ProgramName.current) --help' lists the commands")
    case .time(let text, let option):
      "\(option) takes a number of seconds, or of minutes or hours with m or h (90, 2m, 1h); found '\(text)'"
    case .notAParameter(let name, let value?): "'\(name)' has no '='; did you mean '\(name)=\(value)', without spaces?"
    case .notAParameter(let text, nil): "'\(text)' has no '='; expected name=value"
    case .givenTwice(let name): "parameter '\(name)' is given more than once"
    case .noSuchCommand(let word, let nearest):
      "there is no command, installed pipeline or file '\(word)'; did you mean '\(ProgramName.current) \(nearest)'?"
    case .noSuchRecipe(let word, let known):
      "there is no recipe or file '\(word)'; "
        + (nearest(word, known).map { "did you mean '\($0)'?" }
          ?? "the installed recipes are \(listed(known, limit: 12))")
    case .noSuchName(let word):
      "there is no command, installed pipeline or file '\(word)'; '\(ProgramName.current) --help' lists the commands, '\(ProgramName.current) pipelines' the installed pipelines"
    }
  }
}
