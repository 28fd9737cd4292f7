import Foundation

/// Errors that depend on the machine, or on a limit that the user sets. A word in capitals stands for any text. The tests
/// of limits look their errors up here, so that docs/errors.md says what the program says.
enum MachineErrors {
  static let rows: [(what: String, exit: Int32, message: String, advice: String)] = [
    (
      "a run that takes longer than `--time-limit`", 75,
      "error: the run took longer than TIME, the limit that --time-limit sets",
      "Allow more time, or take fewer steps or smaller pictures. Files that were written stay."
    ),
    (
      "a run that needs more memory than the machine has, or `--memory` allows", 75,
      "error: the run would need at least SIZE of memory, when stage 'STAGE' runs; the limit is SIZE, and '--memory SIZE' sets another",
      "Take smaller pictures, or fewer at a time, or allow more. `runner check FILE --cost` tells what a run takes."
    ),
    (
      "the same of a training run", 75,
      "error: the run would need at least SIZE of memory; the limit is SIZE, and '--memory SIZE' sets another",
      "Take a smaller network (`channels`) or batch, compute a batch in parts (`parts`), or allow more. `runner check RECIPE --cost` tells what a run takes."
    ),
    (
      "the same, seen only in the run", 75,
      "error: the run used SIZE of memory; the limit is SIZE, and '--memory SIZE' sets another",
      "Take smaller pictures, or fewer at a time, or allow more. Files that were written stay."
    ),
    (
      "a value whose size only the run knows", 75,
      "it needs SIZE of memory; the limit is SIZE, and '--memory SIZE' sets another",
      "Take smaller pictures, or fewer at a time, or allow more. Files that were written stay."
    ),
    (
      "a run that writes more than `--max-output`", 75,
      "error: the run would write about SIZE; the limit is SIZE, and '--max-output SIZE' sets another",
      "Write fewer or smaller files, or allow more."
    ),
    (
      "the same, seen only in the run", 75,
      "error: stage 'STAGE': with it, the run would write SIZE; the limit is SIZE, and '--max-output SIZE' sets another",
      "Write fewer or smaller files, or allow more. Files that were written stay."
    ),
    (
      "a full disk", 73, "can't be written: No space left on device",
      "Free space on the disk, and run the command again. Nothing half-written is left."
    ),
    (
      "a folder or file that you may not change", 73, "can't be written: no permission to write",
      "Choose another folder with `--out`, or get the permission."
    ),
  ]

  /// Whether a row has what was said, with its exit code.
  static func hold(_ errors: String, exit: Int32) -> Bool {
    rows.contains { row in
      guard row.exit == exit else { return false }
      var rest = errors[...]
      for part in row.message.split(separator: /[A-Z]{4,}/) {
        guard let found = rest.range(of: part) else { return false }
        rest = rest[found.upperBound...]
      }
      return true
    }
  }
}
