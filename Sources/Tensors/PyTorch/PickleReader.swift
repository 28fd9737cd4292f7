/// Reads the part of Python's pickle format that describes tensors, numbers and texts in dictionaries, lists and tuples
/// (the module pickletools; protocols 2 to 5). Nothing is executed: the few names of Python that it knows are
/// `Pickle.Global`s. Every other name and operation is refused. Time and memory are linear in the pickle's length.
struct PickleReader {
  /// An error.
  enum Fault: Error {
    /// The pickle is damaged; the text follows "its pickle".
    case damaged(String)
    /// The pickle holds something that isn't read; the text follows "its pickle".
    case refused(String)
  }

  private let bytes: [UInt8]
  private var position = 0
  private var stack: [Pickle.Value] = []
  /// How many values of the stack are below each mark.
  private var marks: [Int] = []
  private var memo: [Int: Pickle.Value] = [:]
  private var pickle = Pickle()

  static func read(_ bytes: [UInt8]) throws(Fault) -> Pickle {
    var reader = PickleReader(bytes)
    while try reader.step() {}
    return reader.pickle
  }

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Does one operation; false after the last.
  private mutating func step() throws(Fault) -> Bool {
    let code = try byte()
    switch Unicode.Scalar(code) {
    case "\u{80}":
      let version = try byte()
      guard (2...5).contains(version) else { throw .refused("has protocol \(version); 2 to 5 are read") }
    case "\u{95}": _ = try number(8)
    case ".":
      pickle.root = try pop()
      return false

    case "(": marks.append(stack.count)
    case "q": try remember(number(1))
    case "r": try remember(number(4))
    case "\u{94}": try remember(memo.count)
    case "h": try recall(number(1))
    case "j": try recall(number(4))

    case "N", "\u{88}", "\u{89}": stack.append(.other)
    case "G":
      _ = try take(8)
      stack.append(.other)
    case "J": stack.append(.integer(Int(Int32(truncatingIfNeeded: try number(4)))))
    case "K": stack.append(.integer(try number(1)))
    case "M": stack.append(.integer(try number(2)))
    case "\u{8a}": stack.append(try long())
    case "X": stack.append(.text(try text(number(4))))
    case "\u{8c}": stack.append(.text(try text(number(1))))

    case "]": add(.list)
    case "}": add(.dictionary)
    case ")": add(.tuple)
    case "t": add(.tuple, try popToMark())
    case "\u{85}", "\u{86}", "\u{87}":
      let items = try (0..<Int(code) - 0x84).map { _ throws(Fault) in try pop() }
      add(.tuple, items.reversed())
    case "a": try extend([pop()], .list)
    case "e": try extend(popToMark(), .list)
    case "s":
      let value = try pop()
      try extend([pop(), value], .dictionary)
    case "u": try extend(popToMark(), .dictionary)

    case "c":
      let module = try line()
      try addGlobal(module, line())
    case "\u{93}":
      guard case .text(let name) = try pop(), case .text(let module) = try pop() else {
        throw damaged("names something by what is no text")
      }
      try addGlobal(module, name)
    case "Q": try addStorage(pop())
    case "R": try call(arguments: pop(), pop())
    case "b":
      _ = try pop()
      guard case .object(let index) = try top(), case .dictionary = pickle.objects[index].kind else {
        throw .refused("sets the state of what is no dictionary")
      }
    default:
      throw .refused("has the operation \(Self.names[code].map { "\($0) " } ?? "")(0x\(String(code, radix: 16)))")
    }
    return true
  }

  // MARK: Bytes

  private func damaged(_ what: String) -> Fault { .damaged("\(what) at byte \(position)") }

  private mutating func take(_ count: Int) throws(Fault) -> ArraySlice<UInt8> {
    guard count <= bytes.count - position else { throw .damaged("ends too early") }
    defer { position += count }
    return bytes[position..<position + count]
  }

  private mutating func byte() throws(Fault) -> UInt8 { try take(1).first! }

