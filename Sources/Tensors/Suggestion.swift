/// The name among `names` that `name` was most likely meant to be, or nil where none is near: at most a third of its
/// letters inserted, dropped, exchanged or swapped with a neighbour.
public func nearest(_ name: String, _ names: some Sequence<String>) -> String? {
  let wanted = Array(name.lowercased())
  var best: (name: String, distance: Int)?
  for candidate in names {
    let distance = editDistance(wanted, Array(candidate.lowercased()))
    if distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  guard let best, best.distance <= max(wanted.count, best.name.count) / 3 else { return nil }
  return best.name
}

/// Names for an error message: all of up to `limit`, or the first ones and how many more there are.
public func listed(_ names: [String], limit: Int = 8) -> String {
  if names.isEmpty { return "nothing" }
  let shown = names.prefix(limit).map { "'\($0)'" }.joined(separator: ", ")
  return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
}

/// Damerau's edit distance (optimal string alignment). O(mn).
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var before: [Int] = []
  var previous = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var cost = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
      row.append(cost)
    }
    (before, previous) = (previous, row)
  }
  return previous[b.count]
}
