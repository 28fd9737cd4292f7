import PipelineKit

/// What `runner build --with Examples` puts into a program: everything that this package adds.
public enum IllusionsPlugin: PipelinePlugin {
  public static func register(in registry: inout Registry) throws {
    try registry.register([Posterize.self, GroundPlane.self, Fog.self])
    try registry.register([DepthMap.self])
    try registry.register([StochasticDPMSolver()])
    registry.register([GaussianFormat.self])
  }
}
