import Basics
import Tensors

/// Values under users' names, which are told apart by their bytes (`ExactName`).
package struct NameTable<Value>: ExpressibleByDictionaryLiteral {
  private var values: [ExactName: Value] = [:]
  /// Those that hold where there is none in `values`.
  private var base: [ExactName: Value] = [:]

  package init(dictionaryLiteral elements: (String, Value)...) { for (name, value) in elements { self[name] = value } }

  /// Of several values under one name the first is kept.
  package init(_ elements: some Sequence<(String, Value)>) {
    for (name, value) in elements where self[name] == nil { self[name] = value }
  }

  /// A table that begins as `base` and shares its storage, whatever comes on top: as cheap as what comes.
  init(over base: NameTable) { self.base = base.base.isEmpty ? base.values : base.base.merging(base.values) { $1 } }

  package subscript(_ name: String) -> Value? {
    get { values[ExactName(name)] ?? base[ExactName(name)] }
    set { values[ExactName(name)] = newValue }
  }

  var names: [String] { (Array(values.keys) + base.keys.filter { values[$0] == nil }).map(\.text) }
}

extension NameTable: Sendable where Value: Sendable {}
