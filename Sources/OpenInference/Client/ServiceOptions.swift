import Basics
import PipelineKit

/// What the scheme and the options of an address say.
struct ServiceOptions: Sendable {
  /// The schemes of this protocol.
  static let schemes = ["oip+http", "oip+https", "oip+grpc", "oip+grpcs"]

  let isEncrypted: Bool
  /// Whether requests go over gRPC, otherwise over HTTP.
  let isGRPC: Bool
  /// The seconds that a server has for an answer.
  let timeout: Double
  /// The seconds after its first failure in which a request is sent again.
  let patience: Double

  /// Throws for an unknown option or a wrong number.
  init(_ address: ServerAddress) throws {
    guard Self.schemes.contains(address.scheme), ServedName(address.name) != nil else {
      throw ServerAddressFault.form(address.text)
    }
    isEncrypted = address.scheme.hasSuffix("s")
    isGRPC = address.scheme.hasPrefix("oip+grpc")
    var (timeout, patience) = (120.0, 30.0)
    for (name, value) in address.options {
      func seconds(_ range: ClosedRange<Double>) throws -> Double {
        guard let number = Double(value), range.contains(number) else {
          throw ServedFault.option(name, value, expected: "seconds, \(range.words)")
        }
        return number
      }
      switch name {
      case "local": break
      case "timeout": timeout = try seconds(0.1...86_400)
      case "patience": patience = try seconds(0...86_400)
      default: throw ServedFault.unknownOption(name, known: ["local", "timeout", "patience"])
      }
    }
    (self.timeout, self.patience) = (timeout, patience)
  }

  /// The way to servers. Throws for a wrong file of headers, or one of certificates.
  func transport(to hosts: [ServerAddress.Host]) throws -> any Transport {
    let headers = try ServerHeaders.given()
    let certificates = FileName.environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 }
    return if isGRPC {
      try GRPCTransport(
        to: hosts, isEncrypted: isEncrypted, timeout: timeout, headers: headers, certificates: certificates)
    } else {
      HTTPTransport(isEncrypted: isEncrypted, timeout: timeout, headers: headers, certificates: certificates)
    }
  }
}
