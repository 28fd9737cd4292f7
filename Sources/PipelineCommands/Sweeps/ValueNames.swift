import Basics

/// The values of an axis as parts of files' names: those that differ stay different.
struct ValueNames {
  private let names: [String: String]

  init(_ values: [String]) {
    var seen: Set<String> = []
    let values = values.filter { seen.insert($0).inserted }
    // Files are called by their own names, where these tell them apart.
    let own = values.map(ValueNames.ownName)
    let areApart = Set(own).count == own.count
    var taken: Set<String> = []
    names = zip(values, own).reduce(into: [:]) { names, pair in
      let plain = areApart ? pair.1 : ValueNames.wholeName(pair.0)
      var (name, number) = (plain, 2)
      while !taken.insert(name).inserted { (name, number) = ("\(plain)-\(number)", number + 1) }
      names[pair.0] = name
    }
  }

  /// The part for a value of the axis; for any other, as if it were alone.
  subscript(value: String) -> String { names[value] ?? ValueNames.ownName(value) }

  /// The part for a value alone: a file's name without folders and ending, or the whole text.
  static func ownName(_ value: String) -> String {
    part(isFile(value) ? FileName.stem(of: FileName.last(of: value)) : value)
  }

  /// The same with a file's folders.
  private static func wholeName(_ value: String) -> String {
    part(
      isFile(value) ? FileName.path(FileName.stem(of: FileName.last(of: value)), in: FileName.folder(of: value)) : value
    )
  }

  private static func isFile(_ value: String) -> Bool { value.contains("/") && FileSystem.exists(value) }

  /// Letters, digits and .-_+ of a text, at most 60 of them, and one _ for what stands between.
  private static func part(_ text: String) -> String {
    var part = ""
    for character in text {
      if character.isLetter || character.isNumber || ".-_+".contains(character) {
        part.append(character)
      } else if !part.isEmpty, part.last != "_" {
        part.append("_")
      }
    }
    part = String(part.prefix(60))
    while part.last == "_", !text.hasSuffix("_") { part.removeLast() }
    return part.isEmpty || part.allSatisfy { $0 == "." } ? "_" : part
  }
}