  /// A whole number of at least 0, little-endian. One beyond Int's range becomes its largest.
  private mutating func number(_ size: Int) throws(Fault) -> Int {
    Int(clamping: try take(size).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  /// An integer of any length in two's complement; one that Int can't hold tells nothing of a tensor.
  private mutating func long() throws(Fault) -> Pickle.Value {
    let digits = try take(number(1))
    guard digits.count <= 8 else { return .other }
    let sign: UInt64 = (digits.last ?? 0) & 0x80 == 0 ? 0 : .max
    return .integer(Int(truncatingIfNeeded: digits.reversed().reduce(sign) { $0 << 8 | UInt64($1) }))
  }

  private mutating func text(_ count: Int) throws(Fault) -> String {
    guard let text = String(validating: try take(count), as: UTF8.self) else {
      throw damaged("has a text that is not UTF-8")
    }
    return text
  }

  /// The text up to a line end.
  private mutating func line() throws(Fault) -> String {
    guard let end = bytes[position...].firstIndex(of: 0x0A) else { throw .damaged("ends too early") }
    let line = try text(end - position)
    position += 1
    return line
  }

  // MARK: Values

  private func top() throws(Fault) -> Pickle.Value {
    guard stack.count > marks.last ?? 0, let value = stack.last else { throw damaged("lacks a value") }
    return value
  }

  private mutating func pop() throws(Fault) -> Pickle.Value {
    let value = try top()
    stack.removeLast()
    return value
  }

  private mutating func popToMark() throws(Fault) -> [Pickle.Value] {
    guard let mark = marks.popLast() else { throw damaged("lacks a mark") }
    defer { stack.removeLast(stack.count - mark) }
    return Array(stack[mark...])
  }

  private mutating func remember(_ key: Int) throws(Fault) { memo[key] = try top() }

  private mutating func recall(_ key: Int) throws(Fault) {
    guard let value = memo[key] else { throw damaged("refers to a value that it lacks") }
    stack.append(value)
  }

  /// Makes an object and puts it onto the stack.
  private mutating func add(_ kind: Pickle.Kind, _ items: [Pickle.Value] = []) {
    stack.append(.object(pickle.objects.count))
    pickle.objects.append(Pickle.Object(kind: kind, items: items))
  }

  /// Adds items to the list or dictionary on the stack.
  private mutating func extend(_ items: [Pickle.Value], _ kind: Pickle.Kind) throws(Fault) {
    guard case .object(let index) = try top() else { throw damaged("adds to what is no list or dictionary") }
    switch (kind, pickle.objects[index].kind) {
    case (.list, .list): break
    case (.dictionary, .dictionary) where items.count % 2 == 0: break
    default: throw damaged("adds to what is no list or dictionary")
    }
    pickle.objects[index].items += items
  }

  private func items(_ value: Pickle.Value) throws(Fault) -> [Pickle.Value] {
    guard case .object(let index) = value, case .tuple = pickle.objects[index].kind else {
      throw damaged("lacks a tuple")
    }
    return pickle.objects[index].items
  }

  private func integers(_ value: Pickle.Value) throws(Fault) -> [Int] {
    let items = try items(value)
    // As in PyTorch; tensors may share a tuple, which each of them copies.
    guard items.count <= 64 else { throw damaged("has a tensor of more than 64 axes") }
    var numbers: [Int] = []
    for item in items {
      guard case .integer(let number) = item else { throw damaged("has a shape or strides that are no integers") }
      numbers.append(number)
    }
    return numbers
  }

  // MARK: Names of Python

  private mutating func addGlobal(_ module: String, _ name: String) throws(Fault) {
    guard let global = Pickle.Global(module: module, name: name) else {
      throw .refused("names '\((module + "." + name).prefix(80))'")
    }
    stack.append(.global(global))
  }

  /// A persistent id: `("storage", class, key, device, count)`.
  private mutating func addStorage(_ id: Pickle.Value) throws(Fault) {
    let parts = try items(id)
    guard parts.count == 5, case .text("storage") = parts[0], case .global(.storage(let type)) = parts[1],
      case .text(let key) = parts[2], case .integer(let count) = parts[4], count >= 0
    else { throw damaged("has a storage of another form") }
    add(.storage(pickle.storages.count))
    pickle.storages.append(Pickle.Storage(key: key, type: type, count: count))
  }

  private mutating func call(arguments: Pickle.Value, _ callee: Pickle.Value) throws(Fault) {
    let arguments = try items(arguments)
    switch callee {
    case .global(.orderedDictionary):
      guard arguments.isEmpty else { throw .refused("makes an OrderedDict of arguments") }
      add(.dictionary)
    case .global(.rebuildParameter):
      guard let tensor = arguments.first, case .object(let index) = tensor, case .tensor = pickle.objects[index].kind
      else { throw damaged("has a parameter without a tensor") }
      stack.append(tensor)
    case .global(.rebuildTensor(let isTyped)): try addTensor(arguments, isTyped: isTyped)
    default: throw .refused("calls what is no function")
    }
  }

  /// The arguments: storage, offset, shape, strides, requires_grad, hooks, the type (where it is typed) and,
  /// optionally, a dictionary of notes.
  private mutating func addTensor(_ arguments: [Pickle.Value], isTyped: Bool) throws(Fault) {
    let least = isTyped ? 7 : 6
    guard (least...least + 1).contains(arguments.count), case .object(let index) = arguments[0],
      case .storage(let number) = pickle.objects[index].kind, case .integer(let offset) = arguments[1], offset >= 0
    else { throw damaged("has a tensor of another form") }
    let storage = pickle.storages[number]
    var type = storage.type
    if isTyped {
      guard case .global(.type(let given)) = arguments[6] else { throw damaged("has a tensor of another form") }
      type = given
    }
    let (shape, strides) = (try integers(arguments[2]), try integers(arguments[3]))
    guard let type, shape.count == strides.count else { throw damaged("has a tensor of another form") }
    var isMarked = false
    if arguments.count > least, case .object(let notes) = arguments[least] {
      isMarked = !pickle.objects[notes].items.isEmpty
    }
    add(.tensor(pickle.tensors.count))
    pickle.tensors.append(
      Pickle.View(
        storage: storage, type: type, offset: offset, shape: shape, strides: strides, isMarked: isMarked))
  }

  /// The names, in pickletools, of the operations that are refused.
  private static let names: [UInt8: String] = {
    let names: [(Unicode.Scalar, String)] = [
      ("I", "INT"), ("L", "LONG"), ("\u{8b}", "LONG4"), ("S", "STRING"), ("T", "BINSTRING"), ("U", "SHORT_BINSTRING"),
      ("B", "BINBYTES"), ("C", "SHORT_BINBYTES"), ("\u{8e}", "BINBYTES8"), ("\u{96}", "BYTEARRAY8"),
      ("\u{97}", "NEXT_BUFFER"), ("\u{98}", "READONLY_BUFFER"), ("V", "UNICODE"), ("\u{8d}", "BINUNICODE8"),
      ("F", "FLOAT"), ("l", "LIST"), ("d", "DICT"), ("\u{8f}", "EMPTY_SET"), ("\u{90}", "ADDITEMS"),
      ("\u{91}", "FROZENSET"), ("0", "POP"), ("2", "DUP"), ("1", "POP_MARK"), ("g", "GET"), ("p", "PUT"),
      ("\u{82}", "EXT1"), ("\u{83}", "EXT2"), ("\u{84}", "EXT4"), ("i", "INST"), ("o", "OBJ"), ("\u{81}", "NEWOBJ"),
      ("\u{92}", "NEWOBJ_EX"), ("P", "PERSID"),
    ]
    return Dictionary(uniqueKeysWithValues: names.map { (UInt8($0.0.value), $0.1) })
  }()
}
