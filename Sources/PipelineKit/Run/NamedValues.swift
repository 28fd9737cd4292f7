/// Values with the names that a file gives them, in its order. Names are told apart by their bytes, as files' names are.
public struct NamedValues: Sendable, Sequence {
  private let table: NameTable<Value>
  private let pairs: [(name: String, value: Value)]

  init(_ pairs: [(name: String, value: Value)]) {
    self.pairs = pairs
    table = NameTable(pairs.map { ($0.name, $0.value) })
  }

  public subscript(name: String) -> Value? { table[name] }

  public func makeIterator() -> some IteratorProtocol<(name: String, value: Value)> { pairs.makeIterator() }
}
