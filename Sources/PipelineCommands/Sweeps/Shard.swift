import Basics

/// A part of a sweep's jobs: `--shard 2/4` does every fourth, from the second on.
struct Shard: Equatable {
  /// From 1 to `count`.
  var number: Int
  var count: Int
  /// The environment variable that says which part it is; nil for the option.
  var variable: String?

  /// What `--shard 1/1` says: every job.
  static let whole = Shard(number: 1, count: 1)

  private init(number: Int, count: Int) { (self.number, self.count) = (number, count) }

  /// Reads what stands behind `--shard`: `2/4`.
  init(_ text: String) throws {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], count >= 1, (1...count).contains(number) else {
      throw SweepFault.notAShard(text)
    }
    (self.number, self.count) = (number, count)
  }

  /// The part of a process that a scheduler started as one of several: a task of a Slurm array, or a pod of an indexed job
  /// of Kubernetes, which doesn't tell how many there are; `PIPELINEKIT_SHARDS` does. Nil for any other process.
  ///
  /// - Throws: `SweepFault` for variables that don't say which part it is.
  init?(environment: [String: String]) throws {
    let variables = ShardVariables(environment)
    if variables.has("SLURM_ARRAY_TASK_ID") {
      self = try Shard(array: variables)
    } else if variables.has("JOB_COMPLETION_INDEX") {
      let count = try variables.number("PIPELINEKIT_SHARDS", from: 1)
      let index = try variables.number("JOB_COMPLETION_INDEX", upTo: count - 1)
      (number, self.count, variable) = (index + 1, count, "JOB_COMPLETION_INDEX")
    } else {
      return nil
    }
  }

  /// A task of a Slurm array, whose numbers may begin anywhere and have any distance: `--array=10-70:20`. The distance is
  /// found by the first, the last and their count, as Slurm says 1 for a list (`--array=10,30,50,70`).
  private init(array variables: ShardVariables) throws {
    _ = try variables.number("SLURM_ARRAY_TASK_ID")
    let count = try variables.number("SLURM_ARRAY_TASK_COUNT", from: 1)
    let first = try variables.number("SLURM_ARRAY_TASK_MIN")
    let last = try variables.number("SLURM_ARRAY_TASK_MAX", from: first + count - 1)
    let task = try variables.number("SLURM_ARRAY_TASK_ID", from: first, upTo: last)
    let distance = count > 1 ? (last - first) / (count - 1) : 1
    let (place, rest) = (task - first).quotientAndRemainder(dividingBy: distance)
    // Were the numbers spread in another way, at least one task's would not be among these.
    if rest != 0 || first + (count - 1) * distance != last { throw SweepFault.unevenArray }
    (number, self.count, variable) = (place + 1, count, "SLURM_ARRAY_TASK_ID")
  }

  func holds(_ job: SweepJob) -> Bool { job.index % count == number - 1 }
}

/// The variables by which a scheduler numbers its tasks.
private struct ShardVariables {
  private let environment: [String: String]

  init(_ environment: [String: String]) { self.environment = environment }

  /// Whether a variable is set, and not to nothing.
  func has(_ name: String) -> Bool { environment[name]?.isEmpty == false }

  /// A variable's whole number. None is larger than 2³¹ − 1, so that sums and products of two don't overflow.
  func number(_ name: String, from least: Int = 0, upTo most: Int = .max) throws -> Int {
    guard has(name), let text = environment[name] else {
      throw SweepFault.wrongVariable(name, expected: ShardVariables.range(least, most), found: nil)
    }
    guard let number = Int32(text).map(Int.init), number >= least, number <= most else {
      throw SweepFault.wrongVariable(name, expected: ShardVariables.range(least, most), found: text)
    }
    return number
  }

  private static func range(_ least: Int, _ most: Int) -> String {
    most == .max ? "a whole number from \(least) on" : "a whole number from \(least) to \(most)"
  }
}
