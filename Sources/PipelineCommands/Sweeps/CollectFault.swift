import Basics

/// What can be wrong where shards leave their plan, and when it is read.
enum CollectFault: Fault {
  case noPlan(String)
  case notAPlan(String)
  /// `difference` is what the plan that is there says otherwise.
  case otherSweep(String, _ difference: String)
  case missing(Int, of: Int)

  var cause: FaultCause {
    switch self {
    case .noPlan, .missing: .missingInput
    case .notAPlan: .data
    case .otherSweep: .cannotWrite
    }
  }

  var description: String {
    switch self {
    case .noPlan(let folder):
      "\(folder): holds no \(SweepPlan.fileName), which the shards of a sweep write into their folder of outputs"
    case .notAPlan(let path): "\(path): is not a plan that this version's sweeps write"
    case .otherSweep(let path, let difference):
      "\(path): is of another sweep, \(difference); choose another --out, or remove that file"
    case .missing(let count, let all):
      "\(count) of \(all) jobs \(count == 1 ? "is" : "are") missing; the sweep's command makes \(count == 1 ? "it" : "them"), and no others"
    }
  }
}
