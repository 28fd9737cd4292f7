import Tensors

/// Values under users' names, which are told apart by their bytes (`ExactName`).
struct NameTable<Value>: ExpressibleByDictionaryLiteral {
  private var values: [ExactName: Value] = [:]

  init(dictionaryLiteral elements: (String, Value)...) { for (name, value) in elements { self[name] = value } }

  /// Of several values under one name the first is kept.
  init(_ elements: some Sequence<(String, Value)>) {
    for (name, value) in elements where self[name] == nil { self[name] = value }
  }

  subscript(_ name: String) -> Value? {
    get { values[ExactName(name)] }
    set { values[ExactName(name)] = newValue }
  }

  var names: [String] { values.keys.map(\.text) }
}

extension NameTable: Sendable where Value: Sendable {}
