import Basics
import PipelineKit

/// What can be wrong with a sweep.
enum SweepFault: Fault {
  case notAnAxis(String)
  case noValues(String)
  case tooMany(String, Int?)
  case notARange(String, String)
  case notAList(String, String)
  case noFiles(String, String)
  case axisTwice(String)
  case axisAndParameter(String)
  case lengthsDiffer(String, Int, String, Int)
  case tooManyJobs(limit: Int)
  case notAShard(String)
  /// A variable of a scheduler; `found` is nil where it isn't set.
  case wrongVariable(String, expected: String, found: String?)
  /// A Slurm array whose tasks' numbers have no common distance.
  case unevenArray
  case unknownInName(String, known: [String])
  /// Braces in another form than `{seed}` or `{seed:04}`.
  case formInName(String, expected: String)
  case nameTwice(String, SweepJob, SweepJob)
  /// The template lacks `{name}` although the pipeline writes several files.
  case nameForSeveral(String)
  case needsEach(String)
  /// `first` is what went wrong with the first of them.
  case jobsFailed(Int, of: Int, first: FaultCause)

  var cause: FaultCause {
    switch self {
    case .noFiles: .missingInput
    case .jobsFailed(_, _, let first): first
    default: .usage
    }
  }

  var description: String {
    switch self {
    case .notAnAxis(let text): "--each takes NAME=VALUES, such as seed=1..16 or guidance=3,5,7; found '\(text)'"
    case .noValues(let name): "--each \(name)= has no values"
    case .tooMany(let name, let count):
      "--each \(name)= has \(count.map { "\($0)" } ?? "more than \(SweepAxis.most)") values; at most \(SweepAxis.most) are allowed"
    case .notARange(let name, let text):
      "--each \(name)= takes a range such as 1..16 or 0..1..0.25 (start, end, step), found '\(text)'"
    case .notAList(let name, let text): "--each \(name)= takes a list such as [\"a, b\", \"c\"], found '\(text)'"
    case .noFiles(let name, let pattern): "--each \(name)=: no file matches '\(pattern)'"
    case .axisTwice(let name): "--each \(name)= is given more than once"
    case .axisAndParameter(let name): "'\(name)' is given both as \(name)=… and by --each"
    case .lengthsDiffer(let a, let m, let b, let n):
      "--zip takes values side by side, but '\(a)' has \(m) and '\(b)' has \(n)"
    case .tooManyJobs(let limit): "the sweep has more than \(limit) jobs, which is the limit"
    case .notAShard(let text): "--shard takes NUMBER/COUNT, such as 2/4; found '\(text)'"
    case .wrongVariable(let name, let expected, let found):
      "\(name): expected \(expected), found \(found.map { "'\($0)'" } ?? "none"); --shard I/N says the part in its place"
    case .unevenArray:
      "the numbers of this Slurm array's tasks are not evenly spaced; submit one such as --array=1-8, or give --shard I/N"
    case .unknownInName(let name, let known):
      "--name: there is no '{\(name)}'; "
        + (nearest(name, known).map { "did you mean '{\($0)}'?" }
          ?? "expected one of \(listed(known.map { "{\($0)}" }))")
    case .formInName(let found, let expected): "--name: expected '\(expected)', found '\(found)'"
    case .nameTwice(let path, let a, let b):
      "\(a.name) and \(b.name) would both write '\(path)'; put '{index}' into --name"
    case .nameForSeveral(let template):
      "--name \(template): the pipeline writes several files; tell them apart by '{name}', what the pipeline calls each"
    case .needsEach(let option): "\(option) is for sweeps: give at least one --each NAME=VALUES"
    case .jobsFailed(let count, let all, _):
      "\(count) of \(all) jobs failed; the same command does them again, and no others"
    }
  }
}
