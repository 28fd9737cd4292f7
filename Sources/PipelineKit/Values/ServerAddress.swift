public import Basics

/// Where a model is whose network runs on servers: `SCHEME://HOST[:PORT][,HOST[:PORT]…]/NAME[?OPTION=VALUE[&…]]`.
/// Several hosts are replicas, which give the same.
public struct ServerAddress: Sendable, Equatable {
  /// A server.
  public struct Host: Sendable, Hashable, CustomStringConvertible {
    /// A name, or an IP address; one of version 6 without its brackets.
    public var name: String
    /// The TCP port, 1 … 65535.
    public var port: Int

    /// Makes a host; nothing is checked.
    public init(_ name: String, port: Int) { (self.name, self.port) = (name, port) }

    /// Whether a text is HOST or HOST:PORT; an IP address of version 6 needs no brackets.
    package static func isOne(_ text: String) -> Bool {
      [text, "[\(text)]"].contains { ServerAddress.host($0[...], defaultPort: 80) != nil }
    }

    /// `HOST:PORT`, as in an address.
    public var description: String { "\(name.contains(":") ? "[\(name)]" : name):\(port)" }
  }

  /// The address as it was given.
  public let text: String
  /// What comes before `://`, such as `oip+http`.
  public let scheme: String
  /// The replicas, at least one.
  public let hosts: [Host]
  /// What the model is called on the servers: the path below the hosts, not empty.
  public let name: String
  /// What follows `?`, in order.
  public let options: [(name: String, value: String)]

  /// The folder or the name of the model whose local files tell everything but the network: the option `local`, else the
  /// first part of `name`.
  public var local: String {
    options.first { $0.name == "local" }?.value ?? String(name.prefix { $0 != "/" })
  }

  /// Whether a text has the form of an address: a scheme and `://`. It may still be wrong in the rest.
  public static func isOne(_ text: String) -> Bool {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), text.utf8[colon...].starts(with: "://".utf8) else {
      return false
    }
    return text.utf8[..<colon].wholeMatch { letter, isFirst in
      switch letter {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): !isFirst
      default: false
      }
    }
  }

  /// Reads an address. Without a port it is 443 for a scheme that ends with `s`, as `https` does, otherwise 80.
  public init(_ text: String) throws(ServerAddressFault) {
    guard Self.isOne(text), let colon = text.firstIndex(of: ":") else { throw .form(text) }
    self.text = text
    scheme = String(text[..<colon])
    let rest = text[text.index(colon, offsetBy: 3)...]
    let (place, query) = Self.split(rest, at: "?")
    let (authority, name) = Self.split(place, at: "/")
    if authority.contains("@") { throw .credentials }
    guard let name, !name.isEmpty else { throw .form(text) }
    self.name = String(name)
    let defaultPort = scheme.hasSuffix("s") ? 443 : 80
    var hosts: [Host] = []
    for part in authority.split(separator: ",", omittingEmptySubsequences: false) {
      guard let host = Self.host(part, defaultPort: defaultPort) else { throw .host(String(part), in: text) }
      if hosts.contains(host) { throw .twice(host, in: text) }
      hosts.append(host)
    }
    self.hosts = hosts
    var options: [(name: String, value: String)] = []
    for part in (query ?? "").split(separator: "&", omittingEmptySubsequences: false) where query != nil {
      let (name, value) = Self.split(part, at: "=")
      guard let value, !name.isEmpty, !value.isEmpty, !options.contains(where: { $0.name == name }) else {
        throw .option(String(part), in: text)
      }
      options.append((String(name), String(value)))
    }
    self.options = options
  }

  /// This address with another folder of local files.
  public func with(local: String) throws(ServerAddressFault) -> ServerAddress {
    let others = options.filter { $0.name != "local" } + [("local", local)]
    let base = text.prefix { $0 != "?" }
    return try ServerAddress(base + "?" + others.map { "\($0.name)=\($0.value)" }.joined(separator: "&"))
  }

  private static func split(_ text: Substring, at separator: Character) -> (Substring, Substring?) {
    guard let index = text.firstIndex(of: separator) else { return (text, nil) }
    return (text[..<index], text[text.index(after: index)...])
  }

  private static func host(_ text: Substring, defaultPort: Int) -> Host? {
    var (name, port) = (text, Substring?.none)
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      name = text[text.index(after: text.startIndex)..<end]
      let rest = text[text.index(after: end)...]
      if !rest.isEmpty {
        guard rest.hasPrefix(":") else { return nil }
        port = rest.dropFirst()
      }
    } else {
      (name, port) = split(text, at: ":")
    }
    // What a host's name or an IP address may consist of: nothing that a header or a message could be broken with.
    let isNamed = name.utf8.wholeMatch { letter, isFirst in
      switch letter {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      case UInt8(ascii: ":"): text.hasPrefix("[")
      case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): !isFirst
      default: false
      }
    }
    guard isNamed else { return nil }
    guard let port else { return Host(name.lowercased(), port: defaultPort) }
    guard port.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let number = Int(port),
      (1...65535).contains(number)
    else { return nil }
    return Host(name.lowercased(), port: number)
  }

  public static func == (a: ServerAddress, b: ServerAddress) -> Bool { a.text.isExactly(b.text) }
}

extension Collection<UInt8> {
  /// Whether there are bytes, and each is as `fits` says.
  fileprivate func wholeMatch(_ fits: (UInt8, _ isFirst: Bool) -> Bool) -> Bool {
    !isEmpty && indices.allSatisfy { fits(self[$0], $0 == startIndex) }
  }
}

/// An error in the address of a served model.
public enum ServerAddressFault: Fault {
  /// It isn't `SCHEME://HOST/NAME`.
  case form(String)
  /// A host that isn't one, or has a wrong port.
  case host(String, in: String)
  /// A replica that is named twice.
  case twice(ServerAddress.Host, in: String)
  /// An option that isn't `NAME=VALUE`, or is given twice.
  case option(String, in: String)
  /// A user's name or password. The address isn't repeated.
  case credentials

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .form(let text):
      "'\(text)' is not the address of a served model; expected SCHEME://HOST[:PORT]/NAME, such as oip+http://localhost:8000/mini-if"
    case .host(let part, let text): "'\(text)': '\(part)' is not HOST or HOST:PORT"
    case .twice(let host, let text): "'\(text)': names \(host) twice"
    case .option(let part, let text): "'\(text)': '\(part)' is not an option NAME=VALUE, each given once"
    case .credentials:
      "an address with '@' in it: a name and password don't belong into it, as pictures keep it; put a header into the file that PIPELINEKIT_SERVER_HEADERS names"
    }
  }
}
