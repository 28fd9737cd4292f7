import Foundation
import ModelServer

/// Runs a server for the time of `body`.
func withServer<Result>(
  _ service: InferenceService, _ body: (Server) async throws -> Result
) async throws -> Result {
  let server = try await Server(service, host: "127.0.0.1", httpPort: 0, grpcPort: 0, identity: nil)
  Thread { service.queue.run() }.start()
  let result: Swift.Result<Result, any Error>
  do { result = .success(try await body(server)) } catch { result = .failure(error) }
  service.close()
  await server.stop()
  return try result.get()
}
