package import Basics

/// What is wrong with a request, or with the server at this time.
package enum ServiceError: Error, Equatable {
  /// The request isn't what the protocol or the network takes.
  case request(String)
  /// There is no such model or path.
  case unknown(String)
  /// It has no token, or another.
  case token
  /// The path takes another method of HTTP.
  case method(expected: String)
  /// It is larger than the server allows, or needs more memory than there can be.
  case tooLarge(String)
  /// As many requests are there as may.
  case busy(most: Int)
  /// Other requests take the memory that it needs.
  case full
  /// The server is about to end.
  case closing
  /// The network failed.
  case failed(String)

  /// What to say to whoever asked.
  package var message: String {
    switch self {
    case .request(let what), .unknown(let what), .tooLarge(let what), .failed(let what): what
    case .token: "this server asks for a token: the header 'Authorization: Bearer TOKEN'"
    case .method(let expected): "this path takes \(expected)"
    case .busy(let most): "\(most) requests wait already; ask again later"
    case .full: "other requests take the memory that this one needs; ask again later"
    case .closing: "the server is shutting down"
    }
  }

  /// The status of HTTP.
  package var status: Int {
    switch self {
    case .request: 400
    case .token: 401
    case .unknown: 404
    case .method: 405
    case .tooLarge: 413
    case .busy: 429
    case .failed: 500
    case .closing, .full: 503
    }
  }

  /// Whether the same request may be answered later.
  package var passes: Bool { [429, 503].contains(status) }
}

/// What hinders a server's start.
package enum ServeFault: Fault {
  /// A model's network isn't one that can be served.
  case notServable(String)
  /// Two models have one name.
  case twice(String)
  /// A model's name that a request can't have in its path.
  case name(String)
  /// An option has a wrong value.
  case option(String, found: String, expected: String)
  /// The token's file holds none.
  case token(String)
  /// A certificate without a key, or a key without a certificate.
  case identity
  /// A certificate or its key can't be used.
  case certificate(String, String)
  /// The server can't listen there.
  case listening(String, String)

  package var cause: FaultCause {
    switch self {
    case .notServable, .certificate, .token: .data
    case .twice, .name, .option, .identity: .usage
    case .listening: .unavailable
    }
  }

  package var description: String {
    switch self {
    case .notServable(let path): "\(path): a network of this kind of model can't be served"
    case .twice(let name): "two models are called '\(name)'; NAME=MODEL gives one another name"
    case .name(let name):
      "'\(ShownText.brief(name))' can't be a model's name in requests; NAME=MODEL gives it another, of letters, digits, '-', '_' and '.'"
    case .option(let name, let found, let expected): "--\(name) takes \(expected), found '\(found)'"
    case .token(let path): "\(path): holds no token; expected one line of printable ASCII characters"
    case .identity: "--certificate and --key belong together; give both"
    case .certificate(let path, let why): "\(path): \(why)"
    case .listening(let place, let why): "can't listen at \(place): \(why); give another --host, --port or --grpc-port"
    }
  }
}
