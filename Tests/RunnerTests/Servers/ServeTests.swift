import Basics
import Foundation
import Images
import TestSupport
import Testing

/// `runner serve`: another process's pictures are those of its own network, over HTTP and over gRPC; the signal to end is
/// heard.
@Suite struct ServeTests {
  @Test func theSamePicture() throws {
    try withTemporaryFolder { folder in
      let program = Program(folder: folder)
      // The server's ports are on its first line. It must end by itself after the signal.
      let result = try program.shell(
        """
        "$0" serve mnist-time digits=mnist-class --port 0 --grpc-port 0 > line & server=$!
        until [ -s line ]; do sleep 0.05; done
        http=$(sed -E 's#.*http://([0-9.:]+).*#\\1#' line) grpc=$(sed -E 's#.*grpc://([0-9.:]+).*#\\1#' line)
        "$0" mnist-sample steps=3 pictures=2 output=local.png --quiet
        "$0" mnist-sample steps=3 pictures=2 output=http.png --quiet model=oip+http://$http/mnist-time
        "$0" mnist-sample steps=3 pictures=2 output=grpc.png --quiet model=oip+grpc://$grpc/mnist-time
        kill -TERM $server; wait $server; echo "ended with $?"
        """)
      #expect(result.output == "ended with 0\n")
      #expect(result.errors == "ending after the requests that wait\n")
      let line = try TextFile.read(folder + "/line")
      #expect(
        line.contains(/^serving mnist-time, digits at http:\/\/127\.0\.0\.1:\d+ and grpc:\/\/127\.0\.0\.1:\d+\n$/))
      #expect(result.newFiles == ["grpc.png", "http.png", "line", "local.png"])
      let pixels = try ["local", "http", "grpc"].map { try ImageFile.read(folder + "/\($0).png") }
      #expect(pixels[1] == pixels[0] && pixels[2] == pixels[0])
    }
  }
}
