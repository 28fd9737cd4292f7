import Basics

/// The processes that train one network together, and messages between them.
///
/// Process 0 reads from and writes to the run's folder, and reports; the others compute their parts of each batch. All
/// processes call the same functions of the group in the same order.
public protocol ProcessGroup {
  /// This process among all, from 0.
  var rank: Int { get }
  /// The number of processes, at least 1.
  var count: Int { get }
  /// The name of a process for the user: `process 1 on node2`.
  func name(of rank: Int) -> String
  /// Sends a message. Throws if the other process doesn't take it in time.
  func send(_ message: [UInt8], to rank: Int) throws
  /// Receives a message of `count` bytes. Throws if it doesn't come in time.
  func receive(_ count: Int, from rank: Int) throws -> [UInt8]
}

/// A process that trains alone.
public struct Alone: ProcessGroup {
  public let rank = 0
  public let count = 1

  /// Makes the group of one process.
  public init() {}

  public func name(of rank: Int) -> String { "this process" }
  public func send(_ message: [UInt8], to rank: Int) { preconditionFailure("there is no other process") }
  public func receive(_ count: Int, from rank: Int) -> [UInt8] { preconditionFailure("there is no other process") }
}

/// An error that every process of a group knows of, so that all end in the same way.
public struct SharedFault: Error {
  /// The error; nil in all processes but the first, which reports it.
  public let fault: (any Error)?
  /// The exit code, the same in all processes.
  public let code: Int32
}

extension ProcessGroup {
  /// The ranks of all processes but the first.
  var others: Range<Int> { 1..<count }

  /// Sends a text: the number of its bytes as 8 bytes, the lowest first, then its UTF-8.
  func send(text: String, to rank: Int) throws {
    let bytes = Array(text.utf8)
    try send((0..<8).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) }, to: rank)
    if !bytes.isEmpty { try send(bytes, to: rank) }
  }

  /// Receives what `send(text:to:)` sends.
  func receiveText(from rank: Int) throws -> String {
    let count = try receive(8, from: rank).reversed().reduce(0) { $0 << 8 | Int($1) }
    return count == 0 ? "" : String(decoding: try receive(count, from: rank), as: UTF8.self)
  }

  /// Sends a text from the first process to all others. Returns the text in every process.
  func spread(_ text: @autoclosure () -> String) throws -> String {
    if count == 1 { return text() }
    guard rank == 0 else { return try receiveText(from: 0) }
    let text = text()
    for other in others { try send(text: text, to: other) }
    return text
  }

  /// Sends a text from every process to the first. Returns the others' texts there, in the order of their ranks.
  func gather(_ text: @autoclosure () -> String) throws -> [String] {
    if rank > 0 {
      try send(text: text(), to: 0)
      return []
    }
    return try others.map { try receiveText(from: $0) }
  }

  /// Whether `flag` is true in any process. The answer is the same in all.
  func isAnywhere(_ flag: Bool) throws -> Bool {
    let told = try gather(flag ? "1" : "")
    return try !spread(flag || told.contains("1") ? "1" : "").isEmpty
  }

  /// Runs `body` in every process. If it throws in one, a `SharedFault` is thrown in all.
  public func together<Result>(_ body: () throws -> Result) throws -> Result {
    if count == 1 { return try body() }
    let result = Swift.Result { try body() }
    var (first, code): ((any Error)?, Int32) = (nil, 0)
    if case .failure(let error) = result {
      (first, code) = (error, (error as? any Fault)?.cause.rawValue ?? FaultCause.fault.rawValue)
    }
    let told = try gather(first.map { "\(code) \($0)" } ?? "")
    for (other, text) in zip(others, told) where first == nil && !text.isEmpty {
      let words = text.split(separator: " ", maxSplits: 1)
      code = words.first.flatMap { Int32($0) } ?? FaultCause.fault.rawValue
      first = ProcessFault.other(name(of: other), String(words.last ?? ""), FaultCause(rawValue: code) ?? .fault)
    }
    let verdict = try spread(first == nil ? "" : "\(code)")
    if let code = Int32(verdict) { throw SharedFault(fault: rank == 0 ? first : nil, code: code) }
    return try result.get()
  }
}
