import Basics
import PipelineKit
import Tensors

/// One run of a sweep: the values that its axes' parameters have in it.
struct SweepJob: Equatable {
  /// Its place among all jobs, from 0.
  var index: Int
  /// By the axes' names, in their order.
  var values: [(name: String, text: String)]

  static func == (a: SweepJob, b: SweepJob) -> Bool {
    a.index == b.index && a.values.map(\.name) == b.values.map(\.name) && a.values.map(\.text) == b.values.map(\.text)
  }

  /// As people read it: `seed=3 guidance=7`.
  var label: String { values.map { "\($0.name)=\($0.text)" }.joined(separator: " ") }

  /// As messages call it, from 1: `job 2 (seed=3)`.
  var name: String { "job \(index + 1) (\(label))" }

  /// The most jobs of a sweep.
  static let most = 1_000_000

  /// The jobs of axes: every value of one with every value of the others, the last axis changing first; or side by side.
  static func all(_ axes: [SweepAxis], isZipped: Bool) throws -> [SweepJob] {
    for (index, axis) in axes.enumerated() where axes[..<index].contains(where: { $0.name == axis.name }) {
      throw SweepFault.axisTwice(axis.name)
    }
    if isZipped {
      if let odd = axes.first(where: { $0.values.count != axes[0].values.count }) {
        throw SweepFault.lengthsDiffer(axes[0].name, axes[0].values.count, odd.name, odd.values.count)
      }
      return axes[0].values.indices.map { index in
        SweepJob(index: index, values: axes.map { ($0.name, $0.values[index]) })
      }
    }
    var count = 1
    for axis in axes {
      count *= axis.values.count
      if count > most { throw SweepFault.tooManyJobs(limit: most) }
    }
    return (0..<count).map { index in
      var rest = index
      var values: [(name: String, text: String)] = []
      for axis in axes.reversed() {
        values.append((axis.name, axis.values[rest % axis.values.count]))
        rest /= axis.values.count
      }
      return SweepJob(index: index, values: values.reversed())
    }
  }
}

/// How the files of a sweep's jobs are named: `{name}-{seed:04}.png`.
struct SweepNames {
  /// `{name}` is the name that the pipeline gives a file, without its ending, `{index}` the job's place from 0; any other
  /// name is a parameter's.
  var template: String
  /// The axes' values in files' names, by the axes' names.
  private let values: [String: ValueNames]

  /// The usual one for axes: `{name}-{seed}`, numbers with zeros so that names sort as the values do.
  init(axes: [SweepAxis]) {
    values = SweepNames.values(of: axes)
    template = axes.reduce("{name}") { text, axis in
      let whole = axis.values.compactMap { Int($0) }
      let isWhole = whole.count == axis.values.count && whole.allSatisfy { $0 >= 0 }
      let digits = isWhole ? axis.values.map(\.count).max()! : 0
      return text + "-{\(axis.name)\(digits > 1 ? ":0\(digits)" : "")}"
    }
  }

  init(template: String, axes: [SweepAxis], parameters: [String]) throws {
    self.template = template
    values = SweepNames.values(of: axes)
    for place in TextTemplate.places(in: template) where !place.isEscaped {
      if !(parameters + ["name", "index"]).contains(place.name) {
        throw SweepFault.unknownInName(place.name, known: ["name", "index"] + parameters)
      }
      if !place.isWellFormed {
        throw SweepFault.formInName(String(template[place.range]), expected: place.corrected)
      }
    }
  }

  /// Whether two files of one job get different names.
  var tellsFilesApart: Bool { TextTemplate.places(in: template).contains { !$0.isEscaped && $0.name == "name" } }

  /// The name of a file that the pipeline calls `path`, in one job. What is in folders stays there.
  ///
  /// - Parameter values: the job's parameters, in the words of a command line.
  func name(_ path: String, _ job: SweepJob, _ values: (String) -> String?) -> String {
    let last = FileName.last(of: path)
    let stem = FileName.stem(of: last)
    let ending = String(last.dropFirst(stem.count))
    var name = ""
    var end = template.startIndex
    for place in TextTemplate.places(in: template) {
      name += template[end..<place.range.lowerBound]
      end = place.range.upperBound
      if place.isEscaped {
        name += template[place.range].dropFirst().dropLast()
      } else if place.name == "name" {
        name += stem
      } else {
        let text = place.name == "index" ? String(job.index) : values(place.name) ?? ""
        let part = self.values[place.name].map { $0[text] } ?? ValueNames.ownName(text)
        name += TextTemplate.padded(part, place.digits)
      }
    }
    name += template[end...]
    let endings = [".png", ".apng", ".gif", ".jpg", ".jpeg"] + TensorFormat.allCases.flatMap(\.endings)
    if !endings.contains(where: { name.lowercased().hasSuffix($0) }) {
      name += ending
    } else if let dot = name.lastIndex(of: "."), name[dot...].lowercased() != ending.lowercased() {
      // Another kind of file than the template's keeps its ending.
      name = name[..<dot] + ending
    }
    return String(path.dropLast(last.count)) + name
  }

  private static func values(of axes: [SweepAxis]) -> [String: ValueNames] {
    Dictionary(axes.map { ($0.name, ValueNames($0.values)) }) { first, _ in first }
  }
}
