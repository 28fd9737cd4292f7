/// The name among `names` that is most similar to `name`, or nil where none is similar enough. At most a third of the
/// letters may be inserted, dropped, replaced or swapped with a neighbour.
public func nearest(_ name: String, _ names: some Sequence<String>) -> String? {
  let wanted = Letters(name)
  var best: (name: String, distance: Int, count: Int)?
  for candidate in names {
    let letters = Letters(candidate)
    guard let distance = wanted.distance(to: letters, below: best?.distance ?? .max) else { continue }
    best = (candidate, distance, letters.characters?.count ?? letters.bytes.count)
  }
  guard let best else { return nil }
  let count = max(wanted.characters?.count ?? wanted.bytes.count, best.count)
  return best.distance <= count / 3 ? best.name : nil
}

/// A name in lower case: as bytes where it is ASCII, otherwise as characters.
private struct Letters {
  var bytes: [UInt8]
  var characters: [Character]?

  init(_ name: String) {
    bytes = Array(name.utf8)
    if bytes.allSatisfy({ $0 < 0x80 }) {
      for i in bytes.indices where (0x41...0x5A).contains(bytes[i]) { bytes[i] += 0x20 }
    } else {
      characters = Array(name.lowercased())
    }
  }

  /// The edit distance to another name, or nil where it is not below `limit`.
  func distance(to other: Letters, below limit: Int) -> Int? {
    if characters == nil, other.characters == nil { return editDistance(bytes, other.bytes, below: limit) }
    func all(_ letters: Letters) -> [Character] {
      letters.characters ?? letters.bytes.map { Character(Unicode.Scalar($0)) }
    }
    return editDistance(all(self), all(other), below: limit)
  }
}

/// Names for an error message: all of them up to `limit`, otherwise the first `limit` and how many more there are.
public func listed(_ names: [String], limit: Int = 8) -> String {
  if names.isEmpty { return "nothing" }
  let shown = names.prefix(limit).map { "'\($0)'" }.joined(separator: ", ")
  return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
}

/// Names in quotes, the last after `joint`: `'a', 'b' or 'c'`.
public func quoted(_ names: [String], _ joint: String) -> String {
  let quoted = names.map { "'\($0)'" }
  return quoted.count < 2 ? quoted.joined() : quoted.dropLast().joined(separator: ", ") + " \(joint) " + quoted.last!
}

/// Damerau's edit distance (optimal string alignment), or nil where it is not below `limit`. O(mn).
private func editDistance<Letter: Equatable>(_ a: [Letter], _ b: [Letter], below limit: Int) -> Int? {
  if abs(a.count - b.count) >= limit { return nil }
  var before = [Int](repeating: 0, count: b.count + 1)
  var previous = Array(0...b.count)
  var row = before
  for i in a.indices {
    row[0] = i + 1
    var least = row[0]
    for j in b.indices {
      var cost = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
      row[j + 1] = cost
      least = min(least, cost)
    }
    // A later cost is never below the least of two rows, except after a swap, which adds one to the row before.
    if min(least, previous.min() ?? least) >= limit { return nil }
    (before, previous, row) = (previous, row, before)
  }
  return previous[b.count] < limit ? previous[b.count] : nil
}
