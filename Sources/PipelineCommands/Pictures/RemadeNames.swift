import Basics
import PipelineKit
import Synchronization

/// The names of files that are made again: those that the picture's own name shows. A picture `hybrid-03.png`, which a sweep
/// made of a pipeline that writes hybrid.png and hybrid-sheet.png, is made again as hybrid-03.png and hybrid-sheet-03.png.
struct RemadeNames {
  /// What stands before and behind the pipeline's name in the picture's.
  private var before = ""
  private var behind = ""
  /// The one name that is replaced as a whole, and what replaces it.
  private var whole: (name: String, by: String)?

  /// The names after a picture.
  ///
  /// - Parameters:
  ///   - picture: the picture's path.
  ///   - outputs: the paths that its pipeline writes to, each with its number of pictures; nil where it isn't known.
  init(picture: String, outputs: [(path: String, count: Int?)]) {
    // A stream has no name.
    if picture.hasPrefix("/dev/") || picture.hasPrefix("/proc/") { return }
    let own = FileName.stem(of: FileName.last(of: picture))
    let pictures = outputs.map { (FileName.last(of: $0.path), $0.count) }.filter { RemadeNames.isPicture($0.0) }
    let names = pictures.map { name, count in
      let stem = FileName.stem(of: name)
      return (stem: stem, own: RemadeNames.withoutNumber(own, of: stem, count: count))
    }
    let found = names.compactMap { name in
      RemadeNames.parts(of: name.own, around: name.stem).map { (name.stem, $0.before, $0.behind) }
    }
    if let longest = found.max(by: { $0.0.count < $1.0.count }) {
      (before, behind) = (longest.1, longest.2)
    } else if let first = names.first, names.allSatisfy({ $0.stem == first.stem }) {
      whole = (first.stem, first.own)
    }
  }

  /// What a path that the pipeline writes to becomes. What the user names stays.
  func name(_ path: Path) -> String {
    if path.isGiven { return path.text }
    let last = FileName.last(of: path.text)
    let stem = FileName.stem(of: last)
    let named = whole.map { $0.name == stem ? $0.by : stem } ?? before + stem + behind
    return String(path.text.dropLast(last.count)) + named + last.dropFirst(stem.count)
  }

  /// A numbered picture's name without its number: `o-2` is one of the batch `o`.
  private static func withoutNumber(_ own: String, of stem: String, count: Int?) -> String {
    guard count != 1, let match = own.firstMatch(of: /-[0-9]+$/) else { return own }
    let rest = String(own[..<match.range.lowerBound])
    return count != nil || rest == stem ? rest : own
  }

  /// What stands around a name in another: `k-` and `-03` around `hybrid` in `k-hybrid-03`; nil where it isn't in there as a
  /// word.
  private static func parts(of own: String, around stem: String) -> (before: String, behind: String)? {
    for range in own.ranges(of: stem) {
      let (before, behind) = (own[..<range.lowerBound], own[range.upperBound...])
      if [before.last, behind.first].allSatisfy({ $0.map { !$0.isLetter && !$0.isNumber } ?? true }) {
        return (String(before), String(behind))
      }
    }
    return nil
  }

  private static func isPicture(_ name: String) -> Bool {
    [".png", ".apng", ".gif", ".jpg", ".jpeg"].contains { name.lowercased().hasSuffix($0) }
  }
}

extension MadePicture {
  /// The names that its files get when it is made again. Its pipeline is checked for that, as the picture has it: what is
  /// wrong with it is of no matter here.
  func names(_ arguments: PipelineArguments) -> RemadeNames {
    let seen = Mutex<[String]>([])
    var rules = arguments.rules
    rules.overwrites = true
    rules.naming = { path in
      seen.withLock { $0.append(path.text) }
      return path.text
    }
    let pipeline = try? Pipeline(
      source, registry: PipelineCommands.registry, reading: arguments.reading, writing: rules, allowsPrograms: true)
    let outputs = pipeline?.outputs.map { (path: $0.path.text, count: $0.count) }
    return RemadeNames(picture: path, outputs: outputs ?? seen.withLock { $0 }.map { ($0, nil) })
  }
}
