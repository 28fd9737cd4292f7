import PipelineKit

extension Registry {
  /// Everything that this package adds.
  public mutating func registerIllusions() throws {
    try register([Posterize.self, GroundPlane.self, Fog.self])
    try register([DepthMap.self])
    try register([StochasticDPMSolver()])
    register([GaussianFormat.self])
  }
}
