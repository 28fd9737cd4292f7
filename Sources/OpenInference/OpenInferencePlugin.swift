public import PipelineKit

/// Adds models that are served by the Open Inference Protocol: see `ServedFormat`.
public enum OpenInferencePlugin: PipelinePlugin {
  public static func register(in registry: inout Registry) throws { registry.register([ServedFormat.self]) }
}
