import Basics
import Foundation
import TestSupport
import Testing

/// `runner serve` with a certificate, over HTTP and gRPC, by name and by IP address. The certificate in Fixtures/tls is for
/// localhost and 127.0.0.1, by an authority of its own.
@Suite struct ServeTLSTests {
  @Test func certificates() throws {
    try withTemporaryFolder { folder in
      let program = Program(
        folder: folder,
        environment: ["TLS": Fixtures.path("tls"), "PIPELINEKIT_SERVER_HEADERS": "headers"])
      try AtomicFile.write(Array("right\n".utf8), to: folder + "/token")
      try AtomicFile.write(
        Array("127.0.0.1 Authorization: Bearer right\nlocalhost Authorization: Bearer right\n".utf8),
        to: folder + "/headers")
      let result = try program.shell(
        """
        "$0" serve mnist-time --host 0.0.0.0 --port 0 --grpc-port 0 --token-file token --certificate "$TLS/server.pem" \\
          --key "$TLS/server.key" > line & server=$!
        until [ -s line ]; do sleep 0.05; done
        http=$(sed -E 's#.*https://[^:]*:([0-9]+).*#\\1#' line) grpc=$(sed -E 's#.*grpcs://[^:]*:([0-9]+).*#\\1#' line)
        try() { "$0" mnist-sample steps=2 pictures=1 output="$1" --quiet "model=$2/mnist-time?patience=0" 2>> said
          echo "$1 $?"; }
        export SSL_CERT_FILE="$TLS/authority.pem"
        try https-address.png oip+https://127.0.0.1:$http
        try https-name.png oip+https://localhost:$http
        try grpcs-address.png oip+grpcs://127.0.0.1:$grpc
        try grpcs-name.png oip+grpcs://localhost:$grpc
        try https-other.png oip+https://127.0.0.2:$http
        try grpcs-other.png oip+grpcs://127.0.0.2:$grpc
        try plain-http.png oip+http://127.0.0.1:$http
        try plain-grpc.png oip+grpc://127.0.0.1:$grpc
        unset SSL_CERT_FILE
        try https-untrusted.png oip+https://127.0.0.1:$http
        try grpcs-untrusted.png oip+grpcs://127.0.0.1:$grpc
        kill -TERM $server; wait $server; echo "ended with $?"
        """)
      #expect(
        result.output == """
          https-address.png 0
          https-name.png 0
          grpcs-address.png 0
          grpcs-name.png 0
          https-other.png 69
          grpcs-other.png 69
          plain-http.png 69
          plain-grpc.png 69
          https-untrusted.png 69
          grpcs-untrusted.png 69
          ended with 0

          """)
      let said = try TextFile.read(folder + "/said").split(separator: "\n")
      #expect(said.count == 6, "\(said)")
      let untrusted = "its certificate is not trusted; SSL_CERT_FILE can name the file of another authority's"
      for line in said[0...1] + said[4...5] { #expect(line.hasSuffix(untrusted), "\(line)") }
      let pictures = try ["https-address", "https-name", "grpcs-address", "grpcs-name"].map {
        try FileFault.contents(of: folder + "/\($0).png").count
      }
      #expect(pictures.allSatisfy { $0 > 0 })
    }
  }
}
