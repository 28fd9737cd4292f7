import PipelineKit
import Testing

/// Addresses of served models, as RFC 3986 and the format's own rules have them.
@Suite struct ServerAddressTests {
  @Test func parts() throws {
    let address = try ServerAddress(
      "oip+http://GPU-1.example:8000,[::1],10.0.0.2:81/net/versions/2?local=a/b=c&timeout=5")
    #expect(address.scheme == "oip+http" && address.name == "net/versions/2")
    #expect(address.hosts.map { $0.name } == ["gpu-1.example", "::1", "10.0.0.2"])
    #expect(address.hosts.map { "\($0)" } == ["gpu-1.example:8000", "[::1]:80", "10.0.0.2:81"])
    #expect(address.options.map { $0.name } == ["local", "timeout"] && address.local == "a/b=c")
    #expect(try ServerAddress("oip+https://h/net").hosts[0].port == 443)
    #expect(try ServerAddress("oip+http://h/net/versions/2").local == "net")
    #expect(try address.with(local: "/m").text.hasSuffix("/net/versions/2?timeout=5&local=/m"))
  }

  @Test(arguments: ["models/mini-if", "mini-if", "C:/x", "://x", "1a://x", "OWNER/NAME", "a b://x", "", "-"])
  func namesOfFiles(text: String) { #expect(!ServerAddress.isOne(text)) }

  @Test(arguments: [
    "a://", "a://h", "a://h/", "a:///net", "a://h:/net", "a://h:0/net", "a://h:65536/net", "a://h:+1/net", "a://h,/net",
    "a://[::1/net", "a://[::1]x/net", "a://h h/net", "a://h\r\n/net", "a://-h/net", "a://é/net", "a://h/net?",
    "a://h/net?x", "a://h/net?x=", "a://h/net?=x", "a://h/net?x=1&", "a://u@h/net", "a://::1/net",
  ])
  func wrong(text: String) {
    #expect(ServerAddress.isOne(text))
    #expect(throws: ServerAddressFault.self) { try ServerAddress(text) }
  }
}
