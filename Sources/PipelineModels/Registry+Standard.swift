public import PipelineKit
import PipelineStages

extension Registry {
  /// Every stage of this package. Those of other packages are registered on top of it.
  public static var standard: Registry {
    var registry = Registry()
    do {
      try registry.register(estimatorStages)
      try registry.register(commonStages)
    } catch { preconditionFailure("\(error)") }
    return registry
  }
}
