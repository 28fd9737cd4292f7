import Foundation

/// A program that gets bytes on its standard input and gives bytes on its standard output.
///
/// It runs in a process group of its own, in an empty temporary folder that is removed afterwards, with the environment
/// variables PATH, HOME and LANG alone. Nothing else limits it: it may do whatever the user may.
public struct ExternalProgram: Sendable {
  /// The program, as a name on PATH or a path, and its arguments. A relative path starts from the working directory of
  /// this process.
  public var words: [String]
  /// What messages call it.
  public var name: String
  /// The seconds after which it is stopped.
  public var timeout: Double
  /// The most bytes that it may give.
  public var mostBytes: Int

  /// The most bytes that a program gives by default, as for any pipe that is read.
  public static let mostBytes = PipeContent.largest
  /// The number of lines of its standard error that are kept.
  public static let keptLines = 20

  /// Makes a program to run; nothing is looked up yet.
  ///
  /// - Parameter name: what messages call it; by default the beginning of its words.
  public init(
    _ words: [String], name: String? = nil, timeout: Double = 60, mostBytes: Int = ExternalProgram.mostBytes
  ) {
    (self.words, self.timeout, self.mostBytes) = (words, timeout, mostBytes)
    let all = words.joined(separator: " ")
    self.name = name ?? (all.count > 80 ? all.prefix(79) + "…" : all)
  }

  /// What a program gave.
  public struct Result: Sendable {
    /// The bytes of its standard output.
    public var output: [UInt8]
    /// The last lines of its standard error.
    public var lines: [String]
  }

  /// Runs the program to its end. Bytes that it doesn't read are dropped.
  ///
  /// - Throws: `ProgramFault` where it can't be started, fails, takes too long or gives too much; `CancellationError`
  ///   where the surrounding task is cancelled, which ends the program.
  public func run(_ input: [UInt8]) throws -> Result {
    guard let name = words.first, let path = ExternalProgram.path(of: name) else {
      throw ProgramFault.missing(name: words.first ?? "")
    }
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let process = try RunningProgram(path, self, in: folder)
    var exchange = Exchange(process, input: input, mostBytes: mostBytes)
    let end = exchange.run(timeout: timeout)
    let lines = ExternalProgram.lastLines(exchange.errors)
    switch end {
    case .exited(0): return Result(output: exchange.output, lines: lines)
    case .cancelled: throw CancellationError()
    default: throw ProgramFault.failed(self, end, lines: lines)
    }
  }

  /// The path of the program that a name stands for: a name with a slash is a path, any other is looked for on PATH. Nil
  /// where there is no such file.
  public static func path(of name: String) -> String? {
    if name.utf8.contains(UInt8(ascii: "/")) { return FileSystem.isFile(name) ? FileName.absolute(name) : nil }
    if name.isEmpty { return nil }
    return searched.utf8.split(separator: UInt8(ascii: ":")).lazy
      .map { FileName.path(name, in: String(Substring($0))) }
      .first { FileName.isAbsolute($0) && FileSystem.isFile($0) && isExecutable($0) }
  }

  private static func isExecutable(_ path: String) -> Bool {
    FileName.system(path).map { access($0, X_OK) == 0 } ?? false
  }

  /// The folders where programs are looked for.
  private static var searched: String { FileName.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin" }

  /// The variables that a program gets, `NAME=value`.
  static var environment: [String] {
    let own = FileName.environment
    return ["PATH=\(searched)"] + (own["HOME"].map { ["HOME=\($0)"] } ?? []) + ["LANG=\(own["LANG"] ?? "C.UTF-8")"]
  }

  /// The last lines of a text, without empty ones at its end. A carriage return ends a line too: a progress bar is many.
  static func lastLines(_ bytes: [UInt8]) -> [String] {
    var lines = bytes.split(omittingEmptySubsequences: false) { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.suffix(keptLines).map { String(decoding: $0.prefix(1000), as: UTF8.self) }
  }
}

/// Why a program gave nothing.
public enum ProgramFault: Fault {
  /// There is no such program.
  case missing(name: String)
  /// The system refuses to start it.
  case refused(name: String, reason: String)
  /// It ended in another way than with exit code 0; `lines` are the last of its standard error.
  case failed(ExternalProgram, ProgramEnd, lines: [String])

  public var cause: FaultCause {
    switch self {
    case .missing: .missingInput
    case .refused, .failed: .data
    }
  }

  public var description: String {
    switch self {
    case .missing(let name):
      name.utf8.contains(UInt8(ascii: "/"))
        ? "there is no program '\(name)'" : "there is no program '\(name)' in the folders of PATH"
    case .refused(let name, let reason): "the program '\(name)' can't be started: \(reason)"
    case .failed(let program, let end, _): "the program '\(program.name)' \(words(end, program))"
    }
  }

  /// The last lines of the program's standard error.
  public var details: [String] { if case .failed(_, _, let lines) = self { lines } else { [] } }

  private func words(_ end: ProgramEnd, _ program: ExternalProgram) -> String {
    switch end {
    case .exited(let code): return "ended with exit code \(code)"
    case .signal(let number): return "was ended by signal \(number) (\(String(cString: strsignal(number))))"
    case .late:
      let seconds = program.timeout == program.timeout.rounded() ? "\(Int(program.timeout))" : "\(program.timeout)"
      return "was stopped after \(seconds) s; 'timeout' sets the limit"
    case .tooMuch: return "was stopped: it gave more than \(program.mostBytes) bytes"
    case .cancelled: return "was stopped"
    }
  }
}

/// How a program ended.
public enum ProgramEnd: Sendable, Equatable {
  /// By itself, with this exit code.
  case exited(Int32)
  /// By this signal: it crashed, or was killed by someone else.
  case signal(Int32)
  /// It took longer than it may and was stopped.
  case late
  /// It gave more than it may and was stopped.
  case tooMuch
  /// The run that it belongs to was cancelled.
  case cancelled
}
