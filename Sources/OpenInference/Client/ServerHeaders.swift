import Basics
import PipelineKit

/// Headers, such as credentials, for requests to some servers. They come from a file with lines
///
///     HOST[:PORT] NAME: VALUE
///
/// and go to no other server. Empty lines, and lines that begin with `#`, are left out.
struct ServerHeaders: Sendable {
  private var lines: [(host: String, name: String, value: String)] = []

  /// No headers.
  init() {}

  /// The file that the environment variable PIPELINEKIT_SERVER_HEADERS names, if it is set.
  static func given(_ environment: [String: String] = FileName.environment) throws -> ServerHeaders {
    guard let path = environment["PIPELINEKIT_SERVER_HEADERS"], !path.isEmpty else { return ServerHeaders() }
    return try ServerHeaders(file: path)
  }

  /// Throws for a wrong line, which isn't repeated, as it may hold a secret.
  init(file path: String) throws {
    let text = try TextFile.read(path)
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = line.trimmed
      if line.isEmpty || line.hasPrefix("#") { continue }
      func fault(_ what: String) -> ServedFault { .headers(file: path, line: index + 1, what) }
      guard let space = line.firstIndex(where: \.isWhitespace),
        let colon = line[space...].firstIndex(of: ":")
      else { throw fault("expected HOST[:PORT] NAME: VALUE") }
      let name = line[space..<colon].trimmed
      let value = line[line.index(after: colon)...].trimmed
      guard !name.isEmpty, name.utf8.allSatisfy(Self.isToken) else { throw fault("its header's name is not one") }
      guard !value.isEmpty, value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
        throw fault("the header's value takes printable ASCII characters")
      }
      if Self.own.contains(name.lowercased()) { throw fault("the program itself sets the header '\(name)'") }
      lines.append((line[..<space].lowercased(), String(name), String(value)))
    }
  }

  /// The headers for a server.
  func headers(for host: ServerAddress.Host) -> [(name: String, value: String)] {
    lines.filter { [host.name, "\(host)"].contains($0.host) }.map { ($0.name, $0.value) }
  }

  /// A text of a server without the secrets that were sent to it. Of `Bearer SECRET`, the secret is the last word.
  func redacted(_ text: String) -> String {
    lines.reduce(text) { text, line in
      let secrets = [line.value] + line.value.split(separator: " ").filter { $0.utf8.count > 5 }.map(String.init)
      return secrets.reduce(text) { $0.replacing($1, with: "…") }
    }
  }

  /// A text of a server, on one line, not too long, and without what was sent to it in secret.
  func shown(_ text: String) -> String { ShownText.brief(redacted(text)) }

  /// Headers that describe the request itself.
  private static let own: Set<String> = [
    "host", "content-length", "content-type", "transfer-encoding", "connection", "inference-header-content-length",
  ]

  /// A character of a header's name (RFC 9110, token).
  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}

extension StringProtocol {
  /// Without white space at both ends.
  var trimmed: SubSequence {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return self[endIndex...]
    }
    return self[first...last]
  }
}
