import Basics
import Tensors

/// Values under users' names, which are compared byte by byte (`ExactName`).
package struct NameTable<Value>: ExpressibleByDictionaryLiteral {
  private var values: [ExactName: Value] = [:]
  /// The values for names that `values` doesn't have.
  private var base: [ExactName: Value] = [:]

  package init(dictionaryLiteral elements: (String, Value)...) { for (name, value) in elements { self[name] = value } }

  /// If several values have one name, the first is kept.
  package init(_ elements: some Sequence<(String, Value)>) {
    for (name, value) in elements where self[name] == nil { self[name] = value }
  }

  /// A table that begins as `base` and shares its storage; its cost depends only on the values added.
  init(over base: NameTable) { self.base = base.base.isEmpty ? base.values : base.base.merging(base.values) { $1 } }

  package subscript(_ name: String) -> Value? {
    get { values[ExactName(name)] ?? base[ExactName(name)] }
    set { values[ExactName(name)] = newValue }
  }

  var names: [String] { (Array(values.keys) + base.keys.filter { values[$0] == nil }).map(\.text) }
}

extension NameTable: Sendable where Value: Sendable {}
