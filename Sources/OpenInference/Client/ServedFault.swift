import Basics
import Foundation
import PipelineKit
import Tensors

/// An error of a served model. None repeats a header that was sent.
enum ServedFault: Fault {
  /// The address has an option that isn't known.
  case unknownOption(String, known: [String])
  /// An option of the address has a wrong value.
  case option(String, String, expected: String)
  /// The local model is of a family whose networks can't be elsewhere.
  case notServable(String)
  /// The stage `model` asks for a precision, which the server alone decides.
  case precision(Precision)
  /// The file of headers has a wrong line.
  case headers(file: String, line: Int, String)
  /// A server can't be reached; the text is the reason.
  case unreachable(ServerAddress.Host, String)
  /// A server closed the connection before its answer was complete.
  case closed(ServerAddress.Host)
  /// A server didn't answer in time.
  case noAnswer(ServerAddress.Host, seconds: Double)
  /// A server answered with another status than 200, or 'ok' over gRPC, and may have said why.
  case status(ServerAddress.Host, String, String)
  /// A server answered with a redirection, which isn't followed.
  case redirect(ServerAddress.Host, to: String)
  /// What answers speaks no version 2 of the protocol.
  case otherProtocol(ServerAddress.Host, String)
  /// An answer isn't what the protocol says.
  case answer(ServerAddress.Host, String)
  /// The server's model isn't that of the local files.
  case otherModel(ServerAddress.Host, String)
  /// A request was given up after several attempts, of which `last` was the last.
  case gaveUp(last: String, attempts: Int, seconds: Double)

  var cause: FaultCause {
    switch self {
    case .unknownOption, .option, .notServable, .precision, .headers, .answer, .otherModel, .otherProtocol, .redirect:
      .data
    case .unreachable, .closed, .noAnswer, .status, .gaveUp: .unavailable
    }
  }

  var description: String {
    switch self {
    case .unknownOption(let name, let known):
      "the address of the served model has an unknown option '\(name)'"
        + (nearest(name, known).map { "; did you mean '\($0)'?" } ?? "; expected \(quoted(known, "or"))")
    case .option(let name, let value, let expected):
      "the option '\(name)' of the address takes \(expected), found '\(value)'"
    case .notServable(let path): "\(path): a network of this kind of model can't be served"
    case .precision(let precision):
      "'precision' is '\(precision.rawValue)', but a served model's precision is its server's; leave it out"
    case .headers(let file, let line, let what): "\(file):\(line): \(what)"
    case .unreachable(let host, let reason): "server \(host): can't be reached: \(reason)"
    case .closed(let host): "server \(host): closed the connection before its answer was complete"
    case .noAnswer(let host, let seconds):
      "server \(host): gave no answer within \(Self.text(seconds)) s; the option 'timeout' of the address gives it longer"
    case .status(let host, let status, let what):
      "server \(host): answers \(status)\(what.isEmpty ? "" : ": \(what)")"
        + (["401", "403", "UNAUTHENTICATED", "PERMISSION_DENIED"].contains(status)
          ? "; the file that PIPELINEKIT_SERVER_HEADERS names can hold credentials for it" : "")
    case .redirect(let host, let place):
      "server \(host): redirects to \(place), which is not followed; give the address itself"
    case .otherProtocol(let host, let what):
      "server \(host): does not speak version 2 of the Open Inference Protocol: \(what)"
    case .answer(let host, let what): "server \(host): \(what)"
    case .otherModel(let host, let what): "server \(host): \(what)"
    case .gaveUp(let last, let attempts, let seconds): "\(last) (\(attempts) attempts in \(Self.text(seconds)) s)"
    }
  }

  /// Why an encrypted connection failed.
  static func reason(ofTLS error: any Error) -> String {
    let isUntrusted = "\(error)".contains("CERTIFICATE_VERIFY_FAILED") || "\(error)".contains("ailedToValidateHostname")
    return isUntrusted
      ? "its certificate is not trusted; SSL_CERT_FILE can name the file of another authority's"
      : "the encrypted connection failed; does it speak TLS, and does its certificate name this host?"
  }

  /// Seconds with at most one decimal.
  private static func text(_ seconds: Double) -> String {
    let tenths = (seconds * 10).rounded() / 10
    return tenths == tenths.rounded() ? String(Int(tenths)) : String(tenths)
  }
}

/// A failed attempt at a request.
struct AttemptFailure: Error {
  /// Whether the same request may be sent again. It always could be, as inference is a pure function: this says whether
  /// that may help.
  enum Retry: Sendable {
    /// Every server would answer the same.
    case never
    /// Another server may answer.
    case elsewhere
    /// This server may answer, too.
    case anywhere
  }

  var fault: ServedFault
  var retry: Retry
  /// The seconds after which to ask the server again, if it says so.
  var delay: Double?
  /// The seconds that a header `Retry-After` tells, at most a minute: a number, or a date as in RFC 9110, 5.6.7. Nil for
  /// another text.
  static func delay(_ text: String, now: Date = Date()) -> Double? {
    let dates = DateFormatter()
    dates.locale = Locale(identifier: "en_US_POSIX")
    dates.timeZone = TimeZone(identifier: "GMT")
    dates.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    guard let seconds = Double(text) ?? dates.date(from: text)?.timeIntervalSince(now), !seconds.isNaN else {
      return nil
    }
    return seconds < 0 ? nil : min(seconds, 60)
  }

  /// Whether the connection could not be made.
  var isUnreachable: Bool { if case .unreachable = fault { true } else { false } }
}
