public import PipelineKit
import PipelineStages

extension Registry {
  /// All stages of this package. Stages of other packages are registered in addition.
  public static var standard: Registry {
    var registry = Registry()
    do {
      try registry.register(estimatorStages)
      try registry.register(commonStages)
      try registry.register([Features.self])
    } catch { preconditionFailure("\(error)") }
    return registry
  }
}
