/// Named values in the order in which the file lists them. Names are compared byte by byte, as file names are.
public struct NamedValues: Sendable, Sequence {
  private let table: NameTable<Value>
  private let pairs: [(name: String, value: Value)]

  init(_ pairs: [(name: String, value: Value)]) {
    self.pairs = pairs
    table = NameTable(pairs.map { ($0.name, $0.value) })
  }

  /// The value of that name, or nil.
  public subscript(name: String) -> Value? { table[name] }

  public func makeIterator() -> some IteratorProtocol<(name: String, value: Value)> { pairs.makeIterator() }
}
